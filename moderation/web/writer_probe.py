"""Asks the writer for a sign of life: one question at a time, whoever wants to know, so that a writer that hangs finds no queue of them."""

from __future__ import annotations

import sqlite3
from typing import Any

from ..core.refusals import Refusal

PATIENCE = 2.0
"""Seconds in which the writer must answer."""


class WriterProbe:
    """`is_answered` waits for the answer to the question that is under way, or asks one."""

    def __init__(self, writer: Any, patience: float = PATIENCE):
        self._writer, self._patience = writer, patience
        self._asked: Any = None

    def is_answered(self) -> bool:
        """Whether the writer runs a command within `patience` seconds."""
        asked = self._asked
        is_well = False
        try:
            if asked is None:
                asked = self._asked = self._writer.exclusive(
                    lambda connection: connection.execute("SELECT 1").fetchone()
                )
            asked.wait(self._patience)
            is_well = True
        except TimeoutError:
            return False
        except (Refusal, sqlite3.Error):
            pass
        if self._asked is asked:
            self._asked = None
        return is_well
