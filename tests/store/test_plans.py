"""What one more command costs must not grow with the history: no statement of an act looks through all questions, votes, touches or the log."""

from __future__ import annotations

import hashlib

import pytest

from tests.factories import caller, carry_out, make_database

ASKERS = [caller("attendee", hashlib.sha256(bytes([number])).digest()) for number in range(3)]
CHAIR = caller("chair.a")
WHOLE = ("questions", "votes", "touches", "log", "log_questions", "commands", "attendees", "translations", "similar")


@pytest.fixture
def connection():
    connection = make_database()
    for number in range(4):
        carry_out(connection, "ask", ASKERS[0], text=f"Question {number}?", now=number * 60.0)
    carry_out(connection, "approve", CHAIR, number=1, version=1)
    yield connection
    connection.close()


@pytest.mark.parametrize(("act", "who", "wish"), [
    ("ask", ASKERS[1], {"text": "And this?"}), ("vote", ASKERS[2], {"number": 1}), ("unvote", ASKERS[2], {"number": 1}), ("withdraw", ASKERS[0], {"number": 2}),
    ("approve", CHAIR, {"number": 2, "version": 1}), ("decline", CHAIR, {"number": 2, "version": 1, "reason": "off_topic"}),
    ("merge", CHAIR, {"number": 2, "version": 1, "into": 1}), ("take", CHAIR, {"number": 1, "version": 2}), ("advance", CHAIR, {"live": None, "next": None}),
    ("wording", CHAIR, {"number": 1, "version": 2, "text": "Clearer?"}), ("undo", CHAIR, {}),
])
def test_an_act_reads_what_it_needs_by_an_index(connection, act, who, wish):
    said = []
    connection.set_trace_callback(said.append)
    carry_out(connection, act, who, now=3600.0, **wish)
    connection.set_trace_callback(None)
    assert len(said) > 3
    assert [(statement, step) for statement in said for step in plan(connection, statement) if goes_through_all(step)] == []


def plan(connection, statement: str) -> list[str]:
    """The steps of a statement. An INSERT's are left out: they name the checks of foreign keys that it would need only if others had failed."""
    if not statement.startswith(("SELECT", "UPDATE", "DELETE")):
        return []
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]


def goes_through_all(step: str) -> bool:
    """SCAN is through a table, SEARCH by the session alone through all of a session."""
    words = step.split()
    return words[1] in WHOLE and (words[0] == "SCAN" or step.endswith("(session=?)"))
