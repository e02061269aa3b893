"""The acts that empty the projected screen and restore it. The live question stays live."""

from __future__ import annotations

from ...core import workflow
from ...core.contracts import Answer
from ...store import log, sessions, streams
from .executor import Act, Call

SCREEN = {"clear_screen": True, "restore_screen": False}
"""{act: whether the screen is empty after the act}."""


def set_screen(call: Call) -> Answer:
    """Empty the screen (`clear_screen`) or restore it (`restore_screen`). If the session's phase does not allow the
    act, refuse with `phase.not_allowed`.
    """
    cleared = SCREEN[call.act]
    if call.session.screen_cleared is cleared:
        return {"already": True, "screen_cleared": cleared}
    workflow.check_phase(call.act, call.session.phase)
    sessions.clear_screen(call.connection, call.session, cleared)
    log.append(call.tx, call.session, call.seat.name, call.act, [])
    call.tx.touch_section(call.session, streams.SETTINGS)
    return {"screen_cleared": cleared}


ACTS: dict[str, Act] = dict.fromkeys(SCREEN, set_screen)
