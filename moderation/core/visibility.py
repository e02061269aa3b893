"""The visibility rules. Only this module turns a question into the view of an audience.

Streams, pages, reads and exports use this module. `tests/core/test_visibility.py` compares the rules with an
independent definition in `tests/oracle.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from .contracts import AskerView, ChairsFields, MergedView, QuestionView, Texts, TranslationView
from .model import Audience, Question, Settings, Status

IN_PLAY = frozenset({Status.APPROVED, Status.NEXT, Status.LIVE})
WORKED_ON = IN_PLAY | {Status.PENDING}
TRANSLATED = WORKED_ON | {Status.MERGED}
"""The statuses in which a question is translated."""
PAGED = {
    Audience.CHAIRS: frozenset({Status.ANSWERED, Status.DECLINED, Status.WITHDRAWN, Status.MERGED}),
    Audience.STAGE: frozenset({Status.ANSWERED}),
    Audience.BOOTH: frozenset({Status.ANSWERED}),
    Audience.FLOOR: frozenset({Status.ANSWERED}),
}
"""For each audience, the statuses of the questions that it reads page by page. The audience's stream omits these
questions, with one exception: the chairs' stream contains a merged question while its lead is pending, approved, next
or live.
"""


def holds(audience: Audience, question: Question, settings: Settings) -> bool:
    """Return whether this audience's stream contains the question now."""
    if audience is Audience.CHAIRS:
        return question.fate in WORKED_ON and not question.held
    if question.status not in IN_PLAY:
        return False
    if question.status is Status.APPROVED:
        return shows_queue(audience, settings)
    if audience is Audience.FLOOR and question.status is Status.NEXT:
        return settings.list_public
    return True


def shows_queue(audience: Audience, settings: Settings) -> bool:
    """Return whether this audience sees the queue: the approved questions and their order."""
    if audience is Audience.FLOOR:
        return settings.list_public
    if audience is Audience.STAGE:
        return settings.stage_upcoming
    return True


def view(
    question: Question, audience: Audience, settings: Settings, languages: Sequence[str], language: str | None = None
) -> QuestionView:
    """Return the question as this audience may read it.

    The caller must check with `holds` or `PAGED` that the audience may read the question. The floor gets the
    translation into `language` only; other audiences get all translations.

    Under the Chatham House Rule, the question's original language must not be recognisable by a missing or additional
    text. Therefore floor and stage get one text in each of `languages` (`Session.rule_languages`), and no other text.
    While one of these texts is missing, floor and stage get the question in its original language only.
    """
    rule = settings.chatham_house_rule
    staff = audience in (Audience.CHAIRS, Audience.BOOTH)
    seen: QuestionView = {
        "number": question.number,
        "status": question.status.value,
        "edited": question.wording is not None,
        "merged": _merged(question, audience, settings),
        "to": question.to,
        "topic": question.topic,
    }
    if staff or not rule:
        seen["language"] = question.language
        seen["direction"] = question.direction
    if staff:
        seen["unsure"] = question.unsure
        seen["looks_like"] = question.looks_like
    if _shows_group(audience, settings):
        seen["group"] = question.group
    if audience in (Audience.CHAIRS, Audience.FLOOR):
        seen["votes"] = question.votes
    if audience is Audience.CHAIRS:
        seen["name"] = question.name
    elif audience is not Audience.BOOTH and not rule:
        seen["name"] = question.name if question.show_name else None
    texts = _texts(question, languages) if rule and not staff else None
    if texts is not None:
        seen["texts"] = texts
        return seen
    seen["text"] = question.spoken
    seen["asked"] = asked(question, audience)
    seen["translations"] = _translations(question, audience, rule, language)
    return {**seen, **_for_chairs(question)} if audience is Audience.CHAIRS else seen


def asked(question: Question, audience: Audience) -> str | None:
    """Return the asker's text, which the audience reads beside the wording (the chairs' version of the text).

    Return None if there is no wording or the audience may not read the asker's text.
    """
    hidden = question.hides and audience is not Audience.CHAIRS
    return None if question.wording is None or hidden else question.text


def to_minute(at: str) -> str:
    """Return an ISO 8601 time with its seconds set to zero. Attendees and the ledger get only such times under the
    Chatham House Rule.
    """
    return f"{at[:16]}:00.000Z" if at else at


def asker_view(question: Question, place: int | None, lead: Question | None = None) -> AskerView:
    """Return the question as its asker reads it.

    `place`: the question's place in the queue, counted from 1; None if the question is not in the queue. For a merged
    question, pass its `lead`. The view then has the values `reason`, `reason_number` and `changed_at` of the lead.
    """
    deciding = lead or question
    return {
        "number": question.number,
        "version": question.version,
        "status": question.status.value,
        "fate": question.fate.value,
        "lead": question.lead,
        "text": question.text,
        "wording": question.wording,
        "hides": question.hides,
        "to": question.to,
        "language": question.language,
        "language_source": question.language_source,
        "direction": question.direction,
        "group": question.group,
        "region": question.region,
        "topic": question.topic,
        "name": question.name,
        "show_name": question.show_name,
        "machine": question.machine,
        "votes": question.votes,
        "asked_at": question.asked_at,
        "changed_at": deciding.changed_at,
        "reason": deciding.reason,
        "reason_number": deciding.reason_number,
        "place": place,
        "held": question.held,
        "reworded_as": question.reworded_as,
        "can_edit": question.status is Status.PENDING and not question.acted_on,
    }


def _shows_group(audience: Audience, settings: Settings) -> bool:
    if audience is Audience.CHAIRS:
        return True
    return not settings.chatham_house_rule and (audience is Audience.BOOTH or settings.show_group)


def _merged(question: Question, audience: Audience, settings: Settings) -> MergedView | None:
    """Return the view of the questions that are merged into this question (its followers); None if there are none.

    Every audience sees how many followers there are. An audience that may see groups (`_shows_group`) also sees the
    followers' groups. Only chairs see the followers' question numbers.
    """
    if not question.followers:
        return None
    merged: MergedView = {"count": len(question.followers)}
    if _shows_group(audience, settings):
        merged["groups"] = sorted({follower.group for follower in question.followers})
    if audience is Audience.CHAIRS:
        merged["numbers"] = [follower.number for follower in question.followers]
    return merged


def _texts(question: Question, languages: Sequence[str]) -> Texts | None:
    """Return {language: text} in the order of `languages`, or None while a translation is missing."""
    texts = {item.language: item.text for item in question.translations if item.text is not None}
    texts[question.language] = question.spoken
    if not question.spoken or not texts.keys() >= set(languages):
        return None
    return {language: texts[language] for language in languages}


def _translations(
    question: Question, audience: Audience, rule: bool, language: str | None
) -> dict[str, TranslationView]:
    """Return the translations that the audience may read, by language.

    Under the Chatham House Rule, floor and stage get no translations. The list of translations never contains the
    original language, so the list would reveal this language.
    """
    if rule and audience in (Audience.FLOOR, Audience.STAGE):
        return {}
    shown: dict[str, TranslationView] = {}
    for translation in question.translations:
        if audience is Audience.FLOOR and translation.language != language:
            continue
        item: TranslationView = {"state": translation.state}
        if translation.text is not None:
            item["text"] = translation.text
            item["source"] = translation.source
            item["engine"] = translation.engine
            item["route"] = list(translation.route)
            if audience is Audience.CHAIRS:
                item["by"] = translation.by
                item["at"] = translation.at
            elif audience is Audience.BOOTH and translation.source == "booth":
                item["booth"] = translation.by
        shown[translation.language] = item
    return shown


def _for_chairs(question: Question) -> ChairsFields:
    return {
        "language_source": question.language_source,
        "region": question.region,
        "show_name": question.show_name,
        "version": question.version,
        "by": question.by,
        "asked_at": question.asked_at,
        "changed_at": question.changed_at,
        "live_at": question.live_at,
        "reason": question.reason,
        "reason_number": question.reason_number,
        "first": question.first,
        "reworded_from": question.reworded_from,
        "asker_edited": question.asker_edited,
        "machine": question.machine,
        "hides": question.hides,
        "lead": question.lead,
        "aloud": question.aloud,
        "source": question.source,
        "muted": question.muted,
        "held": question.held,
        "flags": list(question.flags),
        "similar": [{"number": number, "score": score} for number, score in question.similar],
    }
