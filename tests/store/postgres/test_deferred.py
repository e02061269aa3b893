"""Tests of deferred statements.

A writing transaction on PostgreSQL sends several of these statements in one message.
"""

from __future__ import annotations

import pytest

from moderation.store.errors import DatabaseError, IntegrityError
from moderation.store.postgres.deferred import Deferred, DeferredCursor, can_be_deferred, is_read
from moderation.store.postgres.prepared import Statement
from tests import engines
from tests.factories import make_database

pytestmark = pytest.mark.databases("postgres", "pgbouncer")


@pytest.fixture
def connection(tmp_path):
    make_database(tmp_path / "of.db").close()
    connection = engines.current().place(tmp_path / "of.db").connect()
    yield connection
    connection.close()


@pytest.fixture
def messages(connection, monkeypatch):
    """Return a list to which each message that the connection sends is added, as the SQL text of its statements."""
    sent, driver = [], connection._driver
    execute = driver.execute

    def note(query, *arguments, **options):
        sent.append(query.decode() if isinstance(query, bytes) else query)
        return execute(query, *arguments, **options)

    monkeypatch.setattr(driver, "execute", note)
    return sent


def set_phase(connection, phase):
    return connection.execute("UPDATE sessions SET phase = ? WHERE code = ?", [phase, "PANEL1"])


def phase(connection):
    return connection.execute("SELECT phase FROM sessions").fetchone()[0]


def statements(deferred):
    return [statement.sql for statement, _ in deferred.take()]


def deferred_of(*sql):
    deferred = Deferred()
    for statement in sql:
        deferred.add(Statement(statement), DeferredCursor(lambda: None))
    return deferred


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (("SAVEPOINT a", "INSERT 1", "RELEASE a"), ["INSERT 1"]),
        (("SAVEPOINT a", "RELEASE a", "SAVEPOINT a"), ["SAVEPOINT a"]),
        (("INSERT 1", "SAVEPOINT a", "INSERT 2", "ROLLBACK TO a", "RELEASE a"), ["INSERT 1"]),
        # The two cases below contain no SAVEPOINT, because an earlier message has already sent it. ROLLBACK TO and
        # RELEASE must therefore be sent too.
        (("INSERT 2", "ROLLBACK TO a", "RELEASE a"), ["ROLLBACK TO a", "RELEASE a"]),
        (("INSERT 2", "RELEASE a"), ["INSERT 2", "RELEASE a"]),
    ],
)
def test_a_savepoint_that_is_not_needed_is_not_sent(sql, expected):
    assert statements(deferred_of(*sql)) == expected


@pytest.mark.databases("sqlite")
def test_a_rollback_changes_the_result_of_a_read_and_a_savepoint_does_not():
    assert not deferred_of("SAVEPOINT a").changes_rows
    assert not deferred_of("RELEASE a", "SAVEPOINT a").changes_rows
    assert deferred_of("ROLLBACK TO a", "RELEASE a", "SAVEPOINT a").changes_rows
    assert deferred_of("SAVEPOINT a", "DELETE FROM votes").changes_rows


@pytest.mark.databases("sqlite")
def test_a_savepoint_is_not_sent_before_a_read():
    deferred = deferred_of("INSERT 1", "SAVEPOINT a", "UPDATE 1", "RELEASE a", "SAVEPOINT b")
    assert [statement.sql for statement, _ in deferred.take_changes()] == ["INSERT 1", "UPDATE 1"]
    assert statements(deferred) == ["SAVEPOINT b"]
    deferred = deferred_of("RELEASE a", "SAVEPOINT a", "UPDATE 1")
    assert [statement.sql for statement, _ in deferred.take_changes()] == ["RELEASE a", "SAVEPOINT a", "UPDATE 1"]
    assert statements(deferred) == [] and deferred.take_changes() == []


@pytest.mark.databases("sqlite")
def test_only_statements_that_certainly_have_no_rows_are_deferred():
    assert is_read("SELECT 1") and is_read("\nSELECT 1\nFROM log")
    assert not is_read("INSERT INTO log SELECT 1") and not is_read("WITH a AS (DELETE FROM log) SELECT 1")
    assert can_be_deferred("INSERT INTO log SELECT 1") and can_be_deferred("SET CONSTRAINTS ALL DEFERRED")
    rest = (
        "SELECT 1",
        "\nSELECT 1",
        "INSERT INTO log DEFAULT VALUES\nRETURNING id",
        "WITH a AS (SELECT 1) SELECT 1",
        "VALUES (1)",
    )
    assert [sql for sql in rest if can_be_deferred(sql)] == []


def test_writes_are_sent_together_with_the_commit(connection, messages):
    connection.begin_write(defers=True)
    set_phase(connection, "paused")
    connection.executemany(
        "INSERT INTO leases (name, holder, until) VALUES (?, ?, ?)", [("a", "it's", 1.5), ("b", "%", -1)]
    )
    connection.commit_write()
    assert [message.partition(" ")[0] for message in messages] == ["BEGIN;", "UPDATE"]
    assert messages[1].endswith("VALUES ('b', '%',  -1);COMMIT")
    rows = connection.execute("SELECT name, holder, until FROM leases ORDER BY name").fetchall()
    assert [tuple(row) for row in rows] == [("a", "it's", 1.5), ("b", "%", -1.0)]


def test_a_read_sees_the_writes_before_it(connection):
    connection.begin_write(defers=True)
    set_phase(connection, "paused")
    assert phase(connection) == "paused"
    connection.execute("SAVEPOINT command")
    set_phase(connection, "closed")
    assert phase(connection) == "closed"
    connection.execute("ROLLBACK TO command")
    assert phase(connection) == "paused"
    connection.execute("RELEASE command")
    connection.commit_write()
    assert phase(connection) == "paused"


def test_the_number_of_changed_rows_is_that_of_each_statement(connection):
    connection.begin_write(defers=True)
    changed = [
        set_phase(connection, "paused"),
        connection.execute("UPDATE sessions SET phase = 'open' WHERE code = 'NONE'"),
    ]
    inserted = connection.executemany(
        "INSERT INTO leases (name, holder, until) VALUES (?, ?, ?)", [("a", "x", 1), ("b", "y", 2)]
    )
    assert [cursor.rowcount for cursor in (*changed, inserted)] == [1, 0, 2]
    assert connection.executemany("DELETE FROM leases WHERE name = ?", []).rowcount == 0
    for read in (changed[0].fetchone, changed[0].fetchall, lambda: list(changed[0])):
        with pytest.raises(TypeError, match="no rows"):
            read()
    connection.roll_back()


def test_a_failed_write_is_reported_at_the_commit_and_nothing_is_stored(connection):
    connection.begin_write(defers=True)
    set_phase(connection, "paused")
    connection.execute("UPDATE sessions SET phase = 'nowhere'")
    with pytest.raises(IntegrityError):
        connection.commit_write()
    assert not connection.in_transaction and phase(connection) != "paused"


def test_a_rollback_forgets_the_deferred_writes(connection):
    connection.begin_write(defers=True)
    set_phase(connection, "paused")
    connection.roll_back()
    connection.begin_write()
    connection.commit_write()
    assert phase(connection) != "paused"


def test_a_text_with_nul_is_stored_without_it(connection):
    connection.begin_write(defers=True)
    connection.execute("INSERT INTO leases (name, holder, until) VALUES (?, ?, ?)", ["a", "b\\\0c'", 1])
    connection.commit_write()
    assert connection.execute("SELECT holder FROM leases").fetchone()[0] == "b\\\N{REPLACEMENT CHARACTER}c'"


def test_a_statement_that_is_not_complete_ends_the_transaction(connection):
    connection.begin_write(defers=True)
    connection.execute("UPDATE sessions SET")
    with pytest.raises(DatabaseError):
        connection.commit_write()
