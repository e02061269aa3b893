"""A measurement of the stalls of a server: a thread reads `/healthz` again and again while the server works."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

PAUSE = 0.02
PATIENCE = 30
PROBE = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


def queued_seconds(pid: int) -> float:
    """Return the seconds for which threads of a process waited for a processor, although they were ready to run."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # Skip a thread that has ended since `iterdir` listed it.
            total += int((task / "schedstat").read_text().split()[1])
    return total / 1e9


class StallWatch:
    """A context manager that reads `/healthz` again and again, each time on a new connection.

    `worst`: the longest delay in seconds since the last `reset`. A delay does not include the time in which the server
    or this process waited for a processor. Other processes cause these waits.
    """

    def __init__(self, port: int, pid: int):
        self._port, self._pid = port, pid
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._measured, self._count = threading.Condition(), 0
        self.worst = 0.0
        self.failure = ""

    def __enter__(self) -> StallWatch:
        self._thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._ends.set()
        self._thread.join()

    def reset(self) -> float:
        """Return the longest delay in seconds since the last `reset`, and set the longest delay to 0."""
        with self._measured:
            worst, self.worst = self.worst, 0.0
        return worst

    def settle(self) -> None:
        """Wait until one whole measurement has been made after this call.

        The wait lasts until two measurements have ended, because the first one may have begun before the call.
        """
        with self._measured:
            wanted = self._count + 2
            self._measured.wait_for(lambda: self._count >= wanted, PATIENCE)

    def _run(self) -> None:
        while not self._ends.wait(PAUSE):
            delay = 0.0
            try:
                delay = self._probe()
            except OSError as error:
                self.failure = self.failure or f"/healthz: {type(error).__name__}"
            with self._measured:
                self.worst, self._count = max(self.worst, delay), self._count + 1
                self._measured.notify_all()

    def _probe(self) -> float:
        began, queued = time.monotonic(), self._queued()
        with socket.create_connection(("127.0.0.1", self._port), PATIENCE) as connection:
            connection.sendall(PROBE)
            answer = b""
            while data := connection.recv(4096):
                answer += data
        seconds = time.monotonic() - began
        if not answer.startswith(b"HTTP/1.1 200 "):
            self.failure = self.failure or f"/healthz: {answer[:40]!r}"
        return seconds - (self._queued() - queued)

    def _queued(self) -> float:
        return queued_seconds(self._pid) + queued_seconds(os.getpid())
