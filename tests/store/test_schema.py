"""Tests of the schema: the database rejects invalid rows, migrations keep all data, and every connection sets its
pragmas.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from sqlite_utils import Database

from moderation.core.model import Status
from moderation.store import administration, events, imports, newcomers, questions, schema, sessions
from tests.factories import add, make_database, make_definition, make_question

pytestmark = pytest.mark.databases("sqlite")


def pragma(connection, name):
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_writing_connection_is_durable(tmp_path):
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout", "temp_store")
    with closing(schema.connect(tmp_path / "of.db")) as connection:
        pragmas = {name: pragma(connection, name) for name in names}
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
        "temp_store": 2,
    }


def test_reading_connection_cannot_write(tmp_path):
    make_database(tmp_path / "of.db").close()
    with closing(schema.connect(tmp_path / "of.db", read_only=True)) as connection:
        assert pragma(connection, "foreign_keys") == 1
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("UPDATE sessions SET phase = 'closed'")


def test_reading_connection_finds_a_folder_with_an_odd_name(tmp_path):
    folder = tmp_path / "50% sûr? #1"
    folder.mkdir()
    make_database(folder / "of.db").close()
    with closing(schema.connect(folder / "of.db", read_only=True)) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone()[0] == 1


def test_a_pragma_that_sqlite_ignores_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "BUSY_MS", -1)
    with pytest.raises(RuntimeError, match="busy_timeout"):
        schema.connect(tmp_path / "of.db")


def test_migrating_twice_changes_nothing(tmp_path):
    connection = make_database(tmp_path / "of.db")
    tables = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    schema.migrate(connection)
    assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == tables


def test_every_table_is_strict(store):
    loose = [
        row[1]
        for row in store.execute("PRAGMA table_list")
        if row["schema"] == "main" and row["type"] == "table" and not row["strict"]
    ]
    assert [name for name in loose if not name.startswith(("sqlite_", "_sqlite_migrations"))] == []


@pytest.mark.parametrize("status", ["live", "next"])
def test_at_most_one_question_is_live_and_one_is_next(store, status):
    add(store, make_question(1, status))
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        add(store, make_question(2, status))


@pytest.mark.parametrize("status", Status)
def test_only_an_approved_question_has_a_place_in_the_queue(store, status):
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        add(store, make_question(1, status, place=None if status == "approved" else "50000000"))


@pytest.mark.parametrize(
    "assignment",
    [
        "status = 'asked'",
        "text = ''",
        "language_source = 'guessed'",
        "unsure = 2",
        "show_name = 2",
        "first = -1",
        "number = NULL",
        "version = 'x'",
        "attendee = 99",
    ],
)
def test_an_invalid_question_row_is_rejected(store, assignment):
    add(store, make_question(1))
    with pytest.raises(sqlite3.IntegrityError):
        store.execute(f"UPDATE questions SET {assignment}")


def test_a_question_number_is_unique(store):
    add(store, make_question(1))
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        add(store, make_question(1))


@pytest.mark.parametrize("assignment", ["phase = 'over'", "list_public = 2", "chatham_house_rule = NULL"])
def test_an_invalid_session_row_is_rejected(store, assignment):
    with pytest.raises(sqlite3.IntegrityError):
        store.execute(f"UPDATE sessions SET {assignment}")


def test_the_view_report_shows_questions_in_readable_columns(store):
    add(store, make_question(1, "approved", group="media"))
    row = dict(store.execute("SELECT * FROM report").fetchone())
    assert (row["session"], row["number"], row["status"], row["stakeholder_group"]) == (
        "PANEL1",
        1,
        "approved",
        "media",
    )


@pytest.fixture
def empty_database():
    """Yield a connection to an in-memory database without tables."""
    with closing(schema.connect(":memory:")) as connection:
        yield connection


def test_the_migration_of_the_questions_table_keeps_all_rows(empty_database):
    """Check a migration that replaces the table of questions.

    The migration must keep the rows of other tables that refer to a question. It must also add the hash of the
    translated text to each translation.
    """
    connection = empty_database
    connection.execute("PRAGMA foreign_keys = 0")
    schema.migrations.apply(Database(connection), stop_before="m003_workflow")
    connection.execute(
        "INSERT INTO sessions (id, code, definition, phase, list_public, show_group, stage_upcoming,"
        " chatham_house_rule, epoch, created_at) VALUES (1, 'OLD1', '{}', 'open', 1, 1, 1, 0, 'e', 'then')"
    )
    connection.execute(
        "INSERT INTO attendees (id, session, token_hash, allowance, allowance_at) VALUES (5, 1, x'01', 1, 0)"
    )
    connection.execute(
        "INSERT INTO questions (id, session, number, attendee, text, language, language_source, unsure, group_key,"
        " show_name, status, place, version, changed_by, asked_at, changed_at, first, votes)"
        " VALUES (7, 1, 3, 5, 'Who pays?', 'en', 'detected', 0, 'media', 0, 'approved', '50000000', 2,"
        " 'chair.a', 'then', 'then', 1, 1)"
    )
    connection.execute("INSERT INTO votes VALUES (7, 5)")
    connection.execute(
        "INSERT INTO translations (question, language, text, source, route, at)"
        " VALUES (7, 'es', '¿Quién paga?', 'machine', '[\"en\", \"es\"]', 'then')"
    )
    schema.migrate(connection)
    assert tuple(
        connection.execute(
            "SELECT id, number, attendee, text, place, version, votes, aloud, lead FROM questions"
        ).fetchone()
    ) == (
        7,
        3,
        5,
        "Who pays?",
        "50000000",
        2,
        1,
        0,
        None,
    )
    assert connection.execute("SELECT of_hash FROM translations").fetchone()[0] == schema.text_hash("Who pays?")
    assert connection.execute("SELECT text FROM report").fetchone()[0] == "Who pays?"
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        connection.execute("INSERT INTO votes VALUES (8, 5)")


def test_stored_answers_of_the_version_before_lose_their_control_fields(empty_database):
    connection = empty_database
    schema.migrations.apply(Database(connection), stop_before="m007_outcomes")
    connection.execute(
        "INSERT INTO sessions (id, code, definition, phase, list_public, show_group, stage_upcoming,"
        " chatham_house_rule, epoch, created_at) VALUES (1, 'OLD1', '{}', 'open', 1, 1, 1, 0, 'e', 'then')"
    )
    for key, answer in (
        ("key-ask", {"already": False, "status": 201, "question": {"number": 1, "status": "pending"}}),
        ("key-renew", {"already": False, "seat": "stage", "generation": 3}),
        ("key-open", {"already": False, "phase": "open", "erased": True}),
        ("key-vote", {"already": False, "voted": 4}),
    ):
        connection.execute(
            "INSERT INTO commands (session, caller, key, body_hash, answer) VALUES (1, 'organiser', ?, x'00', ?)",
            [key, json.dumps(answer)],
        )
    schema.migrate(connection)
    rows = connection.execute("SELECT key, answer, generation FROM commands").fetchall()
    assert {row["key"]: (json.loads(row["answer"]), row["generation"]) for row in rows} == {
        "key-ask": ({"already": False, "question": {"number": 1, "status": "pending"}}, None),
        "key-renew": ({"already": False, "seat": "stage"}, 3),
        "key-open": ({"already": False, "phase": "open"}, None),
        "key-vote": ({"already": False}, None),
    }


def test_stored_answers_to_votes_of_the_version_before_keep_their_order(empty_database):
    connection = empty_database
    schema.migrations.apply(Database(connection), stop_before="m018_votes")
    connection.execute(
        "INSERT INTO sessions (id, code, definition, phase, list_public, show_group, stage_upcoming,"
        " chatham_house_rule, epoch, created_at) VALUES (1, 'OLD1', '{}', 'open', 1, 1, 1, 0, 'e', 'then')"
    )
    asked = {"already": False, "question": {"number": 1}}
    for caller, key, answer in (
        ("attendee.1", "key-ask", asked),
        ("attendee.1", "key-vote", {"already": False, "order": 250}),
        ("attendee.1", "key-again", {"already": True, "order": 151}),
        ("attendee.2", "key-vote", {"already": False, "order": 250}),
        ("attendee.1", "key-unnumbered", {"already": False}),
        ("organiser", "key-open", {"already": False}),
    ):
        connection.execute(
            "INSERT INTO commands (session, caller, key, body_hash, answer) VALUES (1, ?, ?, x'00', ?)",
            [caller, key, json.dumps(answer)],
        )
    schema.migrate(connection)
    rows = connection.execute("SELECT caller, key, answer, vote FROM commands ORDER BY caller, key").fetchall()
    assert [(caller, key, json.loads(answer), vote) for caller, key, answer, vote in rows] == [
        ("attendee.1", "key-again", {"already": True}, 151),
        ("attendee.1", "key-ask", asked, None),
        ("attendee.1", "key-vote", {"already": False}, 250),
        ("attendee.2", "key-vote", {"already": False}, 250),
        ("organiser", "key-open", {"already": False}, None),
    ]
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        connection.execute("UPDATE commands SET vote = 151 WHERE key = 'key-ask'")


def test_sessions_of_the_version_before_keep_utc(empty_database):
    connection = empty_database
    schema.migrations.apply(Database(connection), stop_before="m008_time_zone")
    for number, (phase, definition) in enumerate((("open", {"title": {"fr": "Été"}}), ("purged", {"code": "OLD2"})), 1):
        connection.execute(
            "INSERT INTO sessions (id, code, definition, phase, list_public, show_group, stage_upcoming,"
            " chatham_house_rule, epoch, created_at) VALUES (?, ?, ?, ?, 1, 1, 1, 0, 'e', 'then')",
            [number, f"OLD{number}", json.dumps(definition), phase],
        )
    schema.migrate(connection)
    definitions = [json.loads(row[0]) for row in connection.execute("SELECT definition FROM sessions ORDER BY id")]
    assert definitions == [{"title": {"fr": "Été"}, "time_zone": "UTC"}, {"code": "OLD2"}]


def test_words_of_questions_withdrawn_before_are_erased(empty_database):
    """Check that the migration erases only the words of a withdrawn question, and keeps all indexes and triggers."""
    connection = empty_database
    connection.execute("PRAGMA foreign_keys = 0")
    schema.migrations.apply(Database(connection), stop_before="m010_erasure")
    objects = "SELECT name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    names = connection.execute(objects).fetchall()
    connection.execute(
        "INSERT INTO sessions (id, code, definition, phase, list_public, show_group, stage_upcoming,"
        " chatham_house_rule, epoch, created_at) VALUES (1, 'OLD1', '{}', 'open', 1, 1, 1, 0, 'e', 'then')"
    )
    for number, status in ((1, "withdrawn"), (2, "pending")):
        connection.execute(
            "INSERT INTO questions (id, session, number, text, language, language_source, unsure, group_key, name,"
            " show_name, status, version, changed_by, asked_at, changed_at, first, wording, hides)"
            " VALUES (?, 1, ?, 'Canary text?', 'en', 'detected', 0, 'media', 'Canary name', 1, ?, 2, 'chair.a', 'then',"
            " 'then', 1, 'Canary wording?', 1)",
            [number, number, status],
        )
        connection.execute(
            "INSERT INTO translations (question, language, text, source, route, at)"
            " VALUES (?, 'es', 'Canary translation', 'booth', '[]', 'then')",
            [number],
        )
        connection.execute(
            "INSERT INTO log (id, session, at, seat, act) VALUES (?, 1, 'then', 'chair.a', 'x')", [number]
        )
        connection.execute(
            "INSERT INTO log_questions (log, question, status_after, version, before) VALUES (?, ?, 'pending', 2, ?)",
            [number, number, json.dumps({"status": "pending", "wording": "Canary earlier?", "hides": True})],
        )
        for caller in ("chair.a", "attendee.5"):
            answer = {"already": False, "question": {"number": number, "text": "Canary answer?", "name": "Canary"}}
            connection.execute(
                "INSERT INTO commands (session, caller, key, body_hash, answer) VALUES (1, ?, ?, x'01', ?)",
                [caller, f"key-{number}", json.dumps(answer)],
            )
    connection.execute("INSERT INTO translation_cache VALUES (x'01', 'en', 'es', 'engine', '[]', 'Canary cached')")
    schema.migrations.apply(Database(connection), stop_before="m011_newcomers")
    assert connection.execute(objects).fetchall() == names
    assert "Canary" not in repr([tuple(row) for row in connection.execute("SELECT * FROM questions WHERE number = 1")])
    other = connection.execute("SELECT text, name, wording, hides FROM questions WHERE number = 2").fetchone()
    assert tuple(other) == ("Canary text?", "Canary name", "Canary wording?", 1)
    assert connection.execute("SELECT question FROM translations").fetchall()[0][0] == 2
    assert connection.execute("SELECT count(*) FROM translation_cache").fetchone()[0] == 0
    images = dict(connection.execute("SELECT question, before FROM log_questions").fetchall())
    assert json.loads(images[1]) == {"status": "pending", "wording": None, "hides": False, "looks_like": None}
    assert json.loads(images[2]) == {"status": "pending", "wording": "Canary earlier?", "hides": True}
    answers = connection.execute("SELECT caller, key, answer FROM commands WHERE answer LIKE '%Canary%'").fetchall()
    assert [(row["caller"], row["key"]) for row in answers] == [("attendee.5", "key-2")]
    assert pragma(connection, "user_version") == 1
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_questions_of_the_version_before_have_no_source_and_can_be_read(empty_database):
    connection = empty_database
    schema.migrations.apply(Database(connection), stop_before="m019_imports")
    connection.execute(
        "INSERT INTO sessions (id, code, definition, phase, list_public, show_group, stage_upcoming,"
        " chatham_house_rule, epoch, created_at) VALUES (1, 'PANEL1', ?, 'open', 1, 1, 1, 0, 'e', 'then')",
        [json.dumps(make_definition())],
    )
    connection.execute(
        "INSERT INTO questions (id, session, number, text, language, language_source, unsure, group_key, show_name,"
        " status, version, changed_by, asked_at, changed_at, first, arrived)"
        " VALUES (7, 1, 3, 'Who pays?', 'en', 'detected', 0, 'media', 0, 'pending', 1, 'attendee', 'then', 'then', 1,"
        " '2021-04-14T13:05Z')"
    )
    schema.migrate(connection)
    session = sessions.get_by_code(connection, "PANEL1")
    assert questions.get(connection, session, 3).source is None
    assert newcomers.pending_until(connection, session, "2021-04-14T13:05Z") == 1


def test_imports_of_the_version_before_have_no_file_name(empty_database):
    connection = empty_database
    schema.migrations.apply(Database(connection), stop_before="m022_import_files")
    connection.execute(
        "INSERT INTO sessions (id, code, definition, phase, list_public, show_group, stage_upcoming,"
        " chatham_house_rule, epoch, created_at) VALUES (1, 'PANEL1', ?, 'open', 1, 1, 1, 0, 'e', 'then')",
        [json.dumps(make_definition())],
    )
    connection.execute("INSERT INTO imports (session, number, at) VALUES (1, 1, 'then')")
    schema.migrate(connection)
    [view] = imports.listing(connection, sessions.get_by_code(connection, "PANEL1"))
    assert (view["number"], view["at"], view["file"], view["questions"]) == (1, "then", "", 0)


def test_a_database_of_the_version_before_gets_a_link_for_its_administration(empty_database):
    connection = empty_database
    schema.migrations.apply(Database(connection), stop_before="m021_administration")
    connection.execute(
        "INSERT INTO sessions (id, code, definition, phase, list_public, show_group, stage_upcoming,"
        " chatham_house_rule, epoch, created_at) VALUES (1, 'PANEL1', ?, 'open', 1, 1, 1, 0, 'e', 'then')",
        [json.dumps(make_definition())],
    )
    schema.migrate(connection)
    assert administration.find_link(connection) == (1, "")
    assert (administration.archived(connection), events.every(connection)) == (set(), [])
    assert [session.code for session in sessions.every(connection)] == ["PANEL1"]


def test_a_session_of_the_version_before_has_no_chosen_languages_of_the_stage(empty_database):
    connection = empty_database
    schema.migrations.apply(Database(connection), stop_before="m034_stage_languages")
    connection.execute(
        "INSERT INTO sessions (id, code, definition, phase, list_public, show_group, stage_upcoming,"
        " chatham_house_rule, epoch, created_at) VALUES (1, 'PANEL1', ?, 'open', 1, 1, 1, 0, 'e', 'then')",
        [json.dumps(make_definition())],
    )
    schema.migrate(connection)
    assert sessions.get_by_code(connection, "PANEL1").stage_languages == ()
