"""The record as a workbook: strings as strings, whatever they begin with; no formula, no link."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from ...core.ledger import FIGURES

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDE = 60
NARROW = 14


def as_xlsx(rows: list[list], ledger: dict) -> bytes:
    """Two sheets, Questions (the rows, the first of them names) and Ledger (services/ledger.read)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        # A fixed time: the file tells when nothing was asked or exported.
        book.set_properties({"created": datetime(2000, 1, 1)})
        _fill(book, "Questions", rows)
        _fill(book, "Ledger", _rule_rows(ledger["tables"]) if ledger["rule"] else _ledger_rows(ledger))
    return out.getvalue()


def _fill(book: xlsxwriter.Workbook, name: str, rows: list[list]) -> None:
    sheet = book.add_worksheet(name)
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    for index, title in enumerate(rows[0]):
        sheet.set_column(
            index,
            index,
            WIDE if title.startswith(("text", "translation")) and not title.endswith("_source") else NARROW,
        )
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            write = sheet.write_number if isinstance(value, int) else sheet.write_string
            write(line, column, value, body if line else head)
    sheet.freeze_panes(1, 0)


def _ledger_rows(told: dict) -> list[list]:
    rows = [["by", "key", *FIGURES], ["all", "", *(told[name] for name in FIGURES)]]
    for by in ("group", "language"):
        rows += [[by, key, *(row[name] for name in FIGURES)] for key, row in told[f"by_{by}"].items()]
    rows += [
        ["not answered", why, n] for part in ("approved", "not_approved") for why, n in told["outcomes"][part].items()
    ]
    return rows


def _rule_rows(tables: dict) -> list[list]:
    rows = [["by", "key", "until", "received"]]
    for by, published in tables.items():
        for table in published:
            rows += [[by, key, table["at"], n] for key, n in table["cells"].items()]
            rows.append([by, "all", table["at"], table["received"]])
    return rows
