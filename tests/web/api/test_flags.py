"""Tests of a panellist's flag "I'll take it".

The chairs see which panellist has set the flag. The panellist's page still shows the flag after a reload.
"""

from __future__ import annotations

import json

import pytest

from tests.web.html_forms import Page
from tests.web.served_session import is_refused, make_served_session, told_in_all

PANEL = "panel/socco"


def start(served, seat: str = PANEL) -> dict:
    """Return the parsed page data (the JSON in the element #page) of this seat's page."""
    return json.loads(Page(served[seat].request("GET", f"/s/{served.code}/{seat}")[1]).data["page"])


def test_the_chairs_and_the_panellists_page_show_a_flag(served):
    first, second = served.asked_and("approve"), served.asked_and("approve", "set_next", who="ben")
    assert start(served)["flags"] == []
    for number, flags in ((second, [second]), (first, [first, second])):
        assert served[PANEL].command("flag", {"number": number}) == (
            200,
            {"ok": True, "already": False, "flags": flags},
        )
    assert served[PANEL].command("flag", {"number": first})[1] == {
        "ok": True,
        "already": True,
        "flags": [first, second],
    }
    assert (served.seen(first)["flags"], start(served)["flags"], served[PANEL].read("flags")[1]) == (
        ["socco"],
        [first, second],
        {"flags": [first, second]},
    )
    assert start(served, "panel/fatafta")["flags"] == [], "each panellist has their own"
    assert served[PANEL].command("unflag", {"number": first})[1]["flags"] == [second] == start(served)["flags"]
    assert served.seen(first)["flags"] == []


@pytest.mark.parametrize("seat", ["stage", "booth", "chair/a", "ana"])
def test_other_pages_have_no_flags(served, seat):
    number = served.asked_and("approve", text="A canary?")
    served[PANEL].command("flag", {"number": number})
    body = served[seat].request("GET", f"/s/{served.code}" + ("" if seat == "ana" else f"/{seat}"))[1]
    begun = json.loads(Page(body).data["page"])
    assert "flags" not in begun
    assert [view.get("flags") for view in begun["state"]["put"]] == ([["socco"]] if seat == "chair/a" else [None])


def test_a_live_question_cannot_be_flagged_and_other_seats_may_not_flag(served):
    number = served.asked_and("approve", "take")
    is_refused(served[PANEL].command("flag", {"number": number}), 409, "act.not_allowed")
    is_refused(served["chair/a"].command("flag", {"number": number}), 403, "seat.forbidden")
    is_refused(served[PANEL].command("flag", {"number": served.ask()}), 404, "question.unknown")


def test_under_the_rule_a_refusal_reveals_no_more_than_the_screen(server):
    served = make_served_session(server, chatham_house_rule=True)
    number = told_in_all(served)
    served.act("approve", number), served.act("take", number)
    status, answer = served[PANEL].command("flag", {"number": number})
    assert (status, answer["code"]) == (409, "act.not_allowed")
    assert [answer["question"]] == served["stage"].read("snapshot")[1]["put"] and set(answer["question"]["texts"]) == {
        "en",
        "es",
        "fr",
    }
