"""Translations in the store: by machine and by hand, the jobs still to be done, and what was translated before.

By hand beats by machine, the later by hand the earlier; nothing is overwritten but a machine's text by a machine's.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ..core.model import Question, Session, Translation
from .schema import text_hash

_JOBS = (
    "SELECT sessions.id AS session, sessions.code, questions.number, coalesce(questions.wording, questions.text) AS text, questions.language AS source,"
    " jobs.language AS target, jobs.tries, jobs.wanted_at"
    " FROM translation_jobs AS jobs JOIN questions ON questions.id = jobs.question JOIN sessions ON sessions.id = questions.session"
    " WHERE jobs.state = 'waiting'"
)


@dataclass(frozen=True, slots=True)
class Job:
    """A translation to be made: of which text, from which language, into which; `tries` so far, `wanted_at` in seconds."""

    session: int
    code: str
    number: int
    text: str
    source: str
    target: str
    tries: int
    wanted_at: float


def of_questions(connection: sqlite3.Connection, ids: str, spoken: dict[int, str]) -> dict[int, dict[str, Translation]]:
    """{question id: {language: what readers get}}; `ids` is a JSON array, `spoken` the words that translations must be of."""
    found: dict[int, dict[str, Translation]] = {}
    for row in connection.execute(
        "SELECT question, language, state FROM translation_jobs WHERE question IN (SELECT value FROM json_each(?))",
        [ids],
    ):
        found.setdefault(row["question"], {})[row["language"]] = Translation(row["language"], row["state"])
    for row in connection.execute(
        "SELECT question, language, text, source, engine, route, seat, at, of_hash FROM translations"
        " WHERE undone = 0 AND question IN (SELECT value FROM json_each(?)) ORDER BY source <> 'machine', id",
        [ids],
    ):
        if row["of_hash"] != text_hash(spoken[row["question"]]):
            continue
        found.setdefault(row["question"], {})[row["language"]] = Translation(
            row["language"],
            "done",
            row["text"],
            row["source"],
            row["engine"],
            tuple(json.loads(row["route"])),
            row["seat"],
            row["at"],
        )
    return found


def want(
    connection: sqlite3.Connection,
    session: Session,
    question: Question,
    targets: Iterable[str],
    now: float,
    *,
    again: bool = False,
) -> None:
    """Put translations into these languages on the list; what is there or on it already stays, unless it is wanted `again`."""
    for target in targets:
        if target == question.language:
            continue
        connection.execute(
            "INSERT INTO translation_jobs (question, language, state, wanted_at, not_before)"
            " SELECT id, :target, 'waiting', :now, :now FROM questions WHERE session = :session AND number = :number"
            " AND (:again OR NOT EXISTS (SELECT 1 FROM translations WHERE question = questions.id AND language = :target AND undone = 0 AND of_hash = :of))"
            " ON CONFLICT (question, language) DO UPDATE SET state = 'waiting', tries = 0, wanted_at = :now, not_before = :now WHERE :again",
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
    """Nobody needs this question's translations any more."""
    connection.execute(
        "DELETE FROM translation_jobs WHERE question = (SELECT id FROM questions WHERE session = ? AND number = ?)",
        [session.id, number],
    )


def forget_machine(connection: sqlite3.Connection, session: Session, number: int) -> None:
    """The question is in another language than was thought: what machines made of it is void, and so are the jobs."""
    cancel(connection, session, number)
    connection.execute(
        "DELETE FROM translations WHERE source = 'machine' AND question = (SELECT id FROM questions WHERE session = ? AND number = ?)",
        [session.id, number],
    )


def due(
    connection: sqlite3.Connection, code: str, now: float, most: int, *, first: Sequence[Collection[str]] = ()
) -> list[Job]:
    """A session's jobs whose time has come: into the languages of the first group, of the next, then into all others; in each
    the longest waiting first."""
    ranks = {language: rank for rank, group in reversed(list(enumerate(first))) for language in group}
    rows = connection.execute(
        f"{_JOBS} AND sessions.code = :code AND jobs.not_before <= :now"
        " ORDER BY coalesce((SELECT value FROM json_each(:ranks) WHERE key = jobs.language), :last), jobs.wanted_at, questions.number, jobs.language"
        " LIMIT :most",
        {"code": code, "now": now, "ranks": json.dumps(ranks), "last": len(first), "most": most},
    )
    return [Job(**dict(row)) for row in rows]


def late(connection: sqlite3.Connection, before: float) -> list[Job]:
    """Every session's jobs that wait since before then."""
    return [
        Job(**dict(row))
        for row in connection.execute(f"{_JOBS} AND jobs.wanted_at < ? ORDER BY jobs.wanted_at", [before])
    ]


def resume(connection: sqlite3.Connection, session: Session, now: float) -> None:
    """What waited when the last process ended is wanted from now on: the time in which nothing ran is not counted."""
    connection.execute(
        "UPDATE translation_jobs SET tries = 0, wanted_at = :now, not_before = :now WHERE state = 'waiting'"
        " AND question IN (SELECT id FROM questions WHERE session = :session)",
        {"now": now, "session": session.id},
    )


def is_wanted(connection: sqlite3.Connection, session: Session, job: Job) -> bool:
    """Whether the job still stands as it was taken: same text, same language, not cancelled, given up or asked for again."""
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
    """Keep a machine's translation and take its job off the list."""
    connection.execute(
        "INSERT INTO translations (question, language, text, source, engine, route, at, of_hash)"
        " SELECT id, ?, ?, 'machine', ?, ?, ?, ? FROM questions WHERE session = ? AND number = ?"
        " ON CONFLICT (question, language, of_hash) WHERE source = 'machine'"
        " DO UPDATE SET text = excluded.text, engine = excluded.engine, route = excluded.route, at = excluded.at",
        [job.target, text, engine, json.dumps(route), at, text_hash(job.text), session.id, job.number],
    )
    _delete_job(connection, session, job)


def put_off(connection: sqlite3.Connection, session: Session, job: Job, not_before: float | None) -> None:
    """Try again not before this time; None: it has failed, until somebody asks again."""
    connection.execute(
        "UPDATE translation_jobs SET state = ?, tries = tries + 1, not_before = ? WHERE language = ?"
        " AND question = (SELECT id FROM questions WHERE session = ? AND number = ?)",
        ["failed" if not_before is None else "waiting", not_before or 0.0, job.target, session.id, job.number],
    )


def by_hand(
    connection: sqlite3.Connection, session: Session, question: Question, given: Translation, log_id: int
) -> None:
    """Keep a translation given or corrected by a person, beside the machine's."""
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
    """Take back what an act gave by hand."""
    connection.execute("UPDATE translations SET undone = 1 WHERE log = ?", [log_id])


def cached(
    connection: sqlite3.Connection, text: str, source: str, target: str, engine: str, terms: str = ""
) -> tuple[str, tuple[str, ...]] | None:
    """(text, route) as this engine translated the same text before; `terms` tells with which glossary terms in it."""
    row = connection.execute(
        "SELECT text, route FROM translation_cache WHERE text_hash = ? AND source = ? AND target = ? AND engine = ?",
        [text_hash(text), source, target, _made_by(engine, terms)],
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
    connection.execute(
        "INSERT OR REPLACE INTO translation_cache (text_hash, source, target, engine, route, text) VALUES (?, ?, ?, ?, ?, ?)",
        [text_hash(text), source, target, _made_by(engine, terms), json.dumps(route), translated],
    )


def forget_text(connection: sqlite3.Connection, text: str) -> None:
    """Nobody but its asker and the chairs may read this text any more: what was made of it goes from the cache."""
    connection.execute("DELETE FROM translation_cache WHERE text_hash = ?", [text_hash(text)])


def forget_cached(connection: sqlite3.Connection, question: Question, targets: Iterable[str]) -> None:
    """Who asks again does not want to hear the same again."""
    connection.executemany(
        "DELETE FROM translation_cache WHERE text_hash = ? AND source = ? AND target = ?",
        [(text_hash(question.spoken), question.language, target) for target in targets],
    )


def clear(connection: sqlite3.Connection, session: Session) -> None:
    """Delete everything of a session's questions; the cache too, since it holds their texts."""
    mine = "(SELECT id FROM questions WHERE session = ?)"
    connection.execute(f"DELETE FROM translations WHERE question IN {mine}", [session.id])
    connection.execute(f"DELETE FROM translation_jobs WHERE question IN {mine}", [session.id])
    connection.execute("DELETE FROM translation_cache")


def states(connection: sqlite3.Connection) -> dict[str, int]:
    """How many translations of all sessions wait, have failed, are done."""
    jobs = dict.fromkeys(("waiting", "failed"), 0) | {
        row["state"]: row["many"]
        for row in connection.execute("SELECT state, count(*) AS many FROM translation_jobs GROUP BY state")
    }
    return jobs | {"done": connection.execute("SELECT count(*) FROM translations WHERE undone = 0").fetchone()[0]}


def _delete_job(connection: sqlite3.Connection, session: Session, job: Job) -> None:
    connection.execute(
        "DELETE FROM translation_jobs WHERE language = ? AND question = (SELECT id FROM questions WHERE session = ? AND number = ?)",
        [job.target, session.id, job.number],
    )


def _made_by(engine: str, terms: str) -> str:
    """The engine, and with which terms: what the cache tells translations of one text apart by."""
    return f"{engine} {hashlib.sha256(terms.encode()).hexdigest()}" if terms else engine
