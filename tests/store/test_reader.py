"""Tests of read transactions.

A read transaction sees a consistent state while the writer writes. After an error, its connection returns to the pool.
"""

from __future__ import annotations

import sqlite3

import pytest

from tests.factories import add, make_database, make_question, make_reader


@pytest.fixture
def place(tmp_path):
    connection = make_database(tmp_path / "of.db")
    yield tmp_path / "of.db", connection
    connection.close()


def count(connection):
    return connection.execute("SELECT count(*) FROM questions").fetchone()[0]


def test_a_read_transaction_does_not_see_later_commits(place):
    path, writing = place
    reader = make_reader(path)
    with reader.transaction() as connection:
        assert count(connection) == 0
        add(writing, make_question(1))
        assert count(connection) == 0
    with reader.transaction() as connection:
        assert count(connection) == 1
    reader.close()


def test_connection_is_used_again_after_a_failure(place):
    reader = make_reader(place[0])
    with pytest.raises(sqlite3.OperationalError), reader.transaction() as first:
        first.execute("SELECT * FROM nowhere")
    with reader.transaction() as second:
        assert second is first
        assert count(second) == 0
    reader.close()


def test_two_simultaneous_readers_have_separate_connections(place):
    reader = make_reader(place[0])
    with reader.transaction() as first, reader.transaction() as second:
        assert first is not second
        assert count(first) == count(second) == 0
    reader.close()


def test_a_reader_cannot_write(place):
    reader = make_reader(place[0])
    with reader.transaction() as connection, pytest.raises(sqlite3.OperationalError, match=r"read-?only"):
        connection.execute("DELETE FROM sessions")
    reader.close()


def test_a_statement_sees_the_last_commit(place):
    path, writing = place
    reader = make_reader(path)
    with reader.statement() as connection:
        assert count(connection) == 0
        add(writing, make_question(1))
        assert count(connection) == 1
        assert not connection.in_transaction
    reader.close()
