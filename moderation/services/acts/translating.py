"""Translations by hand and asked for again, by a chair or the booth; and what a machine's answer does to a question."""

from __future__ import annotations

from dataclasses import replace

from ...core import text as texts
from ...core import visibility, workflow
from ...core.model import AUDIENCE_OF_SEAT, Audience, Question, SeatKind, Translation
from ...core.refusals import Refusal
from ...store import log, questions, translations
from ..translation.jobs import want_translations
from .executor import Call, seen

LONGEST_FACTOR = 3
"""A translation may be so many times longer than a question may be."""


def translate(call: Call, *, number: int, language: str, text: str, version: int | None = None) -> dict:
    """Give or correct a translation by hand; it stands beside the machine's and beats it. Refuses `language.unknown`, `text.…`, `question.stale`.

    The booth is not told versions and sends none: what was given by hand before it stays in the store.
    """
    before = _get_readable(call, number)
    if language not in call.session.languages or language == before.language:
        raise Refusal("language.unknown", field="language")
    cleaned = _clean(call, text)
    source = "chair" if call.seat.kind is SeatKind.CHAIR else "booth"
    standing = next((one for one in before.translations if one.language == language), None)
    if standing and (standing.text, standing.source) == (cleaned, source):
        return {"already": True, "question": seen(call, before)}
    if version is not None:
        workflow.check_version(before, version)
    workflow.check_phase(call.act, call.session.phase)
    after = replace(before, version=before.version + 1, by=call.seat.name, changed_at=call.tx.at)
    questions.save(call.connection, call.session, [(before, after)])
    log_id = log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, [(before, after)])
    given = Translation(language, "done", cleaned, source, by=call.seat.name, at=call.tx.at)
    translations.by_hand(call.connection, call.session, before, given, log_id)
    after = questions.get(call.connection, call.session, number)
    call.tx.moved(call.session, before, after)
    return {"question": seen(call, after)}


def retranslate(call: Call, *, number: int, language: str | None = None) -> dict:
    """Ask the machine again, for one language or all. What was corrected by hand stays in front. Refuses `translation.off` without an engine."""
    before = _get_readable(call, number)
    workflow.check_phase(call.act, call.session.phase)
    if language is not None and (language not in call.session.languages or language == before.language):
        raise Refusal("language.unknown", field="language")
    if not call.session.engine or not before.machine:
        raise Refusal("translation.off")
    translations.forget_cached(call.connection, before, [language] if language else call.session.languages)
    want_translations(call.tx, call.session, before, only=language, again=True)
    after = questions.get(call.connection, call.session, number)
    call.tx.moved(call.session, before, after)
    return {"question": seen(call, after)}


def _clean(call: Call, text: str) -> str:
    cleaned = texts.clean(text)
    limit = call.session.limits.text * LONGEST_FACTOR
    if texts.is_blank(cleaned):
        raise Refusal("text.empty", field="text")
    if texts.length(cleaned) > limit:
        raise Refusal("text.too_long", field="text", limit=limit, length=texts.length(cleaned))
    return cleaned


def _get_readable(call: Call, number: int) -> Question:
    """The question, if this seat reads it at all."""
    question = questions.find(call.connection, call.session, number)
    audience = AUDIENCE_OF_SEAT[call.seat.kind]
    readable = question is not None and (
        audience is Audience.CHAIRS
        or visibility.holds(audience, question, call.session.settings)
        or question.status in visibility.PAGED[audience]
    )
    if not readable:
        raise Refusal("question.unknown", number=number)
    return question


ACTS = {"translate": translate, "retranslate": retranslate}
