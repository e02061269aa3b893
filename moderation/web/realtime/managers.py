"""Functions for both client managers: our `FanOut`, and the library's manager in the threading mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from socketio.manager import Manager

from .fanout import FanOut


def dismiss(server: Any, body: Any, room: str) -> None:
    """Send `gone` to the sockets of a room that are connected to this process, then disconnect them."""
    server.emit("gone", body, namespace="/", to=room, ignore_queue=True)

    def disconnect_all() -> None:
        for sid, _ in list(server.manager.get_participants("/", room)):
            server.disconnect(sid)

    afterwards(server.manager, disconnect_all)


def tell_others(manager: Manager, request: str) -> None:
    """Send the request COMPARE or FORGET (fanout.py) to all other processes that serve the same sessions."""
    if isinstance(manager, FanOut):
        manager.tell_others(request)


def has_unsent(manager: Manager) -> bool:
    """Return whether messages for other processes are queued."""
    return isinstance(manager, FanOut) and manager.has_unsent()


def afterwards(manager: Manager, work: Callable[[], None]) -> None:
    """Call `work` after all events that were emitted before this call.

    With the library's manager, which has no queue of events, call `work` immediately.
    """
    if isinstance(manager, FanOut):
        manager.afterwards(work)
    else:
        work()
