"""Tests of the move of a session. A session that is moved to another database and back is unchanged. Only one database
accepts the session's commands.
"""

from __future__ import annotations

import random

import pytest

from moderation.core.model import Phase, Status
from moderation.core.refusals import Refusal
from moderation.services import moving
from moderation.services.record import export
from moderation.store import audit, questions, session_rows, sessions
from moderation.store.errors import OperationalError
from tests import engines
from tests.factories import AT, BEN, caller, dump, execute_act, make_database, make_definition
from tests.store.full_session import fill, play

pytestmark = pytest.mark.databases("postgres")
CHAIR = caller("chair.a")


@pytest.fixture
def places(tmp_path):
    """Return (a SQLite store with the full sessions PANEL1 and OTHER1, another store with the session THIRD1).

    The ids of the rows in the two stores overlap.
    """
    name = engines.current().name
    engines.use("sqlite")
    source = make_database(tmp_path / "source.db")
    engines.use(name)
    sessions.create(source, make_definition("OTHER1"), Phase.OPEN, AT)
    for code in ("OTHER1", "PANEL1"):
        fill(source, code)
        play(source, code)
    target = make_database(tmp_path / "target.db", code="THIRD1")
    fill(target, "THIRD1")
    return source, target


def exports(connection, code="PANEL1") -> list[bytes]:
    """Return the export of a session's record in every format, as file contents.

    The export orders some parts at random. The seed of `random` is therefore set, so that two exports of an unchanged
    session are equal.
    """
    random.seed(7)
    record = export.record(connection, code)
    return [write(record) for write in export.FORMATS.values()]


def check(connection, code="PANEL1") -> audit.Audit:
    return audit.check(connection, sessions.get_by_code(connection, code))


def rows(connection, code="PANEL1") -> session_rows.Rows:
    """Return {table: stored rows of a session}.

    Columns with times of the database clock are left out, because these times differ between two databases.
    """
    connection.begin_write()
    present = session_rows.read(connection, sessions.get_by_code(connection, code).id, 0.0)
    connection.execute("ROLLBACK")
    return session_rows.without_clocks(present)


def test_the_moved_session_has_rows_in_every_table(places):
    source, _ = places
    present = rows(source)
    assert [table for table, content in present.items() if not content] == []
    assert set(present) >= {"votes", "notes", "ledger", "definitions", "imports", "archived_sessions", "event_sessions"}
    statuses = {row["status"] for row in present["questions"]}
    assert statuses == set(Status)
    assert check(source).checked > 20 and check(source).wrong is None


def test_every_column_with_a_time_in_seconds_is_listed(places):
    """Check that every stored number with a fraction is in a known column.

    If the test finds a new column that contains a time of the database clock, add the column to `CLOCKS`.
    """
    fractions = {
        (table, name)
        for table, content in rows(places[0]).items()
        for row in content
        for name in row
        if isinstance(row[name], float)
    }
    assert fractions == {("attendees", "allowance"), ("similar", "score")}


@pytest.mark.databases("sqlite", "postgres", "pgbouncer")
def test_a_session_moved_there_and_back_is_the_same(places):
    source, target = places
    content, record, chain = rows(source), exports(source), check(source)
    others = rows(source, "OTHER1"), rows(target, "THIRD1")
    epoch = sessions.get_by_code(source, "PANEL1").epoch

    moved = moving.move(source, target, "panel-1")
    assert moved == (len(content["questions"]), len(content["votes"]), chain, False)
    assert exports(target) == record and rows(target) == content and check(target) == chain
    assert sessions.get_by_code(target, "PANEL1").epoch != epoch
    with pytest.raises(Refusal, match=r"session\.unknown"):
        sessions.get_by_code(source, "PANEL1")

    moving.move(target, source, "PANEL1")
    assert exports(source) == record and rows(source) == content and check(source) == chain
    assert (rows(source, "OTHER1"), rows(target, "THIRD1")) == others
    assert "of PANEL1" not in str(dump(target)["questions"])


def test_work_continues_after_a_move(places):
    source, target = places
    latest_answer = execute_act(source, "vote", caller("attendee", BEN), number=6, key="key-of-the-vote")
    moving.move(source, target, "PANEL1")
    assert execute_act(target, "vote", caller("attendee", BEN), number=6, key="key-of-the-vote") == latest_answer
    undone = check(target).checked
    # The chair undoes the latest act from before the move. Then the chair approves a question and undoes this act.
    execute_act(target, "undo", CHAIR)
    session = sessions.get_by_code(target, "PANEL1")
    version = questions.find(target, session, 2).version
    execute_act(target, "approve", CHAIR, number=2, version=version)
    execute_act(target, "undo", CHAIR)
    chain = check(target)
    assert (chain.checked, chain.wrong) == (undone + 3, None)
    record = exports(target)
    moving.move(target, source, "PANEL1")
    assert exports(source) == record and check(source) == chain
    row = source.execute("SELECT id FROM log WHERE seat = 'chair.a' ORDER BY id DESC LIMIT 1").fetchone()
    source.execute("UPDATE log SET undoes = NULL WHERE id = ?", [row[0]])
    assert check(source).wrong is not None


@pytest.mark.databases("sqlite", "postgres")
def test_tables_of_a_later_version_move_too(places):
    source, target = places
    for store in places:
        store.execute(
            "CREATE TABLE letters (id INTEGER PRIMARY KEY, note BIGINT NOT NULL REFERENCES notes (id),"
            " reply_to INTEGER REFERENCES letters (id))"
        )
    note = source.execute("SELECT max(id) FROM notes").fetchone()[0]
    source.execute("INSERT INTO letters VALUES (3, ?, 3)", [note])
    if engines.current().name == "postgres":
        target.execute("CREATE SEQUENCE letters_id_seq OWNED BY letters.id")
        target.execute("ALTER TABLE letters ALTER id SET DEFAULT nextval('letters_id_seq')")
    content = rows(source)
    assert content["letters"] == [{"id": 1, "note": 1, "reply_to": 1}]
    moving.move(source, target, "PANEL1")
    assert rows(target) == content
    target.execute("DROP TABLE letters")


def test_an_interrupted_move_is_completed_by_the_next(places, monkeypatch):
    source, target = places
    record = exports(source)
    monkeypatch.setattr(moving.purge, "purge", lambda *arguments, **options: dict.fromkeys(moving.COUNTED, 0))
    monkeypatch.setattr(moving, "COUNTED", ())
    moving.move(source, target, "PANEL1")
    monkeypatch.undo()
    assert exports(source) == exports(target) == record
    assert moving.move(source, target, "PANEL1").was_copied
    with pytest.raises(Refusal, match=r"session\.unknown"):
        sessions.get_by_code(source, "PANEL1")
    assert exports(target) == record


def test_a_session_that_cannot_be_moved_stays(places):
    source, target = places

    def refused(error, code="PANEL1"):
        before = dump(source), dump(target)
        with pytest.raises((moving.CannotMove, Refusal), match=error):
            moving.move(source, target, code)
        assert (dump(source), dump(target)) == before

    refused(r"session\.unknown", "NOWHERE")
    sessions.create(source, make_definition("DAYS1"), Phase.OPEN, AT)
    refused("is the code of an event in the target", "DAYS1")
    sessions.create(source, make_definition("THIRD1"), Phase.OPEN, AT)
    refused("the target already has another session THIRD1", "THIRD1")
    execute_act(target, "close", caller("organiser"), code="THIRD1")
    execute_act(target, "purge", caller("organiser"), code="THIRD1")
    refused("THIRD1 was purged in the target", "THIRD1")


def test_a_copy_that_differs_is_refused(places, monkeypatch):
    source, target = places
    write = session_rows.write

    def write_less(connection, present, *arguments):
        return write(connection, present | {"votes": present["votes"][1:]}, *arguments)

    monkeypatch.setattr(session_rows, "write", write_less)
    with pytest.raises(moving.CannotMove, match="the copy differs"):
        moving.move(source, target, "PANEL1")
    assert check(source).wrong is None
    with pytest.raises(Refusal, match=r"session\.unknown"):
        sessions.get_by_code(target, "PANEL1")


def test_a_failing_commit_leaves_the_session_at_the_source(places, monkeypatch):
    source, target = places
    record = exports(source)
    monkeypatch.setattr(type(target), "commit_write", lambda connection: (_ for _ in ()).throw(OperationalError("cut")))
    with pytest.raises(OperationalError, match="cut"):
        moving.move(source, target, "PANEL1")
    monkeypatch.undo()
    assert exports(source) == record
    moving.move(source, target, "PANEL1")
    assert exports(target) == record


def test_a_vote_that_comes_during_a_move_stops_it(places, tmp_path, monkeypatch):
    source, target = places
    moving.move(source, target, "PANEL1")
    count, voter = len(rows(target)["votes"]), engines.current().place(tmp_path / "target.db").connect()
    read = session_rows.read

    def read_before_a_vote(connection, session_id, now):
        result = read(connection, session_id, now)
        monkeypatch.setattr(session_rows, "read", read)
        voter.begin_write()
        voter.execute(
            "INSERT INTO votes (question, attendee) SELECT questions.id, attendees.id FROM questions, attendees"
            " WHERE questions.session = ? AND attendees.session = ? AND number = 6 AND token_hash = ?",
            [session_id, session_id, BEN],
        )
        voter.commit_write()
        return result

    monkeypatch.setattr(session_rows, "read", read_before_a_vote)
    with pytest.raises(moving.CannotMove, match="somebody voted meanwhile"):
        moving.move(target, source, "PANEL1")
    voter.close()
    assert len(rows(target)["votes"]) == count + 1
    assert moving.move(target, source, "PANEL1").votes == count + 1
