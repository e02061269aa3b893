"""The check whether the server was busy when a request began (server/staff_first.py counts the waiting requests)."""

from __future__ import annotations

from flask import request

WAITING = "open_floor.waiting"
"""A key of the WSGI environ. Its value is the number of attendees' requests that waited when this request began."""
CROWD = 50
"""The server counts as busy if at least this number of requests are waiting. Each request then waits about 0.5 s."""


def is_crowded() -> bool:
    """Return whether the server was busy when this request began.

    In the threading mode, always return False, because this mode does not count the waiting requests.
    """
    return bool(request.environ.get(WAITING, 0) >= CROWD)
