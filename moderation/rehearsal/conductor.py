"""One rehearsal from the first phone's page to the last reading."""

from __future__ import annotations

import asyncio
import random
from array import array
from time import monotonic

from tqdm import tqdm

from . import chairs as co_chairs
from . import readback, replay, report, votes
from .attendee import Phone
from .browser import Browser, Unreachable, open_http
from .chairs import Chair
from .crowd import join_all, raise_file_limit
from .options import CannotRehearse, Options
from .outbox import Delivery
from .shared import SharedStates

CONNECT_WITHIN = 40
PATIENCE = 60
SETTLE_WITHIN = 25


class Rehearsal:
    """Holds who takes part; `run` is the whole of it."""

    def __init__(self, options: Options, progress: bool):
        self.options = options
        self.lines = replay.read(options.questions)
        self.plan = replay.plan(self.lines, options)
        self.phones: list[Phone] = []
        self.chairs: list[Chair] = []
        self.shared = SharedStates()
        self.session: dict = {}
        self.to_floor = array("d")
        self.answered_at = monotonic()
        self.bar = tqdm(total=len(self.plan), unit="q", desc="rehearsal", disable=not progress)

    async def run(self) -> dict:
        """Play it; the report. CannotRehearse before anything is asked when it must not or cannot be."""
        raise_file_limit(replay.attendees(self.lines, self.options) + 200)
        began = monotonic()
        async with open_http() as http:
            try:
                await self._gather(http)
                await self._connect()
                await self._play()
                missed = await self._settle()
                found = await readback.read_back(self.phones, self.chairs)
            finally:
                await asyncio.gather(*(member.stop() for member in [*self.phones, *self.chairs]))
                self.bar.close()
        return self._report(missed, found, monotonic() - began)

    async def _gather(self, http) -> None:
        options = self.options
        session = self.session = await self._look(http)
        count = replay.attendees(self.lines, options)
        langs = [language["code"] for language in session["languages"]]
        rng = random.Random(f"{options.seed}/langs")
        spoken = {
            asking.phone: asking.body["language"]
            for asking in reversed(self.plan)
            if asking.body.get("language") in langs
        }
        reading = [spoken.get(number) or rng.choice(langs) for number in range(count)]
        self.chairs = await co_chairs.enter_all(
            http, options.url, session["code"], options.links, options.seed, self.shared
        )
        self.phones = await join_all(http, options.url, session["code"], reading, options.seed, self.shared)

    async def _look(self, http) -> dict:
        """The session as its page describes it, if it may be rehearsed in."""
        try:
            page = await Browser(http, self.options.url).open_page(f"/s/{self.options.session}")
        except Unreachable as problem:
            raise CannotRehearse(f"No answer from the server: {problem}") from None
        session, phase = page["session"], page["state"]["settings"]["phase"]
        if phase == "open" and not session.get("demo"):
            raise CannotRehearse(f"{session['code']} is open: rehearse before it is opened, or in a demo session.")
        return session

    async def _connect(self) -> None:
        for phone in self.phones:
            phone.follower.on_change = self._watch(phone)
        for member in [*self.phones, *self.chairs]:
            member.start()
        waiting = [asyncio.create_task(member.follower.connected.wait()) for member in [*self.phones, *self.chairs]]
        await asyncio.wait(waiting, timeout=CONNECT_WITHIN)
        for task in waiting:
            task.cancel()

    def _watch(self, phone: Phone):
        """Note how long after its approval each question comes to this phone."""
        approved_at = self.chairs[0].approved_at if self.chairs else {}

        def notice(change: dict) -> None:
            for view in change.get("put", ()):
                number = view["number"]
                if number in approved_at and number not in phone.seen:
                    phone.seen.add(number)
                    self.to_floor.append(monotonic() - approved_at[number])

        return notice

    async def _play(self) -> None:
        voting = None
        if self.options.votes:
            voting = asyncio.create_task(
                votes.cast(self.phones, self.options.votes, random.Random(f"{self.options.seed}/votes"))
            )
        await self._ask_all()
        await self._drain()
        if voting:
            voting.cancel()
            await asyncio.gather(voting, return_exceptions=True)
        for chair in self.chairs:
            await chair.rest()
        await self._drain()
        await asyncio.gather(*(phone.give_up() for phone in self.phones))

    async def _ask_all(self) -> None:
        began = monotonic()
        end = began + self.options.seconds if self.options.seconds else None
        for asking in self.plan:
            await asyncio.sleep(max(0.0, began + asking.at - monotonic()))
            phone = self.phones[asking.phone]
            phone.ask(replay.as_typed(asking.body, self.session, phone.follower.lang), self._count)
        if end:
            await asyncio.sleep(max(0.0, end - monotonic()))
            for phone in self.phones:
                phone.queued.clear()

    def _count(self, delivery: Delivery) -> None:
        self.answered_at = monotonic()
        self.bar.update()

    async def _drain(self) -> None:
        """Wait for what is under way, as long as answers keep coming."""
        self.answered_at = monotonic()
        while monotonic() - self.answered_at < PATIENCE:
            if not any(phone.is_waiting for phone in self.phones):
                break
            await asyncio.sleep(0.2)

    async def _settle(self) -> dict[str, int]:
        """{stream: changes missed} once every screen is where a fresh snapshot is, or has had the time to be."""
        until = monotonic() + SETTLE_WITHIN
        followers = [member.follower for member in [*self.phones, *self.chairs]]
        while True:
            missed = await readback.compare(followers)
            if not any(missed.values()) or monotonic() > until:
                return missed
            await asyncio.sleep(1)

    def _report(self, missed: dict[str, int], found: readback.Found, seconds: float) -> dict:
        """All of it: `account` of the questions, and of the `votes` apart; times as `percentiles` or None; what `Found` says; the options."""
        asked = [delivery for phone in self.phones for delivery in phone.asked]
        voted = [delivery for phone in self.phones for delivery in phone.votes]
        return report.account(asked) | {
            "duplicated": found.duplicated,
            "missed": sum(missed.values()),
            "ack_ms": report.percentiles(report.ack_times(asked)),
            "to_chairs_ms": report.percentiles(report.chair_times(asked, self.chairs)),
            "to_floor_ms": report.percentiles(self.to_floor),
            "bytes_per_attendee": round(sum(phone.browser.moved for phone in self.phones) / len(self.phones)),
            "planned": len(self.plan),
            "attendees": len(self.phones),
            "own_missed": found.own_missed,
            "unread": found.unread,
            "missed_by_stream": missed,
            "votes": report.account(voted) | {"ack_ms": report.percentiles(report.ack_times(voted))},
            "chairs": report.of_chairs(self.chairs),
            "links": report.of_links(self.phones, self.chairs),
            "examples": found.examples[:20],
            "took_s": round(seconds, 1),
            "seed": self.options.seed,
            "options": self.options.as_report(),
        }
