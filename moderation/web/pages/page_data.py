"""The page data: the JSON in the `#page` block, which a page's script reads at its start (docs/architecture.md)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from flask_babel import force_locale, gettext

from ...core import workflow
from ...core.contracts import (
    Change,
    GroupDefinition,
    MyQuestions,
    PageData,
    ReasonView,
    SessionView,
    StageWords,
    StatusName,
    Texts,
)
from ...core.model import REASONS, Seat, SeatKind, Session, direction_of
from ...services import glossary, links
from ...services.translation.engines.labels import LABELS
from ...services.translation.engines.registry import THIRD_PARTY
from ...services.words import UNDISCLOSED, language_name, reason_label
from ...store import flags
from ..context import AppContext, now
from ..messages import INTERFACE

CATALOGUES = Path(__file__).resolve().parents[2] / "translations"


def page(
    context: AppContext,
    session: Session,
    seat: Seat,
    lang: str,
    state: Change | None,
    questions: MyQuestions | None = None,
) -> PageData:
    """Return the data that a seat's page needs before its first change, in the reader's language."""
    description = describe(context, session, lang)
    data: PageData = {
        "seat": seat.name,
        "lang": lang,
        "now": now()[0],
        "session": description,
        "state": state,
        "interface": [{"code": code, "name": name, "dir": direction} for code, (name, direction) in INTERFACE.items()],
        "engine_labels": LABELS,
    }
    if questions is not None:
        data["own"] = questions
    if seat.kind is SeatKind.CHAIR:
        statuses = {act: sorted(rule.statuses) for act, rule in workflow.RULES.items() if rule.statuses}
        data["statuses"] = cast(dict[str, list[StatusName]], statuses)
        for reason in description["reasons"]:
            reason["texts"] = {code: reason_label(reason["key"], code, None) for code in session.languages}
    if seat.kind is SeatKind.PANEL and seat.key is not None:
        with context.reader.transaction() as connection:
            data["flags"] = flags.of_panellist(connection, session, seat.key)
    if seat.kind in (SeatKind.CHAIR, SeatKind.BOOTH):
        description["terms"] = [
            {"texts": term["texts"], "note": pick(term["note"], lang)} for term in glossary.terms(session.definition)
        ]
    if seat.kind in (SeatKind.STAGE, SeatKind.PANEL):
        data["words"] = stage_words(session)
    return data


def describe(context: AppContext, session: Session, lang: str) -> SessionView:
    """Return the session's definition in one language. The result does not change while the session runs."""
    definition = session.definition
    url = links.attendee_link(context.config.public_url, session)
    return {
        "code": session.code,
        "title": pick(definition["title"], lang),
        "titles": definition["title"],
        "description": pick(definition.get("description"), lang),
        "organisers": pick(definition.get("organisers"), lang),
        "languages": [
            {"code": code, "name": language_name(code), "dir": direction_of(code)} for code in session.languages
        ],
        "groups": [
            {
                "key": group["key"],
                "label": pick(group["label"], lang),
                "short": pick(group.get("short") or group["label"], lang),
            }
            for group in definition["groups"]
        ],
        "regions": [{"key": region["key"], "label": pick(region["label"], lang)} for region in definition["regions"]],
        "panellists": [
            {"key": panellist["key"], "name": panellist["name"], "role": pick(panellist.get("role"), lang)}
            for panellist in definition["panellists"]
        ],
        "chairs": [{"seat": f"chair.{chair['seat']}", "name": chair["name"]} for chair in definition["chairs"]],
        "reasons": reasons(lang),
        "limits": {"text": session.limits.text, "name": session.limits.name, "note": session.limits.note},
        "starts": definition.get("starts"),
        "ends": definition.get("ends"),
        "minutes_per_question": definition.get("minutes_per_question"),
        "retention_days": definition.get("retention_days"),
        "join_url": url,
        "join_host": urlsplit(url).netloc,
        "translation": {"engine": session.engine, "third_party": session.engine in THIRD_PARTY}
        if session.engine
        else None,
        "demo": session.demo,
    }


def reasons(lang: str) -> list[ReasonView]:
    """Return the reasons to decline, in the order of the chairs' keyboard shortcuts."""
    return [{"key": key, "label": reason_label(key, lang, None)} for key in REASONS]


def stage_words(session: Session) -> StageWords:
    """Return the words that the stage shows in all languages of the session.

    {word: {language: text}}; `groups` and `shorts` are {group key: {language: full or short label}}.
    """
    groups = session.definition["groups"]
    words: dict[str, dict[str, Any]] = {
        "groups": {group["key"]: _stage_label(group) for group in groups},
        "shorts": {group["key"]: group.get("short") or group["label"] for group in groups},
    }
    for lang in session.languages:
        if lang not in INTERFACE:
            continue
        with force_locale(lang):
            for key, text in (
                ("now", gettext("Now")),
                ("next", gettext("Next")),
                ("then", gettext("Then")),
                ("ask", gettext("Ask your question")),
                ("idle", gettext("No question on screen")),
                ("rule", gettext("Chatham House Rule")),
                ("rule_meaning", gettext("Quote what is said, never who said it.")),
                ("rehearsal", gettext("Rehearsal")),
                ("closed", gettext("This session is closed")),
                ("to", gettext("To %(name)s")),
                ("original", gettext("original")),
                ("machine", gettext("machine translation")),
                ("corrected", gettext("corrected by the booth")),
                ("corrected_chair", gettext("corrected by a chair")),
                ("edited", gettext("edited by a chair")),
                ("asked_by", gettext("asked by %(count)s")),
                ("aloud", gettext("Asked in the room")),
            ):
                words.setdefault(key, {})[lang] = text
    return cast(StageWords, words)


def _stage_label(group: GroupDefinition) -> Texts:
    """Return the full label of a group. For the undisclosed group, return the short label.

    The full label of the undisclosed group, "Prefer not to say", answers a form and makes no sense next to a question.
    """
    short = group.get("short")
    return short if group["key"] == UNDISCLOSED and short else group["label"]


def pick(texts: str | Texts | None, lang: str) -> str | None:
    """Return a text in this language; otherwise in English; otherwise in the first language of `texts`.

    If `texts` is a plain string, return this string for every language.
    """
    if texts is None or isinstance(texts, str):
        return texts
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), None)


@cache
def messages(lang: str) -> dict[str, Any] | None:
    """Return the browser's catalogue of a language. Return None for English and for languages without a catalogue."""
    path = CATALOGUES / lang / "messages.json"
    if lang == "en" or not path.exists():
        return None
    catalogue: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return catalogue
