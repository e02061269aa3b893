"""The record and the report in one language of the session, or with the originals only.

The functions convert a record that export.py or report.py has read. They only select texts of this record: they add no
text and no language.
"""

from __future__ import annotations

from typing import Any

from ...core.model import Session
from ...core.refusals import Refusal
from .. import words
from ..translation.engines.labels import LABELS
from .finding import LISTS


def check(session: Session, language: str | None, *, originals_only: bool) -> None:
    """Refuse with `language.unknown` if the session does not have the language.

    Refuse `originals_only` with `rule.originals` under the Chatham House Rule: the originals would reveal in which
    language each question was asked.
    """
    if language is not None and language not in session.languages:
        raise Refusal("language.unknown", field="language")
    if originals_only and session.settings.chatham_house_rule:
        raise Refusal("rule.originals", field="originals_only")


def in_language(record: dict[str, Any], language: str | None, *, originals_only: bool, lang: str) -> dict[str, Any]:
    """Return the record with the texts in `language`. If `originals_only` is True, return it without translations.

    Each question gets the field `reading` {text, language, source, source_label, engine}. `reading` contains the
    translation into `language`. If there is no such translation, or if `originals_only` is True, `reading` contains the
    question's own text. All other translations are removed.

    `source` is `original`, `wording` (a chair's words), `machine`, `booth` or `chair`. `engine` is the engine's product
    name if `source` is `machine`, otherwise None.

    Under the Chatham House Rule, each question keeps only one of its texts, and `reading` contains only `text` and
    `language`.

    `lang`: the language of the labels. If `language` is None and `originals_only` is False, return the record
    unchanged.
    """
    if language is None and not originals_only:
        return record
    changed = {
        name: [_read(entry, None if originals_only else language, lang) for entry in record[name]]
        for name in LISTS
        if name in record
    }
    return {**record, "language": language, "originals_only": originals_only, **changed}


def _read(entry: dict[str, Any], language: str | None, lang: str) -> dict[str, Any]:
    if "texts" in entry:
        return _read_unmarked(entry, language)
    translations = entry.get("translations") or {}
    translation = translations.get(language) or {}
    if translation.get("text") is None:
        source = "wording" if entry["edited"] else "original"
        own = {"text": entry["text"], "language": entry.get("language"), "source": source, "engine": None}
        return {**entry, "reading": _labelled(own, lang), "translations": {}}
    engine = translation.get("engine") if translation["source"] == "machine" else None
    read = {
        "text": translation["text"],
        "language": language,
        "source": translation["source"],
        "engine": LABELS.get(engine, engine) if engine else None,
    }
    return {**entry, "reading": _labelled(read, lang), "translations": {language: translation}}


def _labelled(reading: dict[str, Any], lang: str) -> dict[str, Any]:
    return {**reading, "source_label": words.source_label(reading["source"], lang)}


def _read_unmarked(entry: dict[str, Any], language: str | None) -> dict[str, Any]:
    """Return an entry under the Chatham House Rule with its text in `language`, or with the first of its texts."""
    texts = entry["texts"]
    chosen = language if language in texts else next(iter(texts), None)
    text = texts[chosen] if chosen is not None else ""
    return {
        **entry,
        "text": text,
        "texts": {} if chosen is None else {chosen: text},
        "reading": {"text": text, "language": chosen},
    }
