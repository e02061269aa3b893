"""The acts of a chair or the booth on translations: write, correct, request again."""

from __future__ import annotations

from dataclasses import replace

from ...core import text as texts
from ...core import visibility, workflow
from ...core.contracts import Answer, TranslationSource
from ...core.model import AUDIENCE_OF_SEAT, Audience, Question, SeatKind, Translation
from ...core.refusals import Refusal
from ...store import log, questions, translation_cache, translations
from ..translation.jobs import want_translations, want_translations_over
from .changes import raise_attendee_counter, seat_view
from .executor import Act, Call

LONGEST_FACTOR = 3
"""A translation may be at most this number of times as long as the session's maximum length of a question. A longer
translation is refused with `text.too_long`.
"""


def translate(
    call: Call,
    *,
    number: int,
    language: str,
    text: str,
    version: int | None = None,
    seen_text: str | None = None,
    seen_translation: str | None = None,
) -> Answer:
    """Store a translation by hand. Keep the machine translation; the translation by hand takes precedence.

    A machine translation into another language can use this language as its intermediate language. Queue each such
    translation again, because the translation by hand is now its source.

    `seen_text`, `seen_translation`: the question's text and its translation as the editor showed them; "" for no
    translation. If they have changed since then, the command is refused (`_check_seen`); a field that is None is not
    compared. The store keeps earlier translations. The booth sends no `version`, because its view of a question has no
    version.

    Refusals: `question.unknown`, `language.unknown`, `text.empty`, `text.too_long`, `question.stale`,
    `translation.stale`, `phase.not_allowed`, and `act.not_allowed` for a withdrawn question.
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
    _check_seen(call, before, present, seen_text, seen_translation)
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, before)
    after = replace(before, version=before.version + 1, by=call.seat.name, changed_at=call.tx.at)
    questions.save(call.connection, call.session, [(before, after)])
    log_id = log.append(call.tx, call.session, call.seat.name, call.act, [(before, after)])
    correction = Translation(language, "done", cleaned, source, by=call.seat.name, at=call.tx.at)
    translations.by_hand(call.connection, call.session, before, correction, log_id)
    want_translations_over(call.tx, call.session, before, language)
    after = questions.get(call.connection, call.session, number)
    call.tx.touch_question(call.session, before, after)
    if after.attendee is not None and before.acted_on != after.acted_on:
        raise_attendee_counter(call, after.attendee)  # The asker may no longer edit; tell the asker's pages.
    return {"question": seat_view(call, after)}


def retranslate(call: Call, *, number: int, language: str | None = None) -> Answer:
    """Request a new machine translation, for one language or for all. A translation by hand still takes precedence.

    Refusals: `question.unknown`, `phase.not_allowed`, `act.not_allowed` for a withdrawn question, `language.unknown`,
    and `translation.off` if the session has no engine or the asker does not want machine translation.
    """
    before = _get_readable(call, number)
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, before)
    if language is not None and (language not in call.session.languages or language == before.language):
        raise Refusal("language.unknown", field="language")
    if not call.session.engine or not before.machine:
        raise Refusal("translation.off")
    translation_cache.forget_cached(call.connection, before, [language] if language else call.session.languages)
    want_translations(call.tx, call.session, before, only=language, again=True)
    after = questions.get(call.connection, call.session, number)
    call.tx.touch_question(call.session, before, after)
    return {"question": seat_view(call, after)}


def _check_seen(
    call: Call, question: Question, present: Translation | None, seen_text: str | None, seen_translation: str | None
) -> None:
    """Refuse with `translation.stale` (question, by, at) if the text or the translation has changed since the seat
    opened the editor. `seen_text`, `seen_translation`: see `translate`.

    One change is allowed: if the editor showed no translation, a machine translation may have arrived since then.
    """
    present_text = (present.text if present else None) or ""
    is_first = seen_translation == "" and (present is None or present.source == "machine")
    is_same_text = seen_text is None or seen_text == seat_view(call, question).get("text")
    is_same_translation = seen_translation is None or is_first or seen_translation == present_text
    if not (is_same_text and is_same_translation):
        raise Refusal("translation.stale", question=question, by=question.by, at=question.changed_at)


def _clean(call: Call, text: str) -> str:
    limit = call.session.limits.text * LONGEST_FACTOR
    if texts.is_oversized(text, limit):
        raise Refusal("text.too_long", field="text", limit=limit, length=len(text))
    cleaned = texts.clean(text)
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
