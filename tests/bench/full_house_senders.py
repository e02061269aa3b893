"""The commands of a full house, sent at fixed times, and their results.

The times do not depend on the server's answers (an open loop). The delay of a command is counted from its due time,
even if a slow server delays the sending.
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
"""Maximum seconds to wait for an answer. After this time, the same command is sent again."""
RETRY_AFTER = (0.5, 2.0)
FIRST = {"ask": 0.0, "approve": 1.0, "vote": 2.0}
"""Seconds until the first command of each act.

A question must exist before its approval, and must be approved before it can get votes.
"""
CONNECTIONS = (4, 200)
"""Minimum and maximum number of connections per act.

Within these limits, an act has as many connections as it has commands per second.
"""
ACKNOWLEDGED = "acknowledged"


@dataclass(slots=True)
class Command:
    """One command.

    `due`, `began`, `ended`: times of the monotonic clock. `cookie`: the sender's Cookie header. `outcome`:
    `acknowledged`, the code of a refusal, or None if no answer came. `number`: the number of the question that `ask`
    created.
    """

    act: str
    cookie: str
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
    """The state that all senders share.

    `texts`: the texts of questions, used in turn. `askers`, `chair`: Cookie headers. `sent`: every command. `passed`:
    {act: how often no command was possible at a due time}. `waiting`, `approved`: question numbers. `own`: {question
    number: the asker's Cookie header}. `voted`: the votes as (Cookie header, question number).
    """

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
        """Return a new command of this act with the due time `due`.

        Return None if the act is not possible, for example if no question waits for approval. Then add 1 to the act's
        number in `passed`.
        """
        chosen = getattr(self, f"_{act}")()
        if chosen is None:
            self.passed[act] = self.passed.get(act, 0) + 1
            return None
        command = Command(act, *chosen, f"{act}-{len(self.sent):08}-{self.rng.getrandbits(32):08x}", due)
        self.sent.append(command)
        return command

    def answered(self, command: Command, answer: dict) -> None:
        """Record the question of an acknowledged command, so that later commands can refer to this question."""
        if command.act == "ask":
            command.number = answer["question"]["number"]
            self.own[command.number] = command.cookie
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
            number, cookie = self.rng.choice(self.approved), self.rng.choice(self.askers)
            if self.own.get(number) != cookie and (cookie, number) not in self.voted:
                self.voted.add((cookie, number))
                return cookie, {"number": number}
        return None


async def work(
    port: int, path: str, audience: Audience, per_second: dict[str, float], seconds: float, drain: float
) -> float:
    """Send all commands at their due times, then wait at most `drain` seconds for the answers.

    Return the due time of the first command (monotonic clock). `path`: the URL path of the session's API.
    """
    began = time.monotonic() + 0.5
    queues: dict[str, asyncio.Queue[float]] = {act: asyncio.Queue() for act in per_second}
    workers = [
        asyncio.create_task(_send_all(port, path, audience, act, queues[act]))
        for act, rate in per_second.items()
        for _ in range(int(min(max(rate, CONNECTIONS[0]), CONNECTIONS[1])))
    ]
    await asyncio.gather(
        *(_enqueue(queues[act], began + FIRST[act], rate, seconds - FIRST[act]) for act, rate in per_second.items())
    )
    try:
        async with asyncio.timeout(drain):
            await asyncio.gather(*(queue.join() for queue in queues.values()))
    except TimeoutError:
        pass  # Ignore the time-out: the report counts the commands without an answer.
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    return began


async def _enqueue(queue: asyncio.Queue[float], began: float, rate: float, seconds: float) -> None:
    for place in range(round(rate * seconds)):
        due = began + place / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        queue.put_nowait(due)


async def _send_all(port: int, path: str, audience: Audience, act: str, queue: asyncio.Queue[float]) -> None:
    """Send queued commands over one connection. If the connection breaks, open a new connection."""
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
    """Send a command, and repeat it until the server answers with a status other than 503. All attempts have the same
    key.

    Return the open connection for the next command, or None if the connection has broken.
    """
    body = json.dumps(command.body).encode()
    command.began = time.monotonic()
    while command.outcome is None:
        try:
            if sender is None:
                sender = await Sender(port).__aenter__()
            async with asyncio.timeout(PATIENCE):
                status, content = await sender.put(path, command.cookie, body)
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
