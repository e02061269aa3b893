"""One worker process with its two pipes. Reads and writes have a deadline; a kill includes the process's children."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Mapping
from typing import Any

from ...paths import PYTHON_PATH

LONGEST_LINE = 1 << 20
"""Bytes of the longest answer that is read."""
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
"""The only variables that a worker gets from the server's environment. Its settings come through the pipe."""


def worker_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables of a worker process that imports this package."""
    inherited = {name: environment[name] for name in INHERITED if name in environment}
    return inherited | {"PYTHONPATH": str(PYTHON_PATH), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


class Pipe:
    """A worker process, started by the constructor, and its pipes.

    `os`, `select`: the modules without monkey-patching; `clock` returns seconds. The constructor raises OSError if the
    process cannot be started. `about`: the engine's description, set by the pool.
    """

    def __init__(self, os: Any, select: Any, clock: Callable[[], float], command: list[str]):
        self._os, self._select, self._clock = os, select, clock
        self.about: dict[str, Any] = {}
        workers_input, self._to = os.pipe()
        self._from, workers_output = os.pipe()
        try:
            # Forking a process with many threads is not safe; posix_spawn is.
            self._pid = os.posix_spawn(
                command[0],
                command,
                worker_environment(os.environ),
                setpgroup=0,
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, workers_input, 0),
                    (os.POSIX_SPAWN_DUP2, workers_output, 1),
                    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                ],
            )
        except OSError:
            os.close(self._to)
            os.close(self._from)
            raise
        finally:
            os.close(workers_input)
            os.close(workers_output)
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        self._alive = True

    def exchange(self, line: bytes, deadline: float) -> bytes:
        """Write a line and return the next line. `deadline`: a time of `clock`.

        Raise TimeoutError, OSError, or EOFError when the process ends or the line is longer than LONGEST_LINE.
        """
        while line:
            self._wait(self._to, self._select.POLLOUT, deadline)
            line = line[self._os.write(self._to, line[:4096]) :]
        answer = b""
        while not answer.endswith(b"\n"):
            self._wait(self._from, self._select.POLLIN, deadline)
            chunk = self._os.read(self._from, 65536)
            answer += chunk
            if not chunk or len(answer) > LONGEST_LINE:
                raise EOFError
        return answer

    def is_quiet(self) -> bool:
        """Return whether there is nothing to read. Between two exchanges, anything else breaks the protocol."""
        poll = self._select.poll()
        poll.register(self._from, self._select.POLLIN)
        return not poll.poll(0)

    def kill(self) -> None:
        """Kill the process and its children. Callable from any thread and more than once.

        An exchange in another thread then raises EOFError.
        """
        if not self._alive:
            return
        self._alive = False
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            self._os.killpg(self._pid, signal.SIGKILL)
            self._os.waitpid(self._pid, 0)

    def end(self) -> None:
        """Kill the process and close the pipes. Only the thread that uses the pipe may call this.

        The number of a closed descriptor may soon belong to another file.
        """
        self.kill()
        for descriptor in {self._to, self._from} - {-1}:
            self._os.close(descriptor)
        self._to = self._from = -1

    def _wait(self, descriptor: int, event: int, deadline: float) -> None:
        poll = self._select.poll()
        poll.register(descriptor, event)
        left = deadline - self._clock()
        if left <= 0 or not poll.poll(left * 1000):
            raise TimeoutError
