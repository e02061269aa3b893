"""The translations of questions, by machines and by hand.

Readers get the latest translation by hand, or the machine translation if there is no translation by hand. A translation
by hand is never overwritten. A new machine translation overwrites the earlier machine translation of the same text.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from ..core.model import Question, Session, Translation
from . import translation_jobs
from .schema import text_hash
from .translation_jobs import Job


def of_questions(
    connection: sqlite3.Connection, ids: str, spoken: Mapping[int, str]
) -> dict[int, dict[str, Translation]]:
    """Return {question id: {language: translation that readers get}}. `ids`: question ids as a JSON array.

    `spoken`: {question id: present text}. Translations of other texts are left out.
    """
    translations: dict[int, dict[str, Translation]] = {}
    for row in connection.execute(
        "SELECT question, language, state FROM translation_jobs WHERE question IN (SELECT value FROM json_each(?))",
        [ids],
    ):
        translations.setdefault(row["question"], {})[row["language"]] = Translation(row["language"], row["state"])
    for row in connection.execute(
        "SELECT question, language, text, source, engine, route, seat, at, of_hash FROM translations"
        " WHERE undone = 0 AND question IN (SELECT value FROM json_each(?)) ORDER BY source <> 'machine', id",
        [ids],
    ):
        if row["of_hash"] != text_hash(spoken[row["question"]]):
            continue
        translations.setdefault(row["question"], {})[row["language"]] = Translation(
            row["language"],
            "done",
            row["text"],
            row["source"],
            row["engine"],
            tuple(json.loads(row["route"])),
            row["seat"],
            row["at"],
        )
    return translations


def forget_machine(connection: sqlite3.Connection, session: Session, number: int) -> None:
    """Delete all jobs and machine translations of the question, because its language was wrong."""
    translation_jobs.cancel(connection, session, number)
    connection.execute(
        "DELETE FROM translations WHERE source = 'machine'"
        " AND question = (SELECT id FROM questions WHERE session = ? AND number = ?)",
        [session.id, number],
    )


def finish(
    connection: sqlite3.Connection, session: Session, job: Job, text: str, engine: str, route: tuple[str, ...], at: str
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


def by_hand(
    connection: sqlite3.Connection, session: Session, question: Question, given: Translation, log_id: int
) -> None:
    """Store a translation by a chair or the booth. `log_id`: the row of the act, for `undo`."""
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


def undo(connection: sqlite3.Connection, log_id: int) -> None:
    """Hide the translation that was stored by the act in row `log_id` of the log."""
    connection.execute("UPDATE translations SET undone = 1 WHERE log = ?", [log_id])


def clear(connection: sqlite3.Connection, session: Session) -> None:
    """Delete all translations and jobs of the session. Delete the whole cache, which contains the same texts."""
    question_ids = "(SELECT id FROM questions WHERE session = ?)"
    connection.execute(f"DELETE FROM translations WHERE question IN {question_ids}", [session.id])
    connection.execute(f"DELETE FROM translation_jobs WHERE question IN {question_ids}", [session.id])
    connection.execute("DELETE FROM translation_cache")


def states(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of translations of all sessions by state: `waiting`, `failed`, `done`."""
    jobs = dict(connection.execute("SELECT state, count(*) FROM translation_jobs GROUP BY state").fetchall())
    row = connection.execute("SELECT count(*) FROM translations WHERE undone = 0").fetchone()
    return {"waiting": 0, "failed": 0} | jobs | {"done": row[0]}
