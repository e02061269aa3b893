"""The logging of unexpected exceptions, without messages and values."""

from __future__ import annotations

import logging

logger = logging.getLogger("open_floor")


def log_failure(where: str, error: BaseException) -> None:
    """Log the exception's type and its last eight code locations in one line.

    The message and the values are left out, because they may contain text that a person wrote.
    """
    places = []
    trace = error.__traceback__
    while trace:
        places.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    logger.error("%s failed: %s at %s", where, type(error).__name__, " ".join(places[-8:]))
