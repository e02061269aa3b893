"""The hash chain in the log, and the check of this chain. The rules of the chain are in store/hash_chain.

`sessions.log_hash` is the hash of the session's latest row. Rows that were written before migration 015 have no hash;
the chain starts after these rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from ..core.model import Session
from .connection import Connection
from .hash_chain import ChangedQuestion, LogEntry, first_wrong, next_hash
from .transaction import Transaction


class Audit(NamedTuple):
    """The result of the check.

    - `checked`: number of rows with a hash
    - `unchecked`: number of rows without a hash
    - `hash`: the hash of the last correct row
    - `wrong`: the id (`LogEntry.id`) of the first wrong row; 0 if the last rows are missing; None if nothing is wrong

    A row is wrong if it was changed, was inserted without a hash, or follows a deleted row. If there is no such row, a
    row with a wrong value in the column `undone` is also wrong.
    """

    checked: int
    unchecked: int
    wrong: int | None
    hash: str


def latest_hash(connection: Connection, session: Session) -> str:
    """Return the hash of the session's latest row, or "" if no row has a hash."""
    row = connection.execute("SELECT log_hash FROM sessions WHERE id = ?", [session.id]).fetchone()
    return str(row[0])


def seal(tx: Transaction, session: Session, entry: LogEntry) -> str:
    """Return the hash of a new log row, and store it in `sessions.log_hash`. The caller stores it in the row."""
    previous = tx.log_hashes.get(session.id)
    if previous is None:
        previous = latest_hash(tx.connection, session)
    chained = tx.log_hashes[session.id] = next_hash(previous, entry)
    tx.connection.execute("UPDATE sessions SET log_hash = ? WHERE id = ?", [chained, session.id])
    return chained


def check(connection: Connection, session: Session) -> Audit:
    """Check the hash of each row that has a hash.

    Also check that all undone acts are marked as undone, and that no other act is marked as undone.
    """
    rows = list(_entries(connection, session))
    sealed = [(entry, stored) for entry, stored, _ in rows if stored is not None]
    broken, last = first_wrong(sealed)
    # After the first row with a hash, the server has given a hash to each new row. Therefore a later row without a hash
    # was inserted by another program.
    inserted = [entry.id for entry, stored, _ in rows if stored is None and sealed and entry.id > sealed[0][0].id]
    undone = {entry.undoes for entry, _, _ in rows}
    marks = [entry.id for entry, _, is_undone in rows if is_undone != (entry.id in undone)]
    wrong: int | None = None
    if broken is not None or inserted:
        wrong = min(([broken] if broken is not None else []) + inserted[:1])
    elif last != latest_hash(connection, session):
        wrong = 0
    elif marks:
        wrong = marks[0]
    return Audit(len(sealed), len(rows) - len(sealed), wrong, last)


def _entries(connection: Connection, session: Session) -> Iterator[tuple[LogEntry, str | None, bool]]:
    """Yield (entry, stored hash, whether the entry is marked as undone) for each row of the log, in the order of the
    ids.
    """
    rows = connection.execute(
        "SELECT coalesce(log.chain_id, log.id) AS id, log.at, log.seat, log.act,"
        " coalesce(undone_row.chain_id, log.undoes) AS undoes, log.detail, log.hash, log.undone, questions.number,"
        " status_before, status_after, log_questions.reason, log_questions.version FROM log"
        " LEFT JOIN log AS undone_row ON undone_row.id = log.undoes"
        " LEFT JOIN log_questions ON log_questions.log = log.id"
        " LEFT JOIN questions ON questions.id = log_questions.question"
        " WHERE log.session = ? ORDER BY log.id",
        [session.id],
    )
    for _, group in groupby(rows, key=lambda row: int(row["id"])):
        of_row = list(group)
        log_id, at, seat, act, undoes, detail, stored, undone = tuple(of_row[0])[:8]
        changed = tuple(ChangedQuestion(*tuple(row)[8:]) for row in of_row if row["status_after"] is not None)
        yield LogEntry(log_id, at, seat, act, undoes, detail, changed), stored, bool(undone)
