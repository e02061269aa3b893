"""The steps that queue translation jobs, record their outcomes and record the failure of late jobs."""

from __future__ import annotations

from ...core import glossary, visibility
from ...core.model import UNDETERMINED, Question, Session
from ...store import questions, sessions, translation_cache, translation_jobs, translations
from ...store.transaction import Transaction
from ...store.translation_jobs import Job
from ..glossary import plain_terms
from .protection import signature

WAITS_AT_MOST = 30.0
"""Seconds after which a waiting translation is recorded as failed. A chair can request a failed translation again."""


def want_translations(
    tx: Transaction, session: Session, question: Question, *, only: str | None = None, again: bool = False
) -> None:
    """Queue the question's translations if the session has an engine and the asker allows machine translation.

    `only`: queue this language instead of all languages. `again`: include languages that are already translated.
    """
    if session.engine and question.machine and question.language != UNDETERMINED and question.spoken:
        targets = [only] if only else session.languages
        translation_jobs.want(tx.connection, session, question, targets, tx.now, again=again)


def record(
    tx: Transaction, job: Job, outcome: tuple[str, tuple[str, ...]] | None, retry_in: float | None, engine: str
) -> None:
    """Record the outcome of a job: (text, route), or None for a failure.

    `retry_in`: the seconds until the retry after a failure; None means no retry. Do nothing if the job is no longer in
    the store.
    """
    session = sessions.get_by_code(tx.connection, job.code)
    if not translation_jobs.is_wanted(tx.connection, session, job):
        return
    before = questions.get(tx.connection, session, job.number)
    if outcome is not None:
        text, route = outcome
        translations.finish(tx.connection, session, job, text, engine, route, tx.at)
        translation_cache.keep_cached(
            tx.connection, job.text, job.source, job.target, engine, route, text, terms_in(session, job)
        )
    else:
        again = None if retry_in is None or tx.now + retry_in > job.wanted_at + WAITS_AT_MOST else tx.now + retry_in
        translation_jobs.put_off(tx.connection, session, job, again)
    tx.touch_question(session, before, questions.get(tx.connection, session, job.number))


def terms_in(session: Session, job: Job) -> str:
    """Return the part of the cache key that depends on the glossary; "" if the text contains no term."""
    return signature(glossary.find_terms(job.text, job.source, plain_terms(session.definition)), job.source, job.target)


def give_up(tx: Transaction) -> None:
    """Record a failure for every job that has waited for `WAITS_AT_MOST` seconds, including jobs in flight."""
    for job in translation_jobs.late(tx.connection, tx.now - WAITS_AT_MOST):
        record(tx, job, None, None, "")


def ready_session(tx: Transaction, session: Session, engine: str | None) -> None:
    """Store the session's engine at the start of the server, and update the session's jobs.

    With an engine, resume waiting jobs and queue missing jobs. Without an engine, cancel all jobs.
    """
    sessions.set_engine(tx.connection, session, engine)
    session = sessions.get(tx.connection, session.id)
    translation_jobs.resume(tx.connection, session, tx.now)
    for question in questions.with_status(tx.connection, session, visibility.TRANSLATED):
        if engine is None:
            translation_jobs.cancel(tx.connection, session, question.number)
        else:
            want_translations(tx, session, question)
