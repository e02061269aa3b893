"""Functions that queue translation jobs, record their outcomes, and record late jobs as failed."""

from __future__ import annotations

from collections.abc import Collection

from ...core import glossary, visibility
from ...core.model import UNDETERMINED, Question, Session
from ...core.refusals import Refusal
from ...store import questions, sessions, translation_cache, translation_jobs, translations
from ...store.transaction import Transaction
from ...store.translation_jobs import Job
from ..glossary import plain_terms
from .protection import signature
from .routes import mutual, serving

WAITS_AT_MOST = 30.0
"""Seconds after which a waiting translation is recorded as failed. A chair can request a failed translation again."""


def want_translations(
    tx: Transaction, session: Session, question: Question, *, only: str | None = None, again: bool = False
) -> None:
    """Queue the question's translations.

    Do nothing if the session has no engine, or if the asker refuses machine translation. Also do nothing for a question
    without a text or with an undetermined language.

    `only`: the only language to queue; None for all languages. `again`: include languages that already have a job or a
    translation.
    """
    if session.engine and question.machine and question.language != UNDETERMINED and question.spoken:
        targets = [only] if only else session.languages
        translation_jobs.want(tx.connection, session, question, targets, tx.now, again=again)


def want_translations_over(tx: Transaction, session: Session, question: Question, language: str) -> None:
    """Queue again the question's machine translations that can depend on its translation by hand into `language`.

    Call this function after a change of this translation by hand. Two kinds of translations are queued:

    - machine translations whose route has `language` as an intermediate language, or the language of which it is a
      variant
    - waiting translations, because their routes are not known yet. An engine may be translating the earlier translation
      by hand now. Its result is ignored (`translation_jobs.is_wanted`), because the job is queued again
    """
    for translation in question.translations:
        is_over = translation.source == "machine" and any(
            serving([language], between) for between in translation.route[1:-1]
        )
        if translation.language != language and (is_over or translation.state == "waiting"):
            want_translations(tx, session, question, only=translation.language, again=True)


def record(
    tx: Transaction,
    job: Job,
    outcome: tuple[str, tuple[str, ...]] | None,
    retry_in: float | None,
    engine: str,
    *,
    is_cached: bool = True,
) -> None:
    """Record the outcome of a job. The outcome is (text, route), or None for a failure.

    `is_cached`: whether to store the translation also in the cache. It is False if the engine has translated a
    translation by hand instead of the original, because a translation by hand belongs to a single question.

    `retry_in`: the seconds until the retry after a failure; None means no retry. If the retry would be later than
    `WAITS_AT_MOST` seconds after the request, mark the job as failed. If the job is no longer wanted
    (`translation_jobs.is_wanted`), do nothing.
    """
    session = sessions.get_by_code(tx.connection, job.code)
    if not translation_jobs.is_wanted(tx.connection, session, job):
        return
    before = questions.get(tx.connection, session, job.number)
    if outcome is not None:
        text, route = outcome
        translations.finish(tx.connection, session, job, text, engine, route, tx.at)
        if is_cached:
            translation_cache.keep_cached(
                tx.connection, job.text, job.source, job.target, engine, route, text, terms_in(session, job)
            )
    else:
        again = None if retry_in is None or tx.now + retry_in > job.wanted_at + WAITS_AT_MOST else tx.now + retry_in
        translation_jobs.put_off(tx.connection, session, job, again)
    tx.touch_question(session, before, questions.get(tx.connection, session, job.number))


def terms_in(session: Session, job: Job) -> str:
    """Return the part of the cache key that depends on the glossary, or "" if the text contains no term."""
    return signature(glossary.find_terms(job.text, job.source, plain_terms(session.definition)), job.source, job.target)


def give_up(tx: Transaction) -> None:
    """Record a failure for every job that has waited for `WAITS_AT_MOST` seconds, including jobs in flight."""
    for job in translation_jobs.late(tx.connection, tx.now - WAITS_AT_MOST):
        record(tx, job, None, None, "")


def record_served(tx: Transaction, code: str, engine: str, pairs: Collection[tuple[str, str]]) -> None:
    """Store which languages of the session the engine can translate into each other (`served`).

    Under the Chatham House Rule, floor and stage show questions in the stored languages. Therefore also start a new
    epoch under this Rule, because all clients must load the questions again. Do nothing if the session now has another
    engine than `engine`, or if the same languages are already stored.
    """
    try:
        session = sessions.get_by_code(tx.connection, code)
    except Refusal:
        return  # The session has been purged since the request to the engine, so there is nothing to store.
    served = mutual(pairs, session.languages)
    if session.engine != engine or session.served == served:
        return
    sessions.set_served(tx.connection, session, served)
    if session.settings.chatham_house_rule:
        tx.start_epoch(session)


def ready_session(tx: Transaction, session: Session, engine: str | None, *, is_followed: bool = False) -> None:
    """Store the session's engine when the server begins to serve the session, and update the session's jobs.

    If the session has an engine, resume waiting jobs and queue missing jobs. If it has none, cancel all jobs.

    `is_followed`: whether clients already follow the session's streams. If they do, add the questions whose views
    change to the streams' changed items, so that the clients get the new views.
    """
    session = sessions.get(tx.connection, session.id)
    translated = questions.with_status(tx.connection, session, visibility.TRANSLATED)
    sessions.set_engine(tx.connection, session, engine)
    session = sessions.get(tx.connection, session.id)
    translation_jobs.resume(tx.connection, session, tx.now)
    for question in translated:
        if engine is None:
            translation_jobs.cancel(tx.connection, session, question.number)
        else:
            want_translations(tx, session, question)
    if is_followed:
        after = questions.numbered(tx.connection, session, {question.number for question in translated})
        for question in translated:
            tx.touch_question(session, question, after[question.number])
