"""The hash chain over a session's log: each row has a hash of its own content and of the previous row's hash.

If a row is changed, its content no longer matches its hash. If a row is deleted, the next row no longer matches its
hash. The chain does not contain the texts of questions, so that these texts can be erased.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple


class ChangedQuestion(NamedTuple):
    """The part of a log row that describes one changed question."""

    number: int
    status_before: str | None
    status_after: str
    reason: str | None
    version: int


class LogEntry(NamedTuple):
    """A row of the log: the values that the chain covers. `detail`: JSON text. `undoes`: id of the undone row.

    All ids are the original ids of the rows. If a session moves to another database, its rows get new ids, and
    `log.chain_id` keeps the original ids.
    """

    id: int
    at: str
    seat: str
    act: str
    undoes: int | None
    detail: str | None
    questions: tuple[ChangedQuestion, ...]


def next_hash(previous: str, entry: LogEntry) -> str:
    """Return the SHA-256 hash, in hexadecimal digits, of the previous hash and this entry.

    `previous` is "" for the first row. The order of the changed questions does not matter.
    """
    content = [previous, *entry[:-1], sorted(entry.questions)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def first_wrong(entries: Iterable[tuple[LogEntry, str]]) -> tuple[int | None, str]:
    """Return the id of the first row with a wrong hash, and the hash of the row before this row. If all hashes are
    correct, return None and the hash of the last row. If no row has a correct hash, the returned hash is "".

    `entries`: the rows in the order of their ids, each with its stored hash.
    """
    previous = ""
    for entry, stored in entries:
        if next_hash(previous, entry) != stored:
            return entry.id, previous
        previous = stored
    return None, previous
