"""Tests of the data folder. Only one server uses the folder at a time.

The folder has one key, and its files are private.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from moderation.store.folder import Folder, FolderInUse, write_private
from moderation.store.schema import connect

pytestmark = pytest.mark.databases("sqlite")

ROOT = Path(__file__).resolve().parents[2]
TRY = "import sys; from moderation.store.folder import Folder; Folder(sys.argv[1]).acquire()"


@pytest.fixture
def no_umask():
    """Set the umask to 0. A file is then private only if the code sets its mode."""
    former = os.umask(0)
    yield
    os.umask(former)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_second_server_on_the_folder_is_refused_until_the_first_is_gone(tmp_path):
    first, second = Folder(tmp_path), Folder(tmp_path)
    first.acquire()
    with pytest.raises(FolderInUse, match=str(tmp_path)):
        second.acquire()
    first.release()
    second.acquire()
    second.release()


def test_second_process_is_refused(tmp_path):
    folder = Folder(tmp_path)
    folder.acquire()
    tried = subprocess.run(
        [sys.executable, "-c", TRY, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert tried.returncode != 0
    assert "FolderInUse" in tried.stderr
    folder.release()
    assert (
        subprocess.run([sys.executable, "-c", TRY, str(tmp_path)], cwd=ROOT, capture_output=True, timeout=30).returncode
        == 0
    )


def test_key_is_made_once_and_is_private(tmp_path):
    key = Folder(tmp_path / "new" / "folder").secret_key()
    assert len(key) == 32
    assert Folder(tmp_path / "new" / "folder").secret_key() == key
    assert mode(tmp_path / "new" / "folder" / "secret.key") == 0o600
    assert mode(tmp_path / "new" / "folder") == 0o700
    assert Folder(tmp_path / "other").secret_key() != key


def test_the_files_of_the_database_and_the_lock_are_private(tmp_path, no_umask):
    folder = Folder(tmp_path / "new")
    folder.acquire()
    connection = connect(folder.database)
    connection.execute("CREATE TABLE rows (row INTEGER)")
    modes = {path.name: mode(path) for path in folder.path.iterdir()}
    connection.close()
    folder.release()
    assert modes == dict.fromkeys(("lock", "open-floor.db", "open-floor.db-wal", "open-floor.db-shm"), 0o600)
    assert mode(folder.path) == 0o700


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "links.json").mkdir()
    with pytest.raises(IsADirectoryError):
        write_private(tmp_path / "links.json", b"secret")
    assert [path.name for path in tmp_path.iterdir()] == ["links.json"]


def test_the_announcement_is_private_and_is_removed(tmp_path):
    folder = Folder(tmp_path)
    assert folder.announced() is None
    folder.announce("http://127.0.0.1:5000", "token")
    assert folder.announced() == {"url": "http://127.0.0.1:5000", "token": "token"}
    assert mode(tmp_path / "server.json") == 0o600
    folder.withdraw()
    folder.withdraw()
    assert folder.announced() is None


def test_an_incomplete_announcement_is_ignored(tmp_path):
    (tmp_path / "server.json").write_text('{"url": ')
    assert Folder(tmp_path).announced() is None


def test_a_private_file_replaces_a_public_file_completely(tmp_path):
    path = tmp_path / "links.json"
    path.write_text("old and public")
    path.chmod(0o644)
    write_private(path, b"new")
    assert (path.read_bytes(), mode(path)) == (b"new", 0o600)
    assert [entry.name for entry in tmp_path.iterdir()] == ["links.json"]


def test_private_file_and_its_name_are_on_the_disk(tmp_path, monkeypatch):
    synced = []

    def fsync(descriptor):
        names = sorted(os.listdir(tmp_path)) if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        synced.append(names)

    monkeypatch.setattr("moderation.store.folder.os.fsync", fsync)
    write_private(tmp_path / "links.json", b"new")
    assert synced == ["file", ["links.json"]]


def test_the_key_file_replaces_the_key_of_the_folder(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(b"k" * 32)
    path.chmod(0o600)
    assert Folder(tmp_path / "data", path).secret_key() == b"k" * 32
    assert not (tmp_path / "data" / "secret.key").exists()


@pytest.mark.parametrize(("content", "mode"), [(b"k" * 31, 0o600), (b"k" * 32, 0o604), (None, 0)])
def test_an_unsafe_key_file_is_refused(tmp_path, content, mode):
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
        path.chmod(mode)
    with pytest.raises(ValueError, match="SECRET_KEY_FILE"):
        Folder(tmp_path / "data", path).secret_key()
