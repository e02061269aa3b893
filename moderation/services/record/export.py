"""The exported record of a session: JSON, CSV and XLSX. The record is read through a read-only connection."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import secrets
import sqlite3
from collections.abc import Callable
from typing import Any

from ...core import visibility
from ...core.model import Audience, Question, Session, Status
from ...store import questions, sessions
from . import ledger
from .xlsx import Table, as_xlsx

Record = dict[str, Any]
"""{session, questions, ledger} as JSON values (docs/wire.md, "The record")."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Characters with which a formula begins. A spreadsheet program may execute such a cell (OWASP, "CSV Injection")."""

VALUE = re.compile(r"[\w\s.,:/%$€£¥'’+()-]{1,40}")
"""A pattern for texts of 1 to 40 characters that consist only of characters of numbers, dates and times."""

COLUMNS = (
    "number",
    "status",
    "lead",
    "text",
    "asked",
    "language",
    "language_source",
    "group",
    "to",
    "reason",
    "votes",
    "aloud",
    "asked_at",
)
RULE_COLUMNS = ("label", "status", "text")


def record(connection: sqlite3.Connection, code: str) -> Record:
    """Return {session, questions, ledger} (docs/wire.md, "The record"). Refuse with `session.unknown`.

    Under the Rule, each question has only a random label, its texts and its status. The questions are in random order,
    and the ledger contains only the public tables.
    """
    session = sessions.get_by_code(connection, code)
    all_questions = questions.with_status(connection, session, tuple(Status))
    rule = session.settings.chatham_house_rule
    return {
        "session": {
            "code": session.code,
            "title": session.definition["title"],
            "phase": str(session.phase),
            "languages": list(session.languages),
            "chatham_house_rule": rule,
        },
        "questions": _entries_under_the_rule(all_questions, session) if rule else list(map(_entry, all_questions)),
        "ledger": ledger.read(connection, session),
    }


def as_json(record: Record) -> bytes:
    """Return the record as JSON."""
    return json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(record: Record) -> bytes:
    """Return the questions as CSV in UTF-8. It begins with a byte order mark, which spreadsheet programs expect.

    A cell that a spreadsheet program would read as a formula begins with an apostrophe, and so does a cell in a text
    column that the program could read as a number, date, time or truth value.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    names, *rows = as_rows(record)
    are_texts = [name.startswith(("text", "asked", "translation")) and name != "asked_at" for name in names]
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(value, is_text) for value, is_text in zip(row, are_texts, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def as_rows(record: Record) -> Table:
    """Return the questions as a table: the names of the columns, then one row for each question.

    The last columns are the texts in each language of the session.
    """
    languages = record["session"]["languages"]
    if record["session"]["chatham_house_rule"]:
        rows = [
            [*(question[column] for column in RULE_COLUMNS), *(question["texts"].get(lang) for lang in languages)]
            for question in record["questions"]
        ]
        return [[*RULE_COLUMNS, *(f"text_{lang}" for lang in languages)], *rows]
    names = [name for lang in languages for name in (f"translation_{lang}", f"translation_{lang}_source")]
    rows = []
    for question in record["questions"]:
        row = [question[column] for column in COLUMNS]
        for lang in languages:
            translation = question["translations"].get(lang, {})
            row += [translation.get("text"), translation.get("source")]
        rows.append(row)
    return [[*COLUMNS, *names], *rows]


def _entry(question: Question) -> dict[str, Any]:
    return {
        "number": question.number,
        "text": question.spoken,
        "asked": visibility.asked(question, Audience.FLOOR),
        "language": question.language,
        "language_source": question.language_source,
        "group": question.group,
        "status": str(question.status),
        "reason": question.reason,
        "votes": question.votes,
        "to": question.to,
        "lead": question.lead,
        "aloud": question.aloud,
        "asked_at": question.asked_at,
        "translations": {
            translation.language: {
                "text": translation.text,
                "source": translation.source,
                "engine": translation.engine,
            }
            for translation in question.translations
            if translation.text is not None
        },
        "similar": [{"number": number, "score": score} for number, score in question.similar],
    }


def _entries_under_the_rule(all_questions: list[Question], session: Session) -> list[dict[str, Any]]:
    """Return {label, status, text, texts} of each question, in random order.

    An entry does not reveal the asker, the time or the original language.
    """
    entries = []
    for question in all_questions:
        known = {
            translation.language: translation.text
            for translation in question.translations
            if translation.text is not None
        } | {question.language: question.spoken}
        # Use a text in a language outside the session only if there is no other text. Next to translations, such a text
        # would be recognisable as the original.
        texts = {lang: known[lang] for lang in session.languages if lang in known} or {
            question.language: question.spoken
        }
        entries.append(
            {
                "label": "q" + secrets.token_hex(4),
                "status": str(question.status),
                "text": next(iter(texts.values())),
                "texts": texts,
            }
        )
    random.SystemRandom().shuffle(entries)
    return entries


def _cell(value: object, is_text: bool) -> str:
    """Return the cell's content. Prefix an apostrophe if a spreadsheet program would read a formula or a value."""
    text = "" if value is None else str(value)
    is_guarded = text.startswith(FORMULA_STARTS) or (is_text and _reads_as_value(text))
    return "'" + text if is_guarded else text


def _reads_as_value(text: str) -> bool:
    """Return whether a spreadsheet program may read the text as a number, date, time or truth value.

    Examples: "1E2", "08", "3 mars 2021", "TRUE".
    """
    is_short = VALUE.fullmatch(text) is not None and len(text.split()) <= 4
    is_numeral = not any(char.isalpha() for char in text)
    return (any(char.isdigit() for char in text) and (is_short or is_numeral)) or text.casefold() in ("true", "false")


FORMATS: dict[str, Callable[[Record], bytes]] = {
    "json": as_json,
    "csv": as_csv,
    "xlsx": lambda record: as_xlsx(as_rows(record), record["ledger"]),
}
"""{format: function that returns the file's bytes for a record}. web/pages/report.py creates the HTML report."""
