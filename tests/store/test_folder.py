"""Tests of the data folder: one server at a time, one key, private files."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from moderation.store.folder import Folder, FolderInUse, write_private

ROOT = Path(__file__).resolve().parents[2]
TRY = "import sys; from moderation.store.folder import Folder; Folder(sys.argv[1]).acquire()"


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


def test_announcement_is_private_and_goes(tmp_path):
    folder = Folder(tmp_path)
    assert folder.announced() is None
    folder.announce("http://127.0.0.1:5000", "token")
    assert folder.announced() == {"url": "http://127.0.0.1:5000", "token": "token"}
    assert mode(tmp_path / "server.json") == 0o600
    folder.withdraw()
    folder.withdraw()
    assert folder.announced() is None


def test_half_written_announcement_is_none(tmp_path):
    (tmp_path / "server.json").write_text('{"url": ')
    assert Folder(tmp_path).announced() is None


def test_private_file_replaces_an_open_one_whole(tmp_path):
    path = tmp_path / "links.json"
    path.write_text("old and public")
    path.chmod(0o644)
    write_private(path, b"new")
    assert (path.read_bytes(), mode(path)) == (b"new", 0o600)
    assert [entry.name for entry in tmp_path.iterdir()] == ["links.json"]
