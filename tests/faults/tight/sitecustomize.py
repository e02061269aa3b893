"""A simulation of a full disk. The environment variable TIGHT_DISK names a flag file.

If the flag file exists when a transaction begins, the transaction cannot enlarge the database file. While the flag
file contains `commit`, COMMIT also fails. To use the simulation, add this folder to PYTHONPATH.
"""

import os
import sqlite3
from pathlib import Path

DEFAULT_PAGES = 1073741823
"""The default of SQLite's `max_page_count`."""
FLAG = Path(os.environ["TIGHT_DISK"])


class Tight:
    """A connection whose database file cannot grow while the flag file exists.

    The function `connect` below makes this class a base class of every connection. While the flag file exists, each
    transaction begins with `max_page_count` = 1. The database file is already larger, so SQLite takes the file's
    current size as the limit. If the flag file contains "commit", each COMMIT fails too.
    """

    def execute(self, sql, *values):
        if sql == "BEGIN IMMEDIATE":
            super().execute(f"PRAGMA max_page_count = {1 if FLAG.exists() else DEFAULT_PAGES}")
        elif sql == "COMMIT" and FLAG.exists() and FLAG.read_text() == "commit":
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, *values)


_connect = sqlite3.connect


def connect(*values, factory=sqlite3.Connection, **named):
    return _connect(*values, factory=type("TightConnection", (Tight, factory), {}), **named)


sqlite3.connect = connect
