"""Translation jobs in the store: queue them, record the engine's outcome, let late ones fail."""

from __future__ import annotations

from ...core import glossary, visibility
from ...core.model import UNDETERMINED, Question, Session
from ...store import questions, sessions, translations
from ...store.transaction import Transaction
from ...store.translations import Job
from ..glossary import plain_terms
from .protection import signature

WAITS_AT_MOST = 30.0
"""Seconds after which a translation that did not come has failed, until somebody asks again."""


def want_translations(
    tx: Transaction, session: Session, question: Question, *, only: str | None = None, again: bool = False
) -> None:
    """Put the question on the list of what is to be translated, if there is an engine and its asker agrees."""
    if session.engine and question.machine and question.language != UNDETERMINED and question.spoken:
        targets = [only] if only else session.languages
        translations.want(tx.connection, session, question, targets, tx.now, again=again)


def record(
    tx: Transaction, job: Job, outcome: tuple[str, tuple[str, ...]] | None, retry_in: float | None, engine: str
) -> dict:
    """What became of a job: (text, route), or nothing and perhaps another try in so many seconds. Void where the job stands no longer."""
    session = sessions.get_by_code(tx.connection, job.code)
    if not translations.is_wanted(tx.connection, session, job):
        return {}
    before = questions.find(tx.connection, session, job.number)
    if outcome is not None:
        text, route = outcome
        translations.finish(tx.connection, session, job, text, engine, route, tx.at)
        translations.keep_cached(
            tx.connection, job.text, job.source, job.target, engine, route, text, terms_in(session, job)
        )
    else:
        again = None if retry_in is None or tx.now + retry_in > job.wanted_at + WAITS_AT_MOST else tx.now + retry_in
        translations.put_off(tx.connection, session, job, again)
    tx.moved(session, before, questions.find(tx.connection, session, job.number))
    return {}


def terms_in(session: Session, job: Job) -> str:
    """What tells the job's translation from one with another glossary; empty where the text has no term."""
    return signature(glossary.find_terms(job.text, job.source, plain_terms(session.definition)), job.source, job.target)


def give_up(tx: Transaction) -> dict:
    """Whatever has waited too long has failed, whether an engine has it in hand or nobody has."""
    for job in translations.late(tx.connection, tx.now - WAITS_AT_MOST):
        record(tx, job, None, None, "")
    return {}


def ready_session(tx: Transaction, session: Session, engine: str | None) -> dict:
    """At start: this engine serves the session now. What waited goes on; without an engine nothing waits for ever."""
    sessions.set_engine(tx.connection, session, engine)
    session = sessions.get(tx.connection, session.id)
    translations.resume(tx.connection, session, tx.now)
    for question in questions.with_status(tx.connection, session, visibility.TRANSLATED):
        if engine is None:
            translations.cancel(tx.connection, session, question.number)
        else:
            want_translations(tx, session, question)
    return {}
