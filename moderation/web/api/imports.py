"""The routes of the import page: preview a question file, import it, list the imports, take an import back.

Each request to preview or import a file contains the whole file. The server keeps no file between two requests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from flask import Blueprint, Response, jsonify, request

from ...core.contracts import ImportPreview, ImportResult
from ...core.model import Session
from ...core.refusals import Refusal
from ...services.acts import imports
from ...services.imports import question_file
from ...services.imports.columns import Columns
from ...services.imports.decode import ENCODINGS
from ...services.imports.names import PERSONAL, ROLES
from ...services.imports.problems import ImportFileError, RowProblem
from ...services.imports.question_file import QuestionFile
from ...services.imports.rows import ChosenRows, rows_of
from ...services.imports.tables import MOST_BYTES
from ...services.record.bad_rows import as_csv
from ...store import bridges
from ...store import imports as store
from ..context import AppContext
from ..import_sentences import reason, views
from .authentication import authenticate
from .commands import read_body
from .uploads import read_upload

blueprint = Blueprint("imports", __name__)

Result = TypeVar("Result")
FIRST_ROWS = 5
MOST_REFUSED = 100
"""Maximum number of rows that an answer lists as refused.

The CSV file in the answer of an import contains all refused rows.
"""
_LONGEST_CELL = 200


class Choices(NamedTuple):
    """The choices that the person has made on the page. If a field is None, the server chooses its value.

    `group` and `language`: the values for the rows that have no value in the file.
    """

    columns: Columns | None
    encoding: str | None
    header_line: int | None
    group: str
    language: str
    source: str
    file: str


@blueprint.post("/api/s/<code>/organiser/import/preview")
def preview(code: str) -> Response:
    """Return an ImportPreview: format and columns of the file, first rows, expected result of the import.

    Refuses with the codes `file.…`, and with the codes of `authenticate`, `_read_choices` and `read_upload`.
    """
    context, session, _ = authenticate(code, "organiser", "export")
    choices, content = _read_choices(session), read_upload(MOST_BYTES, "file.too_large")
    answer, problems = _in_thread(context, _preview, context, session, content, choices)
    # Translate the reasons here: a real thread has no request, and therefore no interface language.
    return jsonify({"ok": True, **answer, "refused": views(problems)})


@blueprint.post("/api/s/<code>/organiser/import")
def import_file(code: str) -> Response:
    """Import the file and return the result (ImportResult).

    Refuses with the codes of `preview` and of `imports.add_all`, and with `file.columns` if no column contains the
    questions.
    """
    context, session, _ = authenticate(code, "organiser", "export")
    choices, content = _read_choices(session), read_upload(MOST_BYTES, "file.too_large")
    file, chosen = _in_thread(context, _choose, content, choices)
    if file.rows and "text" not in chosen.columns:
        raise Refusal("file.columns")
    source = choices.source or (file.layout.name if file.layout else "")
    answer, refused = imports.add_all(
        context.writer, context.reader, context.runtime.in_thread, session.code, chosen.rows, source, choices.file
    )
    texts = {row["line"]: row["text"] for row in chosen.rows}
    problems = [*chosen.problems, *(problem._replace(text=texts[problem.line]) for problem in refused)]
    problems.sort(key=lambda problem: problem.line)
    # Translate the reasons here: a real thread has no request, and therefore no interface language.
    reasons = {(problem.line, problem.code): reason(problem) for problem in problems}

    def bad_rows() -> str:
        return as_csv(problems, chosen.rows, lambda problem: reasons[problem.line, problem.code])

    result: ImportResult = {
        "number": answer.get("number"),
        "rows": len(chosen.rows) + len(chosen.problems),
        "count": answer["count"],
        "known": answer["known"],
        "refused_count": len(problems),
        "refused": views(problems[:MOST_REFUSED]),
        "bad_rows": context.runtime.in_thread(bad_rows) if problems else "",
    }
    return jsonify({"ok": True, **result})


@blueprint.get("/api/s/<code>/organiser/imports")
def listing(code: str) -> Response:
    """Return the imports of the session, the latest first, and the time at which the bridge token was made.

    Refuses with the codes of `authenticate`.
    """
    context, session, _ = authenticate(code, "organiser")
    with context.reader.transaction() as connection:
        bridge = bridges.find(connection, session)
        made_at = None if bridge is None else bridge.created_at
        return jsonify({"imports": store.listing(connection, session), "bridge_made_at": made_at})


@blueprint.post("/api/s/<code>/organiser/undo-import")
def undo(code: str) -> Response:
    """Take back the import `number`.

    Refuses with `request.field`, and with the codes of `authenticate` and `imports.take_back`.
    """
    context, session, _ = authenticate(code, "organiser", "export")
    number = read_body().get("number")
    if type(number) is not int or not 0 < number < 2**53:
        raise Refusal("request.field", field="number")
    return jsonify({"ok": True, **imports.take_back(context.writer, session.code, number)})


def _read_choices(session: Session) -> Choices:
    """Return the organiser's choices for the import (columns, encoding, header line, …) from the query string.

    Refuses with `request.field` if a choice is not valid.
    """
    fields = request.args
    encoding, header_line = fields.get("encoding") or None, fields.get("header") or None
    if encoding is not None and encoding not in ENCODINGS:
        raise Refusal("request.field", field="encoding")
    if header_line is not None and not (header_line.isascii() and header_line.isdigit() and len(header_line) < 9):
        raise Refusal("request.field", field="header")
    for name, allowed in (("group", session.groups), ("language", session.languages)):
        if fields.get(name, "") not in ("", *allowed):
            raise Refusal("request.field", field=name)
    return Choices(
        _read_columns(fields["columns"]) if "columns" in fields else None,
        encoding,
        None if header_line is None else int(header_line),
        fields.get("group", ""),
        fields.get("language", ""),
        fields.get("source", ""),
        fields.get("file", ""),
    )


def _read_columns(text: str) -> Columns:
    """Parse the choice of columns in a text such as `text:0,time:3`. Refuses with `request.field`."""
    columns: Columns = {}
    for part in text.split(",") if text else ():
        role, _, index = part.partition(":")
        is_number = index.isascii() and index.isdigit() and len(index) < 4
        if role not in ROLES or role in columns or not is_number or int(index) in columns.values():
            raise Refusal("request.field", field="columns")
        columns[role] = int(index)
    return columns


def _in_thread(context: AppContext, function: Callable[..., Result], *args: Any) -> Result:
    """Run a function in a real thread. Convert its ImportFileError to a refusal with the same code."""
    try:
        return context.runtime.in_thread(function, *args)
    except ImportFileError as error:
        raise Refusal(error.code, **error.data) from None


def _choose(content: bytes, choices: Choices) -> tuple[QuestionFile, ChosenRows]:
    """Read the file. Return (file, the rows to import). If no column has the role `text`, there are no rows to import.

    Raises ImportFileError for a wrong file. Refuses with `request.field` if a chosen column does not exist.
    """
    try:
        file = question_file.read(content, (), choices.encoding, choices.header_line)
    except ImportFileError as error:
        if error.code != "file.columns":
            raise
        # No row was recognised as the header. Use the widest row as the header, so that the person can choose columns.
        file = question_file.read(content, (), choices.encoding, int(str(error.data["line"])))
    columns = choices.columns
    if columns is None:
        columns = {role: index for role, index in file.proposed.items() if role not in PERSONAL}
    if any(index >= len(file.header) for index in columns.values()):
        raise Refusal("request.field", field="columns")
    if "text" not in columns:
        return file, ChosenRows(columns, [], file.problems)
    chosen = rows_of(file, columns)
    for row in chosen.rows:
        for name, value in (("group", choices.group), ("language", choices.language)):
            if value and name not in row:
                row[name] = value  # type: ignore[literal-required]
    return file, chosen


def _preview(
    context: AppContext, session: Session, content: bytes, choices: Choices
) -> tuple[ImportPreview, list[RowProblem]]:
    """Return (the answer, the first problems of the file).

    The field `refused` of the answer is empty. The caller fills it with the problems, because only the caller can
    translate them.
    """
    file, chosen = _choose(content, choices)
    expected = imports.forecast(context.reader, session.code, chosen.rows)
    problems: list[RowProblem] = sorted([*chosen.problems, *expected.problems], key=lambda problem: problem.line)
    shown = set(chosen.columns.values())
    answer: ImportPreview = {
        "form": file.form,
        "encoding": file.encoding,
        "product": file.layout.name if file.layout else None,
        "header_line": file.header_line,
        "header": file.header,
        "rows": len(file.rows) + len(file.problems),
        "left_out": file.left_out,
        "columns": chosen.columns,
        "personal": [file.proposed[role] for role in PERSONAL if role in file.proposed],
        "first": [
            {"line": row.line, "cells": [_cell(cell, index in shown) for index, cell in enumerate(row.cells)]}
            for row in file.rows[:FIRST_ROWS]
        ],
        "count": expected.added,
        "known": expected.known,
        "over": expected.over,
        "refused_count": len(problems),
        "unmatched": expected.unmatched,
        "refused": [],
    }
    return answer, problems[:MOST_REFUSED]


def _cell(text: str, is_shown: bool) -> str | None:
    """Return the beginning of a cell.

    The page must not show the values of a column that is left out. In such a column, return "" for an empty cell and
    None for any other cell.
    """
    if is_shown:
        return text[:_LONGEST_CELL]
    return None if text.strip() else ""
