"""The cache of machine translations: a text that was translated before is not translated again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from ..core.model import Question
from .connection import Connection
from .schema import text_hash


def cached(
    connection: Connection, text: str, source: str, target: str, engine: str, terms: str = ""
) -> tuple[str, tuple[str, ...]] | None:
    """Return (translated text, route) of an earlier translation of the same text by this engine, or None.

    The route is the languages of the translation: the source language, in some cases an intermediate language, and the
    target language. `terms`: the glossary terms in the text and their translations, as one string.
    """
    row = connection.execute(
        "SELECT text, route FROM translation_cache WHERE text_hash = ? AND source = ? AND target = ? AND engine = ?",
        [text_hash(text), source, target, _engine_key(engine, terms)],
    ).fetchone()
    return (row["text"], tuple(json.loads(row["route"]))) if row else None


def keep_cached(
    connection: Connection,
    text: str,
    source: str,
    target: str,
    engine: str,
    route: tuple[str, ...],
    translated: str,
    terms: str = "",
) -> None:
    """Store a machine translation in the cache.

    Later calls of `cached` with the same text, languages, engine and terms return (`translated`, `route`).
    """
    connection.execute(
        "INSERT INTO translation_cache (text_hash, source, target, engine, route, text) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (text_hash, source, target, engine) DO UPDATE SET route = excluded.route, text = excluded.text",
        [text_hash(text), source, target, _engine_key(engine, terms), json.dumps(route), translated],
    )


def forget_text(connection: Connection, text: str) -> None:
    """Delete the cached translations of a text, because the text is now hidden or erased."""
    connection.execute("DELETE FROM translation_cache WHERE text_hash = ?", [text_hash(text)])


def forget_cached(connection: Connection, question: Question, targets: Iterable[str]) -> None:
    """Delete the cached translations of the question into these languages, because a seat requested a new translation.

    Keep the cached translations into all other languages.
    """
    connection.executemany(
        "DELETE FROM translation_cache WHERE text_hash = ? AND source = ? AND target = ?",
        [(text_hash(question.spoken), question.language, target) for target in targets],
    )


def _engine_key(engine: str, terms: str) -> str:
    """Return the engine's name with a hash of the glossary terms, because a translation depends on the terms."""
    return f"{engine} {hashlib.sha256(terms.encode()).hexdigest()}" if terms else engine
