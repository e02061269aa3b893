"""How a failure of ours is logged: where, and of which kind, never the values."""

from __future__ import annotations

import logging

logger = logging.getLogger("open_floor")


def log_failure(where: str, error: BaseException) -> None:
    """One line and the places in our code, never the values: they may hold what a person wrote."""
    places = []
    trace = error.__traceback__
    while trace:
        places.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    logger.error("%s failed: %s at %s", where, type(error).__name__, " ".join(places[-8:]))
