"""Copies of the database: back up, remove old backups, restore.

The command line calls these functions in its own process. So a relative path refers to the folder of the user's shell.
A copy contains no erased words, because `VACUUM INTO` copies the rows and not the free pages.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database

from . import schema
from .folder import Folder

NAME = "open-floor-{}.db"
"""The name of a dated backup. The time of the backup, such as 20211208T203000Z, replaces `{}`."""
DATED = re.compile(r"open-floor-\d{8}T\d{6}Z\.db")
HEADER = b"SQLite format 3\x00"


class BackupError(Exception):
    """The exception for a copy that cannot be made or cannot be restored. The message is a sentence for the user."""


def back_up(database: Path, target: Path) -> None:
    """Copy the database to a new file with mode 0600. A server may use the database at the same time.

    The copy is one consistent state. It does not contain the server's key. If the copy cannot be completed, raise
    BackupError and leave no new file.
    """
    if not database.exists():
        raise BackupError(f"there is no database in {database.parent}")
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise BackupError(f"{target} exists already; nothing was written") from None
    except OSError as problem:
        raise BackupError(f"{target} cannot be written: {problem.strerror}") from None
    try:
        target.chmod(0o600)
        with closing(schema.connect(database, read_only=True)) as source:
            source.execute("VACUUM INTO ?", [str(target)])
        _sync(target)
    except BaseException as problem:
        target.unlink(missing_ok=True)
        if isinstance(problem, (OSError, sqlite3.Error)):
            raise BackupError(f"{target} cannot be written: {problem}") from None
        raise


def prune(folder: Path, keep: int) -> list[Path]:
    """Delete the dated backups in the folder, except the latest `keep` backups. Return the deleted files, oldest first.

    Files with other names stay.
    """
    dated = sorted(path for path in folder.iterdir() if DATED.fullmatch(path.name))
    surplus = dated[: max(0, len(dated) - keep)]
    for path in surplus:
        path.unlink()
    return surplus


def restore(folder: Folder, backup: Path, replaced: Path) -> bool:
    """Replace the database by a backup. First copy the current database to the new file `replaced`.

    Return whether there was a database. The caller has locked the folder. When the server starts next, it begins a new
    epoch, so that all pages load the restored content. If the backup cannot be restored, raise BackupError and leave
    the current database unchanged.
    """
    check(backup)
    had_database = folder.database.exists()
    if had_database:
        back_up(folder.database, replaced)
    partial = folder.path / "restored.part"
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as copy, open(backup, "rb") as source:
            shutil.copyfileobj(source, copy)
        check(partial)
        _sync(partial)
        _give_to_owner(partial, folder.path)
    except OSError as problem:
        partial.unlink(missing_ok=True)
        raise BackupError(f"{backup} cannot be copied to {folder.path}: {problem.strerror}") from None
    except BackupError:
        partial.unlink(missing_ok=True)
        raise
    for part in ("-wal", "-shm"):
        folder.database.with_name(folder.database.name + part).unlink(missing_ok=True)
    os.replace(partial, folder.database)
    _sync(folder.path)
    return had_database


def check(file: Path) -> None:
    """Raise BackupError if the file is not a complete database of this or an earlier version of Open Floor."""
    try:
        if file.with_name(file.name + "-wal").exists() and file.with_name(file.name + "-wal").stat().st_size:
            raise BackupError(
                f"{file.name}-wal lies beside {file}: this is a copy of a database in use, and it may be incomplete."
                " Use a file that the command `backup` wrote"
            )
        with open(file, "rb") as content:
            if content.read(len(HEADER)) != HEADER:
                raise BackupError(f"{file} is no database")
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            fault = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if fault != "ok":
                raise BackupError(f"{file} is damaged: {fault}")
            if not schema.migrations.applied(Database(connection)):
                raise BackupError(f"{file} is a database, but not one of Open Floor")
            schema.check_version(connection)
    except OSError as problem:
        raise BackupError(f"{file} cannot be read: {problem.strerror}") from None
    except sqlite3.Error as problem:
        raise BackupError(f"{file} is damaged: {problem}") from None
    except schema.NewerSchema as problem:
        raise BackupError(f"{file}: {problem}") from None


def _give_to_owner(file: Path, folder: Path) -> None:
    """Give the file the owner and the group of the folder.

    Root may have started `restore`, but the service's user must be able to read the file. If this process lacks the
    permission, change nothing.
    """
    owner = folder.stat()
    with suppress(PermissionError):
        os.chown(file, owner.st_uid, owner.st_gid)


def _sync(path: Path) -> None:
    """Wait until the content of a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
