"""The translations of questions, by machines and by hand.

Readers get the latest translation by hand, or the machine translation if there is no translation by hand. A translation
by hand is never overwritten. A new machine translation overwrites the earlier machine translation of the same text.
"""

from __future__ import annotations

import json

from ..core.model import Question, Session, Translation
from . import translation_jobs
from .connection import Connection
from .schema import text_hash
from .translation_jobs import Job


def forget(connection: Connection, session: Session, number: int) -> None:
    """Delete all jobs and translations of the question, because its text was replaced or erased."""
    translation_jobs.cancel(connection, session, number)
    connection.execute(
        "DELETE FROM translations WHERE question = (SELECT id FROM questions WHERE session = ? AND number = ?)",
        [session.id, number],
    )


def forget_machine(connection: Connection, session: Session, number: int) -> None:
    """Delete all jobs and machine translations of the question, because its language was wrong."""
    translation_jobs.cancel(connection, session, number)
    connection.execute(
        "DELETE FROM translations WHERE source = 'machine'"
        " AND question = (SELECT id FROM questions WHERE session = ? AND number = ?)",
        [session.id, number],
    )


def finish(
    connection: Connection, session: Session, job: Job, text: str, engine: str, route: tuple[str, ...], at: str
) -> None:
    """Store the machine translation of a job, and delete the job. `at`: ISO 8601."""
    connection.execute(
        "INSERT INTO translations (question, language, text, source, engine, route, at, of_hash)"
        " SELECT id, ?, ?, 'machine', ?, ?, ?, ? FROM questions WHERE session = ? AND number = ?"
        " ON CONFLICT (question, language, of_hash) WHERE source = 'machine'"
        " DO UPDATE SET text = excluded.text, engine = excluded.engine, route = excluded.route, at = excluded.at",
        [job.target, text, engine, json.dumps(route), at, text_hash(job.text), session.id, job.number],
    )
    translation_jobs.delete(connection, session, job)


def by_hand(connection: Connection, session: Session, question: Question, given: Translation, log_id: int) -> None:
    """Store a translation by a chair or the booth. `log_id`: the id of the act in the log, which `undo` needs."""
    connection.execute(
        "INSERT INTO translations (question, language, text, source, route, seat, at, log, of_hash)"
        " SELECT id, ?, ?, ?, '[]', ?, ?, ?, ? FROM questions WHERE session = ? AND number = ?",
        [
            given.language,
            given.text,
            given.source,
            given.by,
            given.at,
            log_id,
            text_hash(question.spoken),
            session.id,
            question.number,
        ],
    )


def by_hand_into(connection: Connection, job: Job, language: str) -> str | None:
    """Return the latest translation by hand of the text of `job` into `language`, or None if there is none.

    A translation of an earlier text of the question, or one that was undone, does not count.
    """
    row = connection.execute(
        "SELECT text FROM translations WHERE language = ? AND source <> 'machine' AND undone = 0"
        f" AND of_hash = ? AND question = {translation_jobs.QUESTION_ID} ORDER BY id DESC LIMIT 1",
        [language, text_hash(job.text), job.session, job.number],
    ).fetchone()
    return row["text"] if row else None


def undo(connection: Connection, log_id: int) -> list[str]:
    """Hide the translation that an act has stored, and return its language. `log_id`: the id of this act in the log."""
    connection.execute("UPDATE translations SET undone = 1 WHERE log = ?", [log_id])
    rows = connection.execute("SELECT language FROM translations WHERE log = ? ORDER BY id", [log_id])
    return [row["language"] for row in rows]


def clear(connection: Connection, session: Session) -> None:
    """Delete all translations and jobs of the session. Also delete the cache of all sessions.

    The cache also contains texts of this session, and it does not record to which session a text belongs.
    """
    question_ids = "(SELECT id FROM questions WHERE session = ?)"
    connection.execute(f"DELETE FROM translations WHERE question IN {question_ids}", [session.id])
    connection.execute(f"DELETE FROM translation_jobs WHERE question IN {question_ids}", [session.id])
    connection.execute("DELETE FROM translation_cache")


def states(connection: Connection) -> dict[str, int]:
    """For each state (`waiting`, `failed`, `done`), return the number of translations in all sessions."""
    jobs = dict(connection.execute("SELECT state, count(*) FROM translation_jobs GROUP BY state").fetchall())
    row = connection.execute("SELECT count(*) FROM translations WHERE undone = 0").fetchone()
    return {"waiting": 0, "failed": 0} | jobs | {"done": row[0]}
