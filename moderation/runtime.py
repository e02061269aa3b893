"""The concurrency mode, in one place: beside `server.py` this is the only module that knows eventlet.

`use("eventlet")` or `use("threading")` once, before anything starts. Real threads (the writer) talk to the loop by
`post`: functions run in the loop one after another, in the order in which they were posted.
"""

from __future__ import annotations

import collections
import importlib
import logging
import queue as std_queue
import threading
import time
from collections.abc import Callable
from typing import Any

LONG_WORKERS = 8
"""Real threads for long work in the eventlet mode: two translations, three calls for similar questions, and exports. Each keeps memory."""

logger = logging.getLogger("open_floor")


class Future:
    """An answer that arrives later. Waited for in the loop, settled in the loop."""

    def __init__(self, event: Any):
        self._event = event
        self._answer: Any = None
        self._error: BaseException | None = None

    def set_result(self, answer: Any) -> None:
        self._answer = answer
        self._event.set()

    def set_exception(self, error: BaseException) -> None:
        self._error = error
        self._event.set()

    def wait(self, seconds: float | None = None) -> Any:
        """The answer, or the error it was refused with. TimeoutError where `seconds` pass first."""
        if not self._event.wait(seconds):
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._answer


class BoundedQueue:
    """From the loop to a real thread: `try_put` never waits, `get_batch` waits for one and brings what else is there."""

    def __init__(self, size: int, queue_module: Any):
        self._queue = queue_module.Queue(size)
        self._empty, self._full = queue_module.Empty, queue_module.Full

    def try_put(self, thing: Any) -> bool:
        try:
            self._queue.put_nowait(thing)
        except self._full:
            return False
        return True

    def __len__(self) -> int:
        return self._queue.qsize()

    def get_batch(self, most: int) -> list:
        taken = [self._queue.get()]
        while len(taken) < most:
            try:
                taken.append(self._queue.get_nowait())
            except self._empty:
                break
        return taken


class Threading:
    """The fallback mode: plain threads, promised for 200 phones."""

    mode = "threading"

    def __init__(self):
        self._posted: std_queue.Queue = std_queue.Queue()
        threading.Thread(target=self._drain, daemon=True).start()

    def start_thread(self, function: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=function, daemon=True)
        thread.start()
        return thread

    spawn = start_thread

    def make_queue(self, size: int) -> BoundedQueue:
        return BoundedQueue(size, std_queue)

    def make_future(self) -> Future:
        return Future(threading.Event())

    def post(self, function: Callable[[], None]) -> None:
        self._posted.put(function)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def in_thread(self, function: Callable, *args: Any) -> Any:
        return function(*args)

    def real(self, module_name: str) -> Any:
        """This module of the standard library as real threads may use it."""
        return importlib.import_module(module_name)

    def _drain(self) -> None:
        while True:
            _run(self._posted.get())


class Eventlet:
    """The default mode: one loop of green threads; the writer and long work in real threads."""

    mode = "eventlet"

    def __init__(self):
        import eventlet
        import eventlet.event
        import eventlet.patcher
        import eventlet.tpool

        eventlet.tpool.set_num_threads(LONG_WORKERS)
        self._eventlet = eventlet
        self._threading = eventlet.patcher.original("threading")
        self._queue = eventlet.patcher.original("queue")
        self._posted: collections.deque = collections.deque()
        # A byte on this pair wakes the loop from a real thread; the raw end must not be a green one.
        real_socket = eventlet.patcher.original("socket")
        self._wake, listening = real_socket.socketpair()
        self._wake.setblocking(False)
        self._woken = eventlet.greenio.GreenSocket(listening)
        eventlet.spawn(self._drain)

    def start_thread(self, function: Callable[[], None]) -> Any:
        thread = self._threading.Thread(target=function, daemon=True)
        thread.start()
        return thread

    def spawn(self, function: Callable[[], None]) -> Any:
        return self._eventlet.spawn(function)

    def make_queue(self, size: int) -> BoundedQueue:
        return BoundedQueue(size, self._queue)

    def make_future(self) -> Future:
        return Future(_GreenEvent(self._eventlet.event.Event()))

    def post(self, function: Callable[[], None]) -> None:
        self._posted.append(function)
        try:
            self._wake.send(b"x")
        except BlockingIOError:
            pass  # The pipe is full of wake-ups already: the loop will come.

    def sleep(self, seconds: float) -> None:
        self._eventlet.sleep(seconds)

    def when_readable(self, socket: Any, call: Callable[[], None]) -> Callable[[], None]:
        """`call` from the loop itself whenever this socket has something; it must not wait. What comes back ends it, and must before the socket is closed."""
        hub = self._eventlet.hubs.get_hub()
        watching: list[Any] = []
        # A watch remembers the thread that began it: the loop's own, so that no phone keeps one.
        timer = hub.schedule_call_global(
            0,
            lambda: watching.append(
                hub.add(hub.READ, socket.fileno(), lambda descriptor: call(), lambda *error: None, lambda: None)
            ),
        )

        def end() -> None:
            timer.cancel()
            while watching:
                hub.remove(watching.pop())

        return end

    def in_thread(self, function: Callable, *args: Any) -> Any:
        return self._eventlet.tpool.execute(function, *args)

    def real(self, module_name: str) -> Any:
        """This module of the standard library unpatched, for real threads: a green one would start a loop in them."""
        return self._eventlet.patcher.original(module_name)

    def _drain(self) -> None:
        while True:
            self._woken.recv(4096)
            while self._posted:
                _run(self._posted.popleft())


class _GreenEvent:
    def __init__(self, event: Any):
        self._event = event

    def set(self) -> None:
        self._event.send(True)

    def wait(self, seconds: float | None) -> bool:
        """Whether it was set in time."""
        return bool(self._event.wait(seconds))


def _run(function: Callable[[], None]) -> None:
    """The loop of posted functions must outlive each of them: without it no command would be answered."""
    try:
        function()
    except Exception as error:
        logger.error("a posted function failed: %s", type(error).__name__)


def use(mode: str) -> Threading | Eventlet:
    """The runtime of this mode. ValueError for another word."""
    if mode == "eventlet":
        return Eventlet()
    if mode == "threading":
        return Threading()
    raise ValueError(f"no such concurrency mode: {mode}")
