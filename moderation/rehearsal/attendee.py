"""A simulated attendee. It joins through the page, keeps its screen current, asks and votes."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, cast

from ..core.contracts import MyQuestions
from .browser import Browser, Unreachable
from .client.shared import SharedStates
from .follower import Follower
from .outbox import Delivery, deliver

READ_OWN_EVERY = 60
"""Seconds between two regular reads of `own`. These reads find changes whose event `own` was lost."""
SENDING = "sending"
"""The name of the tasks that send commands."""


class Attendee:
    """A simulated attendee. It sends one `ask` command at a time, and waits for the answer.

    - `asked`: all `ask` commands sent.
    - `votes`: all `vote` and `unvote` commands sent.
    - `last_votes`: {question number: newest command in `votes` for this question}.
    - `queued`: the unsent questions, each as (body of the `ask` command, function to call after the answer).
    - `seen`: the numbers of the questions whose arrival on this screen has been measured.
    """

    follower: Follower

    def __init__(self, number: int, browser: Browser, rng: random.Random):
        self.number, self.browser, self.rng = number, browser, rng
        self.my_questions: MyQuestions = {"counter": 0, "questions": [], "votes": []}
        self.asked: list[Delivery] = []
        self.votes: list[Delivery] = []
        self.last_votes: dict[int, Delivery] = {}
        self.queued: deque[tuple[dict[str, Any], Callable[[Delivery], None]]] = deque()
        self.seen: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._sender: asyncio.Task[None] | None = None
        self._own_reader: asyncio.Task[None] | None = None
        self._noticed = 0

    async def join(self, code: str, shared: SharedStates) -> None:
        """Open the attendee page, store its data and set `follower`. Raise CannotRehearse or Unreachable on failure."""
        page = await self.browser.open_page(f"/s/{code}")
        self.my_questions = page.get("own") or self.my_questions
        offered = [language["code"] for language in page["session"]["languages"]]
        lang = next((lang for lang in (page["lang"], self.browser.lang) if lang in offered), offered[0])
        self.follower = Follower(self.browser, page["session"]["code"], "attendee", lang, self.rng, shared)
        self.follower.stream = f"floor.{lang}"
        self.follower.on_event = self._on_event
        # The page contains only the state of the stream in the language `page["lang"]`. Do not use this state if the
        # attendee follows the stream in another language.
        if page["state"] and page["lang"] == lang:
            self.follower.take(page["state"])

    def start(self) -> None:
        """Connect in the background and stay connected until `stop`."""
        self._spawn(self.follower.follow())
        self._spawn(self._read_own_regularly())

    def ask(self, body: dict[str, Any], on_answer: Callable[[Delivery], None]) -> None:
        """Queue a question. Send it after the server has answered all earlier `ask` commands.

        After the answer to this question, call `on_answer(delivery)`; the delivery contains the outcome.
        """
        self.queued.append((body, on_answer))
        if self._sender is None or self._sender.done():
            self._sender = self._spawn(self._send_queued(), SENDING)

    def vote(self, number: int, act: str) -> None:
        """Send the command `vote` or `unvote` for a question."""
        path = f"{self.follower.path}/{act}/vote-{self.number:04}-{len(self.votes):05}"
        delivery = self.last_votes[number] = Delivery(path, {"number": number})
        self.votes.append(delivery)
        self._spawn(deliver(self.browser, delivery, self.rng), SENDING)

    @property
    def is_waiting(self) -> bool:
        """Return whether a command still has no outcome, or a question is still queued."""
        return bool(self.queued) or any(delivery.outcome is None for delivery in self.asked + self.votes)

    @property
    def my_numbers(self) -> set[int]:
        """Return the numbers of this attendee's questions. Sources: answers to `ask`, and the last read of `own`."""
        acknowledged = {
            delivery.answer["question"]["number"] for delivery in self.asked if delivery.outcome == "acknowledged"
        }
        return acknowledged | {view["number"] for view in self.my_questions["questions"]}

    async def read_own(self) -> MyQuestions:
        """Read the attendee's own questions and votes (`own`). Store and return them. Raise Unreachable if the server
        does not send them.
        """
        answer = await self.browser.get(f"{self.follower.path}/own")
        if answer.status != 200:
            raise Unreachable(f"own: {answer.code}")
        self.my_questions = cast(MyQuestions, answer.body)
        return self.my_questions

    async def give_up(self) -> None:
        """Discard the queued questions and cancel the commands in flight.

        A command that waits for its next try, for example after the answer 503, gets the outcome `refused`. All other
        cancelled commands keep the outcome None.
        """
        self.queued.clear()
        sending = [task for task in self._tasks if task.get_name() == SENDING]
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)
        for delivery in self.asked + self.votes:
            delivery.close()

    async def stop(self) -> None:
        """Disconnect and cancel all tasks. Call this method only after `join`."""
        self.follower.stop_healing()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _send_queued(self) -> None:
        while self.queued:
            path = f"{self.follower.path}/ask/ask-{self.number:04}-{len(self.asked):05}"
            body, on_answer = self.queued.popleft()
            delivery = Delivery(path, body)
            self.asked.append(delivery)
            await deliver(self.browser, delivery, self.rng)
            on_answer(delivery)

    def _on_event(self, name: str, arguments: list[Any]) -> None:
        if name not in ("own", "subscribed"):
            return
        counter = arguments[0].get("counter") or 0
        if name == "subscribed" and counter < self.my_questions["counter"]:
            # The attendee's counter on the server decreases only if a backup was restored. In this case, discard all
            # data that was read from `own`.
            self.my_questions, self._noticed = {"counter": -1, "questions": [], "votes": []}, counter
        self._noticed = max(self._noticed, counter)
        is_new = self._noticed > self.my_questions["counter"]
        if is_new and (self._own_reader is None or self._own_reader.done()):
            self._own_reader = self._spawn(self._read_own_until_current())

    async def _read_own_until_current(self) -> None:
        for _ in range(3):
            if self._noticed <= self.my_questions["counter"]:
                break
            await self._try_read_own()

    async def _read_own_regularly(self) -> None:
        # Begin after a random delay. Real attendees arrive at different times, but simulated attendees start together.
        await asyncio.sleep(self.rng.uniform(0, READ_OWN_EVERY))
        while True:
            await self._try_read_own()
            await asyncio.sleep(READ_OWN_EVERY)

    async def _try_read_own(self) -> None:
        try:
            await self.read_own()
        except Unreachable:
            self.follower.failures += 1

    def _spawn(self, job: Coroutine[Any, Any, None], name: str | None = None) -> asyncio.Task[None]:
        task = asyncio.create_task(job, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
