"""The translation jobs: the translations that a machine still has to make."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ..core.model import Question, Session
from .schema import text_hash

_JOBS = (
    "SELECT sessions.id AS session, sessions.code, questions.number,"
    " coalesce(questions.wording, questions.text) AS text, questions.language AS source,"
    " jobs.language AS target, jobs.tries, jobs.wanted_at"
    " FROM translation_jobs AS jobs JOIN questions ON questions.id = jobs.question"
    " JOIN sessions ON sessions.id = questions.session WHERE jobs.state = 'waiting'"
)


_QUESTION_ID = "(SELECT id FROM questions WHERE session = ? AND number = ?)"


@dataclass(frozen=True, slots=True)
class Job:
    """A translation of `text` from language `source` into `target` that a machine still has to make.

    `session` and `code` are the session's id and join code; `tries`: attempts so far; `wanted_at`: the time of the
    request, in seconds of the same clock as `now` in the functions below.
    """

    session: int
    code: str
    number: int
    text: str
    source: str
    target: str
    tries: int
    wanted_at: float


def want(
    connection: sqlite3.Connection,
    session: Session,
    question: Question,
    targets: Iterable[str],
    now: float,
    *,
    again: bool = False,
) -> None:
    """Add jobs for translations of the question into these languages.

    Languages that have a translation or a job are skipped, unless `again` is True.
    """
    for target in targets:
        if target == question.language:
            continue
        connection.execute(
            "INSERT INTO translation_jobs (question, language, state, wanted_at, not_before)"
            " SELECT id, :target, 'waiting', :now, :now FROM questions WHERE session = :session AND number = :number"
            " AND (:again OR NOT EXISTS (SELECT 1 FROM translations"
            " WHERE question = questions.id AND language = :target AND undone = 0 AND of_hash = :of))"
            " ON CONFLICT (question, language)"
            " DO UPDATE SET state = 'waiting', tries = 0, wanted_at = :now, not_before = :now WHERE :again",
            {
                "target": target,
                "now": now,
                "session": session.id,
                "number": question.number,
                "again": again,
                "of": text_hash(question.spoken),
            },
        )


def cancel(connection: sqlite3.Connection, session: Session, number: int) -> None:
    """Delete all jobs of the question."""
    connection.execute(f"DELETE FROM translation_jobs WHERE question = {_QUESTION_ID}", [session.id, number])


def due(
    connection: sqlite3.Connection, code: str, now: float, most: int, *, first: Sequence[Collection[str]] = ()
) -> list[Job]:
    """Return at most `most` jobs of the session that may be tried now.

    `first`: groups of target languages by priority. Jobs into languages of the first group come first, then jobs of
    the next group, and jobs outside all groups last. Within a group, the oldest request comes first.
    """
    ranks = {language: rank for rank, group in reversed(list(enumerate(first))) for language in group}
    rows = connection.execute(
        f"{_JOBS} AND sessions.code = :code AND jobs.not_before <= :now"
        " ORDER BY coalesce((SELECT value FROM json_each(:ranks) WHERE key = jobs.language), :last),"
        " jobs.wanted_at, questions.number, jobs.language LIMIT :most",
        {"code": code, "now": now, "ranks": json.dumps(ranks), "last": len(first), "most": most},
    )
    return [Job(**dict(row)) for row in rows]


def late(connection: sqlite3.Connection, before: float) -> list[Job]:
    """Return the waiting jobs of all sessions that were requested before this time, oldest first."""
    rows = connection.execute(f"{_JOBS} AND jobs.wanted_at < ? ORDER BY jobs.wanted_at", [before])
    return [Job(**dict(row)) for row in rows]


def resume(connection: sqlite3.Connection, session: Session, now: float) -> None:
    """Restart the waiting jobs at the start of the process, because the time without a process must not count."""
    connection.execute(
        "UPDATE translation_jobs SET tries = 0, wanted_at = :now, not_before = :now WHERE state = 'waiting'"
        " AND question IN (SELECT id FROM questions WHERE session = :session)",
        {"now": now, "session": session.id},
    )


def is_wanted(connection: sqlite3.Connection, session: Session, job: Job) -> bool:
    """Return whether the job is still waiting and unchanged: same text, same language, no newer request."""
    row = connection.execute(
        "SELECT 1 FROM translation_jobs AS jobs JOIN questions ON questions.id = jobs.question"
        " WHERE questions.session = ? AND questions.number = ? AND jobs.language = ? AND jobs.state = 'waiting'"
        " AND jobs.wanted_at = ? AND coalesce(questions.wording, questions.text) = ? AND questions.language = ?",
        [session.id, job.number, job.target, job.wanted_at, job.text, job.source],
    ).fetchone()
    return row is not None


def put_off(connection: sqlite3.Connection, session: Session, job: Job, not_before: float | None) -> None:
    """Set the earliest time for the next try. None marks the job as failed until somebody requests it again."""
    connection.execute(
        f"UPDATE translation_jobs SET state = ?, tries = tries + 1, not_before = ? WHERE language = ?"
        f" AND question = {_QUESTION_ID}",
        ["failed" if not_before is None else "waiting", not_before or 0.0, job.target, session.id, job.number],
    )


def delete(connection: sqlite3.Connection, session: Session, job: Job) -> None:
    """Delete a job."""
    connection.execute(
        f"DELETE FROM translation_jobs WHERE language = ? AND question = {_QUESTION_ID}",
        [job.target, session.id, job.number],
    )
