"""The imported questions of a rehearsal. These questions stay after the end of the rehearsal, because real people sent
them. All other questions of the rehearsal are deleted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ...core.model import Question
from ...store import imports, questions
from ...store.imports import Imported
from .changes import enact
from .executor import Call
from .numbering import next_number_for

KEPT = (
    "text",
    "language",
    "language_source",
    "unsure",
    "looks_like",
    "group",
    "region",
    "topic",
    "name",
    "machine",
    "asked_at",
    "source",
)
"""The fields of an imported question that keep their values when the session opens.

If any other field was changed during the rehearsal, this change is lost.
"""


class KeptImport(NamedTuple):
    """A row of the table of imported questions, and the question of this row. Both are read before the rehearsal is
    deleted.
    """

    imported: Imported
    question: Question


def collect(call: Call) -> list[KeptImport]:
    """Return the imported questions that were not taken back. Call this function before the rehearsal is deleted."""
    every = imports.every(call.connection, call.session)
    by_number = questions.numbered(call.connection, call.session, [imported.question for imported in every])
    return [KeptImport(imported, by_number[imported.question]) for imported in every]


def add_again(call: Call, stored: list[KeptImport]) -> None:
    """Add the questions of `collect` again, as pending questions. Call this function after the rehearsal is deleted.

    Each question gets a new number, and each import (an imported file) keeps its number. The log records an act
    `import` for each question.
    """
    importing = replace(call, act="import")
    for imported, before in stored:
        question = Question(
            number=next_number_for(call),
            **{name: getattr(before, name) for name in KEPT},
            by=call.seat.name,
            changed_at=call.tx.at,
        )
        enact(importing, [(None, question)])
        imports.restore(call.connection, call.session, imported)
        imports.add(call.connection, call.session, imported.number, imported.text_hash, question.number)
