"""What a page starts with: the `#page` block (docs/architecture.md)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from flask_babel import force_locale, gettext

from ...core import workflow
from ...core.model import REASONS, RTL_LANGUAGES, Seat, SeatKind, Session
from ...services import glossary, links
from ...services.translation.engines.labels import LABELS
from ...services.translation.engines.registry import THIRD_PARTY
from ...services.words import UNDISCLOSED, language_name, reason_label
from ...store import flags
from ..context import AppContext, now
from ..messages import INTERFACE

CATALOGUES = Path(__file__).resolve().parents[2] / "translations"


def page(
    context: AppContext, session: Session, seat: Seat, lang: str, state: dict | None, own: dict | None = None
) -> dict:
    """Everything that the seat's page needs before its first change, in the reader's language."""
    start = {
        "seat": seat.name,
        "lang": lang,
        "now": now()[0],
        "session": describe(context, session, lang),
        "state": state,
        "interface": [{"code": code, "name": name, "dir": direction} for code, (name, direction) in INTERFACE.items()],
        "engine_labels": LABELS,
    }
    if own is not None:
        start["own"] = own
    if seat.kind is SeatKind.CHAIR:
        start["statuses"] = {act: sorted(rule.statuses) for act, rule in workflow.RULES.items() if rule.statuses}
        for reason in start["session"]["reasons"]:
            reason["texts"] = {code: reason_label(reason["key"], code, None) for code in session.languages}
    if seat.kind is SeatKind.PANEL:
        with context.reader.transaction() as connection:
            start["flags"] = flags.of_panellist(connection, session, seat.key)
    if seat.kind in (SeatKind.CHAIR, SeatKind.BOOTH):
        start["session"]["terms"] = [
            term | {"note": pick(term["note"], lang)} for term in glossary.terms(session.definition)
        ]
    if seat.kind in (SeatKind.STAGE, SeatKind.PANEL):
        start["words"] = stage_words(session)
    return start


def describe(context: AppContext, session: Session, lang: str) -> dict:
    """The session in one language; nothing here changes while it runs."""
    definition = session.definition
    url = links.attendee_link(context.config.public_url, session)
    return {
        "code": session.code,
        "title": pick(definition["title"], lang),
        "titles": definition["title"],
        "description": pick(definition.get("description"), lang),
        "organisers": pick(definition.get("organisers"), lang),
        "languages": [
            {"code": code, "name": language_name(code), "dir": direction(code)} for code in session.languages
        ],
        "groups": [
            {"key": g["key"], "label": pick(g["label"], lang), "short": pick(g.get("short") or g["label"], lang)}
            for g in definition["groups"]
        ],
        "regions": [{"key": r["key"], "label": pick(r["label"], lang)} for r in definition["regions"]],
        "panellists": [
            {"key": p["key"], "name": p["name"], "role": pick(p.get("role"), lang)} for p in definition["panellists"]
        ],
        "chairs": [{"seat": f"chair.{c['seat']}", "name": c["name"]} for c in definition["chairs"]],
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


def reasons(lang: str) -> list[dict]:
    """[{key, label}] of the reasons to decline, in the order of the chairs' keys."""
    return [{"key": key, "label": reason_label(key, lang, None)} for key in REASONS]


def stage_words(session: Session) -> dict[str, dict]:
    """Return the words that the stage shows in several languages at once (`StageWords` of the contracts)."""
    groups = session.definition["groups"]
    words: dict[str, dict[str, str]] = {
        "groups": {group["key"]: _said_on_stage(group) for group in groups},
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
    return words


def _said_on_stage(group: dict) -> dict[str, str]:
    """The full label; but "Prefer not to say" answers a form and reads badly beside a question."""
    return group["short"] if group["key"] == UNDISCLOSED and group.get("short") else group["label"]


def pick(texts, lang: str) -> str | None:
    """A text in this language, else in English, else in the first it has; a plain string is for all."""
    if texts is None or isinstance(texts, str):
        return texts
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), None)


def direction(lang: str) -> str:
    return "rtl" if lang.split("-")[0] in RTL_LANGUAGES else "ltr"


@cache
def messages(lang: str) -> dict | None:
    """The page's catalogue for the browser, or None in English."""
    path = CATALOGUES / lang / "messages.json"
    return json.loads(path.read_text("utf-8")) if lang != "en" and path.exists() else None
