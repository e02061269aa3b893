"""Tests of presence marks.

Chairs and booths have separate marks, each page of a booth has its own mark, and marks expire.
"""

from __future__ import annotations

import pytest

from moderation.core.model import SeatKind
from moderation.web.presence import EXPIRES_AFTER, MOST_PAGES, Presence
from tests.web.served_session import is_refused

BOOTH = SeatKind.BOOTH
MINE, OTHER = "page-of-this-interpreter", "page-of-a-colleague"


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_marks_of_booths_are_kept_by_page_and_apart_from_those_of_chairs():
    presence = Presence()
    assert presence.mark(1, "chair.a", 3) and presence.mark(1, "booth", 4, MINE)
    assert presence.mark(1, "booth", 4, OTHER) and presence.mark(1, "booth.en_fr", 5, MINE)
    assert presence.readers(1) == [{"seat": "chair.a", "number": 3}]
    assert presence.readers(1, BOOTH) == [
        {"seat": "booth", "number": 4, "page": OTHER},
        {"seat": "booth", "number": 4, "page": MINE},
        {"seat": "booth.en_fr", "number": 5, "page": MINE},
    ]
    assert presence.mark(1, "booth", None, OTHER) and not presence.mark(1, "booth", 4, MINE)
    assert [mark["page"] for mark in presence.readers(1, BOOTH)] == [MINE, MINE]
    presence.forget(1)
    assert presence.readers(1, BOOTH) == [] == presence.readers(1)


def test_marks_expire():
    clock = Clock()
    presence = Presence(clock)
    presence.mark(1, "booth", 4, MINE)
    clock.now += EXPIRES_AFTER
    assert presence.readers(1, BOOTH) == []
    assert (presence.expire(), presence.expire()) == ([1], [])


def test_a_seat_has_a_limited_number_of_pages():
    presence = Presence()
    for page in range(MOST_PAGES + 5):
        presence.mark(1, "booth", page, f"page-{page:03}")
    assert [mark["number"] for mark in presence.readers(1, BOOTH)] == list(range(5, MOST_PAGES + 5))


def test_the_booths_see_an_open_translation_and_nobody_else(served, listen):
    screens = {seat: listen(served[seat]) for seat in ("booth", "chair/a", "stage")}
    heads = {seat: screen.subscribe() for seat, screen in screens.items()}
    assert served["booth"].command("presence", {"number": 7, "page": MINE})[0] == 200
    marks = [{"seat": "booth", "number": 7, "page": MINE}]
    assert screens["booth"].wait("presence") == marks
    epoch, seq = heads["booth"]["epoch"], heads["booth"]["seq"]
    assert served["booth"].read(f"changes?epoch={epoch}&after={seq}")[1]["presence"] == marks
    assert served.chair.read("changes?epoch=x&after=0")[1]["presence"] == []
    assert served.chair.command("presence", {"number": 8})[0] == 200
    assert screens["chair/a"].wait("presence") == [{"seat": "chair.a", "number": 8}]
    assert served["booth"].command("presence", {"number": None, "page": MINE})[0] == 200
    assert screens["booth"].wait("presence") == []


@pytest.mark.parametrize(
    ("seat", "body"),
    [
        ("booth", {"number": 7}),
        ("booth", {"number": 7, "page": ""}),
        ("booth", {"number": 7, "page": "a b c d e f"}),
        ("booth", {"number": 7, "page": "x" * 65}),
        ("booth", {"number": "7", "page": MINE}),
        ("chair/a", {"number": 7, "page": MINE}),
    ],
)
def test_wrong_marks_are_refused(served, seat, body):
    is_refused(served[seat].command("presence", body), 400, "request.field")


@pytest.mark.parametrize("seat", ["ana", "stage", "panel/socco", "organiser"])
def test_no_other_seat_has_presence(served, seat):
    is_refused(served[seat].command("presence", {"number": 7, "page": MINE}), 403, "seat.forbidden")
