"""The record of a session for other programs: JSON, CSV and XLSX, read on a connection of its own that cannot write."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import secrets
import sqlite3

from ...core import visibility
from ...core.model import Audience, Question, Session, Status
from ...store import questions, sessions
from . import ledger
from .xlsx import as_xlsx

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is a formula to a spreadsheet (OWASP, "CSV Injection")."""

VALUE = re.compile(r"[\w\s.,:/%$€£¥'’+()-]{1,40}")
"""The signs of numbers, dates and times, and no more than the longest of them has."""

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


def record(connection: sqlite3.Connection, code: str) -> dict:
    """{session, questions, ledger} (docs/wire.md, "The record"). Under the Rule: random labels and order, texts and status, and the ledger's published tables.

    Refuses `session.unknown`.
    """
    session = sessions.get_by_code(connection, code)
    asked = questions.with_status(connection, session, tuple(Status))
    rule = session.settings.chatham_house_rule
    return {
        "session": {
            "code": session.code,
            "title": session.definition["title"],
            "phase": str(session.phase),
            "languages": list(session.languages),
            "chatham_house_rule": rule,
        },
        "questions": _under_the_rule(asked, session) if rule else [_entry(question) for question in asked],
        "ledger": ledger.read(connection, session),
    }


def as_json(made: dict) -> bytes:
    return json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(made: dict) -> bytes:
    """The questions as a table, in UTF-8 with a byte order mark, as spreadsheets expect; no cell can be a formula, no text a number."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    names, *rows = as_rows(made)
    said = [name.startswith(("text", "asked", "translation")) and name != "asked_at" for name in names]
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(value, is_said) for value, is_said in zip(row, said, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def as_rows(made: dict) -> list[list]:
    """The questions as a table: the names of the columns, then a row for each; the texts in every language of the session last."""
    languages = made["session"]["languages"]
    if made["session"]["chatham_house_rule"]:
        rows = [
            [*(question[column] for column in RULE_COLUMNS), *(question["texts"].get(lang) for lang in languages)]
            for question in made["questions"]
        ]
        return [[*RULE_COLUMNS, *(f"text_{lang}" for lang in languages)], *rows]
    names = [name for lang in languages for name in (f"translation_{lang}", f"translation_{lang}_source")]
    rows = []
    for question in made["questions"]:
        translated = [question["translations"].get(lang, {}) for lang in languages]
        rows.append(
            [
                *(question[column] for column in COLUMNS),
                *(one.get(part) for one in translated for part in ("text", "source")),
            ]
        )
    return [[*COLUMNS, *names], *rows]


def _entry(question: Question) -> dict:
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
            one.language: {"text": one.text, "source": one.source, "engine": one.engine}
            for one in question.translations
            if one.text is not None
        },
        "similar": [{"number": number, "score": score} for number, score in question.similar],
    }


def _under_the_rule(asked: list[Question], session: Session) -> list[dict]:
    """Nothing that tells who or when: what was said, in every language in which there is a text, in an order that says nothing."""
    entries = []
    for question in asked:
        known = {question.language: question.spoken} | {
            one.language: one.text for one in question.translations if one.text is not None
        }
        # Words in no language of the session would stand beside its translations as the original: they stand where there is nothing else.
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


def _cell(value, is_said: bool) -> str:
    """What people said stays text; an apostrophe before it keeps a spreadsheet from reading it as anything else."""
    text = "" if value is None else str(value)
    guarded = text.startswith(FORMULA_STARTS) or (is_said and _reads_as_value(text))
    return "'" + text if guarded else text


def _reads_as_value(text: str) -> bool:
    """Whether a spreadsheet might make a number, date, time or truth value of it: "1E2", "08", "3 mars 2021", "TRUE"."""
    is_short = VALUE.fullmatch(text) is not None and len(text.split()) <= 4
    is_numeral = not any(char.isalpha() for char in text)
    return (any(char.isdigit() for char in text) and (is_short or is_numeral)) or text.casefold() in ("true", "false")


FORMATS = {"json": as_json, "csv": as_csv, "xlsx": lambda made: as_xlsx(as_rows(made), made["ledger"])}
"""What can be written, by name: from a record to the file's bytes. web/pages/report.py has the one that is for people."""
