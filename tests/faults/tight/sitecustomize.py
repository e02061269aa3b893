"""A simulated full disk. While the file TIGHT_DISK exists, SQLite cannot extend its database file.

If the file contains `commit`, COMMIT also fails. Add this folder to PYTHONPATH to use it.
"""

import os
import sqlite3
from pathlib import Path

DEFAULT_PAGES = 1073741823
"""The default of SQLite's `max_page_count`."""
FLAG = Path(os.environ["TIGHT_DISK"])


class Tight(sqlite3.Connection):
    """A connection that limits the size of its file at the start of each transaction.

    If a limit is below the current size of the file, SQLite uses the current size as the limit.
    """

    def execute(self, sql, *values):
        if sql == "BEGIN IMMEDIATE":
            super().execute(f"PRAGMA max_page_count = {1 if FLAG.exists() else DEFAULT_PAGES}")
        elif sql == "COMMIT" and FLAG.exists() and FLAG.read_text() == "commit":
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, *values)


_connect = sqlite3.connect
sqlite3.connect = lambda *values, **named: _connect(*values, factory=Tight, **named)
