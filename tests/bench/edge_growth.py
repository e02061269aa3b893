"""What one more command and one more join cost the server with 10 to 10,000 questions in the history."""

from __future__ import annotations

import hashlib
import json
import secrets
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from moderation.store import sessions
from moderation.store.schema import connect
from moderation.store.streams import head
from tests.bench.processes import Crowd, cpu_seconds
from tests.bench.report import row
from tests.bench.stands import Ours, join
from tests.factories import caller, carry_out

SIZES = (10, 100, 1_000, 10_000)
FLAT = 1.5
ASKED, JOINED = 60, 60
"""In each turn, by each server."""
REASON = "off_topic"


def grow(database: Path, code: str, count: int) -> None:
    """Give the stopped server's session so many questions more, by the acts themselves: of four asked one is answered, three declined."""
    connection = connect(database)
    connection.execute("PRAGMA synchronous = OFF")
    chair = caller("chair.a")
    connection.execute("BEGIN")
    for number in range(count):
        asker = caller("attendee", hashlib.sha256(f"asker {number // 20}".encode()).digest())
        asked = carry_out(connection, "ask", asker, code=code, now=number * 60.0, **_wish(number))
        seen = {"number": asked["question"]["number"], "version": 1}
        if number % 4:
            carry_out(connection, "decline", chair, code=code, reason=REASON, **seen)
            continue
        for version, act in enumerate(("approve", "take", "answer"), 1):
            carry_out(connection, act, chair, code=code, **seen | {"version": version})
    connection.execute("COMMIT")
    connection.close()
