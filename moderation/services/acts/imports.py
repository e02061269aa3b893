"""The execution of an import on the server: check and prepare the rows of a command, then pass them to the writer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, cast

from ...core.contracts import Answer
from ...core.model import SENT_BEFORE, UNDISCLOSED, Session, Status
from ...core.refusals import Refusal
from ...core.text import is_blank, one_line
from ...store import imports as store
from ...store import questions, sessions
from ...store.reader import Reader
from ...store.writer import Writer
from ..imports.choices import asked_at, clean_source, key_of, language_of
from ..imports.problems import LONGEST_SHOWN, RowProblem
from ..imports.rows import FileRow, read_rows
from ..language import identify
from .executor import Outcome, organiser_command
from .importing import ROWS_AT_ONCE, TAKEN_AT_ONCE, ImportAnswer, PreparedRow, RefusedRow, text_hash
from .question_fields import clean_name, clean_question
from .registry import ACTS

_LONGEST_FILE_NAME = 100
InThread = Callable[..., Any]
"""`in_thread(function, *arguments)` calls `function` in a real thread, waits for its result and returns the result."""


class ImportBody(NamedTuple):
    """The fields of an `import` command.

    `rows`: the rows of the request, which should be FileRow objects. `source`: the source of each row that does not
    contain a source. An empty `source` means SENT_BEFORE. `number`: the import to which the rows belong; None for a new
    import. `file`: the name of the file of a new import.
    """

    code: str
    rows: Any
    source: str
    number: int | None
    file: str = ""


class Forecast(NamedTuple):
    """The expected result of an import. `over`: the number of rows for which Incoming has no room.

    `unmatched`: {role: number of rows whose value in this column does not exist in the session}, without zeros.
    """

    added: int
    known: int
    over: int
    problems: list[RowProblem]
    unmatched: dict[str, int]


def add_rows(writer: Writer, reader: Reader, in_thread: InThread, body: ImportBody) -> Outcome:
    """Import at most ROWS_AT_ONCE rows of a file.

    The language of the texts is identified in a real thread. Refusals: `session.unknown`, `request.field`, and the
    refusals of `importing.import_rows`.
    """
    checked = read_rows(body.rows, ROWS_AT_ONCE)
    with reader.transaction() as connection:
        session = sessions.get_by_code(connection, body.code)
    prepared = in_thread(prepare, session, checked, clean_source(body.source) or SENT_BEFORE)
    params = {"rows": prepared, "number": body.number, "file": one_line(body.file)[:_LONGEST_FILE_NAME]}
    return writer.submit(organiser_command(ACTS, "import", body.code, params)).wait()


def prepare(session: Session, rows: Sequence[FileRow], source: str) -> list[PreparedRow]:
    """Return the rows in the form that the act `import` accepts.

    The names of groups, regions, topics and languages are replaced by the session's keys. A group, region, topic or
    language that the session does not have is left out.
    """
    return [
        PreparedRow(
            line=row["line"],
            text=row["text"],
            source=clean_source(row.get("source", "")) or source,
            identified=identify(
                row["text"], session.languages, language_of(row.get("language"), session.languages), None
            ),
            group=key_of(row.get("group"), session.definition["groups"]) or UNDISCLOSED,
            region=key_of(row.get("region"), session.definition["regions"]),
            topic=key_of(row.get("topic"), session.definition.get("topics", [])),
            name=row.get("name"),
            asked_at=asked_at(row.get("time"), session),
            occurrence=row["occurrence"],
        )
        for row in rows
    ]


def add_all(
    writer: Writer, reader: Reader, in_thread: InThread, code: str, rows: Sequence[FileRow], source: str, file: str
) -> tuple[ImportAnswer, list[RowProblem]]:
    """Import all rows of a file, in several commands. Return the answer, and the rows that were refused.

    If a command is refused, take back the questions of the earlier commands. Refusals: see `add_rows`.
    """
    number: int | None = None
    count = known = 0
    problems: list[RowProblem] = []
    try:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            body = ImportBody(code, list(rows[start : start + ROWS_AT_ONCE]), source, number, file)
            answer = cast(ImportAnswer, add_rows(writer, reader, in_thread, body).answer)
            number = answer["number"]
            count, known = count + answer["count"], known + answer["known"]
            problems += [_problem(refused) for refused in answer["refused"]]
    except Refusal:
        if number is not None:
            with suppress(Refusal):
                take_back(writer, code, number)
        raise
    total: ImportAnswer = {"already": not count, "count": count, "known": known}
    if number is not None:
        total["number"] = number
    return total, problems


def forecast(reader: Reader, code: str, rows: Sequence[FileRow]) -> Forecast:
    """Return the expected result of an import of these rows. Call this function outside the event loop.

    The result of the import can differ, because the session can change before the import. Refusal: `session.unknown`.
    """
    with reader.transaction() as connection:
        session = sessions.get_by_code(connection, code)
        hashes = store.hashes(connection, session)
        places = session.limits.pending - questions.count(connection, session, Status.PENDING)
    count = known = 0
    problems = []
    for row in rows:
        try:
            cleaned = clean_question(row["text"], session.limits)
            clean_name(row.get("name"), session)
        except Refusal as refusal:
            problems.append(RowProblem(row["line"], refusal.code, refusal.data, row["text"][:LONGEST_SHOWN]))
            continue
        is_known = text_hash(cleaned, row["occurrence"]) in hashes
        known, count = known + is_known, count + (not is_known)
    over = max(0, count - max(0, places))
    return Forecast(count - over, known, over, problems, _unmatched(session, rows))


def _unmatched(session: Session, rows: Sequence[FileRow]) -> dict[str, int]:
    finders: dict[str, Callable[[str], str | None]] = {
        "group": lambda value: key_of(value, session.definition["groups"]),
        "region": lambda value: key_of(value, session.definition["regions"]),
        "topic": lambda value: key_of(value, session.definition.get("topics", [])),
        "language": lambda value: language_of(value, session.languages),
    }
    unmatched: dict[str, int] = {}
    for role, find in finders.items():
        values = Counter(value for row in rows if (value := str(row.get(role) or "")) and not is_blank(value))
        if missing := sum(number for value, number in values.items() if find(value) is None):
            unmatched[role] = missing
    return unmatched


def _problem(refused: RefusedRow) -> RowProblem:
    data = {name: value for name, value in refused.items() if name not in ("line", "code")}
    return RowProblem(refused["line"], refused["code"], data)


def take_back(writer: Writer, code: str, number: int | None) -> Answer:
    """Take back the questions of an import. Use several commands; each command takes back at most TAKEN_AT_ONCE
    questions.

    The answer contains the number of questions that were taken back (`count`). If a command fails, the earlier commands
    stay in effect. A repeated call takes back the remaining questions. Refusals: see `importing.undo_import`.
    """
    total = 0
    while True:
        outcome = writer.submit(organiser_command(ACTS, "undo_import", code, {"number": number})).wait()
        number, count = outcome.answer["number"], outcome.answer["count"]
        total += count
        if count < TAKEN_AT_ONCE:
            return {"already": not total, "number": number, "count": total}
