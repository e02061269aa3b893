"""The problems of a question file and of its rows: stable codes, each with an English sentence for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

FILE_SENTENCES = {
    "file.too_large": "The file is larger than %(limit)s MB.",
    "file.empty": "The file is empty.",
    "file.kind": "This is no text file, workbook or JSON Lines file, but %(kind)s.",
    "file.encoding": "The characters of the file cannot be read. Save it as UTF-8, or choose another encoding.",
    "file.old_excel": "This is a workbook in the old format. Save it as .xlsx.",
    "file.password": "The workbook has a password. Save it without a password.",
    "file.damaged": "The workbook is damaged. Open it in a spreadsheet program and save it again.",
    "file.unpacked": "The workbook is too large when it is unpacked: more than %(limit)s MB.",
    "file.markup": "The workbook contains definitions that a spreadsheet program never writes.",
    "file.no_objects": "The file begins like JSON, but no line of it is a JSON object.",
    "file.columns": "No column with questions is recognised. Choose it. The columns are: %(columns)s",
    "file.people": "This report lists people, and no questions.",
    "file.no_header": "Line %(line)s of the file is empty or does not exist.",
    "file.no_rows": "The file has a header, but no row with a question.",
    "file.too_many_rows": "The file has more than %(limit)s rows.",
    "column.unknown": "The file has no column %(column)s. The columns are: %(columns)s",
    "column.repeated": "The column %(column)s is chosen twice.",
}
"""{code of a problem: its sentence}. If a file has such a problem, the whole file is refused."""
ROW_SENTENCES = {
    "row.quotes": "The quotation marks of this row are wrong. A text with a quotation mark must double it.",
    "row.unclosed": "A quotation mark opens in this row and is never closed. The rest of the file is not read.",
    "row.cells": "More cells than the header has. A text with a separator must be in quotation marks.",
    "row.too_large": "A cell of this row is longer than %(limit)s characters.",
    "row.no_object": "This line is no JSON object.",
    "row.encoding": "Characters of this row are damaged.",
    "text.empty": "No text.",
    "text.too_long": "Too long: %(length)s of %(limit)s %(unit)s.",
    "name.too_long": "The name is too long: %(length)s of %(limit)s characters.",
    "limit.pending": "Too many questions wait in Incoming: %(limit)s.",
}
"""{code of a problem: its sentence}. If a row has such a problem, only this row is refused.

Codes that begin with `row.` are problems that are found while the file is read. The other four are refusals of the
act `import`, when it adds the row's question.
"""


LONGEST_SHOWN = 2000


class ImportFileError(Exception):
    """The exception for a file that is refused as a whole. `code` is a key of FILE_SENTENCES."""

    def __init__(self, code: str, **data: object):
        super().__init__(code)
        self.code = code
        self.data = data

    def __str__(self) -> str:
        return f"{FILE_SENTENCES[self.code] % self.data} ({self.code})"


class RowProblem(NamedTuple):
    """A row that is not imported. `line`: its line in the file, from 1. `code`: a key of ROW_SENTENCES.

    `text`: the content of the row, at most LONGEST_SHOWN characters; it can be "", for example if the server refused
    the row.
    """

    line: int
    code: str
    data: Mapping[str, object] = {}
    text: str = ""

    @property
    def sentence(self) -> str:
        """Return the reason in English; for an unknown code, return the code."""
        values = {"limit": "?", "length": "?", "unit": "characters"} | dict(self.data)
        return ROW_SENTENCES.get(self.code, self.code) % values
