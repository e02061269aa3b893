"""Tests of the final check of a rehearsal, which reads all questions and votes back from the server."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from moderation.core import reducer
from moderation.rehearsal.readback import missed_by, read_back

STATE = reducer.empty() | {"epoch": "e", "seq": 5}


@pytest.mark.parametrize(
    ("fresh", "missed"),
    [
        ({}, 0),
        ({"at": "later"}, 0),
        ({"seq": 7}, 2),
        ({"epoch": "f", "seq": 7}, 7),
        ({"queue": [1]}, 1),
        ({"notes": [{"number": 1, "seat": "organiser", "text": "Ten minutes left.", "at": "now"}]}, 1),
        ({"questions": {1: {"number": 1}, 2: {"number": 2}}, "counts": {}}, 3),
    ],
)
def test_missed_changes_are_counted_in_every_section(fresh, missed):
    assert missed_by(SimpleNamespace(state=STATE), STATE | fresh) == missed


def at_second(number: int, second: int, text: str) -> dict:
    return {"number": number, "text": text, "asked_at": f"2021-04-14T13:00:{second:02}.000Z"}


def chair_who_reads(pages: list[list[dict]]):
    """Return a fake chair with an empty stream. `pages`: the pages of the list of declined questions."""

    async def fresh():
        return {"questions": {}}

    async def get(path, status, before="0"):
        after = {str(page[-1]["number"]): index for index, page in enumerate(pages, 1)}.get(before, 0)
        page = pages[after] if status == "declined" else []
        return SimpleNamespace(status=200, body={"questions": page, "more": after + 1 < len(pages)})

    return SimpleNamespace(follower=SimpleNamespace(fresh=fresh, path=""), browser=SimpleNamespace(get=get))


def attendee_with(views: list[dict]):
    """Return a fake attendee whose questions are acknowledged and stored."""

    async def read_own():
        return {"counter": 0}

    asked = [SimpleNamespace(outcome="acknowledged", answer={"question": view}) for view in views]
    own = {"counter": 0, "questions": views, "votes": []}
    return SimpleNamespace(number=1, asked=asked, votes=[], my_questions=own, read_own=read_own)


def test_random_numbers_are_read_back_by_the_time_of_asking():
    sent = [at_second(5000, 10, "First?"), at_second(1200, 11, "Second?"), at_second(9000, 12, "Third?")]
    copy, earlier = at_second(1100, 13, "First?"), at_second(7000, 2, "First?")
    pages = [[copy, sent[2], sent[1]], [sent[0], earlier], [at_second(1000, 1, "Third?")]]
    findings = asyncio.run(read_back([attendee_with(sent)], [chair_who_reads(pages)]))
    assert (findings.lost, findings.unread) == (0, 0)
    assert findings.examples == ["duplicated: no attendee owns #1100"]
