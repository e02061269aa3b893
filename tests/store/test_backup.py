"""Tests of backups and of restoring. A backup is complete and private, and contains no erased texts.

A failed restore changes nothing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from contextlib import closing

import pytest

from moderation.store import schema
from moderation.store.backup import BackupError, back_up, prune, restore
from moderation.store.folder import Folder
from tests.factories import caller, command, execute_act, make_database
from tests.running_store import RunningStore

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture
def folder(tmp_path):
    """Return a data folder whose database has one question. No server uses the folder."""
    folder = Folder(tmp_path / "data")
    store = make_database(str(folder.database))
    execute_act(store, "ask", caller("attendee"), text="Who pays?")
    store.close()
    return folder


def texts_in(file) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [text for (text,) in connection.execute("SELECT text FROM questions ORDER BY number")]


def test_a_backup_is_complete_private_and_without_erased_words(tmp_path):
    running = RunningStore(tmp_path / "open-floor.db")
    try:
        for text in ("Who pays?", "Canary 555 0100?"):
            running.do(command("ask", caller("attendee"), text=text))
        running.do(command("withdraw", caller("attendee"), number=2))
        old_mask = os.umask(0)
        try:
            back_up(tmp_path / "open-floor.db", tmp_path / "copy.db")
        finally:
            os.umask(old_mask)
        running.do(command("ask", caller("attendee"), text="Who asks later?"))
    finally:
        running.close()
    assert texts_in(tmp_path / "copy.db") == ["Who pays?", ""]
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert b"Canary" not in (tmp_path / "copy.db").read_bytes()


def test_a_backup_that_fails_leaves_no_file(folder, tmp_path, monkeypatch):
    present = tmp_path / "present.db"
    present.write_bytes(b"mine")
    with pytest.raises(BackupError, match="exists already"):
        back_up(folder.database, present)
    assert present.read_bytes() == b"mine"
    with pytest.raises(BackupError, match="No such file"):
        back_up(folder.database, tmp_path / "nowhere" / "copy.db")
    with pytest.raises(BackupError, match="there is no database"):
        back_up(tmp_path / "open-floor.db", tmp_path / "copy.db")
    folder.database.write_bytes(folder.database.read_bytes()[:5000])
    with pytest.raises(BackupError, match="cannot be written"):
        back_up(folder.database, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_only_the_latest_dated_backups_stay(tmp_path):
    dated = [f"open-floor-2021120{day}T203000Z.db" for day in (3, 1, 2)]
    others = ["open-floor.db", "open-floor-20211201T203000Z.db.gz", "replaced-20211201T203000Z.db"]
    for name in (*dated, *others):
        (tmp_path / name).touch()
    assert [path.name for path in prune(tmp_path, 2)] == ["open-floor-20211201T203000Z.db"]
    assert prune(tmp_path, 3) == []
    assert {path.name for path in tmp_path.iterdir()} == {*others, dated[0], dated[2]}


def test_a_restored_backup_replaces_the_database_and_keeps_the_old_one(folder, tmp_path):
    beside = folder.path / "open-floor.db-before-the-event"
    back_up(folder.database, beside)
    store = make_database_again(folder)
    execute_act(store, "ask", caller("attendee"), text="Who asks later?")
    store.close()
    assert restore(folder, beside, tmp_path / "replaced.db") is True
    assert texts_in(folder.database) == ["Who pays?"]
    assert texts_in(tmp_path / "replaced.db") == ["Who pays?", "Who asks later?"]
    assert texts_in(beside) == ["Who pays?"]
    assert stat.S_IMODE(folder.database.stat().st_mode) == 0o600


def make_database_again(folder: Folder) -> sqlite3.Connection:
    """Return a connection to the folder's database, so that the test can execute acts."""
    return schema.connect(folder.database)


def test_a_backup_is_restored_into_an_empty_folder(folder, tmp_path):
    back_up(folder.database, tmp_path / "copy.db")
    empty = Folder(tmp_path / "other")
    assert restore(empty, tmp_path / "copy.db", tmp_path / "replaced.db") is False
    assert texts_in(empty.database) == ["Who pays?"] and not (tmp_path / "replaced.db").exists()


def damaged(file) -> str:
    content = bytearray(file.read_bytes())
    content[4096 * 2 : 4096 * 3] = bytes(4096)
    file.write_bytes(content)
    return "damaged"


def cut(file) -> str:
    file.write_bytes(file.read_bytes()[:-4096])
    return "damaged"


def foreign(file) -> str:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE other (id INTEGER)")
        connection.commit()
    return "not one of Open Floor"


def empty(file) -> str:
    file.write_bytes(b"")
    return "is no database"


def missing(file) -> str:
    file.unlink()
    return "No such file"


def live(file) -> str:
    file.with_name(f"{file.name}-wal").write_bytes(b"pages")
    return "in use"


def newer(file) -> str:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('open_floor', 'm999_later', '')"
        )
        connection.commit()
    return "a later version of Open Floor has changed this database \\(m999_later\\)"


@pytest.mark.parametrize("spoil", [damaged, cut, foreign, empty, missing, live, newer])
def test_a_bad_backup_is_refused_and_changes_nothing(folder, tmp_path, spoil):
    file = tmp_path / "copy.db"
    back_up(folder.database, file)
    sentence = spoil(file)
    before = {path.name: path.read_bytes() for path in folder.path.iterdir()}
    with pytest.raises(BackupError, match=sentence):
        restore(folder, file, tmp_path / "replaced.db")
    assert {path.name: path.read_bytes() for path in folder.path.iterdir()} == before
    assert not (tmp_path / "replaced.db").exists()


def test_a_full_disk_changes_nothing(folder, tmp_path, monkeypatch):
    file = tmp_path / "copy.db"
    back_up(folder.database, file)

    def fail(*streams):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", fail)
    with pytest.raises(BackupError, match="No space left on device"):
        restore(folder, file, tmp_path / "replaced.db")
    assert texts_in(folder.database) == ["Who pays?"] and not (folder.path / "restored.part").exists()


def test_an_old_wal_is_not_applied_to_the_restored_database(folder, tmp_path):
    """Restore a backup while the WAL of a killed server still exists. The WAL contains pages of the old database.

    SQLite must not apply these pages to the restored database.
    """
    back_up(folder.database, tmp_path / "copy.db")
    store = make_database_again(folder)
    execute_act(store, "ask", caller("attendee"), text="Who asks later?")
    wal = folder.database.with_name("open-floor.db-wal").read_bytes()
    store.close()
    folder.database.with_name("open-floor.db-wal").write_bytes(wal)
    restore(folder, tmp_path / "copy.db", tmp_path / "replaced.db")
    assert texts_in(folder.database) == ["Who pays?"]
    assert texts_in(tmp_path / "replaced.db") == ["Who pays?", "Who asks later?"]
