"""Tests of the end of the retention time. The server purges the session.

If the automatic purge is off, the server logs a reminder instead.
"""

from __future__ import annotations

import pytest

from moderation.services.record import retention
from moderation.store import scrubbing, sessions
from moderation.store.transaction import Transaction
from tests.factories import ANA, caller, dump, execute_act, make_database
from tests.services.acts.stored import stored_session

ASKER, ORGANISER = caller("attendee", ANA), caller("organiser")
CLOSED, ASKED = "2021-04-14T15:00:00.000Z", "2021-06-01T09:00:00.000Z"
DUE, BEFORE = "2021-05-14T15:00:00.000Z", "2021-05-14T14:59:59.999Z"


@pytest.fixture
def closed():
    store = make_database(purge_when_due=True, ends="2021-04-14T14:30:00.000Z")
    execute_act(store, "ask", ASKER, text="Who pays?")
    execute_act(store, "close", ORGANISER, at=CLOSED)
    return store


def purge_at(store, at):
    """Run the server's check for sessions whose retention time has ended. Return the codes of the purged sessions."""
    is_due = retention.is_any_due(store, at)
    purged = retention.purge_due(Transaction(store, at, 0.0))
    assert is_due == bool(purged)
    return purged


def test_a_closed_session_is_purged_at_the_end_of_its_retention_time(closed):
    assert retention.automatic(closed, stored_session(closed)) == DUE
    before = dump(closed)
    assert purge_at(closed, BEFORE) == []
    assert dump(closed) == before
    assert purge_at(closed, DUE) == ["PANEL1"]
    assert sessions.is_purged(closed, "PANEL1")
    assert dump(closed)["questions"] == []
    assert scrubbing.is_scrub_wanted(closed)
    assert purge_at(closed, "2022-01-01T00:00:00.000Z") == []


def test_a_reopened_session_is_not_purged_while_it_is_used(closed):
    execute_act(closed, "reopen", ORGANISER, at="2021-05-14T14:00:00.000Z")
    assert purge_at(closed, DUE) == []
    execute_act(closed, "ask", ASKER, text="Who else pays?", at=ASKED)
    assert retention.automatic(closed, stored_session(closed)) == "2021-07-01T09:00:00.000Z"
    assert purge_at(closed, "2021-07-01T09:00:00.000Z") == ["PANEL1"]


@pytest.mark.parametrize("definition", [{"purge_when_due": False}, {}])
def test_without_the_setting_nothing_is_purged(definition):
    store = make_database(ends="2021-04-14T14:30:00.000Z", **definition)
    execute_act(store, "close", ORGANISER, at=CLOSED)
    session = stored_session(store)
    assert (retention.due(store, session), retention.automatic(store, session)) == (DUE, None)
    assert purge_at(store, "2031-01-01T00:00:00.000Z") == []
