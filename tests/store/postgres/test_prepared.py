"""Tests of the statements that a connection to PostgreSQL prepares."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.store.errors import OperationalError
from moderation.store.postgres import prepared
from moderation.store.postgres.prepared import PREPARED_AFTER, Statement
from tests import engines
from tests.factories import make_database

pytestmark = pytest.mark.databases("postgres")
LEASE = "INSERT INTO leases (name, holder, until) VALUES (?, ?, ?)"
RENEWED = "UPDATE leases SET until = :until, holder = :holder WHERE name = :name AND holder <> :holder"
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)


@pytest.fixture
def connection(tmp_path):
    make_database(tmp_path / "of.db").close()
    connection = engines.current().place(tmp_path / "of.db").connect()
    yield connection
    connection.close()


def leases(connection):
    return [tuple(row) for row in connection.execute("SELECT name, holder, until FROM leases ORDER BY name")]


def messages_of(connection, sql, values, count):
    """Return the SQL to send for each of `count` uses of the statement."""
    return [connection._prepared.message(connection._prepared.statement(sql, values)) for _ in range(count)]


@pytest.mark.databases("sqlite")
def test_a_text_has_the_literals_in_the_places_of_the_parameters():
    assert Statement("SELECT '?', ?, ?", ("unknown", "bigint"), ("'a'", " -1")).text == "SELECT '?', 'a',  -1"
    assert Statement(":a = :b AND :a > 0", ("bigint",) * 3, ("1", "2", "1")).text == "1 = 2 AND 1 > 0"
    assert Statement("RELEASE command").text == "RELEASE command"


def test_a_statement_is_prepared_when_it_is_used_often(connection):
    used = messages_of(connection, LEASE, ["a", None, 1.5], PREPARED_AFTER + 1)
    text = "INSERT INTO leases (name, holder, until) VALUES ('a', NULL, 1.5)"
    assert used == [text] * (PREPARED_AFTER - 1) + ["EXECUTE of_0 ('a', NULL, 1.5)"] * 2
    types = connection.execute("SELECT parameter_types::text FROM pg_prepared_statements WHERE name = 'of_0'")
    assert types.fetchone()[0] == '{text,text,"double precision"}'


def test_values_of_other_types_need_another_prepared_statement(connection):
    for until in (1.5, 2):
        messages_of(connection, LEASE, ["a", "x", until], PREPARED_AFTER)
    assert [messages_of(connection, LEASE, ["a", "x", until], 1)[0][:13] for until in (1.5, 2)] == [
        "EXECUTE of_0 ",
        "EXECUTE of_1 ",
    ]


def test_a_statement_without_parameters_is_not_prepared(connection):
    assert messages_of(connection, "RELEASE command", [], PREPARED_AFTER + 1)[-1] == "RELEASE command"


@pytest.mark.databases("pgbouncer")
def test_behind_a_pooler_no_statement_is_prepared(connection):
    used = messages_of(connection, LEASE, ["a", "x", 1], PREPARED_AFTER + 5)
    assert set(used) == {"INSERT INTO leases (name, holder, until) VALUES ('a', 'x', 1)"}


def test_the_number_of_prepared_statements_is_limited(connection, monkeypatch):
    monkeypatch.setattr(prepared, "MOST_PREPARED", 2)
    last = [messages_of(connection, f"{LEASE} -- {number}", ["a", "x", 1], PREPARED_AFTER)[-1] for number in range(3)]
    assert [message.partition(" ")[0] for message in last] == ["EXECUTE", "EXECUTE", "INSERT"]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(TEXTS, TEXTS, st.floats(-1e9, 1e9) | st.integers(-9, 9)), min_size=6, max_size=12))
def test_prepared_statements_store_each_value(connection, rows):
    """Check that each value is stored as it is. All examples use one connection, so that statements are prepared."""
    connection.begin_write(defers=True)
    connection.execute("DELETE FROM leases")
    for number, (_, holder, until) in enumerate(rows):
        connection.execute(LEASE, [f"{number:02}", holder, until])
    renewed = [
        connection.execute(RENEWED, {"name": f"{number:02}", "holder": name, "until": 0.5})
        for number, (name, _, _) in enumerate(rows)
    ]
    expected = [
        (f"{number:02}", name, 0.5) if name != holder else (f"{number:02}", holder, float(until))
        for number, (name, holder, until) in enumerate(rows)
    ]
    assert leases(connection) == expected
    assert [cursor.rowcount for cursor in renewed] == [int(name != holder) for name, holder, _ in rows]
    connection.commit_write()
    assert leases(connection) == expected


def test_a_read_after_writes_is_sent_with_them_and_returns_its_rows(connection, monkeypatch):
    sent, execute = [], connection._driver.execute
    monkeypatch.setattr(
        connection._driver,
        "execute",
        lambda query, *rest, **options: (sent.append(query), execute(query, *rest, **options))[1],
    )
    for number in range(PREPARED_AFTER + 1):
        connection.begin_write(defers=True)
        sent.clear()
        connection.execute(LEASE, [f"{number}", "x", number])
        connection.execute("UPDATE leases SET until = until + 1")
        read = connection.execute("SELECT until FROM leases WHERE name = ?", [f"{number}"])
        assert [tuple(row) for row in read] == [(number + 1.0,)]
        messages = [message.decode() for message in sent if not message.startswith(b"PREPARE")]
        assert len(messages) == 1
        connection.commit_write()
    assert messages[0].split(";") == [
        f"EXECUTE of_0 ('{number}', 'x', {number})",
        "UPDATE leases SET until = until + 1",
        f"EXECUTE of_1 ('{number}')",
    ]


def test_a_rollback_keeps_the_prepared_statements(connection):
    read = "SELECT until FROM leases WHERE name = ?"
    for number in range(PREPARED_AFTER + 3):
        connection.execute(read, ["x"]).fetchall()  # outside a transaction, psycopg could prepare it
        connection.begin_write(defers=True)
        for _ in range(3):
            connection.execute(read, ["x"]).fetchall()
        connection.execute("SAVEPOINT command")
        # A statement that returns rows is sent at once, with the savepoint before it.
        connection.execute(f"{LEASE} RETURNING name", [f"a{number}", "x", 1]).fetchall()
        connection.execute("ROLLBACK TO command")
        connection.execute(LEASE, [f"b{number}", "x", number])
        connection.commit_write()
        connection.begin_write(defers=True)
        connection.execute(LEASE, ["c", "x", number])
        connection.execute(read, ["x"]).fetchall()
        connection.roll_back()
    assert leases(connection) == [(f"b{number}", "x", float(number)) for number in range(PREPARED_AFTER + 3)]
    names = connection.execute("SELECT name FROM pg_prepared_statements ORDER BY name").fetchall()
    assert [name for (name,) in names] == ["of_0", "of_1", "of_2"]


def test_a_new_connection_prepares_its_statements_again(connection):
    messages_of(connection, LEASE, ["a", "x", 1], PREPARED_AFTER)
    connection._driver.close()
    connection.begin_write(defers=True)
    connection.execute(LEASE, ["a", "x", 1])
    connection.commit_write()
    assert leases(connection) == [("a", "x", 1.0)]


def test_a_statement_that_cannot_be_prepared_is_an_error_and_is_not_remembered(connection):
    connection.begin_write(defers=True)
    for _ in range(PREPARED_AFTER - 1):
        messages_of(connection, "DELETE FROM nothing WHERE id = ?", [1], 1)
    connection.execute("DELETE FROM nothing WHERE id = ?", [1])
    with pytest.raises(OperationalError, match="nothing"):
        connection.commit_write()
    connection.begin_write(defers=True)
    connection.execute(LEASE, ["a", "x", 1])
    connection.commit_write()
    assert leases(connection) == [("a", "x", 1.0)]
