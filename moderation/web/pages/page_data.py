"""The page data: the JSON in the `#page` block, which a page's script reads at its start (docs/architecture.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from babel.lists import format_list
from flask_babel import force_locale, gettext

from ...core import workflow
from ...core.contracts import (
    Change,
    DefinedParts,
    GroupDefinition,
    MyQuestions,
    PageData,
    ReasonView,
    SessionView,
    StageWords,
    StatusName,
    Texts,
)
from ...core.language_ranges import nearest
from ...core.marks import marks_of
from ...core.model import REASONS, UNDISCLOSED, Seat, SeatKind, Session, Status, direction_of
from ...core.stage_fonts import fonts_for
from ...services import glossary, links, session_time
from ...services.language_tags import locale_of, name_in
from ...services.translation.engines.labels import LABELS
from ...services.translation.engines.registry import THIRD_PARTY
from ...services.words import language_name, reason_label
from ...store import flags
from ...store import questions as questions_store
from ..context import AppContext, now
from ..language_choice import INTERFACE, Languages, reading_languages
from .assets import asset
from .look import look_view
from .texts import language_of as language_of
from .texts import pick as pick

CATALOGUES = Path(__file__).resolve().parents[2] / "translations"


def page(
    context: AppContext,
    session: Session,
    seat: Seat,
    languages: Languages,
    state: Change | None,
    questions: MyQuestions | None = None,
) -> PageData:
    """Return the data that a seat's page needs when it opens, before it receives changes.

    `state`: the snapshot of the seat's stream; None for the organiser. `questions`: the attendee's questions and votes.
    """
    data = cast(
        PageData,
        {
            "seat": seat.name,
            "lang": languages.lang,
            "intl_locale": str(locale_of(languages.lang)).replace("_", "-"),
            "reading": languages.reading,
            "now": now()[0],
            "state": state,
            "interface": [
                {"code": code, "name": name, "dir": direction} for code, (name, direction) in INTERFACE.items()
            ],
            "engine_labels": LABELS,
            **defined_parts(context, session, seat, languages.lang, languages.texts),
        },
    )
    if questions is not None:
        data["own"] = questions
        with context.reader.transaction() as connection:
            data["any_answered"] = questions_store.count(connection, session, Status.ANSWERED) > 0
    if seat.kind is SeatKind.CHAIR:
        statuses = {act: sorted(rule.statuses) for act, rule in workflow.RULES.items() if rule.statuses}
        data["statuses"] = cast(dict[str, list[StatusName]], statuses)
    if seat.kind is SeatKind.PANEL and seat.key is not None:
        with context.reader.transaction() as connection:
            data["flags"] = flags.of_panellist(connection, session, seat.key)
    return data


def defined_parts(
    context: AppContext, session: Session, seat: Seat, lang: str, languages: tuple[str, ...]
) -> DefinedParts:
    """Return the parts of a page's data that depend on the session's definition. For the arguments, see `describe`."""
    description = describe(context, session, lang, languages)
    if seat.kind is SeatKind.CHAIR:
        for reason in description["reasons"]:
            reason["texts"] = {code: reason_label(reason["key"], code, None) for code in session.languages}
    if seat.kind in (SeatKind.CHAIR, SeatKind.BOOTH):
        description["booths"] = [
            {"seat": f"booth.{booth['key']}", "name": booth["name"], "languages": booth["languages"]}
            for booth in session.definition.get("booths", [])
        ]
        description["terms"] = [
            {"texts": term["texts"], "note": pick(term["note"], *languages)}
            for term in glossary.terms(session.definition)
        ]
    if seat.kind is SeatKind.BOOTH:
        description["documents"] = [
            {
                "title": pick(document["title"], *languages) or "",
                "lang": language_of(document["title"], *languages),
                "url": document["url"],
            }
            for document in session.definition.get("documents", [])
        ]
    parts: DefinedParts = {"session": description, "reading_languages": list(reading_languages(session, seat))}
    if seat.kind in (SeatKind.STAGE, SeatKind.PANEL):
        parts["words"] = stage_words(session, lang)
    if seat.kind is SeatKind.STAGE:
        parts["font_sheets"] = [asset(f"stage-font-{font}.css") for font in fonts_for(session.languages)]
    return parts


def describe(context: AppContext, session: Session, lang: str, languages: tuple[str, ...]) -> SessionView:
    """Return the session's definition for a reader.

    `languages`: the languages for its texts, in the order of preference (`Languages.texts`). `lang`: the interface
    language. The branding and the reasons to decline are in this language.
    """
    definition = session.definition
    url = links.attendee_link(context.config.public_url, session)
    marks = marks_of(session.groups)
    with context.reader.transaction() as connection:
        look = look_view(connection, session, lang)
    return {
        "code": session.code,
        "definition_version": session.definition_version,
        "title": pick(definition["title"], *languages),
        "title_lang": language_of(definition["title"], *languages),
        "titles": definition["title"],
        "description": pick(definition.get("description"), *languages),
        "description_lang": language_of(definition.get("description"), *languages),
        "organisers": pick(definition.get("organisers"), *languages),
        "organisers_lang": language_of(definition.get("organisers"), *languages),
        "languages": [
            {"code": code, "name": language_name(code), "dir": direction_of(code)} for code in session.languages
        ],
        "rule_languages": list(session.rule_languages),
        "groups": [
            {
                "key": group["key"],
                "label": pick(group["label"], *languages),
                "short": pick(group.get("short") or group["label"], *languages),
                "lang": language_of(group["label"], *languages),
                "short_lang": language_of(group.get("short") or group["label"], *languages),
                "mark": marks[group["key"]],
            }
            for group in definition["groups"]
        ],
        "regions": [
            {
                "key": region["key"],
                "label": pick(region["label"], *languages),
                "lang": language_of(region["label"], *languages),
            }
            for region in definition["regions"]
        ],
        "topics": [
            {
                "key": topic["key"],
                "label": pick(topic["label"], *languages),
                "lang": language_of(topic["label"], *languages),
            }
            for topic in definition.get("topics", [])
        ],
        "chairs_set_topics": definition.get("chairs_set_topics", False),
        "panellists": [
            {
                "key": panellist["key"],
                "name": panellist["name"],
                "role": pick(panellist.get("role"), *languages),
                "lang": language_of(panellist.get("role"), *languages),
            }
            for panellist in definition["panellists"]
        ],
        "chairs": [{"seat": f"chair.{chair['seat']}", "name": chair["name"]} for chair in definition["chairs"]],
        "reasons": reasons(lang),
        "limits": {"text": session.limits.text, "name": session.limits.name, "note": session.limits.note},
        "starts": definition.get("starts"),
        "ends": definition.get("ends"),
        "time_zone": session_time.zone_name(session),
        "utc_offset": session_time.offset_minutes(session, now()[0]),
        "minutes_per_question": definition.get("minutes_per_question"),
        "retention_days": definition.get("retention_days"),
        "purge_when_due": definition.get("purge_when_due", False),
        "join_url": url,
        "join_host": urlsplit(url).netloc,
        "translation": {
            "engine": session.engine,
            "third_party": session.engine in THIRD_PARTY,
            "languages": list(session.served),
        }
        if session.engine
        else None,
        "demo": session.demo,
        "look": look,
    }


def reasons(lang: str) -> list[ReasonView]:
    """Return the reasons to decline, in the order of the chairs' keyboard shortcuts."""
    return [{"key": key, "label": reason_label(key, lang, None)} for key in REASONS]


def stage_words(session: Session, page_lang: str) -> StageWords:
    """Return the stage's interface texts: {key of a text: {language: text}}.

    The languages are the languages of the session that have a catalogue. A variant such as `pt-BR` has the catalogue of
    the nearest language. If no language of the session has a catalogue, the only language is the page's language.

    Three further entries contain the labels of the session's definition:
    - `groups`: {group key: {language: full label}},
    - `shorts`: {group key: {language: short label}},
    - `topics`: {topic key: {language: label}}.
    """
    groups = session.definition["groups"]
    words: dict[str, dict[str, Any]] = {
        "groups": {group["key"]: _stage_label(group) for group in groups},
        "shorts": {group["key"]: group.get("short") or group["label"] for group in groups},
        "topics": {topic["key"]: topic["label"] for topic in session.definition.get("topics", [])},
    }
    catalogues = {lang: catalogue for lang in session.languages if (catalogue := nearest([lang], INTERFACE))}
    for lang, catalogue in (catalogues or {page_lang: page_lang}).items():
        with force_locale(catalogue):
            for key, text in (
                ("now", gettext("Now")),
                ("next", gettext("Next")),
                ("then", gettext("Then")),
                ("ask", gettext("Ask your question")),
                ("idle", gettext("No question on screen")),
                ("rule", gettext("Chatham House Rule")),
                ("rule_meaning", gettext("Quote what is said, never who said it.")),
                ("rehearsal", gettext("Rehearsal")),
                ("paused", gettext("Questions are paused.")),
                ("closed", gettext("The session is closed. Thank you for your questions.")),
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

    The full label of the undisclosed group, "Prefer not to say", makes sense only in a form.
    """
    short = group.get("short")
    return short if group["key"] == UNDISCLOSED and short else group["label"]


def language_list(codes: Iterable[str], lang: str) -> str:
    """Return the names of these languages as a phrase in the language `lang`, such as "English, Spanish and French"."""
    return format_list([name_in(code, lang) for code in codes], locale=locale_of(lang))


@cache
def messages(lang: str, template: str) -> dict[str, Any] | None:
    """Return the catalogue of a language for the scripts of a page. `template`: the file name of the page's template.

    The attendee page (floor.html) gets only the sentences of its own scripts. Return None for English and for languages
    without a catalogue.
    """
    path = CATALOGUES / lang / "messages.json"
    if lang == "en" or not path.exists():
        return None
    catalogue: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return catalogue["floor"] if template == "floor.html" else catalogue["floor"] | catalogue["rest"]
