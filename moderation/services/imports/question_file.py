"""A question file: its encoding, its form, its layout, its header and its rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from . import csv_file, json_lines, workbook
from .columns import Columns, propose
from .decode import decode
from .header import find_header, with_line
from .layouts import Layout, layout_of
from .names import normal
from .problems import ImportFileError, RowProblem
from .tables import MOST_BYTES, Content, Record

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""A workbook with a password is an OLE file that contains a part with this name."""
_ZIP = b"PK\x03\x04"
_OTHER_KINDS = {
    b"%PDF-": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"Rar!": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a text document",
    b"SQLite format 3": "a database",
}
"""{first bytes of a file: the kind of the file}. Files of these kinds are refused. The error message `file.kind` names
the kind.
"""


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """A file that was read.

    `form`: the file's form in words for people, for example "CSV, comma". `encoding`: None for a workbook.
    `header_line`: the line of the header; 0 for JSON Lines. `rows`: the rows below the header that contain a question.
    `left_out`: the number of rows without a question. `proposed`: the likely column of each role (`names.ROLES`).
    """

    form: str
    encoding: str | None
    layout: Layout | None
    header: list[str]
    header_line: int
    rows: list[Record]
    left_out: int
    problems: list[RowProblem]
    proposed: Columns


def read(
    content: bytes, chosen: Collection[str] = (), encoding: str | None = None, header_line: int | None = None
) -> QuestionFile:
    """Return the content of a question file. Call `read` outside the event loop, because the reading of a large file
    takes about a second.

    `chosen`: the names of the columns that the caller chose. The first row that contains them is the header.
    `encoding`: the caller's choice (`decode.ENCODINGS`). `header_line`: the line of the header; None to recognise the
    header. Raises ImportFileError.
    """
    if len(content) > MOST_BYTES:
        raise ImportFileError("file.too_large", limit=MOST_BYTES // 1024**2)
    if not content.strip():
        raise ImportFileError("file.empty")
    table, used_encoding = _content(content, encoding)
    if not table.records and table.problems:
        return QuestionFile(table.form, used_encoding, None, [], 0, [], 0, table.problems, {})
    if header_line is not None and not table.has_keys:
        start = with_line(table.records, header_line)
    else:
        start = 0 if table.has_keys and not chosen else find_header(table.records, chosen)
    header = table.records[start]
    names = [normal(cell) for cell in header.cells]
    layout = layout_of(names)
    data = table.records[start + 1 :]
    if not data and not table.problems:
        raise ImportFileError("file.no_rows")
    proposed = propose(header.cells, data, layout)
    rows = [record for record in data if not _is_left_out(record, layout, names, proposed)]
    problems = [problem for problem in table.problems if problem.line > header.line]
    return QuestionFile(
        table.form, used_encoding, layout, header.cells, header.line, rows, len(data) - len(rows), problems, proposed
    )


def _content(content: bytes, encoding: str | None) -> tuple[Content, str | None]:
    """Return the content of the file and its encoding. The kind of file is recognised by the first bytes of
    `content`.
    """
    if content.startswith(_OLE):
        raise ImportFileError("file.password" if _ENCRYPTED in content else "file.old_excel")
    for beginning, kind in _OTHER_KINDS.items():
        if content.startswith(beginning):
            raise ImportFileError("file.kind", kind=kind)
    if content.startswith(_ZIP):
        if not workbook.is_workbook(content):
            raise ImportFileError("file.kind", kind="another kind of archive or document")
        return workbook.read(content), None
    text, used_encoding = decode(content, encoding)
    if text.lstrip()[:14].lower().startswith(("<!doctype html", "<html", "<?xml")):
        raise ImportFileError("file.kind", kind="a web page or XML")
    is_json = text.lstrip().startswith(("{", "[{", "[\n", "[ "))
    return (json_lines.read(text) if is_json else csv_file.read(text)), used_encoding


def _is_left_out(record: Record, layout: Layout | None, names: list[str], columns: Columns) -> bool:
    """Return whether a row contains no question. If the file is not a known export (`layout` is None), the result is
    False. In a known export, a row without a question contains an answer, a notice, or the continuation of an answer in
    the row above.
    """
    if layout is None:
        return False
    cells = dict(zip(names, record.cells))
    if layout.kinds and layout.kinds[0] in cells and normal(cells[layout.kinds[0]]) not in layout.kinds[1]:
        return True
    if layout.counter and layout.counter in names:
        text = columns.get("text", 0)
        has_text = text < len(record.cells) and record.cells[text].strip()
        return not has_text and not cells.get(layout.counter, "").strip()
    return False
