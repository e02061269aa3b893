"""The two concurrency modes. Only this module and `server.py` import eventlet.

Call `use("eventlet")` or `use("threading")` once, before anything else starts. A real thread, such as the writer
thread, passes a function to the loop with `post`. The loop runs these functions one after another, in the order of the
calls of `post`.
"""

from __future__ import annotations

import collections
import contextlib
import importlib
import logging
import queue as std_queue
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from .concurrency import Runtime, Thread

T = TypeVar("T")
Item = TypeVar("Item")

LONG_WORKERS = 8
"""Number of real threads for long work in the eventlet mode.

Examples of long work: translation, similarity calls, ledgers, exports, the comparison of passphrases. If all threads
are busy, further work waits. A thread keeps its memory until the process ends.
"""

logger = logging.getLogger("open_floor")


class _Event(Protocol):
    def set(self) -> None: ...

    def wait(self, seconds: float | None) -> bool: ...


class PendingResult(Generic[T]):
    """The implementation of Future (concurrency.py). `event`: an event object of the concurrency mode."""

    def __init__(self, event: _Event):
        self._event = event
        self._result: T
        self._error: BaseException | None = None

    def set_result(self, result: T) -> None:
        """Set the result and wake the waiting task."""
        self._result = result
        self._event.set()

    def set_exception(self, error: BaseException) -> None:
        """Set the error that `wait` raises, and wake the waiting task."""
        self._error = error
        self._event.set()

    def wait(self, seconds: float | None = None) -> T:
        """Wait for the result and return it, or raise its error. Raise TimeoutError after `seconds` (None: never)."""
        if not self._event.wait(seconds):
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._result


class BoundedQueue(Generic[Item]):
    """The implementation of Queue (concurrency.py) with the unpatched `queue` module."""

    def __init__(self, size: int, queue_module: Any):
        self._queue = queue_module.Queue(size)
        self._empty, self._full = queue_module.Empty, queue_module.Full

    def try_put(self, item: Item) -> bool:
        """Add an item without waiting. Return False if the queue is full."""
        try:
            self._queue.put_nowait(item)
        except self._full:
            return False
        return True

    def __len__(self) -> int:
        return int(self._queue.qsize())

    def get_batch(self, limit: int) -> list[Item]:
        """Wait until the queue has an item. Remove and return the queued items, at most `limit`."""
        items = [self._queue.get()]
        while len(items) < limit:
            try:
                items.append(self._queue.get_nowait())
            except self._empty:
                break
        return items


class Threading:
    """The fallback mode: only real threads, no green threads. It supports at most 200 phones."""

    mode = "threading"

    def __init__(self) -> None:
        self._posted: std_queue.Queue[Callable[[], None]] = std_queue.Queue()
        threading.Thread(target=self._run_posted, daemon=True).start()

    def start_thread(self, function: Callable[[], None]) -> Thread:
        """Start a real thread as a daemon thread: it does not delay the end of the process."""
        thread = threading.Thread(target=function, daemon=True)
        thread.start()
        return thread

    def spawn(self, function: Callable[[], None]) -> object:
        """Start a task in a real thread."""
        return self.start_thread(function)

    def make_queue(self, size: int) -> BoundedQueue[Any]:
        """Return a queue for at most `size` items."""
        return BoundedQueue(size, std_queue)

    def make_future(self) -> PendingResult[Any]:
        """Return a future without a result."""
        return PendingResult(threading.Event())

    def post(self, function: Callable[[], None]) -> None:
        """Schedule a function in the thread of posted functions, after all functions posted earlier."""
        self._posted.put(function)

    def sleep(self, seconds: float) -> None:
        """Pause the current thread."""
        time.sleep(seconds)

    def in_thread(self, function: Callable[..., T], *args: Any) -> T:
        """Run a blocking function in the current thread. Other tasks continue, because each has its own thread."""
        return function(*args)

    def real(self, module_name: str) -> Any:
        """Return a module of the standard library. In this mode, the modules are never monkey-patched."""
        return importlib.import_module(module_name)

    def _run_posted(self) -> None:
        while True:
            _run(self._posted.get())


class Eventlet:
    """The default mode: one loop of green threads; the writer and long work run in real threads."""

    mode = "eventlet"

    def __init__(self) -> None:
        import eventlet
        import eventlet.event
        import eventlet.patcher
        import eventlet.tpool

        eventlet.tpool.set_num_threads(LONG_WORKERS)
        self._eventlet = eventlet
        self._threading = eventlet.patcher.original("threading")
        self._queue = eventlet.patcher.original("queue")
        self._posted: collections.deque[Callable[[], None]] = collections.deque()
        # A real thread writes a byte to `_wake`. `_woken` then becomes readable, and the loop wakes up. `_wake` must be
        # a real socket: a green socket would start an event loop in the writing thread.
        real_socket = eventlet.patcher.original("socket")
        self._wake, woken = real_socket.socketpair()
        self._wake.setblocking(False)
        self._woken = eventlet.greenio.GreenSocket(woken)
        eventlet.spawn(self._run_posted)

    def start_thread(self, function: Callable[[], None]) -> Thread:
        """Start a real thread as a daemon thread: it does not delay the end of the process."""
        thread: threading.Thread = self._threading.Thread(target=function, daemon=True)
        thread.start()
        return thread

    def spawn(self, function: Callable[[], None]) -> object:
        """Start a green thread."""
        green_thread: object = self._eventlet.spawn(function)
        return green_thread

    def make_queue(self, size: int) -> BoundedQueue[Any]:
        """Return a queue for at most `size` items."""
        return BoundedQueue(size, self._queue)

    def make_future(self) -> PendingResult[Any]:
        """Return a future without a result."""
        return PendingResult(_GreenEvent(self._eventlet.event.Event()))

    def post(self, function: Callable[[], None]) -> None:
        """Schedule a function in the loop, after all functions posted earlier. Callable from any thread."""
        self._posted.append(function)
        # `send` raises BlockingIOError if the socket's buffer is full. Ignore this error: the bytes that are already in
        # the buffer wake the loop.
        with contextlib.suppress(BlockingIOError):
            self._wake.send(b"x")

    def sleep(self, seconds: float) -> None:
        """Pause the current green thread."""
        self._eventlet.sleep(seconds)

    def when_readable(self, socket: Any, call: Callable[[], None]) -> Callable[[], None]:
        """Call `call` from the loop each time the socket is readable. `call` must not block.

        Return a stop function. Call the stop function before closing the socket.
        """
        hub = self._eventlet.hubs.get_hub()
        listeners: list[Any] = []
        # The listener references the green thread that calls `hub.add`, so that this thread stays in memory. Therefore
        # a timer makes the call in the hub's own green thread, which stays in memory in any case.
        timer = hub.schedule_call_global(
            0,
            lambda: listeners.append(
                hub.add(hub.READ, socket.fileno(), lambda descriptor: call(), lambda *error: None, lambda: None)
            ),
        )

        def end() -> None:
            timer.cancel()
            while listeners:
                hub.remove(listeners.pop())

        return end

    def wait_for_socket(self, descriptor: int, reads: bool, writes: bool) -> tuple[bool, bool]:
        """Pause the current green thread until the socket is readable or writable. Return (is readable, is writable).

        A socket may be returned as readable although it has no data. Call this function in the loop only.
        """
        trampoline = self._eventlet.hubs.trampoline
        if not (reads and writes):
            trampoline(descriptor, read=reads, write=writes)
            return reads, writes
        # eventlet lets a green thread wait for one direction only. If both sides of a connection waited for writing,
        # neither would read, and both would wait for ever. Therefore wait for writing with a short time-out, and then
        # return the socket as readable: the caller tries to read.
        try:
            trampoline(descriptor, write=True, timeout=0.05, timeout_exc=TimeoutError)
        except TimeoutError:
            return True, False
        return True, True

    def in_thread(self, function: Callable[..., T], *args: Any) -> T:
        """Run a blocking function in a pool of LONG_WORKERS real threads, and return its result."""
        result: T = self._eventlet.tpool.execute(function, *args)
        return result

    def real(self, module_name: str) -> Any:
        """Return a module of the standard library without monkey-patching, for use in real threads.

        A patched module would start an event loop in the real thread.
        """
        return self._eventlet.patcher.original(module_name)

    def _run_posted(self) -> None:
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
        """Wait for the event. Return False if the event is not set after `seconds` (None: wait without limit)."""
        return bool(self._event.wait(seconds))


def _run(function: Callable[[], None]) -> None:
    """Run a posted function. Log its error instead of raising it; an error would end the loop of posted functions."""
    try:
        function()
    except Exception as error:
        logger.error("a posted function failed: %s", type(error).__name__)


def use(mode: str) -> Runtime:
    """Start and return the runtime of the mode `eventlet` or `threading`. Raises ValueError for any other mode."""
    if mode == "eventlet":
        return Eventlet()
    if mode == "threading":
        return Threading()
    raise ValueError(f"no such concurrency mode: {mode}")
