"""The projected screen emptied at once, and shown again: what is live stays live."""

from __future__ import annotations

from ...core import workflow
from ...store import log, sessions, streams
from .executor import Call

SCREEN = {"clear_screen": True, "restore_screen": False}
"""Act: whether the screen is clear afterwards."""


def clear(call: Call) -> dict:
    """clear_screen, restore_screen."""
    cleared = SCREEN[call.act]
    if call.session.screen_cleared is cleared:
        return {"already": True, "screen_cleared": cleared}
    workflow.check_phase(call.act, call.session.phase)
    sessions.clear_screen(call.connection, call.session, cleared)
    log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, [])
    call.tx.section_moved(call.session, streams.SETTINGS)
    return {"screen_cleared": cleared}


ACTS = dict.fromkeys(SCREEN, clear)
