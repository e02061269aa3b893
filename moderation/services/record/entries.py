"""The entries of an exported record, one for each question, as JSON values (docs/wire.md, "The record")."""

from __future__ import annotations

import random
import secrets
from typing import Any

from ...core import ledger, visibility
from ...core.model import Audience, Question, Session, Status
from ...store import ledger as ledger_store
from ...store import questions
from ...store.connection import Connection
from .labels import Labels


def entries(connection: Connection, session: Session, labels: Labels) -> list[dict[str, Any]]:
    """Return the entries of all questions that the ledger counts, lowest number first.

    `reached` and `outcome` are the values by which the ledger counts the question.
    """
    fates = _fates(connection, session)
    queue = questions.queue_numbers(connection, session)
    places = {number: place for place, number in enumerate(queue, 1)}
    return [
        {**_entry(question, labels), "place": places.get(question.number), **labels.of(question)}
        | _outcome(fates[question.number], labels)
        for question in questions.with_status(connection, session, tuple(Status))
        if question.number in fates
    ]


def _fates(connection: Connection, session: Session) -> dict[int, ledger.Fate]:
    """Return the fate (final status, reason and highest stage) of each question that the ledger counts, as {number:
    fate}. The ledger counts all questions, except those whose addition was undone.
    """
    return ledger.fold(ledger_store.steps(connection, session), ledger_store.asked(connection, session))


def _outcome(fate: ledger.Fate, labels: Labels) -> dict[str, str]:
    """Return the highest stage that the question reached, the question's outcome, and a label for each of the two.

    The outcome is `answered` or the reason why the question was not answered.
    """
    part, reason = fate.outcome
    reached, outcome = ledger.FIGURES[fate.reach], reason or part
    return {
        "reached": reached,
        "reached_label": labels.outcome(reached),
        "outcome": outcome,
        "outcome_label": labels.outcome(outcome),
    }


def _entry(question: Question, labels: Labels) -> dict[str, Any]:
    return {
        "number": question.number,
        "text": question.spoken,
        "edited": question.wording is not None,
        "asked": visibility.asked(question, Audience.FLOOR),
        "language": question.language,
        "language_source": question.language_source,
        "group": question.group,
        "region": question.region,
        "name": question.name if question.show_name else None,
        "status": str(question.status),
        "reason": question.reason,
        "reason_number": question.reason_number,
        "votes": question.votes,
        "to": question.to,
        "lead": question.lead,
        "aloud": question.aloud,
        "source": question.source,
        "topic": question.topic,
        "asked_at": question.asked_at,
        "live_at": question.live_at,
        "translations": {
            translation.language: {
                "text": translation.text,
                "source": translation.source,
                "engine": translation.engine,
                "booth": labels.booth(translation),
            }
            for translation in question.translations
            if translation.text is not None
        },
        "similar": [{"number": number, "score": score} for number, score in question.similar],
    }


def entries_under_the_rule(connection: Connection, session: Session) -> list[dict[str, Any]]:
    """Return {label, status, text, edited, texts} of each question that the ledger counts, in random order.

    An entry contains neither the asker nor a time, and does not mark the original text. `texts` is empty for a
    withdrawn question, and for a question that was asked aloud and has no text.
    """
    unmarked, fates = [], _fates(connection, session)
    for question in questions.with_status(connection, session, tuple(Status)):
        if question.number not in fates:
            continue
        known = {
            translation.language: translation.text
            for translation in question.translations
            if translation.text is not None
        }
        if question.spoken:
            known[question.language] = question.spoken
        # The texts must not show which of them is the original. Beside texts in `rule_languages`, readers would
        # recognise a text in another language as the original. Therefore use such a text only if there is no other.
        texts = {lang: known[lang] for lang in session.rule_languages if lang in known} or known
        unmarked.append(
            {
                "label": "q" + secrets.token_hex(4),
                "status": str(question.status),
                "text": next(iter(texts.values()), ""),
                "edited": question.wording is not None,
                "texts": texts,
            }
        )
    random.SystemRandom().shuffle(unmarked)
    return unmarked
