"""Tests of the execution of scheduled acts on a real writer, whose clock advances by one second per batch."""

from __future__ import annotations

import pytest

from moderation.core.model import Phase
from moderation.services.acts import due_acts
from moderation.services.acts.administration import set_archived
from moderation.store import chair_notes, schedule, sessions
from moderation.store.schedule import Plan
from tests.running_store import RunningStore

NOON = "2021-04-14T12:00:00.000Z"  # before the time 13:00, at which the clock of RunningStore begins
ENDS = "2021-04-14T13:30:00.000Z"


@pytest.fixture
def store(tmp_path):
    running = RunningStore(tmp_path / "of.db", durable=False, ends=ENDS)
    yield running
    running.close()


def add(store, plan):
    """Store a scheduled act (`Plan`), without the checks of the act `schedule`."""
    return store.exclusively(lambda connection: schedule.add(connection, session_of(connection), plan))


def session_of(connection):
    return sessions.get_by_code(connection, "PANEL1")


def set_phase(store, phase):
    store.exclusively(lambda connection: sessions.set_phase(connection, session_of(connection), phase))


def read(store, function):
    with store.reader.transaction() as connection:
        return function(connection, session_of(connection))


def outcomes(store):
    return [entry.outcome for entry in read(store, schedule.of_session)]


def due(store, at):
    with store.reader.transaction() as connection:
        return due_acts.due(connection, at)


def test_acts_are_due_in_the_order_of_their_times(store):
    close = add(store, Plan("close", "end"))
    opening = add(store, Plan("open", "time", at=NOON))
    note = add(store, Plan("note", "end", 10, text="Ten minutes left"))
    assert due(store, "2021-04-14T11:59:59.999Z") == []
    assert due(store, "2021-04-14T13:20:00.000Z") == [("PANEL1", opening), ("PANEL1", note)]
    assert due(store, ENDS) == [("PANEL1", opening), ("PANEL1", note), ("PANEL1", close)]


def test_due_act_is_performed_once(store):
    scheduled = add(store, Plan("close", "time", at=NOON))
    assert due_acts.perform(store.writer, "PANEL1", scheduled).answer["phase"] == "closed"
    assert read(store, lambda _, session: session.phase) is Phase.CLOSED
    assert due_acts.perform(store.writer, "PANEL1", scheduled) is None
    assert due(store, ENDS) == []
    assert outcomes(store) == ["done"]


def test_an_act_before_an_end_that_has_moved_stays_scheduled(store):
    scheduled = add(store, Plan("close", "end"))
    assert due_acts.perform(store.writer, "PANEL1", scheduled) is None
    assert outcomes(store) == [""]
    assert read(store, lambda _, session: session.phase) is Phase.OPEN


def test_note_goes_to_the_chairs_unless_its_time_is_long_over(store):
    sent = add(store, Plan("note", "time", at="2021-04-14T12:55:00.000Z", text="Five minutes left"))
    late = add(store, Plan("note", "time", at="2021-04-14T12:45:00.000Z", text="Fifteen minutes left"))
    for scheduled in (sent, late):
        due_acts.perform(store.writer, "PANEL1", scheduled)
    notes = read(store, chair_notes.recent)
    assert [(note["seat"], note["text"]) for note in notes] == [("organiser", "Five minutes left")]
    assert outcomes(store) == ["done", "late"]


def test_refused_act_keeps_its_reason_and_changes_nothing(store):
    set_phase(store, Phase.REHEARSAL)
    closing = add(store, Plan("close", "time", at=NOON))
    assert due_acts.perform(store.writer, "PANEL1", closing) is None
    assert outcomes(store) == ["phase.not_allowed"]
    assert read(store, lambda _, session: session.phase) is Phase.REHEARSAL
    assert due(store, ENDS) == []


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.PAUSED, Phase.CLOSED])
def test_opening_after_the_rehearsal_changes_nothing(store, phase):
    set_phase(store, phase)
    opening = add(store, Plan("open", "time", at=NOON))
    assert due_acts.perform(store.writer, "PANEL1", opening) is None
    assert (outcomes(store), read(store, lambda _, session: session.phase)) == (["opened"], phase)


@pytest.mark.parametrize(("ends", "outcome"), [(ENDS, "closed"), ("2021-04-14T12:58:59.000Z", "done")])
def test_note_until_the_end_is_not_sent_after_the_close(tmp_path, ends, outcome):
    store = RunningStore(tmp_path / "other.db", durable=False, ends=ends, phase=Phase.CLOSED)
    note = add(store, Plan("note", "time", at="2021-04-14T12:59:00.000Z", text="Ten minutes left"))
    due_acts.perform(store.writer, "PANEL1", note)
    assert (outcomes(store), len(read(store, chair_notes.recent))) == ([outcome], int(outcome == "done"))
    store.close()


def test_scheduled_opening_ends_the_rehearsal_and_erases_its_bytes(store):
    set_phase(store, Phase.REHEARSAL)
    opening = add(store, Plan("open", "time", at=NOON))
    closing = add(store, Plan("close", "end"))
    outcome = due_acts.perform(store.writer, "PANEL1", opening)
    assert (outcome.answer["phase"], outcome.effects.scrub) == ("open", True)
    assert [entry.id for entry in read(store, schedule.of_session)] == [opening, closing]


def test_session_that_was_archived_meanwhile_is_not_opened(store):
    set_phase(store, Phase.REHEARSAL)
    opening = add(store, Plan("open", "time", at=NOON))
    assert due(store, ENDS) == [("PANEL1", opening)]
    set_archived(store.writer, "PANEL1", True)
    assert due(store, ENDS) == []
    assert due_acts.perform(store.writer, "PANEL1", opening) is None
    assert (outcomes(store), read(store, lambda _, session: session.phase)) == ([""], Phase.REHEARSAL)
