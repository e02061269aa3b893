"""The columns of a question, and the conversion of rows into core Questions."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

from ..core.model import Follower, Question, Status, Translation
from . import flags, similar, translations

FIELDS = {
    "number": "number",
    "text": "text",
    "language": "language",
    "status": "status",
    "attendee": "attendee",
    "language_source": "language_source",
    "unsure": "unsure",
    "looks_like": "looks_like",
    "group": "group_key",
    "region": "region",
    "to": "panellist",
    "name": "name",
    "show_name": "show_name",
    "place": "place",
    "reason": "reason",
    "reason_number": "reason_number",
    "version": "version",
    "by": "changed_by",
    "asked_at": "asked_at",
    "changed_at": "changed_at",
    "live_at": "live_at",
    "reworded_from": "reworded_from",
    "first": "first",
    "votes": "votes",
    "machine": "machine",
    "wording": "wording",
    "hides": "hides",
    "lead": "lead",
    "former_status": "former_status",
    "former_place": "former_place",
    "aloud": "aloud",
}
"""{field of a Question: column}."""

COLUMNS = ", ".join(FIELDS.values())
SAVED = [field for field in FIELDS if field not in ("number", "attendee", "votes")]
"""The fields that an act may change."""
ASSIGNMENTS = ", ".join(f"{FIELDS[field]} = ?" for field in SAVED)
DERIVED = {
    "lead_status": "(SELECT status FROM questions AS leads"
    " WHERE leads.session = questions.session AND leads.number = questions.lead)",
    "muted": "(SELECT muted FROM attendees WHERE attendees.id = questions.attendee)",
}
"""{field of a Question: SQL expression} for the fields that come from other rows. These fields are never written."""
READ = f"id, session, {COLUMNS}, {', '.join(DERIVED.values())}"
"""The columns to select for `questions_of`."""
_STATUSES = {str(status): status for status in Status}


def values_of(question: Question) -> list[object]:
    """Return the values of COLUMNS."""
    return [getattr(question, field) for field in FIELDS]


def saved_values_of(question: Question) -> list[object]:
    """Return the values of ASSIGNMENTS."""
    return [getattr(question, field) for field in SAVED]


def questions_of(connection: sqlite3.Connection, rows: list[sqlite3.Row]) -> list[Question]:
    """Return core Questions from rows of READ, with followers, flags, similar questions and translations.

    All rows must belong to one session. Translations of a question's earlier text are left out.
    """
    if not rows:
        return []
    ids = json.dumps([row["id"] for row in rows])
    followers = _followers(connection, rows)
    flags_of = flags.of_questions(connection, ids)
    similar_of = similar.of_questions(connection, ids)
    questions = {
        row["id"]: _question(
            row,
            followers.get(row["number"], ()),
            flags_of.get(row["id"], ()),
            similar_of.get(row["id"], ()),
        )
        for row in rows
    }
    spoken = {key: question.spoken for key, question in questions.items()}
    translations_of = translations.of_questions(connection, ids, spoken)
    return [_with_translations(question, translations_of.get(key, {})) for key, question in questions.items()]


def _followers(connection: sqlite3.Connection, rows: list[sqlite3.Row]) -> dict[int, tuple[Follower, ...]]:
    """Return {number of a lead: its followers, lowest number first}."""
    followers: dict[int, tuple[Follower, ...]] = {}
    for row in connection.execute(
        "SELECT lead, number, group_key FROM questions WHERE session = ? AND lead IS NOT NULL"
        " AND lead IN (SELECT value FROM json_each(?)) ORDER BY lead, number",
        [rows[0]["session"], json.dumps([row["number"] for row in rows])],
    ):
        followers[row["lead"]] = (*followers.get(row["lead"], ()), Follower(row["number"], row["group_key"]))
    return followers


def _question(
    row: sqlite3.Row,
    followers: tuple[Follower, ...],
    panellists: tuple[str, ...],
    scored: tuple[similar.Scored, ...],
) -> Question:
    values = dict(zip((*FIELDS, *DERIVED), tuple(row)[2:], strict=True))
    for status in ("status", "lead_status", "former_status"):
        values[status] = _STATUSES.get(values[status])
    for flag in ("unsure", "show_name", "first", "machine", "hides", "aloud", "muted"):
        values[flag] = bool(values[flag])
    return Question(**values, followers=followers, flags=panellists, similar=scored)


def _with_translations(question: Question, translations_by_language: dict[str, Translation]) -> Question:
    others = tuple(
        translations_by_language[language]
        for language in sorted(translations_by_language)
        if language != question.language
    )
    return replace(question, translations=others) if others else question
