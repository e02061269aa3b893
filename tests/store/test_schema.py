"""Tests of the schema: it rejects invalid rows, migrations keep all data, and every connection has its pragmas."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from sqlite_utils import Database

from moderation.core.model import Status
from moderation.store import schema
from tests.factories import add, make_database, make_question


def pragma(connection, name):
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_writing_connection_is_durable(tmp_path):
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout", "temp_store")
    with closing(schema.connect(tmp_path / "of.db")) as connection:
        pragmas = {name: pragma(connection, name) for name in names}
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
        "temp_store": 2,
    }


def test_reading_connection_cannot_write(tmp_path):
    make_database(tmp_path / "of.db").close()
    with closing(schema.connect(tmp_path / "of.db", read_only=True)) as connection:
        assert pragma(connection, "foreign_keys") == 1
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("UPDATE sessions SET phase = 'closed'")


def test_reading_connection_finds_a_folder_with_an_odd_name(tmp_path):
    folder = tmp_path / "50% sûr? #1"
    folder.mkdir()
    make_database(folder / "of.db").close()
    with closing(schema.connect(folder / "of.db", read_only=True)) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone()[0] == 1


def test_pragma_that_is_not_taken_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "BUSY_MS", -1)
    with pytest.raises(RuntimeError, match="busy_timeout"):
        schema.connect(tmp_path / "of.db")


def test_migrating_twice_changes_nothing(tmp_path):
    connection = make_database(tmp_path / "of.db")
    tables = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    schema.migrate(connection)
    assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == tables


def test_every_table_is_strict(store):
    loose = [
        row[1]
        for row in store.execute("PRAGMA table_list")
        if row["schema"] == "main" and row["type"] == "table" and not row["strict"]
    ]
    assert [name for name in loose if not name.startswith(("sqlite_", "_sqlite_migrations"))] == []


@pytest.mark.parametrize("status", ["live", "next"])
def test_live_and_next_are_single(store, status):
    add(store, make_question(1, status))
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        add(store, make_question(2, status))


@pytest.mark.parametrize("status", Status)
def test_place_stands_with_approved_and_with_nothing_else(store, status):
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        add(store, make_question(1, status, place=None if status == "approved" else "50000000"))


@pytest.mark.parametrize(
    "assignment",
    [
        "status = 'asked'",
        "text = ''",
        "language_source = 'guessed'",
        "unsure = 2",
        "show_name = 2",
        "first = -1",
        "number = NULL",
        "version = 'x'",
        "attendee = 99",
    ],
)
def test_question_that_cannot_be_is_refused(store, assignment):
    add(store, make_question(1))
    with pytest.raises(sqlite3.IntegrityError):
        store.execute(f"UPDATE questions SET {assignment}")


def test_number_is_given_once(store):
    add(store, make_question(1))
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        add(store, make_question(1))


@pytest.mark.parametrize("assignment", ["phase = 'over'", "list_public = 2", "chatham_house_rule = NULL"])
def test_session_that_cannot_be_is_refused(store, assignment):
    with pytest.raises(sqlite3.IntegrityError):
        store.execute(f"UPDATE sessions SET {assignment}")


def test_report_is_readable_in_any_browser_of_the_file(store):
    add(store, make_question(1, "approved", group="media"))
    row = dict(store.execute("SELECT * FROM report").fetchone())
    assert (row["session"], row["number"], row["status"], row["stakeholder_group"]) == (
        "PANEL1",
        1,
        "approved",
        "media",
    )


@pytest.fixture
def empty_database():
    """Yield a connection to an in-memory database without tables."""
    with closing(schema.connect(":memory:")) as connection:
        yield connection


def test_database_of_the_version_before_is_taken_over_whole(empty_database):
    """Check a migration that replaces the table of questions.

    It must keep the rows that refer to a question, and add to each translation the hash of its text.
    """
    connection = empty_database
    connection.execute("PRAGMA foreign_keys = 0")
    schema.migrations.apply(Database(connection), stop_before="m003_workflow")
    connection.execute(
        "INSERT INTO sessions (id, code, definition, phase, list_public, show_group, stage_upcoming,"
        " chatham_house_rule, epoch, created_at) VALUES (1, 'OLD1', '{}', 'open', 1, 1, 1, 0, 'e', 'then')"
    )
    connection.execute(
        "INSERT INTO attendees (id, session, token_hash, allowance, allowance_at) VALUES (5, 1, x'01', 1, 0)"
    )
    connection.execute(
        "INSERT INTO questions (id, session, number, attendee, text, language, language_source, unsure, group_key,"
        " show_name, status, place, version, changed_by, asked_at, changed_at, first, votes)"
        " VALUES (7, 1, 3, 5, 'Who pays?', 'en', 'detected', 0, 'media', 0, 'approved', '50000000', 2,"
        " 'chair.a', 'then', 'then', 1, 1)"
    )
    connection.execute("INSERT INTO votes VALUES (7, 5)")
    connection.execute(
        "INSERT INTO translations (question, language, text, source, route, at)"
        " VALUES (7, 'es', '¿Quién paga?', 'machine', '[\"en\", \"es\"]', 'then')"
    )
    schema.migrate(connection)
    assert tuple(
        connection.execute(
            "SELECT id, number, attendee, text, place, version, votes, aloud, lead FROM questions"
        ).fetchone()
    ) == (
        7,
        3,
        5,
        "Who pays?",
        "50000000",
        2,
        1,
        0,
        None,
    )
    assert connection.execute("SELECT of_hash FROM translations").fetchone()[0] == schema.text_hash("Who pays?")
    assert connection.execute("SELECT text FROM report").fetchone()[0] == "Who pays?"
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        connection.execute("INSERT INTO votes VALUES (8, 5)")


def test_stored_answers_of_the_version_before_lose_their_control_fields(empty_database):
    connection = empty_database
    schema.migrations.apply(Database(connection), stop_before="m007_outcomes")
    connection.execute(
        "INSERT INTO sessions (id, code, definition, phase, list_public, show_group, stage_upcoming,"
        " chatham_house_rule, epoch, created_at) VALUES (1, 'OLD1', '{}', 'open', 1, 1, 1, 0, 'e', 'then')"
    )
    for key, answer in (
        ("key-ask", {"already": False, "status": 201, "question": {"number": 1, "status": "pending"}}),
        ("key-renew", {"already": False, "seat": "stage", "generation": 3}),
        ("key-open", {"already": False, "phase": "open", "erased": True}),
        ("key-vote", {"already": False, "voted": 4}),
    ):
        connection.execute(
            "INSERT INTO commands (session, caller, key, body_hash, answer) VALUES (1, 'organiser', ?, x'00', ?)",
            [key, json.dumps(answer)],
        )
    schema.migrate(connection)
    rows = connection.execute("SELECT key, answer, generation FROM commands").fetchall()
    assert {row["key"]: (json.loads(row["answer"]), row["generation"]) for row in rows} == {
        "key-ask": ({"already": False, "question": {"number": 1, "status": "pending"}}, None),
        "key-renew": ({"already": False, "seat": "stage"}, 3),
        "key-open": ({"already": False, "phase": "open"}, None),
        "key-vote": ({"already": False}, None),
    }
