"""Tests of the purge. It deletes the session's rows from every table, even from a table that a later version of the
schema adds. It deletes no rows of other sessions.
"""

from __future__ import annotations

from contextlib import closing

import pytest

from moderation.core.model import Phase
from moderation.core.refusals import Refusal
from moderation.store import purge, schema, scrubbing, sessions
from tests import engines
from tests.factories import ANA, AT, caller, dump, execute_act, make_database, make_definition
from tests.store.full_session import fill

ORGANISER = caller("organiser")
STAYS = {
    "leases",
    "lineage",
    "sessions",
    "administration",
    "events",
    "migrations",
    "_sqlite_migrations",
    "sqlite_sequence",
    "sqlite_stat1",
}


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


def test_every_table_depends_on_a_session_or_is_listed(two):
    tables = set(two.dialect.tables(two))
    assert tables - STAYS == {table for table, _ in purge.dependents(two)} | set(purge.LOOSE)


@pytest.mark.parametrize("defers", [False, True])
def test_a_purge_deletes_all_rows_of_its_session_and_no_row_of_another(two, defers):
    before = rows(two, 2)
    assert all(rows(two, 1).values()) and all(before.values()), "each table has something to lose"
    others = {table: [row for row in held if row[0] == 2] for table, held in dump(two).items() if table == "sessions"}
    two.begin_write(defers=defers)
    purge.purge(two, sessions.get_by_code(two, "PANEL1"))
    two.commit_write()
    assert not any(rows(two, 1).values())
    assert rows(two, 2) == before and [row for row in dump(two)["sessions"] if row[0] == 2] == others["sessions"]
    assert two.execute("SELECT count(*) FROM translation_cache").fetchone()[0] == 0
    assert engines.current().broken_references(two) == []
    assert "of PANEL1?" not in str(dump(two)) and "Moliehi" not in str(
        [row for row in dump(two)["sessions"] if row[0] == 1]
    )


def test_a_table_of_a_later_version_is_purged_too(two):
    two.execute(
        "CREATE TABLE letters (id INTEGER PRIMARY KEY, question INTEGER NOT NULL REFERENCES questions (id),"
        " reply_to INTEGER REFERENCES letters (id))"
    )
    two.execute(
        "CREATE TABLE marks (letter INTEGER NOT NULL REFERENCES letters,"
        " session INTEGER NOT NULL REFERENCES sessions (id))"
    )
    for number, session in ((1, 1), (2, 2)):
        question = two.execute("SELECT id FROM questions WHERE session = ?", [session]).fetchone()[0]
        two.execute("INSERT INTO letters VALUES (?, ?, ?)", [number, question, number])
        two.execute("INSERT INTO marks VALUES (?, ?)", [number, session])
    two.begin_write()
    purge.purge(two, sessions.get_by_code(two, "PANEL1"))
    two.commit_write()
    assert [tuple(row) for row in two.execute("SELECT id FROM letters")] == [(2,)] and [
        tuple(row) for row in two.execute("SELECT * FROM marks")
    ] == [(2, 2)]


def test_a_purged_session_is_unknown_and_its_code_cannot_be_used_again(two):
    two.begin_write()
    purge.purge(two, sessions.get_by_code(two, "PANEL1"))
    two.commit_write()
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


def test_the_answer_to_the_purge_is_not_stored(store):
    execute_act(store, "close", ORGANISER)
    assert execute_act(store, "purge", ORGANISER) == {"already": False, "phase": "purged"}
    assert dump(store)["commands"] == []


@pytest.mark.databases("sqlite")
def test_no_byte_of_a_purged_session_stays_in_the_files(tmp_path):
    path = tmp_path / "of.db"
    connection = make_database(path)
    fill(connection, "PANEL1")
    # Keep an idle reader open during the purge. The purge must still remove the deleted data from the files.
    with closing(schema.connect(path, read_only=True)) as reader:
        reader.execute("SELECT count(*) FROM questions").fetchone()
        assert any(b"Canario de" in file.read_bytes() for file in tmp_path.iterdir())
        connection.execute("BEGIN IMMEDIATE")
        purge.purge(connection, sessions.get_by_code(connection, "PANEL1"))
        connection.execute("COMMIT")
        scrubbing.scrub(connection)
        contents = [(file.name, file.read_bytes()) for file in tmp_path.iterdir()]
    left = [
        name
        for name, content in contents
        for canary in (b"Canario", b"of PANEL1?", ANA, b"Moliehi")
        if canary in content
    ]
    assert left == []
