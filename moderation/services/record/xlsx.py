"""The record as an XLSX workbook. Every text is a string cell; the workbook contains no formula and no link."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from .row_heights import height
from .table import Cell, Table, is_long

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONG, LABEL, TIME, SHORT = 60, 32, 20, 16
"""The widths of columns in characters: for questions, for labels and names, for times, for all other values."""
TIME_FORMAT = "yyyy-mm-dd hh:mm:ss"


def as_xlsx(questions: Table, ledger: Table) -> bytes:
    """Return a workbook of two sheets: Questions and Ledger. Each sheet has a filter and a frozen header.

    Excel has no time zones. Therefore a cell with a time shows the time in the session's zone.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        # Use a fixed time, because the file's properties must not reveal the time of the export.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        _fill(book, "Questions", questions)
        _fill(book, "Ledger", ledger)
    return out.getvalue()


def _fill(book: Any, name: str, rows: Table) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    formats = {
        datetime: book.add_format({"num_format": TIME_FORMAT, "valign": "top", "align": "left"}),
        str: book.add_format({"text_wrap": True, "valign": "top"}),
    }
    plain = book.add_format({"valign": "top"})
    widths = [_width(str(title), [row[index] for row in rows[1:]]) for index, title in enumerate(rows[0])]
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    for column, title in enumerate(rows[0]):
        sheet.write_string(0, column, str(title), head)
    for line, row in enumerate(rows[1:], 1):
        sheet.set_row(line, height([(value, widths[index]) for index, value in enumerate(row)]))
        for column, value in enumerate(row):
            _write(sheet, line, column, value, formats.get(type(value), plain))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)


def _write(sheet: Any, line: int, column: int, value: Cell, cell_format: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(line, column, value.replace(tzinfo=None), cell_format)
    elif isinstance(value, bool):
        sheet.write_boolean(line, column, value, cell_format)
    elif isinstance(value, int):
        sheet.write_number(line, column, value, cell_format)
    else:
        sheet.write_string(line, column, value, cell_format)


def _width(title: str, values: list[Cell]) -> int:
    if is_long(title):
        return LONG
    if title in ("name", "label") or title.endswith("_label"):
        return LABEL
    return TIME if any(isinstance(value, datetime) for value in values) else SHORT
