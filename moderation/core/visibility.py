"""Who may see what: the one place that turns a question into what an audience may read.

Streams, pages, reads and exports all call this; `tests/core/test_visibility.py` holds the table of the specification as its oracle.
"""

from __future__ import annotations

from collections.abc import Sequence

from .model import Audience, Question, Settings, Status

IN_PLAY = frozenset({Status.APPROVED, Status.NEXT, Status.LIVE})
WORKED_ON = IN_PLAY | {Status.PENDING}
TRANSLATED = WORKED_ON | {Status.MERGED}
"""The statuses whose questions are worth translating."""
PAGED = {
    Audience.CHAIRS: frozenset({Status.ANSWERED, Status.DECLINED, Status.WITHDRAWN, Status.MERGED}),
    Audience.STAGE: frozenset({Status.ANSWERED}),
    Audience.BOOTH: frozenset({Status.ANSWERED}),
    Audience.FLOOR: frozenset({Status.ANSWERED}),
}
"""The statuses that an audience reads by page, since its stream no longer holds them."""


def holds(audience: Audience, question: Question, settings: Settings) -> bool:
    """Whether this audience's stream holds the question now."""
    if audience is Audience.CHAIRS:
        return question.fate in WORKED_ON
    if question.status not in IN_PLAY:
        return False
    if question.status is Status.APPROVED:
        return shows_queue(audience, settings)
    if audience is Audience.FLOOR and question.status is Status.NEXT:
        return settings.list_public
    return True


def shows_queue(audience: Audience, settings: Settings) -> bool:
    """Whether this audience sees the approved questions and their order."""
    if audience is Audience.FLOOR:
        return settings.list_public
    if audience is Audience.STAGE:
        return settings.stage_upcoming
    return True


def view(
    question: Question, audience: Audience, settings: Settings, languages: Sequence[str], language: str | None = None
) -> dict:
    """The question as this audience may read it; the caller has asked `holds` or `PAGED` first.

    The floor reads in one `language` and gets that translation only; all others get every one. Under the Rule floor and stage
    get `texts` in the session's `languages` once all are there, which does not tell the one asked in; before that the words alone.
    """
    rule = settings.chatham_house_rule
    seen = {
        "number": question.number,
        "status": str(question.status),
        "text": question.spoken,
        "edited": question.wording is not None,
        "asked": asked(question, audience),
        "merged": _merged(question, audience, settings),
        "to": question.to,
    }
    staff = audience in (Audience.CHAIRS, Audience.BOOTH)
    if staff or not rule:
        seen["language"] = question.language
        seen["direction"] = question.direction
    if _shows_group(audience, settings):
        seen["group"] = question.group
    if audience in (Audience.CHAIRS, Audience.FLOOR):
        seen["votes"] = question.votes
    if audience is Audience.CHAIRS:
        seen["name"] = question.name
        seen.update(_for_chairs(question))
    elif audience is not Audience.BOOTH and not rule:
        seen["name"] = question.name if question.show_name else None
    texts = _texts(question, languages) if rule and not staff else None
    if texts is not None:
        del seen["text"], seen["asked"]
        return seen | {"texts": texts}
    seen["translations"] = _translations(question, audience, rule, language)
    return seen


def _shows_group(audience: Audience, settings: Settings) -> bool:
    if audience is Audience.CHAIRS:
        return True
    return not settings.chatham_house_rule and (audience is Audience.BOOTH or settings.show_group)


def asked(question: Question, audience: Audience) -> str | None:
    """The asker's own words, where others stand in their place and do not hide them from this audience."""
    hidden = question.hides and audience is not Audience.CHAIRS
    return None if question.wording is None or hidden else question.text


def _merged(question: Question, audience: Audience, settings: Settings) -> dict | None:
    """For how many others it speaks, and whose; for chairs also which. None where it speaks for itself alone."""
    if not question.followers:
        return None
    merged: dict = {"count": len(question.followers)}
    if _shows_group(audience, settings):
        merged["groups"] = sorted({one.group for one in question.followers})
    if audience is Audience.CHAIRS:
        merged["numbers"] = [one.number for one in question.followers]
    return merged


def _texts(question: Question, languages: Sequence[str]) -> dict[str, str] | None:
    """The question in each of these languages, in their order, nothing saying which is the asker's; None while one is missing."""
    said = {one.language: one.text for one in question.translations if one.text is not None} | {
        question.language: question.spoken
    }
    return (
        {language: said[language] for language in languages}
        if question.spoken and said.keys() >= set(languages)
        else None
    )


def _translations(question: Question, audience: Audience, rule: bool, language: str | None) -> dict:
    """{language: {state, text, source, engine, route}}; for chairs also who corrected it and when.

    Under the Rule the floor and the stage get none, or all as `_texts`: which language is missing would tell the one asked in.
    """
    if rule and audience in (Audience.FLOOR, Audience.STAGE):
        return {}
    shown = {}
    for one in question.translations:
        if audience is Audience.FLOOR and one.language != language:
            continue
        shown[one.language] = {"state": one.state}
        if one.text is not None:
            shown[one.language] |= {
                "text": one.text,
                "source": one.source,
                "engine": one.engine,
                "route": list(one.route),
            }
            if audience is Audience.CHAIRS:
                shown[one.language] |= {"by": one.by, "at": one.at}
    return shown


def _for_chairs(question: Question) -> dict:
    return {
        "language_source": question.language_source,
        "unsure": question.unsure,
        "looks_like": question.looks_like,
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
        "machine": question.machine,
        "hides": question.hides,
        "lead": question.lead,
        "aloud": question.aloud,
        "muted": question.muted,
        "flags": list(question.flags),
        "similar": [{"number": number, "score": score} for number, score in question.similar],
    }


def asker_view(question: Question, place: int | None, lead: Question | None = None) -> dict:
    """The question as its asker reads it; `place` is 1-based in the queue, None outside it.

    A merged one follows its `lead`: `fate`, the reason and the time of the last step are that one's.
    """
    told = lead or question
    return {
        "number": question.number,
        "status": str(question.status),
        "fate": str(question.fate),
        "lead": question.lead,
        "text": question.text,
        "wording": question.wording,
        "hides": question.hides,
        "to": question.to,
        "language": question.language,
        "direction": question.direction,
        "group": question.group,
        "region": question.region,
        "name": question.name,
        "show_name": question.show_name,
        "votes": question.votes,
        "asked_at": question.asked_at,
        "changed_at": told.changed_at,
        "reason": told.reason,
        "reason_number": told.reason_number,
        "place": place,
    }
