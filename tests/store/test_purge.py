"""Tests of the purge: it deletes all rows of the session, including rows in tables added later, and no other rows."""

from __future__ import annotations

from contextlib import closing

import pytest

from moderation.core.model import Phase
from moderation.core.refusals import Refusal
from moderation.store import purge, questions, schema, sessions, translation_cache, translation_jobs
from tests.factories import ANA, AT, BEN, caller, dump, execute_act, make_database, make_definition, spoken

ORGANISER, CHAIR = caller("organiser"), caller("chair.a")
STAYS = {"sessions", "_sqlite_migrations", "sqlite_sequence", "sqlite_stat1"}


def fill(store, code: str) -> None:
    """Insert rows of this session into every table."""
    for who, token in (("Ana", ANA), ("Ben", BEN)):
        execute_act(
            store, "ask", caller("attendee", token), code=code, text=f"{who} of {code}?", identified=spoken("en")
        )
    execute_act(store, "approve", CHAIR, code=code, number=1, version=1)
    execute_act(store, "vote", caller("attendee", BEN), code=code, number=1)
    execute_act(store, "translate", CHAIR, code=code, number=1, version=2, language="es", text=f"Canario de {code}")
    execute_act(store, "undo", CHAIR, code=code)
    execute_act(store, "flag", caller("panel.moliehi"), code=code, number=1)
    execute_act(store, "note", ORGANISER, code=code, text=f"Five minutes of {code}?")
    session = sessions.get_by_code(store, code)
    store.execute(
        "INSERT INTO similar (question, other, score)"
        " SELECT id, 1, 0.9 FROM questions WHERE session = ? AND number = 2",
        [session.id],
    )
    translation_jobs.want(store, session, questions.find(store, session, 2), ["es"], 0.0)
    translation_cache.keep_cached(store, f"Ana of {code}?", "en", "es", "x", ("en", "es"), "Canario")
    store.execute("INSERT INTO touches (session, stream, item, seq) VALUES (?, 'chairs', 'q1', 1)", [session.id])
    store.execute(
        "INSERT INTO ledger (session, margin, at, upto, received, cells, public) VALUES (?, 'group', ?, 2, 2, '{}', 1)",
        [session.id, AT],
    )


def rows(store, session_id: int) -> dict[str, int]:
    return {
        table: store.execute(f'SELECT count(*) FROM "{table}" WHERE {condition}', {"session": session_id}).fetchone()[0]
        for table, condition in purge.dependents(store)
    }


@pytest.fixture
def two():
    """Return a store with two sessions. Each session has rows in every table."""
    store = make_database()
    sessions.create(store, make_definition("OTHER1"), Phase.OPEN, AT)
    for code in ("PANEL1", "OTHER1"):
        fill(store, code)
    yield store
    store.close()


def test_every_table_hangs_on_a_session_or_is_named(two):
    tables = {row[0] for row in two.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables - STAYS == {table for table, _ in purge.dependents(two)} | set(purge.LOOSE)


def test_nothing_of_the_session_stays_and_nothing_of_the_other_goes(two):
    before = rows(two, 2)
    assert all(rows(two, 1).values()) and all(before.values()), "each table has something to lose"
    others = {table: [row for row in held if row[0] == 2] for table, held in dump(two).items() if table == "sessions"}
    two.execute("BEGIN")
    purge.purge(two, sessions.get_by_code(two, "PANEL1"))
    two.execute("COMMIT")
    assert not any(rows(two, 1).values())
    assert rows(two, 2) == before and [row for row in dump(two)["sessions"] if row[0] == 2] == others["sessions"]
    assert two.execute("SELECT count(*) FROM translation_cache").fetchone()[0] == 0
    assert two.execute("PRAGMA foreign_key_check").fetchall() == []
    assert "of PANEL1?" not in str(dump(two)) and "Moliehi" not in str(
        [row for row in dump(two)["sessions"] if row[0] == 1]
    )


def test_a_table_made_later_is_purged_too(two):
    two.execute(
        "CREATE TABLE letters (id INTEGER PRIMARY KEY, question INTEGER NOT NULL REFERENCES questions (id),"
        " reply_to INTEGER REFERENCES letters (id)) STRICT"
    )
    two.execute(
        "CREATE TABLE marks (letter INTEGER NOT NULL REFERENCES letters,"
        " session INTEGER NOT NULL REFERENCES sessions (id)) STRICT"
    )
    for number, session in ((1, 1), (2, 2)):
        question = two.execute("SELECT id FROM questions WHERE session = ?", [session]).fetchone()[0]
        two.execute("INSERT INTO letters VALUES (?, ?, ?)", [number, question, number])
        two.execute("INSERT INTO marks VALUES (?, ?)", [number, session])
    two.execute("BEGIN")
    purge.purge(two, sessions.get_by_code(two, "PANEL1"))
    two.execute("COMMIT")
    assert [tuple(row) for row in two.execute("SELECT id FROM letters")] == [(2,)] and [
        tuple(row) for row in two.execute("SELECT * FROM marks")
    ] == [(2, 2)]


def test_a_purged_session_is_unknown_and_its_code_is_taken(two):
    two.execute("BEGIN")
    purge.purge(two, sessions.get_by_code(two, "PANEL1"))
    two.execute("COMMIT")
    with pytest.raises(Refusal, match=r"session\.unknown"):
        sessions.get_by_code(two, "PANEL1")
    with pytest.raises(Refusal, match=r"session\.exists"):
        sessions.create(two, make_definition("PANEL1"), Phase.OPEN, AT)
    assert sessions.is_purged(two, "panel-1") and not sessions.is_purged(two, "OTHER1")
    assert [session.code for session in sessions.every(two)] == ["OTHER1"]


def test_only_a_closed_session_is_purged():
    for phase, acts in (("rehearsal", ()), ("open", ("open",)), ("paused", ("open", "pause"))):
        store = make_database(phase=Phase.REHEARSAL)
        for act in acts:
            execute_act(store, act, ORGANISER)
        before = dump(store)
        with pytest.raises(Refusal, match=r"phase\.not_allowed") as refused:
            execute_act(store, "purge", ORGANISER)
        assert refused.value.data == {"act": "purge", "phase": phase} and dump(store) == before


def test_not_even_its_own_answer_is_kept(store):
    execute_act(store, "close", ORGANISER)
    assert execute_act(store, "purge", ORGANISER) == {"already": False, "phase": "purged"}
    assert dump(store)["commands"] == []


def test_no_byte_stays_in_the_files(tmp_path):
    path = tmp_path / "of.db"
    connection = make_database(path)
    fill(connection, "PANEL1")
    # Keep an idle reader open: it must not prevent the purge from removing the deleted data from the files.
    with closing(schema.connect(path, read_only=True)) as reader:
        reader.execute("SELECT count(*) FROM questions").fetchone()
        assert any(b"Canario de" in file.read_bytes() for file in tmp_path.iterdir())
        connection.execute("BEGIN IMMEDIATE")
        purge.purge(connection, sessions.get_by_code(connection, "PANEL1"))
        connection.execute("COMMIT")
        purge.scrub(connection)
        contents = [(file.name, file.read_bytes()) for file in tmp_path.iterdir()]
    left = [
        name
        for name, content in contents
        for canary in (b"Canario", b"of PANEL1?", ANA, b"Moliehi")
        if canary in content
    ]
    assert left == []
