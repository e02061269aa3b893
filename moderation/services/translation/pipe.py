"""A worker process and its two pipes. Reads and writes have a deadline.

Killing the worker also kills its child processes.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Mapping
from typing import Any

from ...paths import PYTHON_PATH

LONGEST_LINE = 1 << 20
"""Maximum size of an answer in bytes. A longer answer raises EOFError."""
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
"""The only environment variables that a worker inherits from the server. The pool sends settings through the pipe."""


def worker_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables of a worker process. With these variables, the worker can import this
    package.
    """
    inherited = {name: environment[name] for name in INHERITED if name in environment}
    return inherited | {"PYTHONPATH": str(PYTHON_PATH), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


class Pipe:
    """A worker process and its pipes. The constructor starts the process; it raises OSError on failure.

    `os`, `select`: the original modules, without eventlet's patches. `clock` returns seconds. `about`: the engine's
    description, set by the pool.
    """

    def __init__(self, os: Any, select: Any, clock: Callable[[], float], command: list[str]):
        self._os, self._select, self._clock = os, select, clock
        self.about: dict[str, Any] = {}
        workers_input, self._to = os.pipe()
        self._from, workers_output = os.pipe()
        try:
            # Use posix_spawn, because a fork is not safe in a process with several threads.
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
        """Write a line and return the answer line. `deadline`: a time of `clock` in seconds.

        Raise TimeoutError at the deadline. Raise EOFError if the process ends, or if the answer is longer than
        LONGEST_LINE. Raise OSError if a pipe fails.
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
        """Return whether the worker can be used again. It cannot be used again if it has ended, or if the pipe contains
        data. Data between two exchanges violates the protocol.
        """
        poll = self._select.poll()
        poll.register(self._from, self._select.POLLIN)
        return not poll.poll(0)

    def kill(self) -> None:
        """Kill the process and its children. May be called from any thread, and more than once.

        A call of `exchange` that runs in another thread raises EOFError or OSError.
        """
        if not self._alive:
            return
        self._alive = False
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            self._os.killpg(self._pid, signal.SIGKILL)
            self._os.waitpid(self._pid, 0)

    def end(self) -> None:
        """Kill the process and close the pipes.

        Call this method in the thread that uses the pipe, or while no thread uses the pipe. Otherwise a thread could
        read from a closed descriptor, and the descriptor's number may already belong to a different file.
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
