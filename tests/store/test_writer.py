"""The one writer: many commands in one transaction, each on its own; answers after COMMIT and after the changes."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from moderation.core.refusals import Refusal
from moderation.services.record.totals import publish
from moderation.store import sessions, streams, writer
from moderation.store.schema import connect
from tests.factories import ANA, BEN, caller, command
from tests.running_store import Hall

CHAIR, ORGANISER = caller("chair.a"), caller("organiser")


@pytest.fixture
def hall(tmp_path):
    hall = Hall(tmp_path / "of.db")
    yield hall
    hall.close()


def ask(text="Who pays?", who=ANA, **more):
    return command("ask", caller("attendee", who), text=text, **more)


def codes(outcomes):
    """ "ok", a refusal's code, or the name of another error."""
    return [
        getattr(outcome, "code", type(outcome).__name__) if isinstance(outcome, Exception) else "ok"
        for outcome in outcomes
    ]


def texts(hall):
    return [text for (text,) in hall.rows("SELECT text FROM questions ORDER BY number")]


def changes(hall, stream="chairs"):
    return [note.body for note in hall.heard if note.kind == "change" and note.target == stream]


def test_batch_is_one_transaction_and_one_change_for_each_stream(hall):
    assert codes(hall.batch(ask("One?"), ask("Two?"), ask("Three?"))) == ["ok", "ok", "ok"]
    assert texts(hall) == ["One?", "Two?", "Three?"]
    assert [note.target for note in hall.heard if note.kind == "change"] == ["chairs"]
    assert [view["number"] for view in changes(hall)[0]["put"]] == [1, 2, 3]
    assert (changes(hall)[0]["after"], changes(hall)[0]["seq"]) == (0, 1)


def test_changes_of_a_stream_have_no_holes(hall):
    for number in range(5):
        hall.batch(ask(f"Question {number}?"))
    assert [(change["after"], change["seq"]) for change in changes(hall)] == [(n, n + 1) for n in range(5)]


@pytest.mark.parametrize(
    "error", [Refusal("text.empty"), ValueError("ours"), sqlite3.IntegrityError("theirs"), KeyError("x")]
)
def test_failing_command_takes_nothing_with_it(hall, error):
    def fail(tx):
        ask("Lost?")(tx)
        raise error

    outcomes = hall.batch(ask("One?"), fail, ask("Two?"))
    assert codes(outcomes) == ["ok", codes([error])[0], "ok"]
    assert texts(hall) == ["One?", "Two?"]
    assert [view["number"] for view in changes(hall)[0]["put"]] == [1, 2]
    assert [len(hall.rows(f"SELECT * FROM {table}")) for table in ("log", "commands")] == [2, 2]


def test_notes_of_a_failing_command_are_dropped(hall):
    def fail(tx):
        session = sessions.get_by_code(tx.connection, "PANEL1")
        tx.section_moved(session, streams.SETTINGS)
        tx.new_epoch(session)
        tx.seat_gone(session, "stage")
        raise ValueError

    before = hall.session()
    assert codes(hall.batch(fail, ask())) == ["ValueError", "ok"]
    assert hall.session() == before
    assert {note.kind for note in hall.heard} == {"change", "own"}


def test_answers_come_after_the_commit_and_after_the_changes(hall):
    seen, answered = [], threading.Event()
    hall.writer._publish = lambda batch: seen.append((batch[0].kind, texts(hall), answered.wait(0.2)))
    hall.do(ask("One?"))
    answered.set()
    assert seen == [("change", ["One?"], False)]


def test_fault_in_rendering_is_answered_and_the_thread_lives(hall, monkeypatch):
    def nowhere(tx):
        tx.touched[1, "nowhere"] = {"q1"}
        return {}

    assert "ok" not in codes(hall.batch(ask("One?"), nowhere, ask("Two?")))
    assert (texts(hall), hall.heard) == ([], [])
    assert codes(hall.batch(ask("Three?"))) == ["ok"]


def test_disk_full_refuses_what_it_could_not_keep_and_the_next_batch_is_fine(hall):
    hall.batch(ask("Before?"))
    pages = hall.exclusively(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])
    hall.exclusively(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone())
    outcomes = hall.batch(*(ask(f"{number} " + "long " * 50) for number in range(150)))
    assert set(codes(outcomes)) <= {"ok", "server.storage"}
    assert "server.storage" in codes(outcomes)
    kept = [outcome["question"]["text"] for outcome in outcomes if not isinstance(outcome, Exception)]
    assert texts(hall) == ["Before?", *kept]
    assert len(hall.rows("SELECT * FROM commands")) == 1 + len(kept)
    hall.exclusively(lambda connection: connection.execute("PRAGMA max_page_count = 100000").fetchone())
    assert codes(hall.batch(ask("After?"), ask("And then?"))) == ["ok", "ok"]
    assert texts(hall) == ["Before?", *kept, "After?", "And then?"]
    assert hall.rows("PRAGMA integrity_check") == [("ok",)]


def test_transaction_ended_by_sqlite_ends_the_batch_for_all(hall):
    """As SQLite may do by itself when the disk fails: nothing of the batch is kept, before or after the failure."""

    def broken(tx):
        tx.connection.execute("ROLLBACK")
        raise sqlite3.OperationalError("disk I/O error")

    outcomes = hall.batch(ask("One?"), broken, ask("Two?"))
    assert codes(outcomes) == ["server.storage"] * 3
    assert len({id(outcome) for outcome in outcomes}) == 3
    assert (texts(hall), hall.heard) == ([], [])
    assert codes(hall.batch(ask("Three?"))) == ["ok"]
    assert texts(hall) == ["Three?"]


def test_swallowed_end_of_the_transaction_ends_the_batch_too(hall):
    def broken(tx):
        tx.connection.execute("ROLLBACK")
        return {}

    assert codes(hall.batch(ask("One?"), broken, ask("Two?"))) == ["server.storage"] * 3
    assert texts(hall) == []


def test_lock_held_by_a_stranger_is_storage_not_silence(hall, tmp_path):
    hall.exclusively(lambda connection: connection.execute("PRAGMA busy_timeout = 10"))
    stranger = connect(tmp_path / "of.db")
    stranger.execute("BEGIN IMMEDIATE")
    assert codes(hall.batch(ask("One?"))) == ["server.storage"]
    stranger.execute("ROLLBACK")
    stranger.close()
    assert codes(hall.batch(ask("Two?"))) == ["ok"]


def test_full_queue_is_busy_at_once_and_takes_again_later(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "LONGEST_QUEUE", 3)
    hall = Hall(tmp_path / "of.db")
    with hall.held():
        futures = [hall.writer.submit(ask(f"{n}?")) for n in range(3)]
        with pytest.raises(Refusal) as refused:
            hall.writer.submit(ask("One too many?"))
        with pytest.raises(Refusal, match="server.busy"):
            hall.writer.exclusive(lambda connection: None)
    assert (refused.value.code, refused.value.data) == ("server.busy", {"retry_after": 1})
    assert [future.wait().answer["question"]["number"] for future in futures] == [1, 2, 3]
    assert hall.do(ask("Now?"))["question"]["number"] == 4
    hall.close()


def test_stop_finishes_what_waits_even_with_a_full_queue(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "LONGEST_QUEUE", 2)
    hall = Hall(tmp_path / "of.db")
    with hall.held():
        futures = [hall.writer.submit(ask(f"{n}?")) for n in range(2)]
        stopping = threading.Thread(target=hall.writer.stop)
        stopping.start()
    stopping.join(30)
    assert not stopping.is_alive()
    assert [future.wait().answer["question"]["number"] for future in futures] == [1, 2]
    assert not (tmp_path / "of.db-wal").exists() or (tmp_path / "of.db-wal").stat().st_size == 0


def test_long_queue_is_committed_in_batches_of_bounded_size(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "LARGEST_BATCH", 4)
    hall = Hall(tmp_path / "of.db")
    assert codes(hall.batch(*(ask(f"{n}?") for n in range(10)))) == ["ok"] * 10
    assert [len(change["put"]) for change in changes(hall)] == [4, 4, 2]
    hall.close()


def test_a_purge_lets_what_came_before_it_in_its_batch_be(hall):
    number = hall.do(ask())["question"]["number"]
    hall.do(command("approve", CHAIR, number=number, version=1))
    hall.do(command("vote", caller("attendee", BEN), number=number))
    hall.do(command("close", ORGANISER))
    hall.heard.clear()
    assert codes(hall.batch(lambda tx: publish(tx, hall.code, {number}), command("purge", ORGANISER))) == ["ok", "ok"]
    assert {note.kind for note in hall.heard} == {"over"} and hall.rows("SELECT phase FROM sessions") == [("purged",)]


def test_new_epoch_says_the_head_and_no_change(hall):
    hall.do(ask())
    hall.heard.clear()
    before = hall.session().epoch
    hall.batch(ask("Unseen?"), command("set", caller("organiser"), show_group=False), ask("Unseen too?"))
    assert {note.kind for note in hall.heard} == {"head", "own"}
    heads = {note.target: note.body for note in hall.heard if note.kind == "head"}
    assert set(heads) == {"chairs", "stage", "booth", "floor.en", "floor.es"}
    assert {head["epoch"] for head in heads.values()} == {hall.session().epoch} != {before}
    assert {stream: head["seq"] for stream, head in heads.items()} == hall.read(streams.heads)
    assert hall.rows("SELECT * FROM touches") == []


def test_own_is_said_once_a_batch_with_the_last_counter(hall):
    hall.batch(ask("One?"), ask("Two?"), ask("Three?", BEN))
    assert [(note.target, note.body) for note in hall.heard if note.kind == "own"] == [
        (ANA.hex(), {"counter": 2}),
        (BEN.hex(), {"counter": 1}),
    ]


def test_void_seat_is_said_to_be_gone(hall):
    hall.do(command("renew", caller("organiser"), seat="panel.moliehi"))
    assert [(note.kind, note.target, note.body) for note in hall.heard] == [
        ("gone", "panel.moliehi", {"code": "seat.unknown"})
    ]


def test_answer_without_a_move_publishes_nothing(hall):
    hall.do(ask())
    hall.do(lambda tx: publish(tx, "PANEL1", None))
    hall.heard.clear()
    hall.do(lambda tx: publish(tx, "PANEL1", None))
    with pytest.raises(Refusal, match="undo.nothing"):
        hall.do(command("undo", CHAIR))
    assert hall.heard == []


def test_exclusive_work_stands_outside_any_transaction(hall):
    assert hall.exclusively(lambda connection: connection.in_transaction) is False
    with pytest.raises(ZeroDivisionError):
        hall.exclusively(lambda connection: 1 / 0)
    assert codes(hall.batch(ask())) == ["ok"]


def test_each_commit_is_told_with_its_commands_and_its_time(hall, monkeypatch):
    told = []
    monkeypatch.setattr(hall.writer, "_watch", lambda commands, seconds: told.append((commands, seconds >= 0)))
    hall.batch(ask("One?"), ask("Two?"))
    hall.do(ask("Three?"))
    assert told == [(2, True), (1, True)]


def test_what_waits_is_counted(hall):
    with hall.held():
        futures = [hall.writer.submit(ask(f"{n}?")) for n in range(3)]
        assert hall.writer.waiting() == 3
    for future in futures:
        future.wait()
    assert hall.writer.waiting() == 0


def test_stop_gives_up_on_a_disk_that_hangs(hall):
    with hall.held():
        hall.writer.stop(0.05)
        assert hall.writer.waiting() == 1


def test_each_command_learns_the_seqs_that_it_raised(hall):
    asked, noted = hall.batch_outcomes(ask("One?"), command("note", CHAIR, text="Slower, please."))
    heads = hall.read(streams.heads)
    assert asked.seqs == {"chairs": heads["chairs"]}
    assert noted.seqs == {"chairs": heads["chairs"]}
    [approved] = hall.batch_outcomes(command("approve", CHAIR, number=1, version=1))
    assert approved.seqs == hall.read(streams.heads)
    [again] = hall.batch_outcomes(command("approve", CHAIR, number=1, version=1))
    assert (again.answer["already"], again.seqs) == (True, {})
