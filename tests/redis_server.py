"""A throw-away Redis server for one test, without persistence, from Debian's package `redis-server`."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.servers import free_port

PROGRAM = shutil.which("redis-server", path=f"{os.environ.get('PATH', '')}:/usr/bin")


def require() -> None:
    """Skip the test if the package is missing, except in CI."""
    if PROGRAM is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("no Redis server is installed (Debian's package redis-server)")


class RedisServer:
    """A Redis server on a free port. `options`: additional options of the server's command line."""

    def __init__(self, folder: Path, *options: str, tls: bool = False):
        require()
        self.folder, self.port = folder, free_port()
        ports = ("--port", "0", "--tls-port") if tls else ("--port",)
        self._command = [
            *(str(PROGRAM), *ports, str(self.port), "--bind", "127.0.0.1", "--dir", str(folder)),
            *("--save", "", "--appendonly", "no", *options),
        ]
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        with open(self.folder / "redis.log", "a") as log:
            self.process = subprocess.Popen(self._command, stdout=log, stderr=log)
        deadline = time.monotonic() + 30
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, (self.folder / "redis.log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def command(self, *words: str | bytes) -> object:
        """Execute a command on a new connection. Return the answer."""
        import redis

        with redis.Redis(port=self.port, protocol=2) as client:
            return client.execute_command(*words)
