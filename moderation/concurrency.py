"""The types of the concurrency mode: what every layer may expect of `moderation/runtime.py`. No code, no imports of the product."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Item = TypeVar("Item")


class Future(Protocol[T]):
    """A result that arrives later. Wait for it in the loop; settle it in the loop."""

    def set_result(self, result: T) -> None: ...

    def set_exception(self, error: BaseException) -> None: ...

    def wait(self, seconds: float | None = None) -> T:
        """Return the result or raise the error. TimeoutError after `seconds`; None waits without limit."""


class Queue(Protocol[Item]):
    """A bounded queue from the loop to one real thread."""

    def try_put(self, item: Item) -> bool:
        """Add an item without waiting. Return False when the queue is full."""

    def get_batch(self, limit: int) -> list[Item]:
        """Wait for one item, then return it with everything else that is queued, at most `limit` items."""

    def __len__(self) -> int: ...


class Thread(Protocol):
    """A real thread."""

    def is_alive(self) -> bool: ...


class Runtime(Protocol):
    """The concurrency mode of the process: `eventlet` (one loop of green threads) or `threading`."""

    @property
    def mode(self) -> str: ...

    def start_thread(self, function: Callable[[], None]) -> Thread:
        """Start a real thread that ends with the process."""

    def spawn(self, function: Callable[[], None]) -> object:
        """Start a task: a green thread, or a real thread in the threading mode."""

    def make_queue(self, size: int) -> Queue[Any]: ...

    def make_future(self) -> Future[Any]: ...

    def post(self, function: Callable[[], None]) -> None:
        """Run a function in the loop, after all functions posted before. Callable from any thread; returns at once."""

    def sleep(self, seconds: float) -> None: ...

    def in_thread(self, function: Callable[..., T], *args: Any) -> T:
        """Run a blocking function in a real thread and return its result; the loop goes on meanwhile."""

    def real(self, module_name: str) -> Any:
        """Return a standard-library module without monkey-patching, for use in real threads."""


class LoopRuntime(Runtime, Protocol):
    """The eventlet mode, which can also watch sockets from its loop."""

    def when_readable(self, socket: Any, call: Callable[[], None]) -> Callable[[], None]:
        """Call `call` from the loop whenever the socket is readable; it must not block.

        Return a function that ends the watch; call it before closing the socket.
        """
