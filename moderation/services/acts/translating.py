"""The acts of a chair or the booth on translations: write, correct, request again."""

from __future__ import annotations

from dataclasses import replace

from ...core import text as texts
from ...core import visibility, workflow
from ...core.contracts import Answer, TranslationSource
from ...core.model import AUDIENCE_OF_SEAT, Audience, Question, SeatKind, Translation
from ...core.refusals import Refusal
from ...store import log, questions, translation_cache, translations
from ..translation.jobs import want_translations
from .changes import seat_view
from .executor import Act, Call

LONGEST_FACTOR = 3
"""Maximum length of a translation, as a multiple of the session's maximum length of a question. A longer translation is
refused with `text.too_long`."""


def translate(call: Call, *, number: int, language: str, text: str, version: int | None = None) -> Answer:
    """Store a translation by hand. Keep the machine translation; the translation by hand takes precedence.

    The booth's view has no version, so the booth sends no version. The store keeps earlier translations.
    Refusals: `question.unknown`, `language.unknown`, `text.empty`, `text.too_long`, `question.stale`,
    `phase.not_allowed`.
    """
    before = _get_readable(call, number)
    if language not in call.session.languages or language == before.language:
        raise Refusal("language.unknown", field="language")
    cleaned = _clean(call, text)
    source: TranslationSource = "chair" if call.seat.kind is SeatKind.CHAIR else "booth"
    present = next((translation for translation in before.translations if translation.language == language), None)
    if present and (present.text, present.source) == (cleaned, source):
        return {"already": True, "question": seat_view(call, before)}
    if version is not None:
        workflow.check_version(before, version)
    workflow.check_phase(call.act, call.session.phase)
    after = replace(before, version=before.version + 1, by=call.seat.name, changed_at=call.tx.at)
    questions.save(call.connection, call.session, [(before, after)])
    log_id = log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, [(before, after)])
    correction = Translation(language, "done", cleaned, source, by=call.seat.name, at=call.tx.at)
    translations.by_hand(call.connection, call.session, before, correction, log_id)
    after = questions.get(call.connection, call.session, number)
    call.tx.touch_question(call.session, before, after)
    return {"question": seat_view(call, after)}


def retranslate(call: Call, *, number: int, language: str | None = None) -> Answer:
    """Request a new machine translation, for one language or for all. A translation by hand keeps its precedence.

    Refusals: `question.unknown`, `phase.not_allowed`, `language.unknown`, and `translation.off` if the session has no
    engine or the asker does not want machine translation.
    """
    before = _get_readable(call, number)
    workflow.check_phase(call.act, call.session.phase)
    if language is not None and (language not in call.session.languages or language == before.language):
        raise Refusal("language.unknown", field="language")
    if not call.session.engine or not before.machine:
        raise Refusal("translation.off")
    translation_cache.forget_cached(call.connection, before, [language] if language else call.session.languages)
    want_translations(call.tx, call.session, before, only=language, again=True)
    after = questions.get(call.connection, call.session, number)
    call.tx.touch_question(call.session, before, after)
    return {"question": seat_view(call, after)}


def _clean(call: Call, text: str) -> str:
    cleaned = texts.clean(text)
    limit = call.session.limits.text * LONGEST_FACTOR
    if texts.is_blank(cleaned):
        raise Refusal("text.empty", field="text")
    if texts.length(cleaned) > limit:
        raise Refusal("text.too_long", field="text", limit=limit, length=texts.length(cleaned))
    return cleaned


def _get_readable(call: Call, number: int) -> Question:
    """Return the question. Refuse with `question.unknown` if it does not exist or the seat may not read it."""
    question = questions.find(call.connection, call.session, number)
    audience = AUDIENCE_OF_SEAT[call.seat.kind]
    if question is None or not (
        audience is Audience.CHAIRS
        or visibility.holds(audience, question, call.session.settings)
        or question.status in visibility.PAGED[audience]
    ):
        raise Refusal("question.unknown", number=number)
    return question


ACTS: dict[str, Act] = {"translate": translate, "retranslate": retranslate}
