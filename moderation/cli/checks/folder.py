"""Checks of the data folder: owner and modes of its files, the database, the server's SQLite settings."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from ...store import schema
from ...web.api.operation import ServerStatus
from ..service_user import user_name
from .finding import Finding, ok, unknown, wrong

PRIVATE = ("secret.key", "server.json", "links.json")
"""The files of the data folder that only their owner may read."""


def ownership(folder: Path) -> list[Finding]:
    """Check the data folder and its files, above all their owners and permissions.

    Each of these faults gives a finding `WRONG`:
    - The permissions give other users access to the folder or to a file in `PRIVATE`.
    - The owner of a file is not the owner of the folder.
    - The folder contains a database, but not the server's key (`secret.key`).
    """
    owner = folder.stat().st_uid
    name = user_name(owner)
    findings = []
    if folder.stat().st_mode & 0o077:
        findings.append(wrong("data folder", f"other users may enter {folder}", f"chmod 700 {folder}"))
    foreign = [path.name for path in sorted(folder.iterdir()) if path.lstat().st_uid != owner]
    if foreign:
        findings.append(
            wrong("data folder", f"not owned by {name}: {', '.join(foreign)}", f"chown -R {name}: {folder}")
        )
    open_files = [path.name for name in PRIVATE if (path := folder / name).exists() and path.stat().st_mode & 0o077]
    if open_files:
        findings.append(wrong("data folder", f"other users may read {', '.join(open_files)}", "chmod 600 these files"))
    if (folder / "open-floor.db").exists() and not (folder / "secret.key").exists():
        findings.append(
            wrong("key", "there is a database without secret.key", "put back your copy of the key before you start")
        )
    return findings or [ok("data folder", f"{folder}, private, owned by {name}")]


def settings_file(path: Path) -> Finding:
    """Check the permissions of a settings file.

    If the file contains the key of a translation service, only the file's owner and group may have access.
    """
    try:
        text, mode = path.read_text("utf-8"), stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return unknown("settings", f"there is no {path}", "")
    except OSError as problem:
        return unknown(
            "settings", f"{path}: {problem.strerror}", "give it the group of the service's user, and mode 640"
        )
    if mode & 0o007 and "OPEN_FLOOR_TRANSLATION_KEY" in text:
        return wrong("settings", f"everyone may read the key in {path}", f"chmod 640 {path}")
    return ok("settings", str(path))


def database(file: Path) -> Finding:
    """Check that the database is undamaged, has the schema of this program version, and uses a write-ahead log."""
    if not file.exists():
        return unknown("database", "there is none yet", "the server creates it when it first starts")
    try:
        with closing(schema.connect(file, read_only=True)) as connection:
            fault = connection.execute("PRAGMA quick_check").fetchone()[0]
            if fault != "ok":
                return wrong("database", "it is damaged", "restore the latest backup: `open-floor restore FILE`")
            schema.check_version(connection)
            if schema.is_outdated(connection):
                return unknown("database", "of an earlier version", "the next start of the server migrates it")
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    except schema.NewerSchema as problem:
        return wrong("database", "of a later version", str(problem))
    except (sqlite3.Error, RuntimeError) as problem:
        return wrong("database", f"it cannot be read ({type(problem).__name__})", "restore the latest backup")
    if mode != "wal":
        return wrong("database", f"journal mode {mode}", "start the server with DATA_DIR on a local disk, not NFS")
    return ok("database", "undamaged, this version's schema")


def pragmas(server: ServerStatus | None) -> Finding:
    """Check the pragmas of the server's writing connection.

    `server["pragmas"]` contains only the pragmas that have a wrong value.
    """
    if server is None:
        return unknown("SQLite settings", "no server answers", "start the server and run `doctor` again")
    if server["pragmas"]:
        settings = ", ".join(f"{name} = {value}" for name, value in server["pragmas"].items())
        return wrong("SQLite settings", settings, "use another SQLite: commits or deletions are not safe with this one")
    return ok("SQLite settings", "as set")
