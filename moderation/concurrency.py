"""The interface of the two concurrency modes, as typing protocols. `moderation/runtime.py` implements this interface.

Every layer may import this module, because it imports no other module of the product. A real thread is a thread of the
operating system. "The loop" runs the requests and the posted functions of the process. In the eventlet mode, the loop
runs requests and functions in green threads of one real thread. In the threading mode, they run in real threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Item = TypeVar("Item")


class Future(Protocol[T]):
    """The result of a command that may still be running. Call the methods of a future in the loop only."""

    def set_result(self, result: T) -> None:
        """Set the result and wake the waiting task."""

    def set_exception(self, error: BaseException) -> None:
        """Set the error that `wait` raises, and wake the waiting task."""

    def wait(self, seconds: float | None = None) -> T:
        """Wait for the result and return it, or raise its error. Raise TimeoutError after `seconds` (None: never)."""


class Queue(Protocol[Item]):
    """A bounded queue from the loop to one real thread."""

    def try_put(self, item: Item) -> bool:
        """Add an item without waiting. Return False if the queue is full."""

    def get_batch(self, limit: int) -> list[Item]:
        """Wait until the queue has an item. Remove and return the queued items, at most `limit`."""

    def __len__(self) -> int: ...


class Thread(Protocol):
    """A thread of the operating system."""

    def is_alive(self) -> bool: ...


class Runtime(Protocol):
    """The concurrency mode of the process: `eventlet` (one loop of green threads) or `threading`."""

    @property
    def mode(self) -> str: ...

    def start_thread(self, function: Callable[[], None]) -> Thread:
        """Start a real thread as a daemon thread: it does not delay the end of the process."""

    def spawn(self, function: Callable[[], None]) -> object:
        """Start a task: a green thread in the eventlet mode, a real thread in the threading mode."""

    def make_queue(self, size: int) -> Queue[Any]:
        """Return a queue for at most `size` items."""

    def make_future(self) -> Future[Any]:
        """Return a future without a result."""

    def post(self, function: Callable[[], None]) -> None:
        """Schedule a function in the loop, after all functions posted earlier. Callable from any thread."""

    def sleep(self, seconds: float) -> None:
        """Pause the current task. Other tasks continue to run."""

    def in_thread(self, function: Callable[..., T], *args: Any) -> T:
        """Run a blocking function and return its result. Meanwhile, other tasks continue to run."""

    def real(self, module_name: str) -> Any:
        """Return a module of the standard library without monkey-patching, for use in real threads."""


class LoopRuntime(Runtime, Protocol):
    """The eventlet mode, which can also watch sockets from its loop."""

    def when_readable(self, socket: Any, call: Callable[[], None]) -> Callable[[], None]:
        """Call `call` from the loop each time the socket is readable. `call` must not block.

        Return a stop function. Call the stop function before closing the socket.
        """

    def wait_for_socket(self, descriptor: int, reads: bool, writes: bool) -> tuple[bool, bool]:
        """Pause the current task until the socket is readable or writable. Return (is readable, is writable).

        A socket may be returned as readable although it has no data. Call this function in the loop only.
        """
