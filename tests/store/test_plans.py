"""Tests that the cost of a command does not grow with the session's history.

No SQL statement of an act may read all rows of a growing table, such as the questions, the votes or the log.
"""

from __future__ import annotations

import hashlib

import pytest

from moderation.store import questions, sessions, similar, translation_jobs, translations, votes
from tests.factories import AT, caller, execute_act, make_database

pytestmark = pytest.mark.databases("sqlite")

ASKERS = [caller("attendee", hashlib.sha256(bytes([number])).digest()) for number in range(3)]
CHAIR = caller("chair.a")
JOB = translation_jobs.Job(1, "PANEL1", 2, "Question 1?", "en", "es", 0, 0.0)
WHOLE = (
    "questions",
    "votes",
    "touches",
    "log",
    "log_questions",
    "commands",
    "attendees",
    "translations",
    "similar",
    "jobs",
)


@pytest.fixture
def connection():
    connection = make_database()
    for number in range(4):
        execute_act(connection, "ask", ASKERS[0], text=f"Question {number}?", now=number * 60.0)
    execute_act(connection, "approve", CHAIR, number=1, version=1)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("act", "who", "params"),
    [
        ("ask", ASKERS[1], {"text": "And this?"}),
        ("vote", ASKERS[2], {"number": 1}),
        ("unvote", ASKERS[2], {"number": 1}),
        ("withdraw", ASKERS[0], {"number": 2}),
        ("approve", CHAIR, {"number": 2, "version": 1}),
        ("decline", CHAIR, {"number": 2, "version": 1, "reason": "off_topic"}),
        ("merge", CHAIR, {"number": 2, "version": 1, "into": 1}),
        ("take", CHAIR, {"number": 1, "version": 2}),
        ("advance", CHAIR, {"live": None, "next": None}),
        ("wording", CHAIR, {"number": 1, "version": 2, "text": "Clearer?"}),
        ("undo", CHAIR, {}),
    ],
)
def test_an_act_reads_growing_tables_only_by_an_index(connection, act, who, params):
    statements = listened(connection, lambda: execute_act(connection, act, who, now=3600.0, **params))
    assert len(statements) > 3
    assert too_much(connection, statements) == []


@pytest.mark.parametrize(
    "work",
    [
        lambda connection, session: votes.publish(connection, session, [1, 2]),
        lambda connection, session: questions.waiting(connection, session),
        lambda connection, session: similar.due(connection, 20),
        lambda connection, session: similar.offering(connection, session.id, 1),
        lambda connection, session: similar.comparable_of(connection, session, [1, 2, 3]),
        lambda connection, session: similar.put(connection, session, 2, [(1, 0.5)]),
        lambda connection, session: translation_jobs.due(connection, session.code, 0.0, 2, first=[["es"]]),
        lambda connection, session: translation_jobs.put_off(connection, session, JOB, None),
        lambda connection, session: translations.finish(connection, session, JOB, "¿Y?", "none", ("en",), AT),
    ],
    ids=[
        "votes",
        "queue",
        "similar-due",
        "offering",
        "standing",
        "offers",
        "translations-due",
        "put-off",
        "translated",
    ],
)
def test_background_work_reads_growing_tables_only_by_an_index(connection, work):
    session = sessions.get_by_code(connection, "PANEL1")
    statements = listened(connection, lambda: work(connection, session))
    assert statements and too_much(connection, statements) == []


def test_the_balance_reads_all_questions_from_a_covering_index(connection):
    session = sessions.get_by_code(connection, "PANEL1")
    (statement,) = listened(connection, lambda: questions.balance_rows(connection, session))
    assert [step for step in plan(connection, statement) if step.startswith("SEARCH")] == [
        "SEARCH questions USING COVERING INDEX questions_tallied (session=?)",
        "SEARCH led USING INDEX questions_by_lead (session=? AND lead>?)",
        "SEARCH leads USING INDEX sqlite_autoindex_questions_1 (session=? AND number=?)",
    ]


def listened(connection, work) -> list[str]:
    """Return the SQL statements that `work` executes."""
    statements = []
    connection.set_trace_callback(statements.append)
    work()
    connection.set_trace_callback(None)
    return statements


def too_much(connection, statements: list[str]) -> list[tuple[str, str]]:
    return [
        (statement, step) for statement in statements for step in plan(connection, statement) if goes_through_all(step)
    ]


def plan(connection, statement: str) -> list[str]:
    """Return the steps of a statement's query plan.

    Return [] for statements other than SELECT, UPDATE and DELETE. An INSERT is left out because its plan also lists
    foreign-key checks, although SQLite runs these checks only while a foreign key is violated.
    """
    if not statement.startswith(("SELECT", "UPDATE", "DELETE")):
        return []
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]


def goes_through_all(step: str) -> bool:
    """Return whether the step of a query plan reads all or most rows of a table in WHOLE.

    A SCAN reads all rows. A SEARCH reads most rows if it uses only the column `session`, or only the column `state`.
    """
    words = step.split()
    return words[1] in WHOLE and (words[0] == "SCAN" or step.endswith(("(session=?)", "(state=?)")))
