"""Tests of scheduled acts, and of the act that changes the planned end of the session."""

from __future__ import annotations

import pytest

from moderation.core.model import Phase
from moderation.services.acts.due_times import due_at
from moderation.services.acts.scheduling import MOST
from moderation.store import definitions, log, schedule, scrubbing
from tests.factories import caller, execute_act, make_database, outcome_of, refused
from tests.services.acts.stored import stored_session

ORGANISER, CHAIR = caller("organiser"), caller("chair.a")
STARTS, ENDS = "2026-12-08T13:00:00.000Z", "2026-12-08T14:30:00.000Z"
NOW = "2026-12-08T12:00:00.000Z"


@pytest.fixture
def session_store():
    return make_database(phase=Phase.REHEARSAL, starts=STARTS, ends=ENDS, time_zone="Europe/Paris")


def plan(store, act="close", anchor="end", **fields):
    return execute_act(store, "schedule", ORGANISER, at=NOW, planned_act=act, anchor=anchor, **fields)


def waiting(store):
    session = stored_session(store)
    return [
        (entry.plan.act, due_at(session, entry.plan))
        for entry in schedule.of_session(store, session)
        if entry.done_at is None
    ]


def move(store, *, later, ends, at=NOW):
    return execute_act(store, "move_end", ORGANISER, at=at, later=later, ends=ends)


def test_acts_are_due_at_the_start_at_the_end_and_before_them(session_store):
    assert plan(session_store, "open", "start")["at"] == STARTS
    assert plan(session_store, "close", "end")["at"] == ENDS
    assert plan(session_store, "note", "end", minutes=10, text="Ten minutes")["at"] == "2026-12-08T14:20:00.000Z"
    assert waiting(session_store) == [("open", STARTS), ("close", ENDS), ("note", "2026-12-08T14:20:00.000Z")]


def test_new_time_for_the_opening_replaces_the_earlier_one(session_store):
    plan(session_store, "open", "start")
    plan(session_store, "open", "start", minutes=5)
    plan(session_store, "note", "end", text="One")
    plan(session_store, "note", "end", text="Two")
    assert waiting(session_store) == [("open", "2026-12-08T12:55:00.000Z"), ("note", ENDS), ("note", ENDS)]


def test_fixed_time_is_in_the_zone_of_the_session(session_store):
    assert plan(session_store, "open", "time", local_time="2026-12-08T13:55")["at"] == "2026-12-08T12:55:00.000Z"


@pytest.mark.parametrize("text", [None, "", "soon", "2026-12-08", "2026-12-08T13:55Z", "9999-12-31T24:60"])
def test_wrong_local_time_is_refused(session_store, text):
    fields = {"planned_act": "open", "anchor": "time", "local_time": text}
    assert refused("request.field", session_store, "schedule", ORGANISER, at=NOW, **fields) == {"field": "local_time"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"planned_act": "purge"}, "request.field"),
        ({"anchor": "noon"}, "request.field"),
        ({"minutes": 1441}, "request.field"),
        ({"text": "Why?"}, "request.field"),
        ({"planned_act": "note"}, "text.empty"),
        ({"planned_act": "note", "text": "x" * 501}, "text.too_long"),
        ({"anchor": "start", "minutes": 61}, "schedule.past"),
    ],
)
def test_wrong_plan_is_refused(session_store, fields, code):
    fields = {"planned_act": "close", "anchor": "end"} | fields
    refused(code, session_store, "schedule", ORGANISER, at=NOW, **fields)
    assert waiting(session_store) == []


def test_session_without_times_has_no_start_to_wait_for():
    store = make_database(phase=Phase.REHEARSAL)
    assert refused("schedule.no_time", store, "schedule", ORGANISER, planned_act="open", anchor="start") == {
        "field": "anchor"
    }


def test_number_of_waiting_acts_is_limited(session_store):
    for number in range(MOST):
        plan(session_store, "note", "end", text=f"Note {number}")
    assert refused(
        "schedule.full", session_store, "schedule", ORGANISER, at=NOW, planned_act="close", anchor="end"
    ) == {"limit": MOST}


def test_cancelled_act_no_longer_waits(session_store):
    scheduled = plan(session_store)["scheduled"]
    execute_act(session_store, "unschedule", ORGANISER, scheduled=scheduled)
    assert waiting(session_store) == []
    refused("schedule.unknown", session_store, "unschedule", ORGANISER, scheduled=scheduled)
    acts = [row["act"] for row in session_store.execute("SELECT act FROM log ORDER BY id")]
    assert acts == ["schedule", "unschedule"]


@pytest.mark.parametrize("act", ["schedule", "unschedule", "move_end"])
def test_chair_cannot_change_times(session_store, act):
    assert refused("seat.forbidden", session_store, act, CHAIR) == {"act": act}


def test_end_moves_by_five_minutes_and_acts_before_the_end_move_with_it(session_store):
    plan(session_store, "close", "end")
    later = "2026-12-08T14:35:00.000Z"
    outcome = outcome_of(session_store, "move_end", ORGANISER, at=NOW, later=True, ends=ENDS)
    assert outcome.answer == {"already": False, "version": 2, "changed": ["ends"], "replaced": []}
    assert outcome.effects.redefined
    assert definitions.present(stored_session(session_store))["ends"] == later
    assert waiting(session_store) == [("close", later)]
    assert move(session_store, later=False, ends=later)["version"] == 3
    assert definitions.present(stored_session(session_store))["ends"] == ENDS
    assert log.latest_named(session_store, stored_session(session_store), ("move_end",))["detail"]["fields"] == ["ends"]


def test_second_organiser_does_not_move_the_end_twice(session_store):
    move(session_store, later=True, ends=ENDS)
    assert move(session_store, later=True, ends=ENDS) == {
        "already": True,
        "version": 2,
        "changed": [],
        "replaced": [],
    }
    assert refused(
        "definition.stale", session_store, "move_end", ORGANISER, later=False, ends="2026-12-08T14:50:00.000Z"
    ) == {"version": 2}


@pytest.mark.parametrize("ends", ["", "noon", "2026-12-08T14:30", "9999-12-31T23:59:00Z"])
def test_end_that_is_no_time_is_refused(session_store, ends):
    assert refused("request.field", session_store, "move_end", ORGANISER, later=True, ends=ends) == {"field": "ends"}


def test_end_cannot_move_before_the_start():
    ends = "2026-12-08T13:05:00.000Z"
    store = make_database(phase=Phase.OPEN, starts=STARTS, ends=ends)
    assert refused("definition.invalid", store, "move_end", ORGANISER, later=False, ends=ends)["field"] == "ends"


@pytest.mark.parametrize("starts", ["2026-12-08T01:00:00Z", "0002-12-08T14:00:00Z"])
def test_a_new_start_that_would_make_a_scheduled_opening_due_is_refused(session_store, starts):
    plan(session_store, "open", "start")
    plan(session_store, "note", "start", text="Begin")
    data = refused("schedule.past", session_store, "redefine", ORGANISER, at=NOW, changes={"starts": starts})
    assert data == {"field": "starts", "act": "open"}
    assert waiting(session_store) == [("open", STARTS), ("note", STARTS)]
    execute_act(session_store, "redefine", ORGANISER, at=NOW, changes={"starts": "2026-12-08T12:00:00.001Z"})
    assert waiting(session_store)[0] == ("open", "2026-12-08T12:00:00.001Z")


def test_a_new_start_may_be_in_the_past_without_a_scheduled_opening(session_store):
    plan(session_store, "note", "start", text="Begin")
    plan(session_store, "open", "time", local_time="2026-12-08T13:30")
    assert execute_act(session_store, "redefine", ORGANISER, at=NOW, changes={"starts": NOW})["changed"] == ["starts"]


def test_a_new_end_that_would_make_a_scheduled_close_due_is_refused(session_store):
    plan(session_store, "close", "end")
    data = {"field": "ends", "act": "close"}
    for at, moment in (("2026-12-08T14:25:00.000Z", "due now"), ("2026-12-08T14:27:00.000Z", "due before")):
        assert refused("schedule.past", session_store, "move_end", ORGANISER, at=at, later=False, ends=ENDS) == data, (
            moment
        )
    assert move(session_store, later=False, ends=ENDS, at="2026-12-08T14:24:59.999Z")["changed"] == ["ends"]


def test_a_due_close_does_not_prevent_a_new_end(session_store):
    plan(session_store, "close", "end")
    assert move(session_store, later=False, ends=ENDS, at=ENDS)["changed"] == ["ends"]


def test_an_undo_that_would_make_a_scheduled_act_due_is_refused(session_store):
    plan(session_store, "close", "end")
    execute_act(session_store, "redefine", ORGANISER, at=NOW, changes={"ends": None})
    data = {"field": "ends", "act": "close"}
    assert refused("schedule.past", session_store, "undo", ORGANISER, at="2026-12-08T15:00:00.000Z") == data
    assert definitions.present(stored_session(session_store))["ends"] is None


def test_undo_takes_back_a_moved_end_before_an_older_change(session_store):
    chairs = [{"seat": "a", "name": "Zoe"}, {"seat": "b", "name": "Bea"}]
    execute_act(session_store, "redefine", ORGANISER, at=NOW, changes={"chair": chairs}, replaced=["chair.a"])
    move(session_store, later=True, ends=ENDS)
    undone = [execute_act(session_store, "undo", ORGANISER, at=NOW) for _ in range(2)]
    assert [(answer["act"], answer["changed"], answer["replaced"]) for answer in undone] == [
        ("move_end", ["ends"], []),
        ("redefine", ["chairs"], ["chair.a"]),
    ]
    assert definitions.present(stored_session(session_store))["ends"] == ENDS
    refused("undo.nothing", session_store, "undo", ORGANISER)


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.PAUSED])
def test_opening_is_scheduled_in_the_rehearsal_only(phase):
    store = make_database(phase=phase, starts=STARTS, ends=ENDS)
    fields = {"planned_act": "open", "anchor": "start"}
    data = refused("phase.not_allowed", store, "schedule", ORGANISER, at=NOW, **fields)
    assert data == {"act": "open", "phase": phase.value}


@pytest.mark.parametrize(("act", "text"), [("note", "Speak to Amina"), ("close", "")])
def test_bytes_of_a_cancelled_note_are_to_be_overwritten(session_store, act, text):
    scheduled = plan(session_store, act, text=text)["scheduled"]
    execute_act(session_store, "unschedule", ORGANISER, scheduled=scheduled)
    is_wanted = act == "note" and session_store.dialect.overwrites
    assert scrubbing.is_scrub_wanted(session_store) == is_wanted
