"""The load during a fault: attendees and staff send commands and record the acknowledgements."""

from __future__ import annotations

import asyncio
import random

from moderation.rehearsal.attendee import Attendee
from moderation.rehearsal.browser import Browser
from moderation.rehearsal.chairs import Chair
from moderation.rehearsal.client.shared import SharedStates
from moderation.rehearsal.crowd import join_all
from moderation.rehearsal.outbox import Delivery, deliver
from tests.faults.violations import require
from tests.servers import Server

BURST = 5  # Questions per asker. The number equals the default of the session's limit `burst`.
ASKERS_AT_ONCE = 4
SEATS = ("chair.a", "chair.b", "stage", "booth")


class Load:
    """Simulated people. Askers, voters and chair A send commands in the real protocol. The other staff in `SEATS` send
    no commands; each of them keeps a page open.

    `resume` starts the work. `pause` stops the work and returns when every command has an answer. No method has a
    time-out. Each attendee records its commands in `asked` and `votes`.

    - `sent`: every text that was sent.
    - `versions`: {question number: last acknowledged version}.
    - `ending`: a string that is appended to every text.
    """

    def __init__(self, http, server: Server, rng: random.Random):
        self.http, self.server, self.rng = http, server, rng
        self.attendees: list[Attendee] = []
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

    async def gather(self, attendees: int, url: str, followed: int) -> None:
        """Let the attendees and the staff join at `url`. The staff and every `followed`-th attendee open a socket."""
        self._followed = followed
        shared, seed = SharedStates(), self.rng.getrandbits(32)
        langs = [("en", "es", "fr")[number % 3] for number in range(attendees)]
        self.attendees = await join_all(self.http, url, self.server.code, langs, seed, shared)
        for seat in SEATS:
            # The class `Chair` can play every staff seat, because its acts are not used here. Only chair A sends acts
            # (in `_decide`).
            member = Chair(seat, Browser(self.http, url), random.Random(f"{seed}/{seat}"), {})
            await member.enter(self.server.code, self.server.links[seat.replace(".", "_")].split("#")[1], shared)
            self.staff.append(member)
        self.chairs = self.staff[:2]
        self._following = [asyncio.create_task(follower.follow()) for follower in self.followers]
        await self.connected()

    @property
    def followers(self) -> list:
        return [member.follower for member in [*self.attendees[:: self._followed], *self.staff]]

    async def connected(self) -> None:
        """Wait until every client in `followers` has a connected socket."""
        await asyncio.gather(*(follower.connected.wait() for follower in self.followers))

    def expect_loss(self) -> None:
        """Mark every socket as lost, even if its client has not noticed the loss yet.

        After this call, `connected` waits for new sockets.
        """
        for follower in self.followers:
            follower.connected.clear()

    def expectations(self) -> tuple[set[int], dict[int, int]]:
        """Return the commands that are acknowledged now, as the argument of a later `expect_only`.

        The result is ({`id` of each acknowledged Delivery}, {question number: acknowledged version}).
        """
        return {
            id(delivery)
            for deliveries in self._sent_by_all()
            for delivery in deliveries
            if delivery.outcome == "acknowledged"
        }, dict(self.versions)

    def expect_only(self, expectations: tuple[set[int], dict[int, int]]) -> None:
        """Forget the commands that the server acknowledged after a backup. Call this method after the backup is
        restored.

        The restored backup does not contain these commands. Keep the commands without an acknowledgement.
        `expectations`: the result of the method `expectations` at the time of the backup.
        """
        before, self.versions = expectations[0], dict(expectations[1])
        for deliveries in self._sent_by_all():
            deliveries[:] = [
                delivery for delivery in deliveries if delivery.outcome != "acknowledged" or id(delivery) in before
            ]

    def _sent_by_all(self) -> list[list[Delivery]]:
        return [deliveries for attendee in self.attendees for deliveries in (attendee.asked, attendee.votes)]

    def resume(self, count: int) -> None:
        """Start the work.

        `count` new askers ask `BURST` questions each, random attendees vote, and chair A approves or declines.
        """
        self._works = True
        askers = self.attendees[self._asked : self._asked + count]
        self._asked += count
        jobs = [self._ask(askers[at::ASKERS_AT_ONCE]) for at in range(ASKERS_AT_ONCE)] + [
            self._vote(),
            self._vote(),
            self._decide(),
        ]
        self._working = [asyncio.create_task(job) for job in jobs]

    async def pause(self) -> None:
        """Stop the work. Return when every command has an answer."""
        self._works = False
        await self._notify()
        await asyncio.gather(*self._working)

    async def answers(self, count: int) -> None:
        """Wait until `count` additional commands are acknowledged."""
        goal = self.acknowledged + count
        async with self._moved:
            await self._moved.wait_for(lambda: self.acknowledged >= goal)

    async def close(self) -> None:
        """Cancel all work and disconnect all attendees and staff."""
        for task in [*self._working, *self._following]:
            task.cancel()
        await asyncio.gather(*self._working, *self._following, return_exceptions=True)
        for member in [*self.attendees, *self.staff]:
            await member.stop()

    async def _send(self, browser: Browser, path: str, body: dict, deliveries: list[Delivery]) -> Delivery:
        delivery = Delivery(path, body)
        deliveries.append(delivery)
        await deliver(browser, delivery, self.rng)
        self.acknowledged += delivery.outcome == "acknowledged"
        await self._notify()
        return delivery

    async def _notify(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    async def _ask(self, askers: list[Attendee]) -> None:
        for attendee in askers:
            for turn in range(BURST):
                if not self._works:
                    return
                text = f"Question {turn} of phone {attendee.number}?{self.ending}"
                self.sent.add(text)
                path = f"{attendee.follower.path}/ask/ask-{attendee.number:04}-{turn}"
                delivery = await self._send(
                    attendee.browser, path, {"text": text, "hint": attendee.follower.lang}, attendee.asked
                )
                require(
                    delivery.outcome == "acknowledged",
                    f"the server accepts every question of the load: {delivery.code}",
                )

    async def _vote(self) -> None:
        while self._works:
            attendee = self.rng.choice(self.attendees)
            path = f"{attendee.follower.path}/vote/vote-{attendee.number:04}"
            settled = attendee.my_numbers | {delivery.body["number"] for delivery in attendee.votes}
            votable = [number for number in self._open() if number not in settled]
            if votable:
                number = self.rng.choice(votable)
                await self._send(attendee.browser, f"{path}-{number:05}", {"number": number}, attendee.votes)
            else:
                await self._wait()

    def _open(self) -> list[int]:
        return [
            number
            for number, view in self.chairs[0].follower.state["questions"].items()
            if view["status"] == "approved"
        ]

    async def _wait(self) -> None:
        """Wait until the next command is answered or the work stops."""
        async with self._moved:
            await self._moved.wait()

    async def _decide(self) -> None:
        """Play chair A: approve about nine of ten pending questions and decline the rest, until the work stops.

        Ignore refusals, because the chair's screen may be out of date.
        """
        chair = self.chairs[0]
        while self._works:
            pending = chair.pending()
            if not pending:
                await self._wait()
                continue
            question = {name: pending[0][name] for name in ("number", "version")}
            act, body = (
                ("decline", question | {"reason": "off_topic"}) if self.rng.random() < 0.1 else ("approve", question)
            )
            delivery = await self._send(
                chair.browser, f"{chair.follower.path}/{act}/{act}-{self.rng.getrandbits(64):016x}", body, []
            )
            if delivery.outcome == "acknowledged":
                view = delivery.answer["question"]
                self.versions[view["number"]] = max(view["version"], self.versions.get(view["number"], 0))
            await chair.follower.catch_up()
