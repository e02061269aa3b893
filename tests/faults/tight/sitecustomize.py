"""A disk that fills up, while the file TIGHT_DISK is there: SQLite may not make its file longer; where it says `commit`, COMMIT fails too. For PYTHONPATH."""

import os
import sqlite3
from pathlib import Path

MOST = 1073741823
"""SQLite's own default: no limit of ours."""
TOLD = Path(os.environ["TIGHT_DISK"])


class Tight(sqlite3.Connection):
    """Looks at each transaction's beginning and end. A limit below the present length is taken as the present length."""

    def execute(self, sql, *values):
        if sql == "BEGIN IMMEDIATE":
            super().execute(f"PRAGMA max_page_count = {1 if TOLD.exists() else MOST}")
        elif sql == "COMMIT" and TOLD.exists() and TOLD.read_text() == "commit":
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, *values)


_connect = sqlite3.connect
sqlite3.connect = lambda *values, **named: _connect(*values, factory=Tight, **named)
