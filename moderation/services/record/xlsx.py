"""The record as an XLSX workbook. Every text is a string cell; the workbook contains no formula and no link."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from ...core.ledger import FIGURES

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDE = 60
NARROW = 14

Table = list[list[Any]]
"""Rows of cells; the first row contains the names of the columns."""


def as_xlsx(rows: Table, ledger: dict[str, Any]) -> bytes:
    """Return a workbook of two sheets: Questions (`rows`) and Ledger (`ledger.read`)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        # Use a fixed time, because the file's properties must not reveal the time of the export.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        _fill(book, "Questions", rows)
        _fill(book, "Ledger", _rule_rows(ledger["tables"]) if ledger["rule"] else _ledger_rows(ledger))
    return out.getvalue()


def _fill(book: xlsxwriter.Workbook, name: str, rows: Table) -> None:
    sheet = book.add_worksheet(name)
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    for index, title in enumerate(rows[0]):
        is_wide = title.startswith(("text", "translation")) and not title.endswith("_source")
        sheet.set_column(index, index, WIDE if is_wide else NARROW)
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            write = sheet.write_number if isinstance(value, int) else sheet.write_string
            write(line, column, value, body if line else head)
    sheet.freeze_panes(1, 0)


def _ledger_rows(ledger: dict[str, Any]) -> Table:
    rows: Table = [["by", "key", *FIGURES], ["all", "", *(ledger[name] for name in FIGURES)]]
    for by in ("group", "language"):
        rows += [[by, key, *(row[name] for name in FIGURES)] for key, row in ledger[f"by_{by}"].items()]
    rows += [
        ["not answered", why, count]
        for part in ("approved", "not_approved")
        for why, count in ledger["outcomes"][part].items()
    ]
    return rows


def _rule_rows(tables: dict[str, list[dict[str, Any]]]) -> Table:
    rows: Table = [["by", "key", "until", "received"]]
    for by, published in tables.items():
        for table in published:
            rows += [[by, key, table["at"], count] for key, count in table["cells"].items()]
            rows.append([by, "all", table["at"], table["received"]])
    return rows
