"""The sentences with which the import page explains why a row or a file cannot be imported."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext

from ..core.contracts import RefusedRowView
from ..services.imports.problems import RowProblem

LONGEST_TEXT = 300
"""Maximum number of characters of a row's text that the page shows."""

KINDS = "CSV, TSV, Excel (.xlsx), JSON Lines"

_ = lazy_gettext
FILE_SENTENCES = {
    "file.too_large": _("The file is larger than %(limit)s MB."),
    "file.empty": _("The file is empty."),
    "file.kind": _("This is another kind of file. Choose one of these: %(kinds)s."),
    "file.encoding": _("The characters of the file cannot be read. Save it as UTF-8, or choose another encoding."),
    "file.old_excel": _("This is a workbook in the old format. Save it as .xlsx."),
    "file.password": _("The workbook has a password. Save it without a password."),
    "file.damaged": _("The workbook is damaged. Open it in a spreadsheet program and save it again."),
    "file.unpacked": _("The workbook is too large when it is unpacked: more than %(limit)s MB."),
    "file.markup": _("The workbook contains definitions that a spreadsheet program never writes."),
    "file.no_objects": _("The file begins like JSON, but no line of it is a JSON object."),
    "file.columns": _("Choose the column with the questions."),
    "file.people": _("This report lists people, and no questions."),
    "file.no_header": _("Line %(line)s of the file is empty or does not exist."),
    "file.no_rows": _("The file has a header, but no row with a question."),
    "file.too_many_rows": _("The file has more than %(limit)s rows."),
}
"""{refusal code: sentence}, for files that are refused as a whole."""

ROW_REASONS = {
    "row.quotes": _("The quotation marks of this row are wrong. A text with a quotation mark must double it."),
    "row.unclosed": _("A quotation mark opens in this row and is never closed. The rest of the file is not read."),
    "row.cells": _("More cells than the header has. A text with a separator must be in quotation marks."),
    "row.too_large": _("A cell of this row is longer than %(limit)s characters."),
    "row.no_object": _("This line is no JSON object."),
    "row.encoding": _("Characters of this row are damaged."),
    "text.empty": _("No text."),
    "text.too_long": _("Too long: %(length)s of %(limit)s characters."),
    "name.too_long": _("The name is too long: at most %(limit)s characters."),
    "limit.pending": _("Too many questions wait in Incoming: %(limit)s."),
}
"""{code of a RowProblem: reason}."""


def reason(problem: RowProblem) -> str:
    """Return the sentence that explains why a row cannot be imported, in the interface language.

    If the code is unknown, return the code.
    """
    if problem.code == "text.too_long" and problem.data.get("unit") == "bytes":
        return gettext("Too long: %(length)s of %(limit)s bytes.", **problem.data)
    sentence = str(ROW_REASONS.get(problem.code, problem.code))
    return sentence % problem.data if "%(" in sentence else sentence


def views(problems: Iterable[RowProblem]) -> list[RefusedRowView]:
    """Return the problems in the form that the page needs: with sentences and shortened texts."""
    return [
        {"line": problem.line, "code": problem.code, "reason": reason(problem), "text": problem.text[:LONGEST_TEXT]}
        for problem in problems
    ]
