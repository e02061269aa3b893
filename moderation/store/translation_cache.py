"""The cache of machine translations: a text that was translated before is not translated again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable

from ..core.model import Question
from .schema import text_hash


def cached(
    connection: sqlite3.Connection, text: str, source: str, target: str, engine: str, terms: str = ""
) -> tuple[str, tuple[str, ...]] | None:
    """Return (translated text, route) of an earlier translation of the same text by this engine, or None.

    `terms`: the glossary terms in the text and their translations, as one string.
    """
    row = connection.execute(
        "SELECT text, route FROM translation_cache WHERE text_hash = ? AND source = ? AND target = ? AND engine = ?",
        [text_hash(text), source, target, _engine_key(engine, terms)],
    ).fetchone()
    return (row["text"], tuple(json.loads(row["route"]))) if row else None


def keep_cached(
    connection: sqlite3.Connection,
    text: str,
    source: str,
    target: str,
    engine: str,
    route: tuple[str, ...],
    translated: str,
    terms: str = "",
) -> None:
    """Store a machine translation in the cache. The arguments are the arguments and the result of `cached`."""
    connection.execute(
        "INSERT OR REPLACE INTO translation_cache (text_hash, source, target, engine, route, text)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [text_hash(text), source, target, _engine_key(engine, terms), json.dumps(route), translated],
    )


def forget_text(connection: sqlite3.Connection, text: str) -> None:
    """Delete the cached translations of a text that is now hidden."""
    connection.execute("DELETE FROM translation_cache WHERE text_hash = ?", [text_hash(text)])


def forget_cached(connection: sqlite3.Connection, question: Question, targets: Iterable[str]) -> None:
    """Delete the cached translations into these languages, because a reader asked for a new translation."""
    connection.executemany(
        "DELETE FROM translation_cache WHERE text_hash = ? AND source = ? AND target = ?",
        [(text_hash(question.spoken), question.language, target) for target in targets],
    )


def _engine_key(engine: str, terms: str) -> str:
    """Return the engine with a hash of the glossary terms, because a translation depends on the terms."""
    return f"{engine} {hashlib.sha256(terms.encode()).hexdigest()}" if terms else engine
