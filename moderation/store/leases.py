"""Leases: one process at a time does a task. The holder of a lease must renew the lease before it ends.

The database's clock decides when a lease ends.
"""

from __future__ import annotations

from .connection import Connection


def take(connection: Connection, name: str, holder: str, now: float, seconds: float) -> bool:
    """Take or renew a lease until `seconds` after `now`. Return False if another process holds the lease.

    `holder`: a text that identifies the process. `now`: the time of the writing transaction.
    """
    taken = connection.execute(
        "INSERT INTO leases (name, holder, until) VALUES (:name, :holder, :until)"
        " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until"
        " WHERE leases.holder = :holder OR leases.until <= :now",
        {"name": name, "holder": holder, "until": now + seconds, "now": now},
    )
    return taken.rowcount > 0


def give_back(connection: Connection, holder: str) -> None:
    """End all leases of a process."""
    connection.execute("DELETE FROM leases WHERE holder = ?", [holder])
