"""Tests of the writer.

A transaction contains many commands with separate savepoints. A caller gets the answer to its command only after the
COMMIT and after the publication of the command's changes.
"""

from __future__ import annotations

import sqlite3
import threading

import pytest

from moderation.core.refusals import Refusal
from moderation.services.record.totals import publish
from moderation.store import sessions, streams, writer
from moderation.store.schema import connect
from tests.factories import ANA, BEN, caller, command
from tests.running_store import RunningStore

CHAIR, ORGANISER = caller("chair.a"), caller("organiser")


@pytest.fixture
def running_store(tmp_path):
    running_store = RunningStore(tmp_path / "of.db")
    yield running_store
    running_store.close()


def ask(text="Who pays?", who=ANA, **params):
    return command("ask", caller("attendee", who), text=text, **params)


def codes(outcomes):
    """Return a string for each outcome: "ok", the code of a refusal, or the class name of any other error."""
    return [
        getattr(outcome, "code", type(outcome).__name__) if isinstance(outcome, Exception) else "ok"
        for outcome in outcomes
    ]


def texts(running_store):
    return [text for (text,) in running_store.rows("SELECT text FROM questions ORDER BY number")]


def changes(running_store, stream="chairs"):
    return [message.body for message in running_store.heard if message.kind == "change" and message.target == stream]


def test_a_batch_is_one_transaction_and_one_change_for_each_stream(running_store):
    assert codes(running_store.batch(ask("One?"), ask("Two?"), ask("Three?"))) == ["ok", "ok", "ok"]
    assert texts(running_store) == ["One?", "Two?", "Three?"]
    assert [message.target for message in running_store.heard if message.kind == "change"] == ["chairs"]
    assert [view["number"] for view in changes(running_store)[0]["put"]] == [1, 2, 3]
    assert (changes(running_store)[0]["after"], changes(running_store)[0]["seq"]) == (0, 1)


def test_the_changes_of_a_stream_have_consecutive_sequence_numbers(running_store):
    for number in range(5):
        running_store.batch(ask(f"Question {number}?"))
    assert [(change["after"], change["seq"]) for change in changes(running_store)] == [(n, n + 1) for n in range(5)]


@pytest.mark.parametrize(
    "error", [Refusal("text.empty"), ValueError("ours"), sqlite3.IntegrityError("theirs"), KeyError("x")]
)
def test_a_failed_command_does_not_affect_other_commands_of_its_batch(running_store, error):
    def fail(tx):
        ask("Lost?")(tx)
        raise error

    outcomes = running_store.batch(ask("One?"), fail, ask("Two?"))
    assert codes(outcomes) == ["ok", codes([error])[0], "ok"]
    assert texts(running_store) == ["One?", "Two?"]
    assert [view["number"] for view in changes(running_store)[0]["put"]] == [1, 2]
    assert [len(running_store.rows(f"SELECT * FROM {table}")) for table in ("log", "commands")] == [2, 2]


def test_effects_of_a_failed_command_are_discarded(running_store):
    def fail(tx):
        session = sessions.get_by_code(tx.connection, "PANEL1")
        tx.touch_section(session, streams.SETTINGS)
        tx.start_epoch(session)
        tx.close_seat(session, "stage")
        raise ValueError

    before = running_store.session()
    assert codes(running_store.batch(fail, ask())) == ["ValueError", "ok"]
    assert running_store.session() == before
    assert {message.kind for message in running_store.heard} == {"change", "own"}


def test_commands_are_answered_after_the_commit_and_the_publication_of_changes(running_store):
    seen, answered = [], threading.Event()
    running_store.writer._publish = lambda batch: seen.append((batch[0].kind, texts(running_store), answered.wait(0.2)))
    running_store.do(ask("One?"))
    answered.set()
    assert seen == [("change", ["One?"], False)]


def test_an_error_during_rendering_is_answered_and_the_writer_continues(running_store, monkeypatch):
    def nowhere(tx):
        tx.touched[1, "nowhere"] = {"q1"}
        return {}

    assert "ok" not in codes(running_store.batch(ask("One?"), nowhere, ask("Two?")))
    assert (texts(running_store), running_store.heard) == ([], [])
    assert codes(running_store.batch(ask("Three?"))) == ["ok"]


@pytest.mark.databases("sqlite")
def test_commands_that_do_not_fit_on_a_full_disk_are_refused_and_the_next_batch_is_stored(running_store):
    running_store.batch(ask("Before?"))
    pages = running_store.exclusively(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])
    running_store.exclusively(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone())
    outcomes = running_store.batch(*(ask(f"{number} " + "long " * 50) for number in range(150)))
    assert set(codes(outcomes)) <= {"ok", "server.storage"}
    assert "server.storage" in codes(outcomes)
    stored = [outcome["question"]["text"] for outcome in outcomes if not isinstance(outcome, Exception)]
    assert texts(running_store) == ["Before?", *stored]
    assert len(running_store.rows("SELECT * FROM commands")) == 1 + len(stored)
    running_store.exclusively(lambda connection: connection.execute("PRAGMA max_page_count = 100000").fetchone())
    assert codes(running_store.batch(ask("After?"), ask("And then?"))) == ["ok", "ok"]
    assert texts(running_store) == ["Before?", *stored, "After?", "And then?"]
    assert running_store.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_transaction_rolled_back_by_sqlite_fails_all_commands_of_the_batch(running_store):
    """Check a batch whose transaction SQLite rolls back, as SQLite may do after a disk error.

    No command may be stored.
    """

    def broken(tx):
        tx.connection.execute("ROLLBACK")
        raise sqlite3.OperationalError("disk I/O error")

    outcomes = running_store.batch(ask("One?"), broken, ask("Two?"))
    assert codes(outcomes) == ["server.storage"] * 3
    assert len({id(outcome) for outcome in outcomes}) == 3
    assert (texts(running_store), running_store.heard) == ([], [])
    assert codes(running_store.batch(ask("Three?"))) == ["ok"]
    assert texts(running_store) == ["Three?"]


def test_a_rollback_that_a_command_hides_fails_all_commands_of_the_batch(running_store):
    def broken(tx):
        tx.connection.execute("ROLLBACK")
        return {}

    assert codes(running_store.batch(ask("One?"), broken, ask("Two?"))) == ["server.storage"] * 3
    assert texts(running_store) == []


@pytest.mark.databases("sqlite")
def test_a_database_locked_by_another_connection_is_a_storage_error(running_store, tmp_path):
    running_store.exclusively(lambda connection: connection.execute("PRAGMA busy_timeout = 10"))
    stranger = connect(tmp_path / "of.db")
    stranger.execute("BEGIN IMMEDIATE")
    assert codes(running_store.batch(ask("One?"))) == ["server.storage"]
    stranger.execute("ROLLBACK")
    stranger.close()
    assert codes(running_store.batch(ask("Two?"))) == ["ok"]


def test_a_full_queue_refuses_commands_at_once_and_accepts_them_later(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "LONGEST_QUEUE", 3)
    running_store = RunningStore(tmp_path / "of.db")
    with running_store.held():
        futures = [running_store.submit(ask(f"{n}?")) for n in range(3)]
        with pytest.raises(Refusal) as refused:
            running_store.submit(ask("One too many?"))
        with pytest.raises(Refusal, match=r"server\.busy"):
            running_store.writer.exclusive(lambda connection: None)
    assert (refused.value.code, refused.value.data) == ("server.busy", {"retry_after": 1})
    assert [future.wait().answer["question"]["number"] for future in futures] == [1, 2, 3]
    assert running_store.do(ask("Now?"))["question"]["number"] == 4
    running_store.close()


def test_stop_executes_the_queued_commands_even_if_the_queue_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "LONGEST_QUEUE", 2)
    running_store = RunningStore(tmp_path / "of.db")
    with running_store.held():
        futures = [running_store.submit(ask(f"{n}?")) for n in range(2)]
        stopping = threading.Thread(target=running_store.writer.stop)
        stopping.start()
    stopping.join(30)
    assert not stopping.is_alive()
    assert [future.wait().answer["question"]["number"] for future in futures] == [1, 2]
    assert not (tmp_path / "of.db-wal").exists() or (tmp_path / "of.db-wal").stat().st_size == 0


def test_a_long_queue_is_committed_in_batches_of_limited_size(tmp_path, monkeypatch):
    running_store = RunningStore(tmp_path / "of.db")
    monkeypatch.setattr(type(running_store.writer._database), "largest_batch", 4)
    assert codes(running_store.batch(*(ask(f"{n}?") for n in range(10)))) == ["ok"] * 10
    assert [len(change["put"]) for change in changes(running_store)] == [4, 4, 2]
    running_store.close()


def test_a_purge_after_a_publication_in_the_same_batch_sends_only_over(running_store):
    number = running_store.do(ask())["question"]["number"]
    running_store.do(command("approve", CHAIR, number=number, version=1))
    running_store.do(command("vote", caller("attendee", BEN), number=number))
    running_store.do(command("close", ORGANISER))
    running_store.heard.clear()
    assert codes(
        running_store.batch(lambda tx: publish(tx, running_store.code, {number}), command("purge", ORGANISER))
    ) == ["ok", "ok"]
    assert {message.kind for message in running_store.heard} == {"over"} and running_store.rows(
        "SELECT phase FROM sessions"
    ) == [("purged",)]


def test_a_new_epoch_sends_heads_and_no_changes(running_store):
    running_store.do(ask())
    running_store.heard.clear()
    before = running_store.session().epoch
    running_store.batch(ask("Unseen?"), command("set", caller("organiser"), show_group=False), ask("Unseen too?"))
    assert {message.kind for message in running_store.heard} == {"head", "own"}
    heads = {message.target: message.body for message in running_store.heard if message.kind == "head"}
    assert set(heads) == {"chairs", "stage", "booth", "floor.en", "floor.es"}
    assert {head["epoch"] for head in heads.values()} == {running_store.session().epoch} != {before}
    assert {stream: head["seq"] for stream, head in heads.items()} == running_store.read(streams.heads)
    assert running_store.rows("SELECT * FROM touches") == []


def test_each_asker_gets_one_own_message_per_batch_with_the_last_counter(running_store):
    running_store.batch(ask("One?"), ask("Two?"), ask("Three?", BEN))
    assert [(message.target, message.body) for message in running_store.heard if message.kind == "own"] == [
        (ANA.hex(), {"counter": 2}),
        (BEN.hex(), {"counter": 1}),
    ]


def test_a_renewed_link_sends_gone_to_its_seat(running_store):
    running_store.do(command("renew", caller("organiser"), seat="panel.moliehi"))
    assert [(message.kind, message.target, message.body) for message in running_store.heard] == [
        ("gone", "panel.moliehi", {"code": "seat.unknown"})
    ]


def test_a_command_without_an_effect_publishes_nothing(running_store):
    running_store.do(ask())
    running_store.do(lambda tx: publish(tx, "PANEL1", None))
    running_store.heard.clear()
    running_store.do(lambda tx: publish(tx, "PANEL1", None))
    with pytest.raises(Refusal, match=r"undo\.nothing"):
        running_store.do(command("undo", CHAIR))
    assert running_store.heard == []


def test_exclusive_work_runs_outside_a_transaction(running_store):
    assert running_store.exclusively(lambda connection: connection.in_transaction) is False
    with pytest.raises(ZeroDivisionError):
        running_store.exclusively(lambda connection: 1 / 0)
    assert codes(running_store.batch(ask())) == ["ok"]


def test_each_commit_is_reported_with_its_number_of_commands_and_its_duration(running_store, monkeypatch):
    commits = []
    monkeypatch.setattr(
        running_store.writer, "_watch", lambda commands, seconds: commits.append((commands, seconds >= 0))
    )
    running_store.batch(ask("One?"), ask("Two?"))
    running_store.do(ask("Three?"))
    assert commits == [(2, True), (1, True)]


def test_queued_commands_are_counted(running_store):
    with running_store.held():
        futures = [running_store.submit(ask(f"{n}?")) for n in range(3)]
        assert running_store.writer.waiting() == 3
    for future in futures:
        future.wait()
    assert running_store.writer.waiting() == 0


def test_stop_returns_after_its_time_limit_if_the_writer_hangs(running_store):
    with running_store.held():
        running_store.writer.stop(0.05)
        assert running_store.writer.waiting() == 1


def test_each_outcome_contains_the_seqs_that_its_command_raised(running_store):
    asked, noted = running_store.batch_outcomes(ask("One?"), command("note", CHAIR, text="Slower, please."))
    heads = running_store.read(streams.heads)
    assert asked.seqs == {"chairs": heads["chairs"]}
    assert noted.seqs == {"chairs": heads["chairs"]}
    [approved] = running_store.batch_outcomes(command("approve", CHAIR, number=1, version=1))
    assert approved.seqs == running_store.read(streams.heads)
    [again] = running_store.batch_outcomes(command("approve", CHAIR, number=1, version=1))
    assert (again.answer["already"], again.seqs) == (True, {})
