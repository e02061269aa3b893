"""One session of a soak, lived from its creation to its purge by people who speak the real protocol, most of whom come and go."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from moderation.rehearsal import votes
from moderation.rehearsal.attendee import Phone
from moderation.rehearsal.browser import Browser, Unreachable
from moderation.rehearsal.chairs import Chair
from moderation.rehearsal.follower import Follower
from moderation.rehearsal.outbox import Delivery
from moderation.rehearsal.shared import SharedStates
from moderation.services.session_file import definition as session_file
from tests.bench.soak_acts import act_now_and_then, read_now_and_then

STAY = (8.0, 40.0)
"""Seconds for which a phone stays."""
LANGUAGES = ("en", "es", "fr")
SILENT_SEATS = ("stage", "booth")
LAST_ANSWER = 30.0
"""Seconds for which a phone that goes away waits for what it has just sent."""
TRIES = 3


@dataclass(frozen=True)
class Wish:
    """`url`, `token`: of the running server; `file`: the session file that all sessions are made of; rates are a second and lane; `life`: seconds of a session."""

    url: str
    token: str
    file: str
    texts: list[str]
    seconds: float
    lanes: int
    life: float
    phones: int
    questions: float
    votes: float
    seed: int


@dataclass
class Over:
    """What a session was: commands by outcome, acts of the chairs, pages read, questions acknowledged that its record lacks."""

    code: str
    phones: int = 0
    asked: int = 0
    voted: int = 0
    lost: int = 0
    acts: dict = field(default_factory=dict)
    reads: int = 0
    failed: dict = field(default_factory=dict)


class ServedSession:
    """One session while it is open. `present`: the phones that are here now; `everybody`: with those who have left."""

    def __init__(self, http, wish: Wish, code: str, rng: random.Random):
        self.http, self.wish, self.code, self.rng = http, wish, code, rng
        self.control = Browser(http, wish.url)
        self.present: list[Phone] = []
        self.everybody: list[Phone] = []
        self.chairs: list[Chair] = []
        self.organiser = Browser(http, wish.url)
        self.shared = SharedStates()
        self.reads, self.failed = 0, Counter()
        self.links: dict = {}
        self._working: list[asyncio.Task] = []

    async def live(self, seconds: float) -> Over:
        """From its creation to its purge."""
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
        for phone in self.present:
            await phone.give_up()
        over = await self._close()
        await asyncio.gather(*(member.stop() for member in [*self.present, *self.chairs]))
        for task in done:
            task.result()
        return over

    async def command(self, act: str, body: dict) -> dict:
        """The command line's door, knocked at again after a failure, which is counted. RuntimeError where it goes on refusing."""
        for _ in range(TRIES):
            async with self.http.post(
                f"{self.wish.url}/api/control/{act}", json=body, headers={"Authorization": f"Bearer {self.wish.token}"}
            ) as answer:
                said = await answer.json()
            if said.get("ok"):
                return said
            self.failed[f"{act} {said['code']}"] += 1
            await asyncio.sleep(1)
        raise RuntimeError(f"{act}: {said}")

    async def read(self, browser: Browser, path: str, **parameters) -> str:
        """Read a page; what fails is counted."""
        with suppress(Unreachable):
            answer = await browser.get(path, **parameters)
            self.reads += 1
            if answer.status == 200:
                return answer.text
            self.failed[f"{path.rpartition('/')[2]} {answer.status}"] += 1
        return ""

    async def _begin(self) -> None:
        definition = session_file.load(Path(self.wish.file)) | {"code": self.code, "demo": False}
        self.links = (await self.command("create", {"definition": definition}))["links"]
        await self.command("open", {"code": self.code})
        for letter in "ab":
            chair = Chair(f"chair.{letter}", Browser(self.http, self.wish.url), random.Random(self.rng.random()), {})
            await chair.enter(self.code, _secret(self.links[f"chair_{letter}"]), self.shared)
            chair.start()
            self.chairs.append(chair)
        await self._enter(self.organiser, "organiser")
        for seat in SILENT_SEATS:
            browser = Browser(self.http, self.wish.url)
            await self._enter(browser, seat)
            follower = Follower(browser, self.code, seat, "en", self.rng, self.shared)
            self._working.append(asyncio.create_task(follower.follow()))

    async def _enter(self, browser: Browser, seat: str) -> None:
        answer = await browser.post(f"/api/s/{self.code}/{seat}/enter", {"secret": _secret(self.links[seat])})
        if not answer.is_accepted:
            raise RuntimeError(f"{seat}: {answer.code}")

    async def _come_and_go(self) -> None:
        """So many phones at a time, each for a while."""
        async with asyncio.TaskGroup() as all_places:
            for place in range(self.wish.phones):
                all_places.create_task(self._place(place))

    async def _place(self, place: int) -> None:
        rng = random.Random(self.rng.random())
        await asyncio.sleep(rng.uniform(0, min(STAY)))
        while True:
            phone = Phone(len(self.everybody), Browser(self.http, self.wish.url, LANGUAGES[place % 3]), rng)
            self.everybody.append(phone)
            try:
                await phone.join(self.code, self.shared)
            except Unreachable:
                self.failed["join"] += 1
                await asyncio.sleep(1)
                continue
            phone.start()
            self.present.append(phone)
            await asyncio.sleep(rng.uniform(*STAY))
            self.present.remove(phone)
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_ANSWER):
                    while phone.is_waiting:
                        await asyncio.sleep(0.2)
            await phone.give_up()
            await phone.stop()

    async def _ask(self) -> None:
        for turn in itertools.count(1):
            await asyncio.sleep(self.rng.uniform(0, 2) / self.wish.questions)
            if self.present:
                text = f"{self.rng.choice(self.wish.texts)} [{turn}]"
                self.rng.choice(self.present).ask({"text": text, "hint": "en"}, lambda delivery: None)

    async def _vote(self) -> None:
        while True:
            await asyncio.sleep(1 / self.wish.votes)
            if self.present and (wish := votes.choose(phone := self.rng.choice(self.present), self.rng)):
                phone.vote(*wish)

    async def _close(self) -> Over:
        await self.command("close", {"code": self.code})
        record = json.loads(
            await self.read(self.organiser, f"/api/s/{self.code}/organiser/export", format="json")
            or '{"questions": []}'
        )
        await self.command("purge", {"code": self.code})
        there = Counter((question["number"], question["asked"] or question["text"]) for question in record["questions"])
        asked = _acknowledged(self.everybody, "asked")
        return Over(
            self.code,
            len(self.everybody),
            len(asked),
            len(_acknowledged(self.everybody, "votes")),
            sum(there[one.answer["question"]["number"], one.answer["question"]["text"]] != 1 for one in asked),
            dict(sum((chair.acts for chair in self.chairs), Counter())),
            self.reads,
            dict(self.failed),
        )


def _acknowledged(phones: list[Phone], kind: str) -> list[Delivery]:
    return [one for phone in phones for one in getattr(phone, kind) if one.outcome == "acknowledged"]


def _secret(link: str) -> str:
    return urlsplit(link).fragment
