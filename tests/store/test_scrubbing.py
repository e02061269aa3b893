"""Tests of scrubs. A scrub overwrites deleted data, so that no byte of the data stays.

An interrupted scrub is still marked as due.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest

from moderation.store import schema, scrubbing
from tests.factories import ANA, caller, execute_act, make_database

pytestmark = pytest.mark.databases("sqlite")

ASKER = caller("attendee", ANA)
CANARY = b"Kanarie"


def withdraw_all(path, seed=0, count=200):
    """Ask questions of random lengths, edit some of them and withdraw all of them. Return the open connection."""
    connection, lengths = make_database(str(path / "of.db")), random.Random(seed)
    for number in range(1, count + 1):
        key = f"{lengths.random():.12f}"
        text = f"{CANARY.decode()} {number} "
        execute_act(connection, "ask", ASKER, key=key, text=text + "word " * lengths.randint(1, 50))
        if number % 3 == 1:
            words = text + "other " * lengths.randint(1, 45)
            execute_act(connection, "edit", ASKER, number=number, version=1, text=words)
    for number in range(1, count + 1):
        execute_act(connection, "withdraw", ASKER, number=number)
    return connection


def canaries_in(path):
    return sum(file.read_bytes().count(CANARY) for file in path.iterdir())


def test_a_scrub_removes_the_bytes_that_a_checkpoint_leaves(tmp_path):
    """Check that a scrub removes deleted texts that are still in the database file after a checkpoint.

    The rows have different lengths, so SQLite moves some of them to another page. Their old copies stay in the file,
    and the checkpoint does not delete them.
    """
    left, left_after_scrub = 0, 0
    for seed in (1, 2):
        path = tmp_path / str(seed)
        path.mkdir()
        connection = withdraw_all(path, seed)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        left += canaries_in(path)
        scrubbing.scrub(connection)
        left_after_scrub += canaries_in(path)
    assert (left > 0, left_after_scrub) == (True, 0)


def test_the_mark_is_part_of_the_transaction(tmp_path):
    connection = make_database(str(tmp_path / "of.db"))
    connection.execute("BEGIN")
    scrubbing.want_scrub(connection)
    connection.execute("ROLLBACK")
    assert not scrubbing.is_scrub_wanted(connection)
    scrubbing.want_scrub(connection)
    connection.close()
    with closing(schema.connect(tmp_path / "of.db")) as reopened:
        assert scrubbing.is_scrub_wanted(reopened)


def test_the_mark_stays_if_a_reader_prevents_the_scrub(tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "BUSY_MS", 10)
    connection = withdraw_all(tmp_path, count=3)
    reader = schema.connect(tmp_path / "of.db", read_only=True)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM questions").fetchone()
    execute_act(connection, "ask", ASKER, text="Who pays?")
    with pytest.raises(sqlite3.OperationalError):
        scrubbing.scrub(connection)
    assert scrubbing.is_scrub_wanted(connection)
    reader.close()
    scrubbing.finish(connection)
    assert not scrubbing.is_scrub_wanted(connection)
    assert canaries_in(tmp_path) == 0
