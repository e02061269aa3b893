"""Tests over HTTP in which many new phones send questions in a short time."""

from __future__ import annotations

import time

import pytest

from tests.web.phones import flood, phone
from tests.web.served_session import is_refused, make_served_session

PLACES = 6


@pytest.fixture
def tight(server):
    """Return a session that allows at most `PLACES` pending questions."""
    return make_served_session(server, limits={"pending": PLACES, "burst": 100, "waiting": 100})


def incoming(served) -> list[str]:
    """Return the texts of the pending questions that the chairs see."""
    return [view["text"] for view in served.chair.read("snapshot")[1]["put"] if view["status"] == "pending"]


def test_a_flood_takes_no_place_from_phones_that_were_there_before(tight):
    assert {status for status, _ in flood(tight, PLACES)} == {201}
    newcomer, earlier = phone(tight), phone(tight, minutes_ago=30)
    is_refused(newcomer.command("ask", {"text": "Honest, but late?"}, "honest-late"), 429, "limit.pending")
    assert [earlier.command("ask", {"text": f"Honest {number}?"})[0] for number in range(2)] == [201, 201]

    seen = tight.chair.read("kind?kind=alike&number=1")[1]
    assert (seen["incoming"], seen["held"], seen["upto"]) == (PLACES, 0, PLACES + 2)
    body = {"kind": "alike", "number": 1, "upto": seen["upto"], "count": seen["incoming"], "reason": "off_topic"}
    status, answer = tight.chair.command("decline_kind", body)
    assert (status, answer["count"], "chairs" in answer["seq"]) == (200, PLACES, True)
    # The phone sends its question again, with the same idempotency key.
    assert newcomer.command("ask", {"text": "Honest, but late?"}, "honest-late")[0] == 201
    assert incoming(tight) == ["Honest 0?", "Honest 1?", "Honest, but late?"]

    preview = tight.chair.read("undo")[1]
    assert (preview["act"], len(preview["numbers"])) == ("decline_kind", PLACES)
    assert tight.chair.command("undo")[0] == 200
    assert incoming(tight).count("Spam?") == PLACES


def test_questions_of_new_phones_wait_for_release(served):
    earlier, newcomer = phone(served, minutes_ago=30), phone(served)
    assert served.chair.command("hold_newcomers")[1]["newcomers_held_from"]
    assert served["chair/b"].read("snapshot")[1]["settings"]["newcomers_held_from"]
    assert earlier.command("ask", {"text": "From before?"})[1]["question"]["held"] is False
    assert newcomer.command("ask", {"text": "New?"})[1]["question"]["held"] is True
    assert newcomer.read("own")[1]["questions"][0]["held"] is True
    assert incoming(served) == ["From before?"]
    page = served["chair/b"].read("held")[1]
    assert ([view["text"] for view in page["questions"]], page["more"]) == (["New?"], False)
    assert served.chair.read("held?before=2")[1] == {"questions": [], "more": False}

    deadline = time.monotonic() + 20
    while not (meter := served.chair.read("snapshot")[1]["counts"]["newcomers"]) or meter["held"] != 1:
        assert time.monotonic() < deadline, meter
        time.sleep(0.05)
    assert (meter["phones"], meter["per_minute"], meter["pending"]) == (1, 1, 0)

    seen = served.chair.read("kind?kind=held")[1]
    body = {"kind": "held", "upto": seen["upto"], "count": seen["held"]}
    assert served["chair/b"].command("release_kind", body)[1]["count"] == 1
    assert incoming(served) == ["From before?", "New?"]
    assert newcomer.read("own")[1]["questions"][0]["held"] is False


def test_only_chairs_read_kinds_and_waiting_questions(served):
    for what in ("kind?kind=held", "held"):
        for seat in ("ana", "stage", "booth", "organiser"):
            answer = served[seat].request("GET", f"/api/s/{served.code}/chair/a/{what}")
            is_refused(answer, 401, "seat.unknown")
    is_refused(served.chair.read("held?before=x"), 400, "request.field", field="before")
    is_refused(served.chair.read("kind?kind=alike&number=-1"), 400, "request.field", field="number")
    is_refused(served.chair.read("kind?kind=everything"), 400, "request.field", field="kind")


def test_no_other_stream_names_the_switch_or_a_minute(served):
    served.chair.command("hold_newcomers")
    phone(served).command("ask", {"text": "New?"})
    for seat in ("ana", "stage", "booth", "panel/socco"):
        snapshot = served[seat].read("snapshot")[1]
        assert snapshot["put"] == [] and "newcomers_held_from" not in snapshot["settings"]
        assert "counts" not in snapshot
