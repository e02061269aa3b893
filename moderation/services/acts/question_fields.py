"""The check of a question's words and choices in the parameters of a command."""

from __future__ import annotations

from typing import Any

from ...core import text as texts
from ...core.model import Limits, Session
from ...core.refusals import Refusal
from ..language import Identified
from .executor import Call

MOST_UNCLEANED = 3
"""Maximum size in bytes of a text before cleaning, as a multiple of the maximum size of a question.

Reason: cleaning can divide the size of a text by three, because it joins the three letters of a Korean syllable into
one character.
"""
FIELD_OF_CHOICE = {"panellist": "to"}
"""{choice: the field of the command that contains the choice}, for choices whose name differs from the field's name."""


def question_fields(
    call: Call,
    *,
    text: str,
    identified: Identified,
    group: str = "undisclosed",
    region: str | None = None,
    topic: str | None = None,
    to: str | None = None,
    name: str | None = None,
    show_name: bool = False,
    machine: bool = True,
) -> dict[str, Any]:
    """Return {field of a Question: value} from the parameters of `ask` or `edit`.

    Refusals: `text.empty`, `text.too_long`, `name.too_long`, `group.unknown`, `region.unknown`, `topic.unknown`,
    `panellist.unknown`, `language.unknown`.
    """
    session = call.session
    cleaned = clean_question(text, session.limits)
    check_choice(group, session.groups, "group")
    check_choice(region, session.regions, "region")
    check_choice(topic, session.topics, "topic")
    check_choice(to, session.panellists, "panellist")
    check_choice(identified.language, (*session.languages, "und"), "language")
    name = clean_name(name, session)
    return {
        "text": cleaned,
        "language": identified.language,
        "language_source": identified.source,
        "unsure": identified.unsure,
        "looks_like": identified.looks_like,
        "group": group,
        "region": region,
        "topic": topic,
        "to": to,
        "name": name,
        "show_name": bool(name) and show_name,
        "machine": machine,
    }


def clean_question(raw: str, limits: Limits) -> str:
    """Return the cleaned text, as the store keeps it.

    Refusals: `text.empty`, `text.too_long` (limit, length). The checks for `text.too_long`, in this order:

    - before cleaning, the size in bytes; `limit` and `length` are in bytes, and `unit` is "bytes".
    - before cleaning, the number of code points; `limit` is in graphemes, `length` in code points.
    - after cleaning, the number of graphemes; `limit` and `length` are in graphemes.
    - after cleaning, the size in bytes; as in the first check.
    """
    size = len(raw.encode("utf-8", "replace"))
    if size > limits.text_bytes * MOST_UNCLEANED:
        raise Refusal("text.too_long", field="text", limit=limits.text_bytes, length=size, unit="bytes")
    if texts.is_oversized(raw, limits.text):
        raise Refusal("text.too_long", field="text", limit=limits.text, length=len(raw))
    cleaned = texts.clean(raw)
    if texts.is_blank(cleaned):
        raise Refusal("text.empty", field="text")
    length, size = texts.length(cleaned), len(cleaned.encode())
    if length > limits.text:
        raise Refusal("text.too_long", field="text", limit=limits.text, length=length)
    if size > limits.text_bytes:
        raise Refusal("text.too_long", field="text", limit=limits.text_bytes, length=size, unit="bytes")
    return cleaned


def check_choice(value: str | None, allowed: tuple[str, ...], choice: str) -> None:
    """Refuse if the session does not offer this value. Always accept None.

    The code of the refusal begins with `choice`, for example `group.unknown` for the choice `group`.
    """
    if value is not None and value not in allowed:
        raise Refusal(f"{choice}.unknown", field=FIELD_OF_CHOICE.get(choice, choice))


def clean_name(name: str | None, session: Session) -> str | None:
    """Return the cleaned name. Return None if the name is blank, or if the Chatham House Rule is on. If the name is too
    long, refuse with `name.too_long`.
    """
    if name is None or session.settings.chatham_house_rule:
        return None
    if texts.is_oversized(name, session.limits.name):
        raise Refusal("name.too_long", field="name", limit=session.limits.name, length=len(name))
    cleaned = texts.one_line(name)
    if texts.length(cleaned) > session.limits.name:
        raise Refusal("name.too_long", field="name", limit=session.limits.name, length=texts.length(cleaned))
    return None if texts.is_blank(cleaned) else cleaned
