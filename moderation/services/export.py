"""The record of a session for other programs: JSON and CSV, read on a connection of its own that cannot write."""

from __future__ import annotations

import csv
import io
import json
import random
import secrets
import sqlite3

from ..core.model import Question, Status
from ..store import questions, sessions
from .ledger import ledger

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is a formula to a spreadsheet (OWASP, "CSV Injection")."""

COLUMNS = ("number", "status", "text", "language", "language_source", "group", "to", "reason", "votes", "asked_at")
RULE_COLUMNS = ("label", "status", "text")


def record(connection: sqlite3.Connection, code: str) -> dict:
    """{session, questions, ledger} (docs/wire.md, design of the export). Under the Rule: random labels and order, and only text and status.

    Refuses `session.unknown`.
    """
    session = sessions.find(connection, code)
    asked = questions.with_status(connection, session, tuple(Status))
    rule = session.settings.chatham_house_rule
    return {
        "session": {
            "code": session.code, "title": session.definition["title"], "phase": str(session.phase),
            "languages": list(session.languages), "chatham_house_rule": rule,
        },
        "questions": _under_the_rule(asked) if rule else [_entry(question) for question in asked],
        "ledger": None if rule else ledger(asked),
    }


def as_json(made: dict) -> bytes:
    return json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(made: dict) -> bytes:
    """The questions as a table, in UTF-8 with a byte order mark, as spreadsheets expect; no cell can be a formula."""
    columns = RULE_COLUMNS if made["session"]["chatham_house_rule"] else COLUMNS
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    for question in made["questions"]:
        writer.writerow([_cell(question[column]) for column in columns])
    return out.getvalue().encode("utf-8-sig")


def _entry(question: Question) -> dict:
    return {
        "number": question.number, "text": question.text, "language": question.language, "language_source": question.language_source,
        "group": question.group, "status": str(question.status), "reason": question.reason, "votes": question.votes, "to": question.to,
        "asked_at": question.asked_at, "translations": {}, "similar": [{"number": number, "score": score} for number, score in question.similar],
    }


def _under_the_rule(asked: list[Question]) -> list[dict]:
    """Nothing that tells who or when: what was said, in an order that says nothing."""
    entries = [{"label": secrets.token_hex(4), "text": question.text, "status": str(question.status)} for question in asked]
    random.SystemRandom().shuffle(entries)
    return entries


def _cell(value) -> str:
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(FORMULA_STARTS) else text


FORMATS = {"json": as_json, "csv": as_csv}


