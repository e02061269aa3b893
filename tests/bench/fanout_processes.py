"""A benchmark of the fan-out: the processor time per update with two processes, compared with one process.

Run with `make bench`. The phones are sockets that this benchmark reads. A single process sends each change to all
phones. Of two processes, each sends to half of the phones; one of the two publishes all changes, and the other receives
them through Redis.
"""

from __future__ import annotations

import os
import resource
import select
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

from tests.bench import fanout_process
from tests.bench.report import merge, row, show
from tests.factories import make_database
from tests.redis_server import PROGRAM, RedisServer

PHONES, CHANGES, ROUNDS = 6000, 20, 5
GOAL = 1.15


class Crowd:
    """TCP connections on loopback. A thread reads all data that arrive. `bytes`: the number of received bytes."""

    def __init__(self, stack: ExitStack):
        self._stack, self._poll = stack, select.epoll()
        self._listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self._is_closed = False
        self.bytes = 0
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def connect(self, phones: int) -> list[socket.socket]:
        """Open `phones` connections, from which the thread reads. Return the server's end of each connection."""
        servers_ends = []
        for _ in range(phones):
            phone = self._stack.enter_context(socket.create_connection(self._listening.getsockname()))
            servers_ends.append(self._listening.accept()[0])
            self._poll.register(phone, select.EPOLLIN)
        return servers_ends

    def _read(self) -> None:
        while not self._is_closed:
            for descriptor, _ in self._poll.poll(0.1):
                self.bytes += len(os.read(descriptor, 65536))

    def close(self) -> None:
        """Stop reading."""
        self._is_closed = True
        self._thread.join()


class FanOutProcess:
    """A child process that runs tests/bench/fanout_process.py and sends to the phones.

    `sockets`: the server's ends of the phones' connections. The child process inherits them; this process closes them.
    """

    def __init__(self, stack: ExitStack, data: Path, url: str, sockets: list[socket.socket]):
        descriptors = [end.fileno() for end in sockets]
        self._process = subprocess.Popen(
            [sys.executable, "-m", fanout_process.__name__, str(data), url, ",".join(map(str, descriptors))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=descriptors,
        )
        stack.callback(self._process.wait)
        stack.callback(self._process.kill)
        for end in sockets:
            end.close()
        assert self._process.stdout.readline() == "ready\n"

    def call(self, command: str, seq: int) -> float:
        """Execute a command. Return the processor seconds since the start of the process."""
        self._process.stdin.write(f"{command} {seq}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


def measure() -> tuple[list[float], list[float]]:
    """Return two lists with one processor time per round: for one process, and for two processes (their sum).

    The times are in µs, per phone and per change.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        redis = RedisServer(folder)
        stack.callback(redis.kill)
        crowd, data = Crowd(stack), folder / "db"
        make_database(data).close()
        alone = FanOutProcess(stack, data, "-", crowd.connect(PHONES))
        sender, receiver = (FanOutProcess(stack, data, redis.url, crowd.connect(PHONES // 2)) for _ in range(2))
        stack.callback(crowd.close)
        times: tuple[list[float], list[float]] = ([], [])
        for turn in range(ROUNDS + 1):
            first, last = turn * CHANGES, (turn + 1) * CHANGES
            before = alone.call("publish", first)
            cost = alone.call("publish", last) - before
            before = sender.call("publish", first) + receiver.call("wait", first)
            shared_cost = sender.call("publish", last) + receiver.call("wait", last) - before
            if turn:  # The first round is a warm-up.
                times[0].append(cost / PHONES / CHANGES * 1e6)
                times[1].append(shared_cost / PHONES / CHANGES * 1e6)
        received, expected = crowd.bytes, 2 * PHONES * CHANGES * (ROUNDS + 1) * 500
        assert received > expected, f"{received} of {expected} bytes arrived"
    return times


def main() -> int:
    """Measure, print and store the rows. Return 1 if the goal is missed, otherwise 0. If Redis is not installed,
    measure nothing and return 0.
    """
    if PROGRAM is None:
        print("No Redis server is installed: the fan-out over two processes is not measured.")
        return 0
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    single, shared = measure()
    ratio = statistics.median(second / first for first, second in zip(single, shared, strict=True))
    name = f"processor time of an update to {PHONES} phones, by two processes and Redis"
    rows = [
        row(name, statistics.median(shared), "µs", "", {"one process": statistics.median(single)}, ROUNDS),
        row(f"{name}: multiple of one process", ratio, "×", f"≤ {GOAL}", None, ROUNDS),
    ]
    show("Fan-out over two processes", rows)
    merge(rows)
    return int(ratio > GOAL)


if __name__ == "__main__":
    sys.exit(main())
