"""One simulated attendee: joins by the page, keeps its screen current, asks and votes."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable

from .browser import Browser, Unreachable
from .follower import Follower
from .outbox import Delivery, deliver
from .shared import SharedStates

OWN_EVERY = 60
SENDING = "sending"


class Phone:
    """`asked` and `votes` hold every command that was sent, `wishes` the last vote for each question; `queued` the askings that still wait for their turn."""

    def __init__(self, number: int, browser: Browser, rng: random.Random):
        self.number, self.browser, self.rng = number, browser, rng
        self.follower: Follower | None = None
        self.own: dict = {"counter": 0, "questions": [], "votes": []}
        self.asked: list[Delivery] = []
        self.votes: list[Delivery] = []
        self.wishes: dict[int, Delivery] = {}
        self.queued: deque[dict] = deque()
        self.seen: set[int] = set()
        self._tasks: set[asyncio.Task] = set()
        self._sender: asyncio.Task | None = None
        self._owner: asyncio.Task | None = None
        self._noticed = 0

    async def join(self, code: str, shared: SharedStates) -> None:
        """Open the attendee page and begin with its `#page` data. CannotRehearse or Unreachable when there is none."""
        page = await self.browser.open_page(f"/s/{code}")
        self.own = page.get("own") or self.own
        offered = [language["code"] for language in page["session"]["languages"]]
        lang = next((lang for lang in (page.get("lang"), self.browser.lang) if lang in offered), offered[0])
        self.follower = Follower(self.browser, page["session"]["code"], "attendee", lang, self.rng, shared)
        self.follower.stream = f"floor.{lang}"
        self.follower.on_event = self._hear
        # The page begins with the state in its own language; another reading language has another stream.
        if page.get("state") and page.get("lang") == lang:
            self.follower.take(page["state"])

    def start(self) -> None:
        """Connect and stay connected until `stop`."""
        self._spawn(self.follower.follow())
        self._spawn(self._keep_own())

    def ask(self, body: dict, on_answer: Callable[[Delivery], None]) -> None:
        """Ask one question after those that wait already."""
        self.queued.append(body)
        if self._sender is None or self._sender.done():
            self._sender = self._spawn(self._send_queued(on_answer), SENDING)

    def vote(self, number: int, wish: str) -> None:
        """Send `vote` or `unvote`."""
        delivery = self.wishes[number] = Delivery(
            f"{self.follower.path}/{wish}/vote-{self.number:04}-{len(self.votes):05}", {"number": number}
        )
        self.votes.append(delivery)
        self._spawn(deliver(self.browser, delivery, self.rng), SENDING)

    @property
    def is_waiting(self) -> bool:
        """True while a command has no outcome or an asking waits."""
        return bool(self.queued) or any(delivery.outcome is None for delivery in self.asked + self.votes)

    @property
    def own_numbers(self) -> set[int]:
        """The numbers of the own questions, as far as this phone knows."""
        answered = {
            delivery.answer["question"]["number"] for delivery in self.asked if delivery.outcome == "acknowledged"
        }
        return answered | {view["number"] for view in self.own["questions"]}

    async def read_own(self) -> dict:
        """GET `own`. Unreachable when it cannot be had."""
        answer = await self.browser.get(f"{self.follower.path}/own")
        if answer.status != 200:
            raise Unreachable(f"own: {answer.code}")
        self.own = answer.body
        return self.own

    async def give_up(self) -> None:
        """End what is being sent: what has no answer now stays without one."""
        self.queued.clear()
        sending = [task for task in self._tasks if task.get_name() == SENDING]
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)
        for delivery in self.asked + self.votes:
            delivery.close()

    async def stop(self) -> None:
        """Disconnect and end everything."""
        if self.follower:
            self.follower.stop_healing()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _send_queued(self, on_answer: Callable[[Delivery], None]) -> None:
        while self.queued:
            path = f"{self.follower.path}/ask/ask-{self.number:04}-{len(self.asked):05}"
            delivery = Delivery(path, self.queued.popleft())
            self.asked.append(delivery)
            await deliver(self.browser, delivery, self.rng)
            on_answer(delivery)

    def _hear(self, name: str, arguments: list) -> None:
        if name not in ("own", "subscribed"):
            return
        noticed = arguments[0].get("counter") or 0
        if name == "subscribed" and noticed < self.own["counter"]:
            # An older backup was put back: what is held here is of another past.
            self.own, self._noticed = {"counter": -1, "questions": [], "votes": []}, noticed
        self._noticed = max(self._noticed, noticed)
        if self._noticed > self.own["counter"] and (self._owner is None or self._owner.done()):
            self._owner = self._spawn(self._refresh_own())

    async def _refresh_own(self) -> None:
        for _ in range(3):
            if self._noticed <= self.own["counter"]:
                break
            await self._try_own()

    async def _keep_own(self) -> None:
        # People come one by one; simulated phones that start together must not all read in the same instant.
        await asyncio.sleep(self.rng.uniform(0, OWN_EVERY))
        while True:
            await self._try_own()
            await asyncio.sleep(OWN_EVERY)

    async def _try_own(self) -> None:
        try:
            await self.read_own()
        except Unreachable:
            self.follower.failures += 1

    def _spawn(self, job, name: str | None = None) -> asyncio.Task:
        task = asyncio.create_task(job, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
