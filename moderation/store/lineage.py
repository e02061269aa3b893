"""The lineage of the database: an identifier that changes when another database takes its place, for example a restored
dump.

When a process of the server starts on a shared database, it compares the stored lineage with the present one. It also
compares the stored and the present hash of the code that renders the streams (`views_version`). If both are unchanged,
the sequence numbers of all streams continue. The process then starts no new epoch, and the phones that are connected to
other processes keep their state. If the lineage or the hash has changed, all sessions get a new epoch, and all clients
load their state again.
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
    """Store the present lineage, and the hash `views` of the code that renders the streams (`views_version`). Return
    whether the lineage or the hash has changed.

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
