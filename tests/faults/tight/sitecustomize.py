"""A simulated full disk, active while the file TIGHT_DISK exists: SQLite may not extend its database file.

If the file contains `commit`, COMMIT fails, too. Use it by PYTHONPATH.
"""

import os
import sqlite3
from pathlib import Path

DEFAULT_PAGES = 1073741823
"""SQLite's default limit."""
FLAG = Path(os.environ["TIGHT_DISK"])


class Tight(sqlite3.Connection):
    """A connection that limits its file at the start of each transaction; SQLite raises a limit to the present size."""

    def execute(self, sql, *values):
        if sql == "BEGIN IMMEDIATE":
            super().execute(f"PRAGMA max_page_count = {1 if FLAG.exists() else DEFAULT_PAGES}")
        elif sql == "COMMIT" and FLAG.exists() and FLAG.read_text() == "commit":
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, *values)


_connect = sqlite3.connect
sqlite3.connect = lambda *values, **named: _connect(*values, factory=Tight, **named)
