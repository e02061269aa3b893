"""The log line about a new phase of a session."""

from __future__ import annotations

import logging

from ..core.contracts import Answer

logger = logging.getLogger("open_floor")


def log_phase(code: str, answer: Answer) -> None:
    """Log the new phase of a session. Do nothing if the act has not changed the phase. `answer`: the act's answer."""
    if "phase" in answer and not answer.get("already"):
        logger.info("session %s: %s", code, answer["phase"])
