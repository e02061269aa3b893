"""The data folder: its lock, the server key, and the file by which the command line finds the running server."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import IO, TypedDict, cast


class FolderInUse(Exception):
    """Another server uses this data folder."""


class Announcement(TypedDict):
    """The content of `server.json`: the server's address and the token of the command line."""

    url: str
    token: str


class Folder:
    """DATA_DIR with the files `open-floor.db`, `secret.key`, `server.json` and `lock`."""

    def __init__(self, path: Path | str):
        self.path = Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        os.chmod(self.path, 0o700)
        self.database = self.path / "open-floor.db"
        self._lock: IO[str] | None = None

    def acquire(self) -> None:
        """Lock the folder until `release` or the end of the process. Raises FolderInUse."""
        handle = open(self.path / "lock", "w")  # noqa: SIM115 (the open file is the lock)
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

        The key is in no backup and no export.
        """
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
        """Return the announcement of the running server, or None if there is none."""
        try:
            return cast("Announcement", json.loads((self.path / "server.json").read_bytes()))
        except (FileNotFoundError, ValueError):
            return None

    def withdraw(self) -> None:
        """Remove `server.json`."""
        (self.path / "server.json").unlink(missing_ok=True)


def write_private(path: Path, content: bytes) -> None:
    """Write a file atomically and durably. Only its owner may read the file (mode 0600)."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(partial, path)
