"""The columns of a question, and the conversion of rows into core Questions."""

from __future__ import annotations

from dataclasses import replace

from ..core.model import Question, Status
from . import related
from .connection import Connection, Row
from .related import Related, StoredTranslation
from .schema import text_hash

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
    "topic": "topic",
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
    "source": "source",
    "arrived": "arrived",
    "held": "held",
}
"""The column of each field of a Question."""

COLUMNS = ", ".join(FIELDS.values())
SAVED = [field for field in FIELDS if field not in ("number", "attendee", "votes", "arrived", "source")]
"""The fields that `questions.save` writes."""
ASSIGNMENTS = ", ".join(f"{FIELDS[field]} = ?" for field in SAVED)
DERIVED = {
    "lead_status": "(SELECT status FROM questions AS leads"
    " WHERE leads.session = questions.session AND leads.number = questions.lead)",
    "reworded_as": "(SELECT min(newer.number) FROM questions AS newer"
    " WHERE newer.attendee = questions.attendee AND newer.reworded_from = questions.number)",
    "acted_on": "questions.status = 'pending' AND EXISTS (SELECT 1 FROM log_questions"
    " JOIN log ON log.id = log_questions.log WHERE log_questions.question = questions.id AND log.seat <> 'attendee')",
    "asker_edited": "EXISTS (SELECT 1 FROM log_questions JOIN log ON log.id = log_questions.log"
    " WHERE log_questions.question = questions.id AND log.act = 'edit')",
    "muted": "(SELECT muted FROM attendees WHERE attendees.id = questions.attendee)",
}
"""The SQL expression of each Question field whose value is calculated from other rows. The question's own row does not
contain these fields. Therefore `questions.save` never writes them.
"""
READ = f"id, session, {COLUMNS}, {', '.join(DERIVED.values())}"
"""The columns to select for `questions_of`."""
_STATUSES = {str(status): status for status in Status}


def values_of(question: Question) -> list[object]:
    """Return the question's values for COLUMNS, in the same order."""
    return [getattr(question, field) for field in FIELDS]


def saved_values_of(question: Question) -> list[object]:
    """Return the values for the placeholders of ASSIGNMENTS: the question's values of the fields in SAVED."""
    return [getattr(question, field) for field in SAVED]


def questions_of(connection: Connection, rows: list[Row]) -> list[Question]:
    """Return core Questions from rows with the columns READ. The Questions include followers, flags, similar questions
    and translations.

    All rows must belong to one session. Translations of a question's earlier text are left out.
    """
    if not rows:
        return []
    related_of = related.of_questions(connection, rows[0]["session"], {row["id"]: row["number"] for row in rows})
    return [_question(row, related_of[row["id"]]) for row in rows]


def _question(row: Row, belonging: Related) -> Question:
    values = dict(zip((*FIELDS, *DERIVED), tuple(row)[2:], strict=True))
    for status in ("status", "lead_status", "former_status"):
        values[status] = _STATUSES.get(values[status])
    for flag in (
        "unsure",
        "show_name",
        "first",
        "machine",
        "hides",
        "acted_on",
        "asker_edited",
        "aloud",
        "muted",
        "held",
    ):
        values[flag] = bool(values[flag])
    question = Question(
        **values,
        followers=tuple(belonging.followers),
        flags=tuple(belonging.flags),
        similar=tuple(belonging.similar),
    )
    return _with_translations(question, belonging.translations) if belonging.translations else question


def _with_translations(question: Question, stored: list[StoredTranslation]) -> Question:
    present = text_hash(question.spoken)
    by_language = {
        translation.language: translation
        for translation, of_hash in stored
        if of_hash in (None, present) and translation.language != question.language
    }
    return replace(question, translations=tuple(by_language[language] for language in sorted(by_language)))
