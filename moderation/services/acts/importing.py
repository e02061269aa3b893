"""The acts `import` and `undo_import` of the organiser.

An import consists of several commands `import` with the same number. Each command has at most ROWS_AT_ONCE rows, so
that other commands do not wait for a large file. The undo of a large import also consists of several commands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from ...core import acts, workflow
from ...core import text as texts
from ...core.contracts import Answer
from ...core.model import Question, Status
from ...core.refusals import Refusal
from ...store import imports, log, questions, sessions
from ..language import Identified
from .changes import enact, stamp_changes
from .executor import Act, Call
from .numbering import next_number_for
from .question_fields import question_fields

ROWS_AT_ONCE = 40
"""Maximum number of rows in one command."""
TAKEN_AT_ONCE = 20
"""Maximum number of questions that one command takes back.

Taking a question back is slower than adding it, because the question's words are erased.
"""
DETAILS = ("field", "limit", "length", "unit")
"""The keys of `Refusal.data` whose values are copied to a RefusedRow."""


class RefusedRow(TypedDict, total=False):
    """A row that was not imported. `line`: its line in the file.

    The other fields are the code and the data of the refusal.
    """

    line: int
    code: str
    field: str
    limit: int
    length: int
    unit: str


class ImportAnswer(Answer, total=False):
    """The answer of an import. `number`: the number of the import. `count`: the number of added questions.

    `known`: the number of rows that were imported before.
    """

    known: int
    refused: list[RefusedRow]


@dataclass(frozen=True, slots=True)
class PreparedRow:
    """A row to import. `text` is not cleaned yet. `group`, `region` and `topic` are keys of the session.

    `asked_at`: the time in the wire format, or None for the time of the import. `occurrence`: the number of earlier
    rows of the file with the same text.
    """

    line: int
    text: str
    source: str
    identified: Identified
    group: str
    region: str | None
    topic: str | None
    name: str | None
    asked_at: str | None
    occurrence: int


def import_rows(call: Call, *, rows: Sequence[PreparedRow], number: int | None = None, file: str = "") -> ImportAnswer:
    """Add each row as a pending question. A row is checked like a question from a phone; a refused row is not added.

    `number`: the number of the import to which the rows belong; None for a new import. `file`: the file name of a new
    import. Do not add a row that was imported before. Refusals of the whole command: `phase.not_allowed`;
    `request.field` if `number` is unknown. Refusals of one row: `limit.pending` and the refusals of `question_fields`.
    """
    workflow.check_phase(call.act, call.session.phase)
    if number is None:
        number = imports.start(call.connection, call.session, call.tx.at, file)
    elif not imports.exists(call.connection, call.session, number):
        raise Refusal("request.field", field="number")
    count, refused = 0, []
    for row in rows:
        try:
            count += _add(call, row, number)
        except Refusal as refusal:
            refused.append(_refused(row, refusal))
    known = len(rows) - count - len(refused)
    return {"number": number, "count": count, "known": known, "refused": refused}


def undo_import(call: Call, *, number: int | None = None) -> Answer:
    """Take back at most TAKEN_AT_ONCE questions of an import, and erase their words.

    `number`: the number of the import; None for the latest import that has questions. `count` in the answer: how many
    questions were taken back. Repeat the command until `count` is 0. Live and answered questions stay. After the undo,
    the same file can be imported again. Refusals: `phase.not_allowed`; `undo.nothing` if the import does not exist or
    if no import has questions.
    """
    workflow.check_phase(call.act, call.session.phase)
    if number is None:
        number = imports.find_latest(call.connection, call.session)
    if number is None or not imports.exists(call.connection, call.session, number):
        raise Refusal("undo.nothing")
    numbers = imports.to_take_back(call.connection, call.session, number, TAKEN_AT_ONCE)
    for taken in numbers:
        _take_back(call, taken)
    imports.forget(call.connection, call.session, numbers)
    return {"already": not numbers, "number": number, "count": len(numbers)}


def text_hash(text: str, occurrence: int) -> bytes:
    """Return the hash by which a later import recognises a text. `text` is cleaned; white space does not matter."""
    return hashlib.sha256(f"{occurrence}\n{texts.one_line(text)}".encode()).digest()


def _add(call: Call, row: PreparedRow, number: int) -> bool:
    """Add the question of a row. Return False if the question was imported before. Refusals: see `import_rows`."""
    session = call.session
    fields: dict[str, Any] = question_fields(
        call,
        text=row.text,
        identified=row.identified,
        group=row.group,
        region=row.region,
        topic=row.topic,
        name=row.name,
    )
    hashed = text_hash(fields["text"], row.occurrence)
    if imports.is_known(call.connection, session, hashed):
        return False
    check_places(call)
    question = Question(
        **fields,
        number=next_number_for(call),
        by=call.seat.name,
        asked_at=min(row.asked_at or call.tx.at, call.tx.at),
        changed_at=call.tx.at,
        source=row.source,
    )
    # Write a log row for each question: the undo of the import can then take back some questions and leave others.
    enact(call, [(None, question)])
    imports.add(call.connection, session, number, hashed, question.number)
    return True


def check_places(call: Call) -> None:
    """Refuse with `limit.pending` if Incoming has no place for an imported question or a question of a program.

    Such questions have no asker. The questions of attendees have a check of their own (`asking.check_places`).
    """
    places = call.session.limits.pending
    if (
        sessions.next_number(call.connection, call.session) > places
        and questions.count(call.connection, call.session, Status.PENDING) >= places
    ):
        raise Refusal("limit.pending", limit=places, retry_after=30)


def _refused(row: PreparedRow, refusal: Refusal) -> RefusedRow:
    refused: RefusedRow = {"line": row.line, "code": refusal.code}
    for name in DETAILS:
        if name in refusal.data:
            refused[name] = refusal.data[name]  # type: ignore[literal-required]
    return refused


def _take_back(call: Call, number: int) -> None:
    """Withdraw an imported question.

    If no later act has changed the question, the log records that this act undoes the act that added the question. The
    ledger then does not count the question. If a later act has changed the question, that act stays in the log.
    Therefore the ledger counts the question as withdrawn.
    """
    queue_state = questions.queue_state(call.connection, call.session, [number])
    pairs = stamp_changes(call, queue_state, acts.withdraw(queue_state, queue_state.questions[number]))
    creation = log.find_creation(call.connection, call.session, number)
    is_changed = creation is None or number in log.changed_later(call.connection, creation["id"])
    enact(call, pairs, undoes=None if is_changed else creation)


ACTS: dict[str, Act] = {"import": import_rows, "undo_import": undo_import}
