"""Tests of similar questions over HTTP: the similar questions that chairs see, and those that an attendee sees before
sending a question.
"""

from __future__ import annotations

import json
import time

import pytest

from moderation.web.rate_limits import ATTENDEE
from tests.web.served_session import is_refused, make_served_session, told_in_all

TABLE, AGAIN = (
    "Will civil society sit at the negotiating table in Vienna?",
    "Does civil society sit at the negotiation table at Vienna?",
)
HEADERS = {"Content-Type": "application/json", "X-Open-Floor": "1"}


def draft(served, body: dict, who: str = "ben", headers: dict = HEADERS, query: str = "") -> tuple[int, dict]:
    status, _, answer = served[who].raw(
        "POST", f"/api/s/{served.code}/attendee/similar{query}", json.dumps(body).encode(), headers
    )
    return status, json.loads(answer)


def until(holds, seconds: float = 20.0):
    """Call `holds` again and again until its result is true, but at most for `seconds`. Return the last result."""
    deadline = time.monotonic() + seconds
    while not (got := holds()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return got


def test_only_the_chairs_see_similar_questions(served):
    first, second = served.ask(TABLE), served.ask(AGAIN, who="ben")
    [offer] = until(lambda: served.seen(second)["similar"])
    assert offer["number"] == first and 0.6 <= offer["score"] <= 1 and set(offer) == {"number", "score"}
    served.act("approve", first), served.act("approve", second)
    for seat in ("stage", "booth", "panel/socco", "ben"):
        assert "similar" not in json.dumps(served[seat].read("snapshot")[1])
    assert "similar" not in json.dumps(served["ben"].read("own")[1])


def test_the_attendee_is_offered_public_questions_only(served):
    number = served.ask(TABLE)
    served.ask("Something else that nobody has approved")
    assert draft(served, {"text": AGAIN}) == (200, {"similar": []})
    served.act("approve", number)
    before = served.everything()
    status, answer = until(
        lambda: (got := draft(served, {"text": AGAIN, "hint": "en"}, who=f"w{time.monotonic()}"))[1]["similar"] and got
    )
    floor = served["ben"].read("snapshot")[1]["put"]
    assert (status, answer["similar"]) == (200, floor) and floor[0]["number"] == number
    assert draft(served, {"text": "Which laws protect researchers who report a flaw?"}) == (200, {"similar": []})
    assert draft(served, {"text": " \n"}) == (200, {"similar": []})
    assert served.everything() == before


def test_under_the_rule_an_offer_reveals_no_more_than_the_floors_stream(server):
    served = make_served_session(server, chatham_house_rule=True)
    number = told_in_all(served)
    served.act("approve", number)
    answer = until(
        lambda: (got := draft(served, {"text": AGAIN, "hint": "en"}, who=f"w{time.monotonic()}"))[1]["similar"] and got
    )[1]
    assert answer["similar"] == served["ben"].read("snapshot")[1]["put"] and set(answer["similar"][0]["texts"]) == {
        "en",
        "es",
        "fr",
    }


@pytest.mark.parametrize(
    ("body", "code", "data"),
    [
        ({}, "request.field", {"field": "text"}),
        ({"text": 7}, "request.field", {"field": "text"}),
        ({"text": "x", "name": "Ana"}, "request.field", {"field": "name"}),
        ({"text": "x", "language": "de"}, "language.unknown", {"field": "language"}),
    ],
)
def test_an_invalid_draft_is_refused_with_code_and_field(served, body, code, data):
    is_refused(draft(served, body), 400, code, **data)


def test_a_draft_from_another_origin_or_without_cookie_is_refused(served):
    is_refused(draft(served, {"text": "x"}, headers={"Content-Type": "application/json"}), 403, "request.origin")
    is_refused(
        draft(served, {"text": "x"}, headers=HEADERS | {"Origin": "http://elsewhere.example"}), 403, "request.origin"
    )
    served["ben"].jar.clear()
    is_refused(draft(served, {"text": "x"}), 401, "seat.unknown")


def test_drafts_are_limited_for_each_attendee(served):
    for _ in range(ATTENDEE["draft"].burst):
        assert draft(served, {"text": "x"})[0] == 200
    refused = draft(served, {"text": "x"})
    is_refused(refused, 429, "limit.rate")
    assert 1 <= refused[1]["retry_after"] <= 3
    assert draft(served, {"text": "x"}, who="cem")[0] == 200


def test_the_log_contains_no_draft(served, server):
    draft(served, {"text": "a canary in a draft"})
    assert "canary" not in server.log()
