"""A panellist says "I'll take it": the chairs see whose word it is, and the page begins with it."""

from __future__ import annotations

import json

import pytest

from tests.web.html_forms import Page
from tests.web.served_session import is_refused, make_room, told_in_all

PANEL = "panel/socco"


def start(room, seat: str = PANEL) -> dict:
    """What this seat's page starts with."""
    return json.loads(Page(room[seat].request("GET", f"/s/{room.code}/{seat}")[1]).data["page"])


def test_a_flag_is_seen_by_the_chairs_and_by_its_own_page(room):
    first, second = room.asked_and("approve"), room.asked_and("approve", "set_next", who="ben")
    assert start(room)["flags"] == []
    for number, flags in ((second, [second]), (first, [first, second])):
        assert room[PANEL].command("flag", {"number": number}) == (200, {"ok": True, "already": False, "flags": flags})
    assert room[PANEL].command("flag", {"number": first})[1] == {"ok": True, "already": True, "flags": [first, second]}
    assert (room.seen(first)["flags"], start(room)["flags"], room[PANEL].read("flags")[1]) == (
        ["socco"],
        [first, second],
        {"flags": [first, second]},
    )
    assert start(room, "panel/fatafta")["flags"] == [], "each panellist has their own"
    assert room[PANEL].command("unflag", {"number": first})[1]["flags"] == [second] == start(room)["flags"]
    assert room.seen(first)["flags"] == []


@pytest.mark.parametrize("seat", ["stage", "booth", "chair/a", "ana"])
def test_no_other_page_begins_with_flags(room, seat):
    number = room.asked_and("approve", text="A canary?")
    room[PANEL].command("flag", {"number": number})
    body = room[seat].request("GET", f"/s/{room.code}" + ("" if seat == "ana" else f"/{seat}"))[1]
    begun = json.loads(Page(body).data["page"])
    assert "flags" not in begun
    assert [view.get("flags") for view in begun["state"]["put"]] == ([["socco"]] if seat == "chair/a" else [None])


def test_what_is_asked_now_is_not_to_be_taken_and_nobody_else_may(room):
    number = room.asked_and("approve", "take")
    is_refused(room[PANEL].command("flag", {"number": number}), 409, "act.not_allowed")
    is_refused(room["chair/a"].command("flag", {"number": number}), 403, "seat.forbidden")
    is_refused(room[PANEL].command("flag", {"number": room.ask()}), 404, "question.unknown")


def test_under_the_rule_a_refusal_tells_no_more_than_the_screen(server):
    room = make_room(server, chatham_house_rule=True)
    number = told_in_all(room)
    room.act("approve", number), room.act("take", number)
    status, answer = room[PANEL].command("flag", {"number": number})
    assert (status, answer["code"]) == (409, "act.not_allowed")
    assert [answer["question"]] == room["stage"].read("snapshot")[1]["put"] and set(answer["question"]["texts"]) == {
        "en",
        "es",
        "fr",
    }
