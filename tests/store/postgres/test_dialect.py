"""Tests of the dialects: both databases have the same tables, columns and rules."""

from __future__ import annotations

import sqlite3

import pytest

from moderation.core.model import Phase
from moderation.store import questions, sessions
from moderation.store.errors import IntegrityError
from tests import engines
from tests.factories import AT, add, make_database, make_definition, make_question

KINDS = {"bigint": "INTEGER", "integer": "INTEGER", "text": "TEXT", "bytea": "BLOB", "double precision": "REAL"}
OWN = {"migrations", "_sqlite_migrations", "sqlite_sequence"}
"""The tables with which a database manages itself, such as its list of migrations. The tests ignore these tables."""


def sqlite_columns(connection, table):
    """Return {column: (type, whether NULL is forbidden, part of the primary key)}."""
    return {
        row["name"]: (row["type"], bool(row["notnull"]) or bool(row["pk"]), bool(row["pk"]))
        for row in connection.execute(f'PRAGMA table_info("{table}")')
    }


def postgres_columns(connection, table):
    rows = connection.execute(
        "SELECT column_name, data_type, is_nullable, column_name IN (SELECT attname FROM pg_index"
        " JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)"
        " WHERE indisprimary AND indrelid = CAST(? AS regclass)) AS is_key FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = ?",
        [f'"{table}"', table],
    )
    return {row["column_name"]: (KINDS[row["data_type"]], row["is_nullable"] == "NO", row["is_key"]) for row in rows}


def indexes(names):
    return {name for name in names if not name.startswith(("sqlite_", "idx_")) and not name.endswith(("_key", "_pkey"))}


@pytest.fixture
def pair(store):
    """Return stores on SQLite and on PostgreSQL with the same session."""
    name = engines.current().name
    engines.use("sqlite")
    first = make_database()
    engines.use(name)
    return first, store


@pytest.mark.databases("postgres")
def test_both_databases_have_the_same_tables_and_columns(pair):
    sqlite, postgres = pair
    tables = set(sqlite.dialect.tables(sqlite)) - OWN
    assert tables == set(postgres.dialect.tables(postgres)) - OWN
    assert {table: sqlite_columns(sqlite, table) for table in tables} == {
        table: postgres_columns(postgres, table) for table in tables
    }


@pytest.mark.databases("postgres")
def test_both_databases_have_the_same_foreign_keys(pair):
    sqlite, postgres = pair
    for table in set(sqlite.dialect.tables(sqlite)) - OWN:
        assert sorted(sqlite.dialect.references(sqlite, table)) == sorted(postgres.dialect.references(postgres, table))


@pytest.mark.databases("postgres")
def test_both_databases_have_the_same_indexes(pair):
    sqlite, postgres = pair
    rows = sqlite.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()
    expected = indexes(row[0] for row in rows)
    rows = postgres.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()").fetchall()
    assert indexes(row[0] for row in rows) == expected != set()


def test_the_rules_of_a_row_hold(store):
    for question in (make_question(1, "approved", place=None), make_question(1, "live", hides=True)):
        with pytest.raises(IntegrityError, match=r"(?i)check"):
            add(store, question)
    add(store, make_question(1, "live"))
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        add(store, make_question(2, "live"))


def test_texts_have_the_order_of_their_bytes(store):
    places = ["B", "a", "Z", "b", "é", "A"]
    for number, place in enumerate(places, 1):
        add(store, make_question(number, "approved", place=place))
    session = sessions.get_by_code(store, "PANEL1")
    by_place = {place: number for number, place in enumerate(places, 1)}
    assert questions.queue_numbers(store, session) == [by_place[place] for place in ["A", "B", "Z", "a", "b", "é"]]


def test_a_code_with_nul_is_unknown(store):
    assert not sessions.is_purged(store, "PANEL\0")
    assert store.execute("SELECT count(*) FROM sessions WHERE code = ?", ["PANEL1\0"]).fetchone()[0] == 0


def test_a_refused_session_leaves_the_transaction_usable(store):
    store.begin_write()
    with pytest.raises(Exception, match="exists"):
        sessions.create(store, make_definition("PANEL1"), Phase.OPEN, AT)
    sessions.create(store, make_definition("OTHER1"), Phase.OPEN, AT)
    store.commit_write()
    assert [session.code for session in sessions.every(store)] == ["PANEL1", "OTHER1"]


def test_json_numbers(store):
    store.execute("""UPDATE sessions SET balance = '{"a": {"b": 12}, "c": "text"}'""")
    for path, expected in ((("a", "b"), 12), (("a", "d"), None), (("e", "f"), None)):
        number = store.dialect.json_number("balance", *path)
        assert store.execute(f"SELECT {number} FROM sessions").fetchone()[0] == expected


def test_errors_have_the_same_classes_and_a_name(store):
    with pytest.raises(sqlite3.OperationalError) as raised:
        store.execute("SELECT * FROM nowhere")
    from moderation.store.errors import name_of

    assert name_of(raised.value) in ("SQLITE_ERROR", "UndefinedTable")


def test_a_changed_question_is_marked_for_comparison(store):
    def marked():
        marks = [row[0] for row in store.execute("SELECT question FROM similar_due")]
        store.execute("DELETE FROM similar_due")
        return marks

    add(store, make_question(1))
    assert marked() == [1]
    for change, expected in (
        ("votes = 3", []),
        ("text = 'Other?'", [1]),
        ("status = 'approved', place = '7'", []),
        ("status = 'declined', place = NULL, reason = 'off_topic'", [1]),
    ):
        store.execute(f"UPDATE questions SET {change}")
        assert marked() == expected, change
