"""The translation jobs: the machine translations that must still be made, and those that have failed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from ..core.model import Question, Session
from .connection import Connection
from .schema import text_hash

_JOBS = (
    "SELECT sessions.id AS session, sessions.code, questions.number,"
    " coalesce(questions.wording, questions.text) AS text, questions.language AS source,"
    " jobs.language AS target, jobs.tries, jobs.wanted_at"
    " FROM translation_jobs AS jobs JOIN questions ON questions.id = jobs.question"
    " JOIN sessions ON sessions.id = questions.session WHERE jobs.state = 'waiting'"
)


QUESTION_ID = "(SELECT id FROM questions WHERE session = ? AND number = ?)"
"""The SQL for the id of a question. Its parameters are the session id and the number of the question."""


@dataclass(frozen=True, slots=True)
class Job:
    """A translation of `text` from language `source` into `target` that a machine still has to make.

    `session` and `code`: the session's id and join code. `tries`: the number of tries so far. `wanted_at`: the time of
    the request, in seconds of the same clock as `now` in the functions of this module.
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
    connection: Connection,
    session: Session,
    question: Question,
    targets: Iterable[str],
    now: float,
    *,
    again: bool = False,
) -> None:
    """Add jobs for translations of the question into these languages.

    Skip the question's own language. If `again` is False, also skip each language that has a job or a translation of
    the current text.
    """
    values = {
        "now": now,
        "session": session.id,
        "number": question.number,
        "again": int(again),
        "of": text_hash(question.spoken),
    }
    connection.executemany(
        "INSERT INTO translation_jobs (question, language, state, wanted_at, not_before)"
        " SELECT id, :target, 'waiting', :now, :now FROM questions WHERE session = :session AND number = :number"
        " AND (:again = 1 OR NOT EXISTS (SELECT 1 FROM translations"
        " WHERE question = questions.id AND language = :target AND undone = 0 AND of_hash = :of))"
        " ON CONFLICT (question, language)"
        " DO UPDATE SET state = 'waiting', tries = 0, wanted_at = :now, not_before = :now, claimed_until = 0"
        " WHERE :again = 1",
        [values | {"target": target} for target in targets if target != question.language],
    )


def cancel(connection: Connection, session: Session, number: int) -> None:
    """Delete all jobs of the question."""
    connection.execute(f"DELETE FROM translation_jobs WHERE question = {QUESTION_ID}", [session.id, number])


def due(
    connection: Connection, code: str, now: float, most: int, *, first: Sequence[Collection[str]] = ()
) -> list[Job]:
    """Return at most `most` jobs of the session that are due now and that no other process has claimed.

    `first`: groups of target languages by priority. Jobs into languages of the first group come first, then those of
    the second group, and so on. Jobs outside all groups come last. Within a group, the oldest request comes first.
    """
    ranks = {language: rank for rank, group in reversed(list(enumerate(first))) for language in group}
    rank = f"CASE jobs.language {'WHEN ? THEN ? ' * len(ranks)}ELSE ? END, " if ranks else ""
    rows = connection.execute(
        f"{_JOBS} AND sessions.code = ? AND jobs.not_before <= ? AND jobs.claimed_until <= ?"
        f" ORDER BY {rank}jobs.wanted_at, questions.number, jobs.language LIMIT ?",
        [code, now, now, *chain.from_iterable(ranks.items()), *([len(first)] if ranks else ()), most],
    )
    return [Job(**dict(row)) for row in rows]


def late(connection: Connection, before: float) -> list[Job]:
    """Return the waiting jobs of all sessions whose request is older than this time, oldest first."""
    rows = connection.execute(f"{_JOBS} AND jobs.wanted_at < ? ORDER BY jobs.wanted_at", [before])
    return [Job(**dict(row)) for row in rows]


def resume(connection: Connection, session: Session, now: float) -> None:
    """Set the number of tries of the session's waiting jobs to 0, and the time of their request to `now`.

    Leave out claimed jobs. Called when a process begins to serve the session, so that the time before this call does
    not count as waiting time.
    """
    connection.execute(
        "UPDATE translation_jobs SET tries = 0, wanted_at = :now, not_before = :now WHERE state = 'waiting'"
        " AND claimed_until <= :now AND question IN (SELECT id FROM questions WHERE session = :session)",
        {"now": now, "session": session.id},
    )


def claim(connection: Connection, job: Job, now: float, until: float) -> bool:
    """Claim the job until the time `until`, so that no other process executes it. Return False if the job is not free.

    The claim ends earlier if the job's outcome is recorded. A claim is only a time in the job's row. So the caller need
    not keep a transaction open, and need not lock the session.
    """
    claimed = connection.execute(
        "UPDATE translation_jobs SET claimed_until = :until WHERE language = :target AND question ="
        " (SELECT question FROM translation_jobs WHERE language = :target AND question ="
        " (SELECT id FROM questions WHERE session = :session AND number = :number) AND state = 'waiting'"
        f" AND wanted_at = :wanted_at AND claimed_until <= :now{connection.dialect.skip_locked})",
        {
            "until": until,
            "now": now,
            "session": job.session,
            "number": job.number,
            "target": job.target,
            "wanted_at": job.wanted_at,
        },
    )
    return claimed.rowcount > 0


def is_wanted(connection: Connection, session: Session, job: Job) -> bool:
    """Return whether the result of the job is still wanted.

    It is no longer wanted if one of these things has happened since the job was read: the job does not wait any more,
    the translation was requested again, or the text or language of the question has changed.
    """
    row = connection.execute(
        "SELECT 1 FROM translation_jobs AS jobs JOIN questions ON questions.id = jobs.question"
        " WHERE questions.session = ? AND questions.number = ? AND jobs.language = ? AND jobs.state = 'waiting'"
        " AND jobs.wanted_at = ? AND coalesce(questions.wording, questions.text) = ? AND questions.language = ?",
        [session.id, job.number, job.target, job.wanted_at, job.text, job.source],
    ).fetchone()
    return row is not None


def put_off(connection: Connection, session: Session, job: Job, not_before: float | None) -> None:
    """Set the earliest time for the next try of the job. If the time is None, mark the job as failed until somebody
    requests the translation again.
    """
    connection.execute(
        "UPDATE translation_jobs SET state = ?, tries = tries + 1, not_before = ?, claimed_until = 0"
        f" WHERE language = ? AND question = {QUESTION_ID}",
        ["failed" if not_before is None else "waiting", not_before or 0.0, job.target, session.id, job.number],
    )


def delete(connection: Connection, session: Session, job: Job) -> None:
    """Delete a job."""
    connection.execute(
        f"DELETE FROM translation_jobs WHERE language = ? AND question = {QUESTION_ID}",
        [job.target, session.id, job.number],
    )
