"""XLSX workbooks. openpyxl reads them after checks of their unpacked size and markup."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from .header import WITHIN, rank_of
from .problems import ImportFileError, RowProblem
from .tables import MOST_COLUMNS, MOST_ROWS, Content, Record, collect

MOST_UNPACKED = 50 * 1024 * 1024
"""Maximum total size of the unpacked files of a workbook, in bytes.

The total is computed from the sizes that the workbook states. If a file is larger than stated, zipfile stops at the
stated size.
"""
MOST_FILES = 2000
MOST_SHEETS = 20
MOST_LINES = 100_000
"""Maximum number of rows of a sheet that are read, including empty rows."""
_CHUNK = 64 * 1024
_MARKUP = tuple(
    text.encode(codec) for text in ("<!DOCTYPE", "<!ENTITY") for codec in ("ascii", "utf-16-le", "utf-16-be")
)
"""The bytes with which declarations of document types and entities begin. Entities can expand a small file to
gigabytes."""


def is_workbook(content: bytes) -> bool:
    """Return whether the content is a ZIP archive with a workbook. Raises ImportFileError `file.damaged`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise ImportFileError("file.damaged") from None


def read(content: bytes) -> Content:
    """Return the records of the first sheet with a known header, or else of the first sheet with a text.

    A formula has the value that the spreadsheet program stored. Raises ImportFileError `file.damaged`,
    `file.unpacked`, `file.markup`, `file.too_many_rows`.
    """
    _check(content)
    # Load openpyxl only for a workbook, because loading it takes more than 0.1 s.
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Ignore openpyxl's warnings about features that it cannot read.
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                return _read_best(book.worksheets[:MOST_SHEETS])
            finally:
                book.close()
    except ImportFileError:
        raise
    except Exception:
        # Catch every exception: openpyxl does not check its input, so a damaged workbook can raise any of them.
        raise ImportFileError("file.damaged") from None


def _check(content: bytes) -> None:
    """Check the workbook's files without unpacking them to memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise ImportFileError("file.unpacked", limit=MOST_UNPACKED // 1024**2)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels", ".vml")):
                    with archive.open(entry) as file:
                        _check_markup(file)
    except ImportFileError:
        raise
    except Exception:
        # Catch every exception: zipfile passes on the errors of the decompressors, and refuses encrypted files with
        # RuntimeError.
        raise ImportFileError("file.damaged") from None


def _check_markup(file: Any) -> None:
    end = b""
    while chunk := file.read(_CHUNK):
        window = end + chunk
        if any(markup in window for markup in _MARKUP):
            raise ImportFileError("file.markup")
        end = window[-32:]


def _read_best(sheets: list[Any]) -> Content:
    """Return the content of the sheet that most likely contains the questions.

    This is the sheet with the highest rank of a header (`header.rank_of`) among its first WITHIN records. If several
    sheets have this rank, it is the first of them. The other sheets are not read further.
    """
    best, best_rank = None, -1
    for sheet in sheets:
        # Ignore the size that the file gives for the sheet. If this size were too small, openpyxl would leave out rows.
        sheet.reset_dimensions()
        first = islice(collect(_rows(sheet), []), WITHIN)
        rank = max((rank_of(record.cells) for record in first), default=-1)
        if rank > best_rank:
            best, best_rank = sheet, rank
    problems: list[RowProblem] = []
    return Content("XLSX", list(collect(_rows(best), problems)) if best else [], problems)


def _rows(sheet: Any) -> Iterator[Record]:
    for line, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if line > MOST_LINES:
            raise ImportFileError("file.too_many_rows", limit=MOST_ROWS)
        # openpyxl yields a row of None for each row that is missing in the sheet, up to a hundred thousand rows.
        cells = [] if values.count(None) == len(values) else [_text_of(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        yield Record(line, cells)


def _text_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
