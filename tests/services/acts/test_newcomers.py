"""Tests of the limit of pending questions, and of the switch "new phones wait".

A part of the limit is reserved for earlier phones.
"""

from __future__ import annotations

import hashlib

import pytest

from moderation.core.newcomers import FEWEST, HELD_PLACES
from moderation.core.refusals import Refusal
from moderation.services.acts.caller import Caller
from moderation.services.record.newcomers import meter, shown
from moderation.services.record.totals import publish
from moderation.store import render, sessions
from tests.factories import AT, admit, caller, command, dump, execute_act, make_database, outcome_of, refused, run
from tests.services.acts.stored import stored_question, stored_session

A, B = caller("chair.a"), caller("chair.b")
BEFORE, FLOOD, LATER = "2021-04-14T12:30Z", "2021-04-14T13:00Z", "2021-04-14T13:02Z"


def phone(number: int, arrived: str) -> Caller:
    """Return an attendee whose phone arrived in this minute."""
    token = hashlib.sha256(f"{arrived} {number}".encode()).digest()
    return Caller(caller("attendee").seat, token_hash=token, arrived=arrived)


def ask(store, number: int, arrived: str, text: str = "Spam?") -> dict:
    return execute_act(store, "ask", phone(number, arrived), text=text)["question"]


@pytest.fixture
def tight():
    """Return a store whose session allows at most 10 pending questions."""
    return make_database(limits={"burst": 100, "waiting": 100, "pending": 10})


def test_newcomers_fill_their_places_only(tight):
    for number in range(10):
        ask(tight, number, FLOOD)
    for newcomer in (phone(10, FLOOD), phone(11, LATER)):
        assert refused("limit.pending", tight, "ask", newcomer, text="Spam?") == {"retry_after": 30}
    numbers = [ask(tight, number, BEFORE, "Honest?")["number"] for number in range(10)]
    assert numbers == list(range(11, 21))
    refused("limit.pending", tight, "ask", phone(10, BEFORE), text="Honest?")


def test_a_full_incoming_refuses_no_question_that_waits_for_release(tight):
    for number in range(10):
        ask(tight, number, FLOOD)
    execute_act(tight, "hold_newcomers", A, since=FLOOD)
    held = [ask(tight, number, LATER, "Honest?") for number in range(10 * HELD_PLACES)]
    assert all(question["held"] for question in held)
    assert refused("limit.pending", tight, "ask", phone(1000, LATER), text="Spam?") == {"retry_after": 30}
    assert ask(tight, 1, BEFORE, "From before?")["held"] is False


def test_questions_that_wait_for_release_take_no_place_in_incoming(tight):
    execute_act(tight, "hold_newcomers", A, since=LATER)
    for number in range(15):
        ask(tight, number, LATER)
    for number in range(10):
        ask(tight, number, FLOOD, "Honest?")
    refused("limit.pending", tight, "ask", phone(10, FLOOD), text="Honest?")


def test_a_newcomer_without_a_place_is_refused_before_the_writer(tight):
    for number in range(10):
        ask(tight, number, FLOOD)

    for newcomer in (phone(0, FLOOD), phone(10, FLOOD)):
        with pytest.raises(Refusal) as refusal:
            admit(tight, "ask", newcomer, text="Again?")
        assert refusal.value.code == "limit.pending"
    ask(tight, 1, BEFORE, "Honest?")
    admit(tight, "ask", phone(1, BEFORE), text="Again?")


def test_the_first_arrival_counts_even_if_a_later_cookie_names_another_minute(store):
    first = phone(1, BEFORE)
    execute_act(store, "ask", first, text="One?")
    execute_act(store, "ask", Caller(first.seat, token_hash=first.token_hash, arrived=LATER), text="Two?")
    assert [stored_question(store, number).arrived for number in (1, 2)] == [BEFORE, BEFORE]


def test_phone_without_a_minute_in_its_cookie_arrives_with_its_first_command(store):
    execute_act(store, "ask", caller("attendee"), text="One?")
    assert stored_question(store, 1).arrived == "2021-04-14T13:00Z"


def test_a_cookie_collected_before_the_opening_arrives_in_the_minute_of_the_opening():
    store = make_database(phase="rehearsal", limits={"burst": 100, "waiting": 100, "pending": 2})
    assert ask(store, 1, BEFORE, "In the rehearsal?")["number"] == 1
    assert stored_question(store, 1).arrived == BEFORE
    execute_act(store, "open", caller("organiser"), at="2021-04-14T13:00:59.000Z")
    ask(store, 1, BEFORE)
    ask(store, 2, LATER)
    assert [stored_question(store, number).arrived for number in (1, 2)] == [FLOOD, LATER]
    ask(store, 3, BEFORE)
    refused("limit.pending", store, "ask", phone(4, BEFORE), text="Spam?")
    with pytest.raises(Refusal, match=r"limit\.pending"):
        admit(store, "ask", phone(4, BEFORE), text="Spam?")
    for act in ("pause", "open"):
        execute_act(store, act, caller("organiser"), at="2021-04-14T13:30:00.000Z")
    assert stored_session(store).opened == FLOOD


def test_questions_of_new_phones_wait_outside_incoming_while_the_switch_is_on(store):
    ask(store, 1, FLOOD, "In time?")
    outcome, tx = run(store, command("hold_newcomers", A), at="2021-04-14T13:01:30.000Z")
    assert outcome["newcomers_held_from"] == "2021-04-14T13:01Z"
    assert {stream: items for (_, stream), items in tx.touched.items()} == {"chairs": {"settings"}}
    assert ask(store, 2, BEFORE, "From before?")["held"] is False
    result = outcome_of(store, "ask", phone(3, LATER), text="New?")
    assert result.answer["question"]["held"] is True
    assert (result.answer["question"]["status"], result.answer["question"]["can_edit"]) == ("pending", True)
    assert result.effects.recount is True
    snapshot = render.snapshot(store, stored_session(store), "chairs", AT)
    assert [view["number"] for view in snapshot["put"]] == [1, 2]
    assert snapshot["settings"]["newcomers_held_from"] == "2021-04-14T13:01Z"
    for stream in ("stage", "booth", "floor.en"):
        assert "newcomers_held_from" not in render.snapshot(store, stored_session(store), stream, AT)["settings"]
    refused("question.unknown", store, "approve", A, number=3, version=1)
    refused("question.unknown", store, "merge", A, number=1, version=1, into=3)


def test_switch_is_absolute_and_each_chairs_act_can_be_undone(store):
    execute_act(store, "hold_newcomers", A, since=FLOOD)
    assert execute_act(store, "hold_newcomers", B) == {"already": True, "newcomers_held_from": FLOOD}
    execute_act(store, "admit_newcomers", B)
    assert execute_act(store, "admit_newcomers", A) == {"already": True, "newcomers_held_from": None}
    assert refused("undo.superseded", store, "undo", A)["act"] == "admit_newcomers"
    execute_act(store, "undo", B)
    assert stored_session(store).newcomers_held_from == FLOOD
    execute_act(store, "undo", A)
    assert stored_session(store).newcomers_held_from is None


@pytest.mark.parametrize("since", ["2021-04-14", "2021-04-14T13:00:00Z", "xxxx-xx-xxTxx:xxZ", "２０２１-04-14T13:00Z"])
def test_switch_needs_a_minute(store, since):
    assert refused("request.field", store, "hold_newcomers", A, since=since) == {"field": "since"}


def test_switching_off_keeps_the_waiting_questions_until_their_release(store):
    execute_act(store, "hold_newcomers", A, since=FLOOD)
    ask(store, 1, LATER)
    execute_act(store, "admit_newcomers", A)
    assert ask(store, 2, LATER)["held"] is False
    assert stored_question(store, 1).held is True


def test_asker_edits_and_withdraws_a_waiting_question(store):
    execute_act(store, "hold_newcomers", A, since=FLOOD)
    asker = phone(1, LATER)
    execute_act(store, "ask", asker, text="One?")
    assert execute_act(store, "edit", asker, number=1, version=1, text="Two?")["question"]["held"] is True
    assert execute_act(store, "withdraw", asker, number=1)["question"]["held"] is False


def test_close_declines_the_waiting_questions_too(store):
    execute_act(store, "hold_newcomers", A, since=FLOOD)
    ask(store, 1, LATER)
    execute_act(store, "close", caller("organiser"))
    question = stored_question(store, 1)
    assert (str(question.status), question.reason, question.held) == ("declined", "no_time_left", False)


def test_end_of_a_rehearsal_switches_it_off():
    store = make_database(phase="rehearsal")
    execute_act(store, "hold_newcomers", A)
    execute_act(store, "open", caller("organiser"))
    assert stored_session(store).newcomers_held_from is None


def test_waiting_question_is_translated_after_its_release_only():
    store = make_database(translation="automatic")
    sessions.set_engine(store, stored_session(store), "fake")
    execute_act(store, "hold_newcomers", A, since=FLOOD)
    ask(store, 1, LATER)

    def jobs():
        return len(dump(store)["translation_jobs"])

    assert jobs() == 0
    execute_act(store, "release_kind", A, kind="held", upto=1, count=1)
    assert jobs() == 1


def test_the_meter_is_absent_until_unusually_many_new_phones_ask(store):
    for number in range(19):
        ask(store, number, FLOOD)
    assert meter(store, stored_session(store), AT) is None
    ask(store, 19, FLOOD)
    ask(store, 1, LATER)
    ask(store, 1, BEFORE)
    assert meter(store, stored_session(store), "2021-04-14T13:03:00.000Z") == {
        "since": FLOOD,
        "phones": 21,
        "per_minute": 20,
        "pending": 21,
        "held": 0,
    }
    assert meter(store, stored_session(store), "2021-04-14T14:00:00.000Z") is None


def test_meter_ignores_a_crowd_that_asks_few_questions(store):
    for number in range(FEWEST):
        ask(store, number, FLOOD)
    assert meter(store, stored_session(store), AT)["pending"] == FEWEST
    execute_act(store, "approve", A, number=1, version=1)
    assert meter(store, stored_session(store), AT) is None


def test_meter_counts_the_waiting_questions_while_the_switch_is_on_and_after(store):
    execute_act(store, "hold_newcomers", A, since=FLOOD)
    ask(store, 1, BEFORE)
    ask(store, 2, LATER)
    figures = {"since": FLOOD, "phones": 1, "per_minute": 1, "pending": 0, "held": 1}
    assert meter(store, stored_session(store), AT) == figures
    execute_act(store, "admit_newcomers", A)
    assert shown(store) == []
    _, tx = run(store, lambda tx: publish(tx, "PANEL1", ()))
    assert {stream for _, stream in tx.touched} == {"chairs"}
    assert shown(store) == ["PANEL1"]
    assert sessions.balance(store, stored_session(store))["newcomers"] == {
        "since": None,
        "phones": 0,
        "per_minute": 0,
        "pending": 0,
        "held": 1,
    }
