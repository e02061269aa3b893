"""One session of a soak test (a long load test), from its creation to its purge. The attendees use the real protocol.

Each attendee leaves after a while.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from moderation.rehearsal import votes
from moderation.rehearsal.attendee import Attendee
from moderation.rehearsal.browser import Browser, Unreachable
from moderation.rehearsal.chairs import Chair
from moderation.rehearsal.client.shared import SharedStates
from moderation.rehearsal.follower import Follower
from moderation.rehearsal.outbox import Delivery
from moderation.services.session_file import definition as session_file
from tests.bench.soak_acts import act_now_and_then, read_now_and_then
from tests.bench.soak_plan import Plan, SessionResult

STAY = (8.0, 40.0)
"""Minimum and maximum seconds for which an attendee stays; drawn at random."""
LANGUAGES = ("en", "es", "fr")
SILENT_SEATS = ("stage", "booth")
LAST_ANSWER = 30.0
"""Maximum seconds for which a leaving attendee waits for answers."""
TRIES = 3


class ServedSession:
    """One session while it is open.

    `connected`: the connected attendees. `everyone`: all attendees, including attendees who have left.
    """

    def __init__(self, http, plan: Plan, code: str, rng: random.Random):
        self.http, self.plan, self.code, self.rng = http, plan, code, rng
        self.control = Browser(http, plan.url)
        self.connected: list[Attendee] = []
        self.everyone: list[Attendee] = []
        self.chairs: list[Chair] = []
        self.organiser = Browser(http, plan.url)
        self.shared = SharedStates()
        self.reads, self.failed = 0, Counter()
        self.links: dict = {}
        self._working: list[asyncio.Task] = []

    async def live(self, seconds: float) -> SessionResult:
        """Create the session, let all seats work for `seconds`, then close and purge the session. Return its result."""
        await self._begin()
        until = time.monotonic() + seconds
        for job in (self._come_and_go(), self._ask(), self._vote(), act_now_and_then(self), read_now_and_then(self)):
            self._working.append(asyncio.create_task(job))
        done, _ = await asyncio.wait(
            self._working, timeout=max(0.0, until - time.monotonic()), return_when=asyncio.FIRST_EXCEPTION
        )
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)
        for chair in self.chairs:
            await chair.rest()
        for attendee in self.connected:
            await attendee.give_up()
        result = await self._close()
        await asyncio.gather(*(member.stop() for member in [*self.connected, *self.chairs]))
        for task in done:
            task.result()
        return result

    async def command(self, act: str, body: dict) -> dict:
        """Execute a control command, as the command line does.

        Count each failure. Raise RuntimeError after `TRIES` failures.
        """
        for _ in range(TRIES):
            async with self.http.post(
                f"{self.plan.url}/api/control/{act}", json=body, headers={"Authorization": f"Bearer {self.plan.token}"}
            ) as response:
                answer = await response.json()
            if answer.get("ok"):
                return answer
            self.failed[f"{act} {answer['code']}"] += 1
            await asyncio.sleep(1)
        raise RuntimeError(f"{act}: {answer}")

    async def read(self, browser: Browser, path: str, **parameters) -> str:
        """Return the text of a page. If the server refuses the request, count a failure and return ''.

        If no answer comes, return '' without counting a failure.
        """
        with suppress(Unreachable):
            answer = await browser.get(path, **parameters)
            self.reads += 1
            if answer.status == 200:
                return answer.text
            self.failed[f"{path.rpartition('/')[2]} {answer.status}"] += 1
        return ""

    async def _begin(self) -> None:
        definition = session_file.load(Path(self.plan.file)) | {"code": self.code, "demo": False}
        self.links = (await self.command("create", {"definition": definition}))["links"]
        await self.command("open", {"code": self.code})
        for letter in "ab":
            chair = Chair(f"chair.{letter}", Browser(self.http, self.plan.url), random.Random(self.rng.random()), {})
            await chair.enter(self.code, _secret(self.links[f"chair_{letter}"]), self.shared)
            chair.start()
            self.chairs.append(chair)
        await self._enter(self.organiser, "organiser")
        for seat in SILENT_SEATS:
            browser = Browser(self.http, self.plan.url)
            await self._enter(browser, seat)
            follower = Follower(browser, self.code, seat, "en", self.rng, self.shared)
            self._working.append(asyncio.create_task(follower.follow()))

    async def _enter(self, browser: Browser, seat: str) -> None:
        answer = await browser.post(f"/api/s/{self.code}/{seat}/enter", {"secret": _secret(self.links[seat])})
        if not answer.is_accepted:
            raise RuntimeError(f"{seat}: {answer.code}")

    async def _come_and_go(self) -> None:
        """Keep the planned number of attendees connected. Replace each attendee after a random time."""
        async with asyncio.TaskGroup() as all_places:
            for place in range(self.plan.phones):
                all_places.create_task(self._place(place))

    async def _place(self, place: int) -> None:
        rng = random.Random(self.rng.random())
        await asyncio.sleep(rng.uniform(0, min(STAY)))
        while True:
            attendee = Attendee(len(self.everyone), Browser(self.http, self.plan.url, LANGUAGES[place % 3]), rng)
            self.everyone.append(attendee)
            try:
                await attendee.join(self.code, self.shared)
            except Unreachable:
                self.failed["join"] += 1
                await asyncio.sleep(1)
                continue
            attendee.start()
            self.connected.append(attendee)
            await asyncio.sleep(rng.uniform(*STAY))
            self.connected.remove(attendee)
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_ANSWER):
                    while attendee.is_waiting:
                        await asyncio.sleep(0.2)
            await attendee.give_up()
            await attendee.stop()

    async def _ask(self) -> None:
        for turn in itertools.count(1):
            await asyncio.sleep(self.rng.uniform(0, 2) / self.plan.questions)
            if self.connected:
                text = f"{self.rng.choice(self.plan.texts)} [{turn}]"
                self.rng.choice(self.connected).ask({"text": text, "hint": "en"}, lambda delivery: None)

    async def _vote(self) -> None:
        while True:
            await asyncio.sleep(1 / self.plan.votes)
            if self.connected and (choice := votes.choose(attendee := self.rng.choice(self.connected), self.rng)):
                attendee.vote(*choice)

    async def _close(self) -> SessionResult:
        await self.command("close", {"code": self.code})
        record = json.loads(
            await self.read(self.organiser, f"/api/s/{self.code}/organiser/export", format="json")
            or '{"questions": []}'
        )
        await self.command("purge", {"code": self.code})
        recorded = Counter(
            (question["number"], question["asked"] or question["text"]) for question in record["questions"]
        )
        asked = _acknowledged(self.everyone, "asked")
        return SessionResult(
            self.code,
            len(self.everyone),
            len(asked),
            len(_acknowledged(self.everyone, "votes")),
            sum(
                recorded[delivery.answer["question"]["number"], delivery.answer["question"]["text"]] != 1
                for delivery in asked
            ),
            dict(sum((chair.acts for chair in self.chairs), Counter())),
            self.reads,
            dict(self.failed),
        )


def _acknowledged(attendees: list[Attendee], kind: str) -> list[Delivery]:
    return [
        delivery for attendee in attendees for delivery in getattr(attendee, kind) if delivery.outcome == "acknowledged"
    ]


def _secret(link: str) -> str:
    return urlsplit(link).fragment
