"""Translations of questions: the texts, the jobs that machines still have to do, and the cache of translated texts.

A translation by hand takes precedence over a machine's, a later one by hand over an earlier one. Nothing is
overwritten, except a machine's text by a machine's.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..core.model import Question, Session, Translation
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


def of_questions(
    connection: sqlite3.Connection, ids: str, spoken: Mapping[int, str]
) -> dict[int, dict[str, Translation]]:
    """Return {question id: {language: translation}} as readers get it. `ids`: question ids as a JSON array.

    `spoken`: {question id: present text}; translations of another text are left out.
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


def forget_machine(connection: sqlite3.Connection, session: Session, number: int) -> None:
    """Delete all jobs and machine translations of the question, because its language was wrong."""
    cancel(connection, session, number)
    connection.execute(
        f"DELETE FROM translations WHERE source = 'machine' AND question = {_QUESTION_ID}", [session.id, number]
    )


def due(
    connection: sqlite3.Connection, code: str, now: float, most: int, *, first: Sequence[Collection[str]] = ()
) -> list[Job]:
    """Return at most `most` jobs of the session that may be tried now.

    Jobs into the languages of the first group of `first` come first, then those of the next group, then all others;
    within a group, the oldest request comes first.
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
    """Restart the waiting jobs after a start of the process: the time while no process ran does not count."""
    connection.execute(
        "UPDATE translation_jobs SET tries = 0, wanted_at = :now, not_before = :now WHERE state = 'waiting'"
        " AND question IN (SELECT id FROM questions WHERE session = :session)",
        {"now": now, "session": session.id},
    )


def is_wanted(connection: sqlite3.Connection, session: Session, job: Job) -> bool:
    """Return whether the job is unchanged: same text and language, not cancelled, failed or requested again."""
    row = connection.execute(
        "SELECT 1 FROM translation_jobs AS jobs JOIN questions ON questions.id = jobs.question"
        " WHERE questions.session = ? AND questions.number = ? AND jobs.language = ? AND jobs.state = 'waiting'"
        " AND jobs.wanted_at = ? AND coalesce(questions.wording, questions.text) = ? AND questions.language = ?",
        [session.id, job.number, job.target, job.wanted_at, job.text, job.source],
    ).fetchone()
    return row is not None


def finish(
    connection: sqlite3.Connection, session: Session, job: Job, text: str, engine: str, route: tuple[str, ...], at: str
) -> None:
    """Store a machine's translation and delete its job. `at`: ISO 8601."""
    connection.execute(
        "INSERT INTO translations (question, language, text, source, engine, route, at, of_hash)"
        " SELECT id, ?, ?, 'machine', ?, ?, ?, ? FROM questions WHERE session = ? AND number = ?"
        " ON CONFLICT (question, language, of_hash) WHERE source = 'machine'"
        " DO UPDATE SET text = excluded.text, engine = excluded.engine, route = excluded.route, at = excluded.at",
        [job.target, text, engine, json.dumps(route), at, text_hash(job.text), session.id, job.number],
    )
    _delete_job(connection, session, job)


def put_off(connection: sqlite3.Connection, session: Session, job: Job, not_before: float | None) -> None:
    """Retry the job not before this time; None marks it as failed until somebody asks for it again."""
    connection.execute(
        f"UPDATE translation_jobs SET state = ?, tries = tries + 1, not_before = ? WHERE language = ?"
        f" AND question = {_QUESTION_ID}",
        ["failed" if not_before is None else "waiting", not_before or 0.0, job.target, session.id, job.number],
    )


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
    """Hide the translation that this act stored."""
    connection.execute("UPDATE translations SET undone = 1 WHERE log = ?", [log_id])


def cached(
    connection: sqlite3.Connection, text: str, source: str, target: str, engine: str, terms: str = ""
) -> tuple[str, tuple[str, ...]] | None:
    """Return (translated text, route) of an earlier translation of the same text by this engine, or None.

    `terms`: the glossary terms in the text and their translations, as one string.
    """
    row = connection.execute(
        "SELECT text, route FROM translation_cache WHERE text_hash = ? AND source = ? AND target = ? AND engine = ?",
        [text_hash(text), source, target, _engine_key(engine, terms)],
    ).fetchone()
    return (row["text"], tuple(json.loads(row["route"]))) if row else None


def keep_cached(
    connection: sqlite3.Connection,
    text: str,
    source: str,
    target: str,
    engine: str,
    route: tuple[str, ...],
    translated: str,
    terms: str = "",
) -> None:
    """Store a machine's translation in the cache; the arguments are those of `cached` and its result."""
    connection.execute(
        "INSERT OR REPLACE INTO translation_cache (text_hash, source, target, engine, route, text)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [text_hash(text), source, target, _engine_key(engine, terms), json.dumps(route), translated],
    )


def forget_text(connection: sqlite3.Connection, text: str) -> None:
    """Delete the cached translations of a text that is now hidden."""
    connection.execute("DELETE FROM translation_cache WHERE text_hash = ?", [text_hash(text)])


def forget_cached(connection: sqlite3.Connection, question: Question, targets: Iterable[str]) -> None:
    """Delete the cached translations into these languages, because a reader asked for a new translation."""
    connection.executemany(
        "DELETE FROM translation_cache WHERE text_hash = ? AND source = ? AND target = ?",
        [(text_hash(question.spoken), question.language, target) for target in targets],
    )


def clear(connection: sqlite3.Connection, session: Session) -> None:
    """Delete all translations and jobs of the session, and the whole cache, because it contains their texts."""
    question_ids = "(SELECT id FROM questions WHERE session = ?)"
    connection.execute(f"DELETE FROM translations WHERE question IN {question_ids}", [session.id])
    connection.execute(f"DELETE FROM translation_jobs WHERE question IN {question_ids}", [session.id])
    connection.execute("DELETE FROM translation_cache")


def states(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of translations of all sessions by state: `waiting`, `failed`, `done`."""
    jobs = dict(connection.execute("SELECT state, count(*) FROM translation_jobs GROUP BY state").fetchall())
    row = connection.execute("SELECT count(*) FROM translations WHERE undone = 0").fetchone()
    return {"waiting": 0, "failed": 0} | jobs | {"done": row[0]}


def _delete_job(connection: sqlite3.Connection, session: Session, job: Job) -> None:
    connection.execute(
        f"DELETE FROM translation_jobs WHERE language = ? AND question = {_QUESTION_ID}",
        [job.target, session.id, job.number],
    )


def _engine_key(engine: str, terms: str) -> str:
    """Return the engine, with a hash of the glossary terms: other terms give another translation of a text."""
    return f"{engine} {hashlib.sha256(terms.encode()).hexdigest()}" if terms else engine
