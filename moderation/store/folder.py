"""The data folder: its lock, the server key, and the file in which the command line finds the address of the running
server.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import IO, TypedDict, cast

SHORTEST_KEY = 32
"""Minimum length of a server key, in bytes."""


class FolderInUse(Exception):
    """The exception for a data folder that another process (a server or a command of the command line) has locked."""


class Announcement(TypedDict):
    """The content of `server.json`: the server's address and the token of the command line."""

    url: str
    token: str


class Folder:
    """DATA_DIR with the files `open-floor.db`, `secret.key`, `server.json` and `lock`.

    `key_file`: a file outside the folder that contains the server key; it replaces `secret.key`.
    """

    def __init__(self, path: Path | str, key_file: Path | None = None):
        self._key_file = key_file
        self.path = Path(path)
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chmod(self.path, 0o700)
        self.database = self.path / "open-floor.db"
        self._lock: IO[str] | None = None

    def acquire(self) -> None:
        """Lock the folder until `release` or the end of the process. Raises FolderInUse."""
        handle = open(self.path / "lock", "w", opener=_open_private)  # noqa: SIM115 (the open file is the lock)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            raise FolderInUse(f"another Open Floor server is using {self.path}") from None
        self._lock = handle

    def release(self) -> None:
        """Unlock the folder; do nothing if it is not locked."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def secret_key(self) -> bytes:
        """Return the server key: 32 random bytes, created once in a file that only its owner may read.

        The key is in no backup and no export. Raises ValueError if the configured key file does not exist, if it is too
        short, or if every user has permission to read it.
        """
        if self._key_file is not None:
            return read_key(self._key_file)
        path = self.path / "secret.key"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            write_private(path, secrets.token_bytes(32))
            return path.read_bytes()

    def announce(self, url: str, token: str) -> None:
        """Write `server.json`. Call `withdraw` at exit to remove the file."""
        write_private(self.path / "server.json", json.dumps({"url": url, "token": token}).encode())

    def announced(self) -> Announcement | None:
        """Return the content of `server.json`, or None if the file is missing or invalid.

        After a crash, the file still contains the address of a server that no longer runs.
        """
        try:
            return cast("Announcement", json.loads((self.path / "server.json").read_bytes()))
        except (FileNotFoundError, ValueError):
            return None

    def withdraw(self) -> None:
        """Remove `server.json`."""
        (self.path / "server.json").unlink(missing_ok=True)


def read_key(path: Path) -> bytes:
    """Return the server key in this file. Raises ValueError in the same cases as `Folder.secret_key`."""
    try:
        key, mode = path.read_bytes(), path.stat().st_mode
    except OSError as problem:
        raise ValueError(f"SECRET_KEY_FILE cannot be read: {problem.strerror}") from None
    if mode & 0o007:
        raise ValueError("SECRET_KEY_FILE must not be readable by all users: chmod o-rwx")
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"SECRET_KEY_FILE must have at least {SHORTEST_KEY} bytes, for example of /dev/urandom")
    return key


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def write_private(path: Path, content: bytes) -> None:
    """Create or replace a file atomically, and wait until the file is on the disk.

    Only the owner may read and write the file (mode 0600), whatever the umask is.
    """
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
