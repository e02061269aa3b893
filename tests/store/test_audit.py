"""Tests of the hash chain in the stored log: every changed value and every missing row is found."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from moderation.core.model import Phase
from moderation.core.refusals import Refusal
from moderation.store import audit, log, sessions
from tests import engines
from tests.factories import ANA, BEN, caller, command, execute_act, make_database
from tests.running_store import RunningStore

A, B, ORGANISER = caller("chair.a"), caller("chair.b"), caller("organiser")
COVERED = {
    "log": ("id", "chain_id", "at", "seat", "act", "undoes", "undone", "detail", "hash"),
    "log_questions": ("question", "status_before", "status_after", "reason", "version"),
}
"""The columns that the hashes cover. The column `before` is not covered, because its texts can be erased later."""


COLUMNS_OF_ROW = {"log": "id", "log_questions": "log, question"}
OTHER = {
    "undone": lambda value: 1 - value,
    "undoes": lambda value: (value or 0) + 1,
    "question": lambda value: 3 - value,
    "id": lambda value: value + 1000,
    "chain_id": lambda value: 1000,
}
"""{column: function from a value to another valid value}, for columns in which `other` may return an invalid value."""


def other(value):
    """Return a value of the same type that differs from `value`."""
    if isinstance(value, int):
        return value + 1
    return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"


@contextmanager
def undone(store):
    """Undo all changes of the store that are made in the `with` block."""
    store.begin_write()
    yield
    store.execute("ROLLBACK")


@pytest.fixture
def worked():
    """Return a store whose log contains acts on one question, an act on several questions, an undo, and organiser's
    acts.
    """
    store = make_database()
    for attendee in (ANA, BEN):
        execute_act(store, "ask", caller("attendee", attendee), text=f"Who asks, {attendee.hex()}?")
    execute_act(store, "approve", A, number=1, version=1)
    execute_act(store, "undo", A)
    execute_act(store, "merge", B, number=2, version=1, into=1)
    execute_act(store, "decline", A, number=1, version=4, reason="off_topic")
    execute_act(store, "set", ORGANISER, list_public=False)
    execute_act(store, "renew", ORGANISER, seat="stage")
    return store


def checked(store) -> audit.Audit:
    return audit.check(store, sessions.get_by_code(store, "PANEL1"))


def test_an_unchanged_log_is_correct(worked):
    result = checked(worked)
    assert (result.checked, result.unchecked, result.wrong) == (8, 0, None)
    assert result.hash == worked.execute("SELECT log_hash FROM sessions").fetchone()[0] != ""
    details = worked.execute("SELECT act, detail FROM log WHERE detail IS NOT NULL ORDER BY id").fetchall()
    assert [tuple(row) for row in details] == [("set", '{"list_public": false}'), ("renew", '{"seat": "stage"}')]


def test_every_column_is_covered_or_contains_words(worked):
    for table, columns in COVERED.items():
        names = set(worked.execute(f"SELECT * FROM {table}").fetchone().keys())
        assert names - set(columns) == {"log": {"session"}, "log_questions": {"log", "before"}}[table]


@pytest.mark.databases("sqlite")  # The test uses UPDATE OR REPLACE, which PostgreSQL lacks.
@pytest.mark.parametrize(("table", "column"), [(table, column) for table in COVERED for column in COVERED[table]])
def test_a_changed_value_is_found(worked, table, column):
    engines.current().without_foreign_keys(worked)
    key = COLUMNS_OF_ROW[table]
    for row in worked.execute(f"SELECT {key}, {column} AS value FROM {table}").fetchall():
        where = " AND ".join(f"{name} = ?" for name in key.split(", "))
        changed = OTHER.get(column, other)(row["value"])
        with undone(worked):
            worked.execute(f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {where}", [changed, *tuple(row)[:-1]])
            assert checked(worked).wrong is not None, tuple(row)
    assert checked(worked).wrong is None


def test_a_missing_row_is_found_at_its_place(worked):
    engines.current().without_foreign_keys(worked)
    ids = [row[0] for row in worked.execute("SELECT id FROM log ORDER BY id")]
    for missing, following in zip(ids, [*ids[1:], 0], strict=True):
        with undone(worked):
            worked.execute("DELETE FROM log WHERE id = ?", [missing])
            assert checked(worked).wrong == following


def test_an_inserted_row_without_a_hash_is_found(worked):
    (row,) = worked.execute(
        "INSERT INTO log (session, at, seat, act) SELECT session, at, seat, 'open' FROM log LIMIT 1 RETURNING id"
    ).fetchone()
    assert checked(worked).wrong == row


def test_an_erasure_of_words_leaves_the_chain_correct(worked):
    execute_act(worked, "ask", caller("attendee", ANA), text="Whose words?")
    execute_act(worked, "wording", A, number=3, version=1, text="Whose clearer words?")
    execute_act(worked, "withdraw", caller("attendee", ANA), number=3)
    result = checked(worked)
    assert (result.checked, result.wrong) == (11, None)


def test_the_end_of_a_rehearsal_starts_a_new_chain():
    store = make_database(phase=Phase.REHEARSAL)
    execute_act(store, "ask", caller("attendee", ANA), text="Who rehearses?")
    execute_act(store, "open", ORGANISER)
    assert checked(store)[:3] == (1, 0, None)


def test_rows_from_before_the_migration_are_not_checked():
    store = make_database()
    execute_act(store, "ask", caller("attendee", ANA), text="Who asked before?")
    store.execute("UPDATE log SET hash = NULL")
    store.execute("UPDATE sessions SET log_hash = ''")
    execute_act(store, "approve", A, number=1, version=1)
    assert checked(store)[:3] == (1, 1, None)


def test_a_batch_with_refused_commands_leaves_the_chain_correct(tmp_path):
    store = RunningStore(tmp_path / "of.db", phase=Phase.OPEN)
    asked = [command("ask", caller("attendee", ANA), text=f"Question {number}?") for number in range(4)]
    refused = command("approve", A, number=99, version=1)

    def log_and_refuse(tx):
        log.append(tx, sessions.get_by_code(tx.connection, "PANEL1"), "chair.a", "clear_screen", [])
        raise Refusal("act.not_allowed")

    outcomes = store.batch(asked[0], refused, asked[1], command("withdraw", caller("attendee", ANA), number=1), refused)
    approve, undo = command("approve", A, number=2, version=1), command("undo", A)
    outcomes += store.batch(refused, log_and_refuse, *asked[2:], log_and_refuse, approve, undo)
    are_refused = [isinstance(outcome, Refusal) for outcome in outcomes]
    assert are_refused == [False, True, False, False, True, True, True, False, False, True, False, False]
    checked = store.read(lambda connection, session: audit.check(connection, session))
    store.close()
    assert (checked.wrong, checked.checked, checked.unchecked) == (None, 7, 0)
