"""Tests of the command `doctor`: its checks of the data folder, of the settings file and of the database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest
from sqlite_utils import Database

from moderation.cli.checks import folder as checks
from moderation.cli.checks.finding import Verdict
from moderation.store import schema
from tests.factories import make_database

OK, WRONG, UNKNOWN = Verdict.OK, Verdict.WRONG, Verdict.UNKNOWN


@pytest.fixture
def folder(tmp_path):
    """Return a data folder with the files and modes that a server creates."""
    make_database(str(tmp_path / "open-floor.db")).close()
    tmp_path.chmod(0o700)
    for name in checks.PRIVATE:
        (tmp_path / name).touch(0o600)
    return tmp_path


def test_a_private_folder_is_right(folder):
    assert [finding.verdict for finding in checks.ownership(folder)] == [OK]


def test_a_folder_open_to_others(folder):
    folder.chmod(0o750)
    (folder / "secret.key").chmod(0o640)
    facts = [(finding.verdict, finding.fact) for finding in checks.ownership(folder)]
    assert facts == [(WRONG, f"other users may enter {folder}"), (WRONG, "other users may read secret.key")]


def test_a_lost_key(folder):
    (folder / "secret.key").unlink()
    assert [(finding.name, finding.verdict) for finding in checks.ownership(folder)] == [("key", WRONG)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_a_file_of_another_user(folder):
    os.chown(folder / "links.json", 65534, 65534)
    [finding] = checks.ownership(folder)
    assert finding.verdict is WRONG and finding.fact.endswith(": links.json") and finding.advice.startswith("chown -R ")


@pytest.mark.parametrize(
    ("text", "mode", "verdict"),
    [
        ("PORT=80", 0o644, OK),
        ("OPEN_FLOOR_TRANSLATION_KEY=x", 0o644, WRONG),
        ("OPEN_FLOOR_TRANSLATION_KEY=x", 0o640, OK),
    ],
)
def test_a_key_that_everyone_may_read(tmp_path, text, mode, verdict):
    (tmp_path / "env").write_text(text)
    (tmp_path / "env").chmod(mode)
    assert checks.settings_file(tmp_path / "env").verdict is verdict


def test_no_settings_file(tmp_path):
    assert checks.settings_file(tmp_path / "env").verdict is UNKNOWN


def test_a_database_of_this_version(folder):
    assert checks.database(folder / "open-floor.db").verdict is OK


def test_no_database(tmp_path):
    assert checks.database(tmp_path / "open-floor.db").verdict is UNKNOWN


@pytest.mark.parametrize(
    ("statement", "fact"),
    [
        ("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('open_floor', 'm999', '')", "later"),
        ("PRAGMA journal_mode = DELETE", "journal mode delete"),
    ],
)
def test_a_database_that_is_wrong(folder, statement, fact):
    with closing(sqlite3.connect(folder / "open-floor.db", isolation_level=None)) as connection:
        connection.execute(statement)
    finding = checks.database(folder / "open-floor.db")
    assert finding.verdict is WRONG and fact in finding.fact


def test_a_database_of_an_earlier_version(tmp_path):
    with closing(schema.connect(tmp_path / "open-floor.db")) as connection:
        schema.migrations.apply(Database(connection), stop_before="m007_outcomes")
    finding = checks.database(tmp_path / "open-floor.db")
    assert (finding.verdict, finding.fact) == (UNKNOWN, "of an earlier version")


def test_a_damaged_database(folder):
    (folder / "open-floor.db").write_bytes(b"SQLite format 3\0" + b"x" * 4096)
    assert checks.database(folder / "open-floor.db").verdict is WRONG


@pytest.mark.parametrize(
    ("server", "verdict"), [(None, UNKNOWN), ({"pragmas": {}}, OK), ({"pragmas": {"synchronous": 1}}, WRONG)]
)
def test_settings_read_back(server, verdict):
    assert checks.pragmas(server).verdict is verdict


def test_the_pragmas_of_a_writing_connection_are_compared(folder):
    with closing(schema.connect(folder / "open-floor.db")) as connection:
        assert schema.wrong_pragmas(connection) == {}
        connection.execute("PRAGMA synchronous = 1")
        assert schema.wrong_pragmas(connection) == {"synchronous": 1}
