"""Tests of connections to PostgreSQL: row locks, lost connections, lost answers to COMMIT, frozen processes."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest

from moderation.core.model import Phase
from moderation.store import sessions
from moderation.store.errors import OperationalError, name_of
from moderation.store.reader import IS_URGENT
from tests import engines
from tests.cluster.scenarios import wait_until
from tests.factories import ANA, AT, add, caller, command, make_database, make_definition, make_question, make_reader
from tests.running_store import RunningStore

pytestmark = pytest.mark.databases("postgres", "pgbouncer")


@pytest.fixture
def path(tmp_path):
    """Return the path of a store with the sessions PANEL1 and OTHER1."""
    connection = make_database(tmp_path / "of.db")
    sessions.create(connection, make_definition("OTHER1"), Phase.OPEN, AT)
    connection.close()
    return tmp_path / "of.db"


@pytest.fixture
def connect(path):
    """Return a function that opens a connection to the store."""
    opened = []

    def open_connection():
        opened.append(engines.current().place(path).connect())
        return opened[-1]

    yield open_connection
    for connection in opened:
        connection.close()


def process_of(connection) -> int:
    """Return the id of the connection's server process."""
    return connection.execute("SELECT pg_backend_pid()").fetchone()[0]


def cut(connection, process: int) -> None:
    """End a server process, and wait until it has ended."""
    connection.execute("SELECT pg_terminate_backend(CAST(? AS integer), 10000)", [process])


def count(connection) -> int:
    return connection.execute("SELECT count(*) FROM questions").fetchone()[0]


def test_a_writing_transaction_locks_the_session_that_it_reads(connect):
    holder, waiting = connect(), connect()
    holder.begin_write()
    sessions.get_by_code(holder, "PANEL1")
    waiting.begin_write()
    waiting.execute("SET LOCAL lock_timeout = '50ms'")
    assert sessions.get_by_code(waiting, "OTHER1").code == "OTHER1"
    with pytest.raises(OperationalError) as refused:
        sessions.get_by_code(waiting, "PANEL1")
    assert name_of(refused.value) == "LockNotAvailable"
    waiting.execute("ROLLBACK")
    holder.commit_write()


@pytest.mark.databases("postgres")  # Through PgBouncer, other tests would get a connection with this `lock_timeout`.
def test_a_session_can_be_locked_at_the_beginning(connect):
    holder, waiting = connect(), connect()
    waiting.execute("SET lock_timeout = '50ms'")
    holder.begin_write("PANEL1")
    with pytest.raises(OperationalError) as refused:
        waiting.begin_write("PANEL1")
    assert name_of(refused.value) == "LockNotAvailable"
    waiting.execute("ROLLBACK")
    waiting.begin_write("OTHER1")
    waiting.execute("ROLLBACK")
    waiting.begin_write("no'such\\session")
    waiting.execute("ROLLBACK")
    holder.commit_write()


@pytest.mark.parametrize("code", ["PANEL1", "panel 1"])
def test_the_writer_locks_the_session_before_a_command_reads(connect, path, code):
    """Check also a code as a person types it: without the lock, two processes could append to one hash chain."""
    running_store, stranger = RunningStore(path), connect()
    running_store.code = code

    def is_locked(tx):
        rows = stranger.execute("SELECT code FROM sessions FOR NO KEY UPDATE SKIP LOCKED").fetchall()
        return [row[0] for row in rows]

    assert running_store.batch(is_locked) == [["OTHER1"]]
    running_store.close()


def test_a_read_transaction_locks_nothing_and_waits_for_nothing(connect):
    holder, reading = connect(), connect()
    holder.begin_write()
    sessions.get_by_code(holder, "PANEL1")
    reading.begin_read()
    assert sessions.get_by_code(reading, "PANEL1").code == "PANEL1"
    reading.execute("ROLLBACK")
    holder.commit_write()


def test_the_next_holder_of_the_lock_sees_the_changes_of_the_last_one(connect):
    first, second = connect(), connect()
    first.begin_write()
    sessions.get_by_code(first, "PANEL1")
    second.begin_write()
    seen = []
    thread = threading.Thread(target=lambda: seen.append(sessions.get_by_code(second, "PANEL1").phase))
    thread.start()
    sessions.set_phase(first, sessions.get_by_code(first, "PANEL1"), Phase.CLOSED)
    first.commit_write()
    thread.join(30)
    assert seen == [Phase.CLOSED]
    second.execute("ROLLBACK")


def test_a_frozen_holder_loses_its_lock_and_its_commit_is_refused(connect, monkeypatch):
    from moderation.store.postgres import connection as module

    short = module._BEGIN_WRITE.replace(f"'{module.IDLE_SECONDS}s'", "'100ms'")
    assert short != module._BEGIN_WRITE
    monkeypatch.setattr(module, "_BEGIN_WRITE", short)
    frozen, following = connect(), connect()
    frozen.begin_write()
    add(frozen, make_question(1))
    monkeypatch.undo()
    following.begin_write()
    following.execute("SET LOCAL lock_timeout = '20s'")
    assert sessions.get_by_code(following, "PANEL1").code == "PANEL1"
    add(following, make_question(2))
    following.commit_write()
    with pytest.raises(OperationalError):
        frozen.commit_write()
    numbers = [row[0] for row in following.execute("SELECT number FROM questions")]
    assert numbers == [2]


@pytest.mark.parametrize("is_committed", [True, False])
def test_the_outcome_of_a_commit_whose_answer_is_lost_is_looked_up(connect, is_committed):
    import psycopg

    connection = connect()
    connection.begin_write()
    add(connection, make_question(1))
    driver = connection._driver

    def lose(statement, **options):
        if is_committed:
            psycopg.Connection.execute(driver, statement, **options)
        driver.close()
        raise psycopg.OperationalError("the connection is lost")

    driver.execute = lose
    if is_committed:
        connection.commit_write()
    else:
        with pytest.raises(OperationalError, match="lost"):
            connection.commit_write()
    assert count(connect()) == is_committed
    connection.begin_write()
    add(connection, make_question(2))
    connection.commit_write()
    assert count(connect()) == 1 + is_committed


def test_a_commit_after_a_failed_statement_is_an_error(connect):
    connection = connect()
    connection.begin_write()
    add(connection, make_question(1))
    with pytest.raises(OperationalError):
        connection.execute("SELECT * FROM nowhere")
    assert connection.in_transaction
    with pytest.raises(OperationalError, match="ended"):
        connection.commit_write()
    assert count(connection) == 0


def test_the_time_is_that_of_the_database(connect):
    connection = connect()
    connection.begin_write()
    at, seconds = connection.now()
    row = connection.execute("SELECT CAST(extract(epoch FROM CAST(? AS timestamptz)) AS float8)", [at]).fetchone()
    assert row[0] == pytest.approx(seconds, abs=0.0011) and len(at) == len(AT) and at.endswith("Z")
    connection.execute("ROLLBACK")


@pytest.mark.databases("postgres")  # Not on PgBouncer: an idle connection to it has no server process to end.
def test_a_connection_that_was_lost_while_idle_is_opened_again(connect, path):
    reader, writing = make_reader(path), connect()
    with reader.transaction() as first:
        process = process_of(first)
    cut(writing, process)
    with reader.transaction() as second:
        assert second is first and process_of(second) != process


@pytest.mark.databases("postgres")  # Not on PgBouncer: an idle connection to it has no server process to end.
def test_a_read_outside_a_transaction_opens_a_lost_connection_again(connect, path):
    reader, writing = make_reader(path), connect()
    with reader.statement() as first:
        process = process_of(first)
        cut(writing, process)
        assert process_of(first) != process
    with reader.transaction() as second:
        cut(writing, process_of(second))
        for _ in range(2):
            with pytest.raises(OperationalError):
                process_of(second)


def test_the_pool_of_a_reader_is_bounded_and_staff_has_its_own_connections(path):
    reader, order = make_reader(path), []

    def read(number):
        with reader.transaction():
            order.append(number)

    with ExitStack() as transactions:
        for _ in range(3):
            transactions.enter_context(reader.statement())
        waiting = [threading.Thread(target=read, args=(number,)) for number in range(6)]
        for number, thread in enumerate(waiting, 1):
            thread.start()
            wait_until(lambda number=number: len(reader._waiting) == number)
        token = IS_URGENT.set(True)
        with reader.statement():
            read("staff")
        IS_URGENT.reset(token)
        assert order == ["staff"]
    for thread in waiting:
        thread.join(30)
    assert sorted(order[1:]) == list(range(6))
    assert (len(reader._idle), len(reader._permits), len(reader._urgent_permits)) == (5, 3, 2)
    assert not reader._waiting


ASK = command("ask", caller("attendee", ANA), text="Who asks?", key="key-0001")


def cutting(stranger, times):
    """Return a command. In its first `times` runs, the command ends its own connection."""
    runs = []

    def be_cut(tx):
        runs.append(process_of(tx.connection))
        if len(runs) <= times:
            cut(stranger, runs[-1])
        return tx.connection.execute("SELECT count(*) FROM questions").fetchone()[0]

    return be_cut


def test_a_batch_whose_connection_is_cut_is_run_again(connect, path):
    running_store = RunningStore(path)
    outcomes = running_store.batch(ASK, cutting(connect(), 1))
    assert (outcomes[0]["question"]["number"], outcomes[1]) == (1, 1)
    assert [row[0] for row in running_store.rows("SELECT text FROM questions")] == ["Who asks?"]
    assert [(event.kind, event.target) for event in running_store.heard] == [("change", "chairs"), ("own", ANA.hex())]
    running_store.close()


def test_a_batch_whose_connection_is_cut_twice_is_refused_and_the_next_one_is_stored(connect, path):
    running_store = RunningStore(path)
    outcomes = running_store.batch(ASK, cutting(connect(), 2))
    assert [getattr(outcome, "code", None) for outcome in outcomes] == ["server.storage"] * 2
    assert running_store.batch(ASK)[0]["question"]["number"] == 1
    assert [row[0] for row in running_store.rows("SELECT text FROM questions")] == ["Who asks?"]
    running_store.close()


def test_both_transactions_of_a_deadlock_are_stored(path, monkeypatch):
    """Let two transactions lock the same two sessions, each in a different order.

    Each transaction then waits for the other one. PostgreSQL ends one of the two transactions, and its writer runs this
    transaction again.
    """
    monkeypatch.setattr("moderation.store.postgres.connection.REPEAT_SECONDS", 0.5)
    writers = [RunningStore(path), RunningStore(path)]
    both = threading.Barrier(2)
    runs = []

    def lock(codes):
        def run(tx):
            runs.append(codes)
            sessions.get_by_code(tx.connection, codes[0])
            if len(runs) <= 2:
                both.wait(30)
            sessions.get_by_code(tx.connection, codes[1])
            return codes

        return run

    futures = [
        store.writer.submit(lock(codes))
        for store, codes in zip(writers, (("PANEL1", "OTHER1"), ("OTHER1", "PANEL1")), strict=True)
    ]
    assert [future.wait() for future in futures] == [("PANEL1", "OTHER1"), ("OTHER1", "PANEL1")]
    assert len(runs) == 3
    for store in writers:
        store.close()


@pytest.mark.parametrize("outcome", [None, "in progress"])
def test_a_batch_with_an_unknown_outcome_is_not_run_again(connect, path, outcome, monkeypatch):
    from moderation.store.postgres.connection import PostgresConnection

    running_store, stranger, runs = RunningStore(path), connect(), []
    monkeypatch.setattr(PostgresConnection, "_outcome", lambda connection: outcome)

    def cut_later(tx):
        runs.append(process_of(tx.connection))
        return {}

    def lose(connection):
        cut(stranger, runs[-1])
        return commit(connection)

    commit = PostgresConnection.commit_write
    monkeypatch.setattr(PostgresConnection, "commit_write", lose)
    assert [getattr(answer, "code", None) for answer in running_store.batch(cut_later)] == ["server.storage"]
    assert len(runs) == 1
    monkeypatch.undo()
    running_store.close()


def test_a_transaction_contains_commands_of_one_session_only(path):
    running_store = RunningStore(path)
    seen = []

    def note(tx):
        seen.append(tx.connection.execute("SELECT CAST(pg_current_xact_id() AS text)").fetchone()[0])

    with running_store.held():
        futures = [running_store.writer.submit(note, code) for code in ("PANEL1", "PANEL1", "OTHER1", "PANEL1", None)]
    for future in futures:
        future.wait()
    assert [seen.index(transaction) for transaction in seen] == [0, 0, 2, 3, 4]
    running_store.close()


def test_two_processes_never_draw_the_same_id_and_each_id_is_above_the_earlier_ones(connect):
    first, second = connect(), connect()
    drawn = []
    for round_ in range(3):
        for connection in (first, second):
            connection.begin_write("PANEL1", defers=True)
            drawn += [connection.draw_id("log") for _ in range(1 + 12 * round_)]
            connection.roll_back() if round_ else connection.commit_write()
    assert drawn == sorted(set(drawn)), "a later transaction draws greater ids"
    for connection in (first, second):
        connection.begin_write()
    in_turns = [connection.draw_id("log") for _ in range(25) for connection in (first, second)]
    assert len(set(in_turns)) == 50 and min(in_turns) > drawn[-1]


def test_the_first_id_of_a_transaction_leaves_no_id_unused(connect):
    connection = connect()
    drawn = []
    for _ in range(3):
        connection.begin_write("PANEL1")
        drawn.append(connection.draw_id("log"))
        connection.commit_write()
    assert drawn == list(range(drawn[0], drawn[0] + 3))
