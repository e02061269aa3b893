"""Tests of the benchmark in flood.py: the people who count as refused, and the requests of the flooder."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter

from moderation.rehearsal.outbox import Delivery
from tests.bench.flood import faults, share
from tests.bench.flood_people import Person
from tests.bench.flood_run import FloodRun
from tests.bench.flooder import HOSTILE, SHARES, Flooder


def delivery(outcome: str | None, code: str | None = None, number: int = 0) -> Delivery:
    return Delivery("/api/s/X/attendee/ask/key", {}, outcome, code, {"question": {"number": number}})


def person(number: int, asked: Delivery | None, voted: Delivery | None = None) -> Person:
    return Person(number, "Honest", joined_after=1.0, asked=asked, voted=voted)


def test_each_refusal_and_each_question_that_the_chairs_lack_is_a_fault():
    done = delivery("acknowledged", number=1)
    people = [
        person(1, done, done),
        person(2, delivery("refused", "text.empty"), done),
        person(3, delivery("acknowledged", number=2), done),
        person(4, done),
        Person(5, "Honest"),
    ]
    assert [attendee.refused for attendee in people] == [[], ["text.empty"], [], [], []]
    assert faults(FloodRun(people, [], {}, {1}, {})) == [
        "person 2: ask: text.empty",
        "the question of person 3 has not reached the chairs",
        "person 4: vote: None",
        "person 5 has not joined",
        "person 5: ask: None",
        "person 5: vote: None",
    ]


def test_a_share_of_times_is_in_milliseconds():
    assert [share([0.3, 0.1, 0.2], part) for part in (0, 0.5, 0.95, 1)] == [100, 200, 200, 300]
    assert share([], 1) == 0


def test_the_flooder_fetches_its_cookies_with_its_first_pages(monkeypatch):
    class Silent(Flooder):
        async def _get(self, browser, path, **parameters):
            browser.cookies.setdefault("seat", "cookie")
            return "accepted"

    flooder = Silent(None, "http://127.0.0.1:1", "X", random.Random(1))
    asyncio.run(flooder.flood(3, 1000, 0.01, {"page": 1}))
    assert flooder.outcomes == Counter({("new page", "accepted"): 3, ("page", "accepted"): 7})
    assert len(flooder.browsers) == 3
    assert set(SHARES) == set(flooder.kinds)
    assert all(14_000 < len(json.dumps({"text": text, "hint": "en"})) <= 16_384 for text in HOSTILE)
