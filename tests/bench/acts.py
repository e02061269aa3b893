"""The CPU time that the writer needs for each act, relative to the smallest command. Run with `make bench`.

The smallest command writes one row. Each command is a separate batch with a savepoint, changes of the streams and a
COMMIT. The commands are measured alternately, so that other load on the machine affects all of them equally.
"""

from __future__ import annotations

import hashlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from moderation.store.transaction import Transaction, advance_streams
from tests.bench.report import merge, row, show
from tests.factories import AT, GENEROUS, caller, command, make_database

ROUNDS = 200
ATTENDEES = 50
ACTS = ("ask", "approve", "vote")


def main() -> None:
    """Measure with a database in memory, then with a database in a file. Print the table and store the rows."""
    rows = measure("memory", ":memory:")
    with tempfile.TemporaryDirectory() as folder:
        rows += measure("file", str(Path(folder) / "of.db"))
    show("Acts in the writer", rows)
    merge(rows)


def measure(place: str, path: str, rounds: int = ROUNDS) -> list[dict]:
    """Measure all acts in a new store at `path`. Return the report rows. `place`: the name of the store in the rows."""
    times: dict[str, list[float]] = {act: [] for act in ("bare", *ACTS)}
    with closing(make_database(path, limits=GENEROUS)) as connection:
        connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
        for act, work in _commands(rounds):
            started = time.process_time()
            _commit(connection, work)
            times[act].append(time.process_time() - started)
    return rows_of(place, times)


def rows_of(place: str, times: dict[str, list[float]]) -> list[dict]:
    """Return one report row per act: how many times longer the act takes than the smallest command (`bare`).

    The value is the median, over all rounds, of the ratio between the two times of the same round.
    """
    ratios = {
        act: [own / bare for own, bare in zip(times[act], times["bare"], strict=True)] for act in times if act != "bare"
    }
    return [
        row(f"{act} / smallest command, {place}", statistics.median(values), "x", count=len(values))
        for act, values in ratios.items()
    ]


def _commands(rounds: int) -> Iterator[tuple[str, Callable]]:
    """Yield the commands of all rounds. In each round, the attendee votes for the question that the chair has just
    approved.
    """
    for number in range(1, rounds + 1):
        yield "bare", lambda tx: tx.connection.execute("INSERT INTO bare (text) VALUES ('Who pays?')")
        yield "ask", command("ask", _attendee(number), text=f"Who pays for part {number}?")
        yield "approve", command("approve", caller("chair.a"), number=number, version=1)
        yield "vote", command("vote", _attendee(number - 1), number=number)


def _attendee(number: int):
    return caller("attendee", hashlib.sha256(str(number % ATTENDEES).encode()).digest())


def _commit(connection, work: Callable) -> None:
    connection.execute("BEGIN IMMEDIATE")
    batch, transaction = Transaction(connection, AT, 0.0), Transaction(connection, AT, 0.0)
    connection.execute("SAVEPOINT command")
    work(transaction)
    connection.execute("RELEASE command")
    batch.absorb(transaction)
    advance_streams(batch)
    connection.execute("COMMIT")


if __name__ == "__main__":
    main()
