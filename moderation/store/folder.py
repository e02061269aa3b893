"""The data folder: one server at a time, one key, and how the command line finds the running server."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from pathlib import Path


class FolderInUse(Exception):
    """Another server holds this data folder."""


class Folder:
    """DATA_DIR: `open-floor.db`, `secret.key`, `server.json`, `lock`."""

    def __init__(self, path: Path | str):
        self.path = Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        os.chmod(self.path, 0o700)
        self.database = self.path / "open-floor.db"
        self._lock = None

    def acquire(self) -> None:
        """Hold the folder until the process ends or `release`. Raises FolderInUse."""
        handle = open(self.path / "lock", "w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            raise FolderInUse(f"another Open Floor server is using {self.path}") from None
        self._lock = handle

    def release(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    def secret_key(self) -> bytes:
        """The server's key: 32 random bytes, made once, readable by the owner only; in no backup and no export."""
        path = self.path / "secret.key"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            write_private(path, secrets.token_bytes(32))
            return path.read_bytes()

    def announce(self, url: str, token: str) -> None:
        """Say where the server is and the token of the command line; removed by `withdraw` at exit."""
        write_private(self.path / "server.json", json.dumps({"url": url, "token": token}).encode())

    def announced(self) -> dict | None:
        """{url, token} of the running server, or None."""
        try:
            return json.loads((self.path / "server.json").read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def withdraw(self) -> None:
        (self.path / "server.json").unlink(missing_ok=True)


def write_private(path: Path, content: bytes) -> None:
    """Write a whole file that only its owner may read, or nothing."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(partial, path)
