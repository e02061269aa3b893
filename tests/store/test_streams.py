"""Tests of a reader's position in a stream: the sequence number of the stream and the attendee's counter."""

from __future__ import annotations

import pytest

from moderation.core.refusals import Refusal
from moderation.store import streams
from tests.factories import ANA, BEN, caller, execute_act, make_database


@pytest.fixture
def store():
    """Return a store in which Ana has asked one question."""
    connection = make_database()
    execute_act(connection, "ask", caller("attendee", ANA), text="Who pays?")
    return connection


def test_a_position_has_the_seq_of_the_stream_and_the_counter_of_the_attendee(store):
    session, seq, counter = streams.position(store, "panel1", "chairs", ANA)
    assert (session.code, seq, counter) == ("PANEL1", streams.head(store, session, "chairs"), 1)
    assert streams.position(store, "PANEL1", "floor.en", BEN)[1:] == (0, 0)
    assert streams.position(store, "PANEL1", "stage", None)[1:] == (0, 0)


def test_a_position_needs_a_session_and_a_stream(store):
    with pytest.raises(Refusal, match=r"session\.unknown"):
        streams.position(store, "PANEL2", "chairs", None)
    with pytest.raises(LookupError):
        streams.position(store, "PANEL1", "floor.xx", None)
