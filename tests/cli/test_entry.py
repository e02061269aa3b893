"""Tests of the start of the command line: one-line error messages, settings from a file, and the check of the user."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from moderation import __version__
from moderation.cli import entry, main
from tests.factories import make_database
from tests.servers import ROOT

SERVICE_USER = 65534
"""The user id of `nobody`."""


@pytest.fixture(autouse=True)
def environment(tmp_path, monkeypatch):
    """Isolate the test from the settings of this machine.

    The environment has no settings, and OPEN_FLOOR_ENV names a settings file that the test may create.
    """
    for name in ("DATA_DIR", "PUBLIC_URL", "OPEN_FLOOR_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPEN_FLOOR_ENV", str(tmp_path / "env"))
    # The command may change environment variables. monkeypatch restores them at the end of the test.
    monkeypatch.setattr(os, "environ", os.environ.copy())


def test_a_missing_data_folder_is_refused_and_not_created(tmp_path, capsys):
    folder = tmp_path / "nowhere"
    (tmp_path / "env").write_text(f"DATA_DIR={folder}\n")
    water = str(ROOT / "data" / "sessions" / "water.toml")
    commands = [
        ["status"],
        ["create", water],
        ["open", "CYB421"],
        ["backup", str(tmp_path / "x")],
        ["verify", "CYB421"],
    ]
    for words in [*commands, ["models", "add", str(tmp_path)], ["export", "CYB421", "--out", str(tmp_path / "x")]]:
        assert entry.execute(words) == 1
        error = capsys.readouterr().err
        assert error.startswith(f"Error: there is no folder {folder}. Set DATA_DIR as for the server"), words
        assert error.count("\n") == 1 and not folder.exists()


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (KeyError("Canary"), "unexpected KeyError. Run the command again with --debug for details"),
        (PermissionError(13, "Permission denied", "/x"), "Permission denied: /x"),
        (sqlite3.OperationalError("near 'Canary'"), "the database cannot be used (OperationalError)"),
        (ModuleNotFoundError("x", name="flask"), "the package flask is not installed. Install Open Floor again"),
    ],
)
@pytest.mark.parametrize("words", [["status"], ["--debug", "status"], ["status", "--debug"]])
def test_an_error_is_one_line_and_places_only_if_asked(monkeypatch, capsys, problem, line, words):
    def fail(*arguments, **options):
        raise problem

    monkeypatch.setattr(main.main, "main", fail)
    assert entry.execute(words) == 1
    first, *details = capsys.readouterr().err.splitlines()
    assert first.startswith(f"Error: {line}")
    assert bool(details) == ("--debug" in words) and "Canary" not in "".join(details)


def test_help_version_and_a_wrong_word_have_their_exit_status(capsys):
    assert [entry.execute(words) for words in (["--version"], ["status", "--help"], ["nothing"])] == [0, 0, 2]
    printed = capsys.readouterr()
    assert "Open Floor " in printed.out and "Usage: open-floor status" in printed.out
    assert "No such command 'nothing'" in printed.err


def test_the_wrapper_runs_from_every_folder_and_imports_nothing_from_there(tmp_path):
    (tmp_path / "moderation").mkdir()
    (tmp_path / "moderation" / "__init__.py").write_text("raise SystemExit(9)")
    done = subprocess.run(
        [ROOT / "deploy" / "open-floor", "--version"],
        cwd=tmp_path,
        env=os.environ | {"OPEN_FLOOR_CHECKOUT": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, f"Open Floor {__version__}\n"), done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can change the user")
def test_root_continues_as_the_owner_of_the_data_folder(tmp_path):
    """Run commands as root. A new backup must belong to the service's user.

    A command must refuse a target folder that belongs to root.
    """
    folder, mine = tmp_path / "data", tmp_path / "mine"
    for path in (tmp_path, *tmp_path.parents):
        if path == Path(tempfile.gettempdir()):
            break
        path.chmod(0o755)
    for path in (folder, mine):
        path.mkdir()
    make_database(str(folder / "open-floor.db")).close()
    for path in (folder, *folder.iterdir()):
        os.chown(path, SERVICE_USER, SERVICE_USER)
    (tmp_path / "env").write_text(f"DATA_DIR={folder}\n")

    def backup(file) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "moderation", "backup", file]
        return subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60)

    done = backup(folder / "copy.db")
    assert done.returncode == 0, done.stderr
    written = (folder / "copy.db").stat()
    assert (written.st_uid, stat.S_IMODE(written.st_mode)) == (SERVICE_USER, 0o600)
    done = backup(mine / "copy.db")
    assert done.returncode == 1 and "Permission denied" in done.stderr
    assert "This command runs as the user nobody" in done.stderr and not list(mine.iterdir())
