"""A fair order of requests: between two pipelined requests of one connection, all other connections are served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def with_turns(handler: Any, sleep: Callable[[float], None]) -> Any:
    """Return a subclass of a request handler (http.server, eventlet, Werkzeug) that pauses after each request.

    Pipelined requests are already in the handler's buffer (8 KiB). A read from this buffer does not wait, so it gives
    other connections no turn. Without the pause, the eventlet mode would serve all requests in the buffer before any
    other connection.
    """

    class HandlerWithTurns(handler):  # type: ignore[misc]  # The base class is chosen at run time.
        def handle_one_request(self) -> None:
            super().handle_one_request()
            sleep(0)

    return HandlerWithTurns
