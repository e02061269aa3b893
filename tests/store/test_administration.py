"""Tests of the queries of the administration page, the events, the imports and the bridge, on both databases."""

from __future__ import annotations

from moderation.store import administration, bridges, events, imports, sessions
from tests.factories import AT, add, make_database, make_question


def test_questions_are_counted_for_each_session():
    store = make_database()
    for number, status in ((1, "pending"), (2, "answered"), (3, "answered")):
        add(store, make_question(number, status))
    assert administration.question_counts(store) == {1: (3, 2)}


def test_a_session_is_archived_once_and_taken_out():
    store = make_database()
    session = sessions.get_by_code(store, "PANEL1")
    for _ in range(2):
        administration.archive(store, session, AT)
    assert administration.archived(store) == {session.id}


def test_a_session_leaves_its_earlier_event():
    store = make_database()
    for code in ("DAYS1", "DAYS2"):
        events.create(store, code, "Days")
        events.change(store, events.get(store, code), "Days", ["PANEL1"])
    members = [[session.code for session in event.sessions] for event in events.every(store)]
    assert members == [[], ["PANEL1"]]


def test_imports_are_listed_with_their_questions():
    store = make_database()
    session = sessions.get_by_code(store, "PANEL1")
    number = imports.start(store, session, AT, "questions.csv")
    for question, status in ((1, "pending"), (2, "approved"), (3, "live")):
        add(store, make_question(question, status))
        imports.add(store, session, number, bytes([question]), question)
    [view] = imports.listing(store, session)
    assert [view[key] for key in ("number", "file", "questions", "pending", "queued", "staying")] == [
        1,
        "questions.csv",
        3,
        1,
        1,
        1,
    ]


def test_a_new_token_replaces_the_earlier_one():
    store = make_database()
    session = sessions.get_by_code(store, "PANEL1")
    for token_hash in (b"first", b"second"):
        bridges.replace(store, session, bridges.Bridge(token_hash, AT))
    assert bridges.find(store, session) == (b"second", AT)
    assert [bridges.delete(store, session) for _ in range(2)] == [True, False]
