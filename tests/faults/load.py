"""People at work while a fault is done to their server; each keeps what the server acknowledged."""

from __future__ import annotations

import asyncio
import random

from moderation.rehearsal.attendee import Phone
from moderation.rehearsal.browser import Browser
from moderation.rehearsal.chairs import Chair
from moderation.rehearsal.crowd import join_all
from moderation.rehearsal.outbox import Delivery, deliver
from moderation.rehearsal.shared import SharedStates
from tests.faults.violations import hold
from tests.servers import Server

BURST = 5  # questions that one attendee may ask at once
ASKERS_AT_ONCE = 4
SEATS = ("chair.a", "chair.b", "stage", "booth")


class Load:
    """Askers, voters and one chair over the real protocol, and a page open for every other kind of seat.

    `resume` lets them work, `pause` returns when each has the answer to its last command; nothing here has a limit in time. Acknowledged
    questions and votes are with the phones (`asked`, `votes`); `sent` has every text, `versions` the newest acknowledged version of each
    question. `ending` stands at the end of every text.
    """

    def __init__(self, http, server: Server, rng: random.Random):
        self.http, self.server, self.rng = http, server, rng
        self.phones: list[Phone] = []
        self.staff: list[Chair] = []
        self.chairs: list[Chair] = []
        self.sent: set[str] = set()
        self.ending = ""
        self.versions: dict[int, int] = {}
        self.acknowledged = 0
        self._asked = 0
        self._works = False
        self._moved = asyncio.Condition()
        self._working: list[asyncio.Task] = []
        self._following: list[asyncio.Task] = []

    async def gather(self, phones: int, url: str, followed: int) -> None:
        """Join the attendees and the staff at this address; the staff follow their streams, and of so many attendees one."""
        self._followed = followed
        shared, seed = SharedStates(), self.rng.getrandbits(32)
        langs = [("en", "es", "fr")[number % 3] for number in range(phones)]
        self.phones = await join_all(self.http, url, self.server.code, langs, seed, shared)
        for seat in SEATS:
            # A scripted chair that is never started is a page that is open and nothing more: it serves for the other seats too.
            member = Chair(seat, Browser(self.http, url), random.Random(f"{seed}/{seat}"), {})
            await member.enter(self.server.code, self.server.links[seat.replace(".", "_")].split("#")[1], shared)
            self.staff.append(member)
        self.chairs = self.staff[:2]
        self._following = [asyncio.create_task(follower.follow()) for follower in self.followers]
        await self.connected()

    @property
    def followers(self) -> list:
        return [member.follower for member in [*self.phones[:: self._followed], *self.staff]]

    async def connected(self) -> None:
        """Returns when every follower has a socket."""
        await asyncio.gather(*(follower.connected.wait() for follower in self.followers))

    def expect_loss(self) -> None:
        """Every socket is gone, whether its owner has noticed or not: `connected` waits for new ones."""
        for follower in self.followers:
            follower.connected.clear()

    def expectations(self) -> tuple[set[int], dict[int, int]]:
        """What is acknowledged by now, for `expect_only`."""
        return {
            id(delivery) for kept in self._sent_by_all() for delivery in kept if delivery.outcome == "acknowledged"
        }, dict(self.versions)

    def expect_only(self, expectations: tuple[set[int], dict[int, int]]) -> None:
        """The store is what it was then: what was acknowledged since is gone, what has no answer yet is still to come."""
        before, self.versions = expectations[0], dict(expectations[1])
        for kept in self._sent_by_all():
            kept[:] = [delivery for delivery in kept if delivery.outcome != "acknowledged" or id(delivery) in before]

    def _sent_by_all(self) -> list[list[Delivery]]:
        return [kept for phone in self.phones for kept in (phone.asked, phone.votes)]

    def resume(self, count: int) -> None:
        """Let so many who have not yet asked ask, `BURST` questions each, everyone vote, and chair A decide."""
        self._works = True
        askers = self.phones[self._asked : self._asked + count]
        self._asked += count
        jobs = [self._ask(askers[at::ASKERS_AT_ONCE]) for at in range(ASKERS_AT_ONCE)] + [
            self._vote(),
            self._vote(),
            self._decide(),
        ]
        self._working = [asyncio.create_task(job) for job in jobs]

    async def pause(self) -> None:
        """Let everything under way have its answer."""
        self._works = False
        await self._tell()
        await asyncio.gather(*self._working)

    async def answers(self, more: int) -> None:
        """Returns when so many more commands are acknowledged."""
        goal = self.acknowledged + more
        async with self._moved:
            await self._moved.wait_for(lambda: self.acknowledged >= goal)

    async def close(self) -> None:
        """Disconnect everyone."""
        for task in [*self._working, *self._following]:
            task.cancel()
        await asyncio.gather(*self._working, *self._following, return_exceptions=True)
        for member in [*self.phones, *self.staff]:
            await member.stop()

    async def _send(self, browser: Browser, path: str, body: dict, kept: list[Delivery]) -> Delivery:
        delivery = Delivery(path, body)
        kept.append(delivery)
        await deliver(browser, delivery, self.rng)
        self.acknowledged += delivery.outcome == "acknowledged"
        await self._tell()
        return delivery

    async def _tell(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    async def _ask(self, askers: list[Phone]) -> None:
        for phone in askers:
            for turn in range(BURST):
                if not self._works:
                    return
                text = f"Question {turn} of phone {phone.number}?{self.ending}"
                self.sent.add(text)
                path = f"{phone.follower.path}/ask/ask-{phone.number:04}-{turn}"
                delivery = await self._send(
                    phone.browser, path, {"text": text, "hint": phone.follower.lang}, phone.asked
                )
                hold(delivery.outcome == "acknowledged", f"nothing asked here is refused: {delivery.code}")

    async def _vote(self) -> None:
        while self._works:
            phone = self.rng.choice(self.phones)
            path = f"{phone.follower.path}/vote/vote-{phone.number:04}"
            settled = phone.own_numbers | {delivery.body["number"] for delivery in phone.votes}
            wishes = [number for number in self._open() if number not in settled]
            if wishes:
                number = self.rng.choice(wishes)
                await self._send(phone.browser, f"{path}-{number:05}", {"number": number}, phone.votes)
            else:
                await self._wait()

    def _open(self) -> list[int]:
        return [
            number
            for number, view in self.chairs[0].follower.state["questions"].items()
            if view["status"] == "approved"
        ]

    async def _wait(self) -> None:
        """Until something was answered."""
        async with self._moved:
            await self._moved.wait()

    async def _decide(self) -> None:
        """Approve what comes and decline a little of it. A refusal is no fault: the screen may be behind, so it is read again."""
        chair = self.chairs[0]
        while self._works:
            waiting = chair.waiting()
            if not waiting:
                await self._wait()
                continue
            seen = {name: waiting[0][name] for name in ("number", "version")}
            act, body = ("decline", seen | {"reason": "off_topic"}) if self.rng.random() < 0.1 else ("approve", seen)
            delivery = await self._send(
                chair.browser, f"{chair.follower.path}/{act}/{act}-{self.rng.getrandbits(64):016x}", body, []
            )
            if delivery.outcome == "acknowledged":
                view = delivery.answer["question"]
                self.versions[view["number"]] = max(view["version"], self.versions.get(view["number"], 0))
            await chair.follower.catch_up()
