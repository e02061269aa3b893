"""Tests of the copy of the database that the server makes before an upgrade. The copy is made once and is private.

A scrub, which overwrites deleted data, also deletes this copy.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing

import pytest
from sqlite_utils import Database

from moderation.store import schema, scrubbing
from moderation.store.backup import BackupError
from moderation.store.folder import Folder
from moderation.store.upgrade import upgrade

pytestmark = pytest.mark.databases("sqlite")

OLD = "m007_outcomes"


@pytest.fixture
def folder(tmp_path):
    """Return a data folder with a database of an earlier version. The database contains an additional table."""
    folder = Folder(tmp_path / "data")
    with closing(schema.connect(folder.database)) as connection:
        schema.migrations.apply(Database(connection), stop_before=OLD)
        connection.execute("CREATE TABLE content AS SELECT 'Who pays?' AS text")
    return folder


def migrations_in(file) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations")}


def copies(folder) -> list[str]:
    return sorted(path.name for path in folder.path.glob("before*"))


def test_the_database_is_copied_before_its_first_change(folder):
    (folder.path / "before-0.1.0.db").touch()
    upgrade(folder, "1.2.3")
    assert copies(folder) == ["before-1.2.3.db"]
    copy = folder.path / "before-1.2.3.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert OLD in migrations_in(folder.database) and OLD not in migrations_in(copy)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT text FROM content").fetchall() == [("Who pays?",)]
    before = copy.stat()
    upgrade(folder, "1.2.4")
    assert copies(folder) == ["before-1.2.3.db"] and copy.stat().st_mtime_ns == before.st_mtime_ns


def test_a_new_database_has_no_copy(tmp_path):
    folder = Folder(tmp_path / "data")
    upgrade(folder, "1.2.3")
    assert copies(folder) == [] and OLD in migrations_in(folder.database)


def test_without_a_copy_nothing_is_changed(folder, monkeypatch):
    (folder.path / "before-0.1.0.db").touch()
    monkeypatch.setattr(os, "fsync", lambda descriptor: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(BackupError, match="No space left"):
        upgrade(folder, "1.2.3")
    assert copies(folder) == ["before-0.1.0.db"] and OLD not in migrations_in(folder.database)


def test_a_later_schema_is_refused_without_a_copy(folder):
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('open_floor', 'm999_later', '')"
        )
    with pytest.raises(schema.NewerSchema):
        upgrade(folder, "1.2.3")
    assert copies(folder) == []


def test_a_scrub_deletes_the_copy_before_its_mark(folder):
    upgrade(folder, "1.2.3")
    (folder.path / "before.part").touch()
    (folder.path / "before-update.db").touch()
    with closing(schema.connect(folder.database)) as connection:
        scrubbing.want_scrub(connection)
        scrubbing.scrub_if_wanted(connection)
    assert copies(folder) == ["before-update.db"], "a backup of the user stays"
