"""Who asks, votes and approves in a full house, each at its moment whatever the server does, and what became of every command.

The moments are fixed beforehand (an open loop): a command that a slow server makes wait is counted from when it was due.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.senders import Sender

PATIENCE = 20.0
"""Seconds after which an answer is no longer waited for: the same command is sent again."""
RETRY_AFTER = (0.5, 2.0)
FIRST = {"ask": 0.0, "approve": 1.0, "vote": 2.0}
"""Seconds until the first of each: nothing can be approved that was not asked."""
CONNECTIONS = (4, 200)
"""At least and at most of a kind: as many as commands of it are due in one second."""
ACKNOWLEDGED = "acknowledged"


@dataclass(slots=True)
class Command:
    """`due`, `began`, `ended` by the monotonic clock; `who`: a cookie; `outcome`: `acknowledged`, a refusal's code, or None without an answer."""

    act: str
    who: str
    body: dict
    key: str
    due: float
    began: float = 0.0
    ended: float = 0.0
    outcome: str | None = None
    number: int = 0
    repeated: int = 0


@dataclass
class Audience:
    """What the senders know: `texts` in turn, `askers` by cookie, `chair` (cookie). `sent` has every command, `passed` {act: moments with nothing to do}."""

    rng: random.Random
    texts: list[str]
    askers: list[str]
    chair: str
    sent: list[Command] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)
    approved: list[int] = field(default_factory=list)
    own: dict[int, str] = field(default_factory=dict)
    voted: set[tuple[str, int]] = field(default_factory=set)
    _places: Iterator[int] = field(default_factory=itertools.count)

    def next(self, act: str, due: float) -> Command | None:
        """The command of this moment; None where there is nothing to do."""
        made = getattr(self, f"_{act}")()
        if made is None:
            self.passed[act] = self.passed.get(act, 0) + 1
            return None
        command = Command(act, *made, f"{act}-{len(self.sent):08}-{self.rng.getrandbits(32):08x}", due)
        self.sent.append(command)
        return command

    def answered(self, command: Command, answer: dict) -> None:
        """Note what an acknowledged command made possible."""
        if command.act == "ask":
            command.number = answer["question"]["number"]
            self.own[command.number] = command.who
            self.waiting.append(command.number)
        elif command.act == "approve":
            self.approved.append(command.body["number"])

    def _ask(self) -> tuple[str, dict]:
        place = next(self._places)
        text = f"{self.texts[place % len(self.texts)]} [{place + 1}]"
        return self.askers[place % len(self.askers)], {"text": text, "hint": "en"}

    def _approve(self) -> tuple[str, dict] | None:
        if not self.waiting:
            return None
        place = self.rng.randrange(len(self.waiting))
        self.waiting[place], self.waiting[-1] = self.waiting[-1], self.waiting[place]
        return self.chair, {"number": self.waiting.pop(), "version": 1}

    def _vote(self) -> tuple[str, dict] | None:
        for _ in range(20 if self.approved else 0):
            number, who = self.rng.choice(self.approved), self.rng.choice(self.askers)
            if self.own.get(number) != who and (who, number) not in self.voted:
                self.voted.add((who, number))
                return who, {"number": number}
        return None


async def work(
    port: int, path: str, audience: Audience, a_second: dict[str, float], seconds: float, drain: float
) -> float:
    """Send everything at its moment, then wait at most `drain` seconds for what is under way; when the first was due. `path`: of the session's API."""
    began = time.monotonic() + 0.5
    queues: dict[str, asyncio.Queue[float]] = {act: asyncio.Queue() for act in a_second}
    workers = []
    for act, rate in a_second.items():
        for _ in range(int(min(max(rate, CONNECTIONS[0]), CONNECTIONS[1]))):
            workers.append(asyncio.create_task(_send_all(port, path, audience, act, queues[act])))
    await asyncio.gather(
        *(_call_up(queues[act], began + FIRST[act], rate, seconds - FIRST[act]) for act, rate in a_second.items())
    )
    try:
        async with asyncio.timeout(drain):
            await asyncio.gather(*(queue.join() for queue in queues.values()))
    except TimeoutError:
        pass  # What has no answer by now stays without one, and is reported so.
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    return began


async def _call_up(queue: asyncio.Queue[float], began: float, rate: float, seconds: float) -> None:
    for place in range(round(rate * seconds)):
        due = began + place / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        queue.put_nowait(due)


async def _send_all(port: int, path: str, audience: Audience, act: str, queue: asyncio.Queue[float]) -> None:
    """One connection of many, renewed where it breaks."""
    sender: Sender | None = None
    seat = "chair/a" if act == "approve" else "attendee"
    try:
        while True:
            due = await queue.get()
            command = audience.next(act, due)
            if command is not None:
                sender = await _deliver(sender, port, f"{path}/{seat}/{act}/{command.key}", command, audience)
            queue.task_done()
    finally:
        if sender is not None:
            await sender.__aexit__()


async def _deliver(sender: Sender | None, port: int, path: str, command: Command, audience: Audience) -> Sender | None:
    """Send it until it is answered, under the same key; the connection to go on with."""
    body = json.dumps(command.body).encode()
    command.began = time.monotonic()
    while command.outcome is None:
        try:
            if sender is None:
                sender = await Sender(port).__aenter__()
            async with asyncio.timeout(PATIENCE):
                status, content = await sender.put(path, command.who, body)
        except (OSError, EOFError, TimeoutError):
            if sender is not None:
                await sender.__aexit__()
            sender = None
            command.repeated += 1
            await asyncio.sleep(audience.rng.uniform(*RETRY_AFTER))
            continue
        answer = json.loads(content)
        if status == 503:
            command.repeated += 1
            await asyncio.sleep(answer.get("retry_after", 1))
            continue
        command.ended = time.monotonic()
        if status in (200, 201):
            audience.answered(command, answer)
        command.outcome = ACKNOWLEDGED if status in (200, 201) else answer["code"]
    return sender
