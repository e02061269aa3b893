"""The lineage of the database: a text that identifies its history.

The text decides whether clients can keep their state when a process of the server starts. While the lineage and the
version of the views stay the same, the sequence numbers of all streams continue. A process can then start without a new
epoch, and the phones that are connected to other processes need not load their state again.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from . import render
from .connection import Connection

CORE = Path(render.__file__).parents[1] / "core"


def views_version() -> str:
    """Return a hash of the code that decides how streams show the rows of the database."""
    files = [*sorted(CORE.glob("*.py")), Path(render.__file__)]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def has_changed(connection: Connection, views: str) -> bool:
    """Store the lineage of this database and the version of the views. Return whether the lineage or the version has
    changed.

    Call this function in a writing transaction. If several processes call the function at the same time, they wait for
    each other.
    """
    present = (connection.dialect.lineage(connection), views)
    changed = connection.execute(
        "INSERT INTO lineage (id, lineage, views) VALUES (1, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET lineage = excluded.lineage, views = excluded.views"
        " WHERE lineage.lineage <> excluded.lineage OR lineage.views <> excluded.views",
        present,
    )
    return changed.rowcount > 0
