"""The imports of a session, and the hash of each imported text.

The hash prevents a second import of the same question. The undo of an import deletes the hashes of its questions. These
questions can then be imported again.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple, cast

from ..core.contracts import ImportView
from ..core.model import Session
from ..core.workflow import TAKEN_BACK
from .connection import Connection, in_lists


class Imported(NamedTuple):
    """An imported question. `number`, `at`, `file`: the number, time and file name of its import.

    `question`: the question's number.
    """

    number: int
    at: str
    file: str
    text_hash: bytes
    question: int


def start(connection: Connection, session: Session, at: str, file: str) -> int:
    """Insert a new import and return its number, from 1. `at`: ISO 8601. `file`: the name of the file, or ""."""
    row = connection.execute(
        "INSERT INTO imports (session, number, at, file)"
        " SELECT CAST(:session AS bigint), coalesce(max(number), 0) + 1, :at, :file FROM imports"
        " WHERE session = :session RETURNING number",
        {"session": session.id, "at": at, "file": file},
    ).fetchone()
    return int(row[0])


def restore(connection: Connection, session: Session, imported: Imported) -> None:
    """Insert the import `imported.number`, to which an imported question belongs. Do nothing if the session has this
    import.
    """
    connection.execute(
        "INSERT INTO imports (session, number, at, file) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [session.id, imported.number, imported.at, imported.file],
    )


def exists(connection: Connection, session: Session, number: int) -> bool:
    """Return whether the session has an import with this number."""
    row = connection.execute("SELECT 1 FROM imports WHERE session = ? AND number = ?", [session.id, number]).fetchone()
    return row is not None


def find_latest(connection: Connection, session: Session) -> int | None:
    """Return the number of the latest import that still has questions, or None."""
    row = connection.execute("SELECT max(import) FROM imported_questions WHERE session = ?", [session.id]).fetchone()
    return None if row[0] is None else int(row[0])


def is_known(connection: Connection, session: Session, text_hash: bytes) -> bool:
    """Return whether a question with this hash was imported into the session."""
    row = connection.execute(
        "SELECT 1 FROM imported_questions WHERE session = ? AND hash = ?", [session.id, text_hash]
    ).fetchone()
    return row is not None


def hashes(connection: Connection, session: Session) -> set[bytes]:
    """Return the hashes of all imported questions of the session."""
    return {row[0] for row in connection.execute("SELECT hash FROM imported_questions WHERE session = ?", [session.id])}


def listing(connection: Connection, session: Session) -> list[ImportView]:
    """Return the imports of the session, the latest first. If an import was taken back, all its counts are 0."""
    rows = connection.execute(
        "SELECT imports.number, imports.at, imports.file, min(questions.source) AS source,"
        " count(questions.id) AS questions,"
        " count(*) FILTER (WHERE questions.status = 'pending') AS pending,"
        " count(*) FILTER (WHERE questions.status IN ('approved', 'next')) AS queued,"
        " count(*) FILTER (WHERE questions.status IN ('live', 'answered') OR leads.status IN ('live', 'answered'))"
        " AS staying"
        " FROM imports LEFT JOIN imported_questions AS imported"
        " ON imported.session = imports.session AND imported.import = imports.number"
        " LEFT JOIN questions ON questions.id = imported.question"
        " LEFT JOIN questions AS leads ON leads.session = questions.session AND leads.number = questions.lead"
        " WHERE imports.session = ? GROUP BY imports.session, imports.number ORDER BY imports.number DESC",
        [session.id],
    )
    return [cast(ImportView, dict(row)) for row in rows]


def add(connection: Connection, session: Session, number: int, text_hash: bytes, question: int) -> None:
    """Record that question number `question` was imported by import `number` from a text with this hash."""
    connection.execute(
        "INSERT INTO imported_questions (session, hash, import, question)"
        " SELECT session, ?, ?, id FROM questions WHERE session = ? AND number = ?",
        [text_hash, number, session.id, question],
    )


def every(connection: Connection, session: Session) -> list[Imported]:
    """Return all imported questions except those of imports that were taken back, in the order of arrival."""
    rows = connection.execute(
        "SELECT imports.number, imports.at, imports.file, imported.hash, questions.number"
        " FROM imported_questions AS imported"
        " JOIN imports ON imports.session = imported.session AND imports.number = imported.import"
        " JOIN questions ON questions.id = imported.question WHERE imported.session = ? ORDER BY questions.id",
        [session.id],
    )
    return [Imported(*row) for row in rows]


def to_take_back(connection: Connection, session: Session, number: int, most: int) -> list[int]:
    """Return the numbers of the questions that the undo of import `number` takes back, latest arrival first.

    Return at most `most` numbers. Leave out live and answered questions, and questions that are merged into a live or
    answered question.
    """
    marks = ", ".join("?" * len(TAKEN_BACK))
    rows = connection.execute(
        "SELECT questions.number FROM imported_questions AS imported JOIN questions ON questions.id = imported.question"
        " LEFT JOIN questions AS leads ON leads.session = questions.session AND leads.number = questions.lead"
        " WHERE imported.session = ? AND imported.import = ?"
        f" AND questions.status IN ({marks}) AND coalesce(leads.status, '') NOT IN ('live', 'answered')"
        " ORDER BY questions.id DESC LIMIT ?",
        [session.id, number, *sorted(TAKEN_BACK), most],
    )
    return [row[0] for row in rows]


def forget(connection: Connection, session: Session, questions: Collection[int]) -> None:
    """Delete the hashes of these questions, so that a later import can add these questions again."""
    for marks, part in in_lists(questions):
        connection.execute(
            "DELETE FROM imported_questions WHERE question IN"
            f" (SELECT id FROM questions WHERE session = ? AND number IN ({marks}))",
            [session.id, *part],
        )
