"""The course of a rehearsal, from joining to the final check of the stored data."""

from __future__ import annotations

import asyncio
import random
from array import array
from collections.abc import Callable
from time import monotonic
from typing import Any

import aiohttp
from tqdm import tqdm

from ..core.contracts import Change, SessionView
from . import chair_links, readback, replay, report, votes
from .attendee import Attendee
from .browser import Browser, Unreachable, open_http
from .chairs import Chair
from .client.shared import SharedStates
from .crowd import join_all, raise_file_limit
from .options import CannotRehearse, Options
from .outbox import Delivery

CONNECT_WITHIN = 40
PATIENCE = 60
"""Maximum seconds without an answer to an `ask` command. After this time, stop waiting for the commands in flight."""
SETTLE_WITHIN = 25
"""Maximum seconds to wait until every screen equals the snapshot of its stream."""


class Rehearsal:
    """The participants and measurements of one rehearsal. `run` executes the complete rehearsal."""

    session: SessionView

    def __init__(self, options: Options, progress: bool):
        self.options = options
        self.lines = replay.read(options.questions)
        self.plan = replay.plan(self.lines, options)
        self.attendees: list[Attendee] = []
        self.chairs: list[Chair] = []
        self.shared = SharedStates()
        self.to_floor = array("d")
        self.answered_at = monotonic()
        self.bar = tqdm(total=len(self.plan), unit="q", desc="rehearsal", disable=not progress)

    @property
    def members(self) -> list[Attendee | Chair]:
        """Return all simulated participants."""
        return [*self.attendees, *self.chairs]

    async def run(self) -> dict[str, Any]:
        """Execute the rehearsal and return the report.

        Raise CannotRehearse before the first question if the rehearsal cannot begin.
        """
        raise_file_limit(replay.count_attendees(self.lines, self.options) + 200)
        began = monotonic()
        async with open_http() as http:
            try:
                await self._gather(http)
                await self._connect()
                await self._play()
                missed = await self._settle()
                findings = await readback.read_back(self.attendees, self.chairs)
            finally:
                await asyncio.gather(*(member.stop() for member in self.members))
                self.bar.close()
        return self._report(missed, findings, monotonic() - began)

    async def _gather(self, http: aiohttp.ClientSession) -> None:
        """Let all attendees join and the co-chairs enter.

        The reading language of an attendee is the language of the attendee's first planned question in a language of
        the session. If there is no such question, choose a random language of the session.
        """
        options = self.options
        session = self.session = await self._read_session(http)
        langs = [language["code"] for language in session["languages"]]
        rng = random.Random(f"{options.seed}/langs")
        written = {
            question.attendee: question.body["language"]
            for question in reversed(self.plan)
            if question.body.get("language") in langs
        }
        count = replay.count_attendees(self.lines, options)
        reading = [written.get(number) or rng.choice(langs) for number in range(count)]
        self.chairs = await chair_links.enter_all(
            http, options.url, session["code"], options.links, options.seed, self.shared
        )
        self.attendees = await join_all(http, options.url, session["code"], reading, options.seed, self.shared)

    async def _read_session(self, http: aiohttp.ClientSession) -> SessionView:
        """Return the session's data from its page.

        Raise CannotRehearse if the server does not send the page. Also raise CannotRehearse if the session is open and
        is not a demo session.
        """
        try:
            page = await Browser(http, self.options.url).open_page(f"/s/{self.options.session}")
        except Unreachable as problem:
            raise CannotRehearse(f"No answer from the server: {problem}") from None
        session, state = page["session"], page["state"]
        if state and state["settings"]["phase"] == "open" and not session["demo"]:
            raise CannotRehearse(f"{session['code']} is open: rehearse before it is opened, or in a demo session.")
        return session

    async def _connect(self) -> None:
        for attendee in self.attendees:
            attendee.follower.on_change = self._floor_timer(attendee)
        for member in self.members:
            member.start()
        waiting = [asyncio.create_task(member.follower.connected.wait()) for member in self.members]
        await asyncio.wait(waiting, timeout=CONNECT_WITHIN)
        for task in waiting:
            task.cancel()

    def _floor_timer(self, attendee: Attendee) -> Callable[[Change], None]:
        """Return the attendee's `on_change` callback. It measures how long approved questions take to this attendee.

        The time in seconds begins with the approval by a chair. It ends with the first change that puts the question on
        the attendee's screen.
        """
        approved_at = self.chairs[0].approved_at if self.chairs else {}

        def measure(change: Change) -> None:
            for view in change.get("put", ()):
                number = view["number"]
                if number in approved_at and number not in attendee.seen:
                    attendee.seen.add(number)
                    self.to_floor.append(monotonic() - approved_at[number])

        return measure

    async def _play(self) -> None:
        voting = None
        if self.options.votes:
            voting = asyncio.create_task(
                votes.cast(self.attendees, self.options.votes, random.Random(f"{self.options.seed}/votes"))
            )
        await self._ask_all()
        await self._drain()
        if voting:
            voting.cancel()
            await asyncio.gather(voting, return_exceptions=True)
        for chair in self.chairs:
            await chair.rest()
        await self._drain()
        await asyncio.gather(*(attendee.give_up() for attendee in self.attendees))

    async def _ask_all(self) -> None:
        began = monotonic()
        end = began + self.options.seconds if self.options.seconds else None
        for question in self.plan:
            await asyncio.sleep(max(0.0, began + question.at - monotonic()))
            attendee = self.attendees[question.attendee]
            attendee.ask(replay.as_typed(question.body, self.session, attendee.follower.lang), self._count)
        if end:
            await asyncio.sleep(max(0.0, end - monotonic()))
            for attendee in self.attendees:
                attendee.queued.clear()

    def _count(self, delivery: Delivery) -> None:
        self.answered_at = monotonic()
        self.bar.update()

    async def _drain(self) -> None:
        """Wait for the queued questions and the commands in flight.

        Stop waiting after `PATIENCE` seconds without an answer to an `ask` command.
        """
        self.answered_at = monotonic()
        while monotonic() - self.answered_at < PATIENCE:
            if not any(attendee.is_waiting for attendee in self.attendees):
                break
            await asyncio.sleep(0.2)

    async def _settle(self) -> dict[str, int]:
        """Wait until every screen equals a new snapshot of its stream.

        Stop waiting after about `SETTLE_WITHIN` seconds. Return {stream: number of changes that its screens have
        missed}.
        """
        until = monotonic() + SETTLE_WITHIN
        followers = [member.follower for member in self.members]
        while True:
            missed = await readback.compare(followers)
            if not any(missed.values()) or monotonic() > until:
                return missed
            await asyncio.sleep(1)

    def _report(self, missed: dict[str, int], findings: readback.Findings, seconds: float) -> dict[str, Any]:
        asked = [delivery for attendee in self.attendees for delivery in attendee.asked]
        voted = [delivery for attendee in self.attendees for delivery in attendee.votes]
        moved = sum(attendee.browser.moved for attendee in self.attendees)
        return report.account(asked) | {
            "duplicated": findings.duplicated,
            "missed": sum(missed.values()),
            "ack_ms": report.percentiles(report.ack_times(asked)),
            "to_chairs_ms": report.percentiles(report.chair_times(asked, self.chairs)),
            "to_floor_ms": report.percentiles(self.to_floor),
            "bytes_per_attendee": round(moved / len(self.attendees)),
            "planned": len(self.plan),
            "attendees": len(self.attendees),
            "own_missed": findings.own_missed,
            "unread": findings.unread,
            "missed_by_stream": missed,
            "votes": report.account(voted) | {"ack_ms": report.percentiles(report.ack_times(voted))},
            "chairs": report.of_chairs(self.chairs),
            "links": report.of_connections(self.members),
            "examples": findings.examples[:20],
            "took_s": round(seconds, 1),
            "seed": self.options.seed,
            "options": self.options.as_report(),
        }
