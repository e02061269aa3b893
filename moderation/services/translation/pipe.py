"""One worker process and its two pipes, read and written up to a deadline, killed with all its children."""

from __future__ import annotations

import contextlib
import signal
from typing import Any

LONGEST_LINE = 1 << 20


class Pipe:
    """Starts the process. `os`, `select`: the real modules; `clock` in seconds. OSError when it cannot be started."""

    def __init__(self, os: Any, select: Any, clock: Any, command: list[str], environment: dict[str, str]):
        self._os, self._select, self._clock = os, select, clock
        self.about: dict = {}
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()
        try:
            self._pid = os.posix_spawn(
                command[0],
                command,
                environment,
                setpgroup=0,
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, theirs_in, 0),
                    (os.POSIX_SPAWN_DUP2, theirs_out, 1),
                    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                ],
            )
        except OSError:
            os.close(self._to)
            os.close(self._from)
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        self._alive = True

    def exchange(self, line: bytes, deadline: float) -> bytes:
        """Writes a line, returns the next line. TimeoutError, EOFError, OSError; EOFError too for an endless line."""
        while line:
            self._wait(self._to, self._select.POLLOUT, deadline)
            line = line[self._os.write(self._to, line[:4096]) :]
        answer = b""
        while not answer.endswith(b"\n"):
            self._wait(self._from, self._select.POLLIN, deadline)
            piece = self._os.read(self._from, 65536)
            answer += piece
            if not piece or len(answer) > LONGEST_LINE:
                raise EOFError
        return answer

    def is_quiet(self) -> bool:
        """Nothing to read between two exchanges: it lives and keeps to the protocol."""
        poll = self._select.poll()
        poll.register(self._from, self._select.POLLIN)
        return not poll.poll(0)

    def kill(self) -> None:
        """Ends the process and its children, from any thread; twice is no error. Who uses it meets EOFError."""
        if not self._alive:
            return
        self._alive = False
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            self._os.killpg(self._pid, signal.SIGKILL)
            self._os.waitpid(self._pid, 0)

    def end(self) -> None:
        """Kills it and closes the pipes: by whoever uses it, since a closed descriptor's number may be another's soon."""
        self.kill()
        for end in {self._to, self._from} - {-1}:
            self._os.close(end)
        self._to = self._from = -1

    def _wait(self, end: int, event: int, deadline: float) -> None:
        poll = self._select.poll()
        poll.register(end, event)
        left = deadline - self._clock()
        if left <= 0 or not poll.poll(left * 1000):
            raise TimeoutError
