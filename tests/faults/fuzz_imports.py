"""Hypothesis strategies for the content of question files: tables in each format, damaged files, and random bytes."""

from __future__ import annotations

import io
import zipfile

from hypothesis import strategies as st

from moderation.services.imports.question_file import read
from moderation.services.imports.rows import ChosenRows, choose_rows
from tests.faults.fuzz_values import CANARY, RAW, TEXT, damaged
from tests.services.imports.files import EXPORTS, as_csv, as_json_lines, as_xlsx

HEADERS = ("Question", "Author", "Asker Email", "Time", "Group", "Topic", "Upvotes", "")
CELL = st.one_of(
    TEXT,
    st.sampled_from(("=1+1", "\t", '"', "1e999", "0000-00-00", "99/99/9999 99:99", "2024-04-29 13:05:10", "-1", "∞")),
)
TABLE = st.tuples(
    st.lists(st.one_of(st.sampled_from(HEADERS), CELL), min_size=1, max_size=6),
    st.lists(st.lists(CELL, max_size=8), max_size=8),
).map(lambda parts: [parts[0], *parts[1]])


def readable(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows without the characters that XML or UTF-8 does not allow."""
    return [["".join(char for char in cell if char == "\t" or char.isprintable()) for cell in row] for row in rows]


def packed(members: dict[str, bytes]) -> bytes:
    """Return a ZIP archive with these members {name: content}."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def parse(content: bytes) -> ChosenRows:
    """Read a question file. Use the columns that the product proposes, as the command `import` does.

    Raise ImportFileError if the file is invalid.
    """
    return choose_rows(read(content), {})


WORKBOOKS = [as_xlsx(rows) for rows in EXPORTS.values()]
BOMB = packed({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a>" + b" " * 20_000_000})
"""A ZIP archive. Its unpacked content is a thousand times as large as the archive."""
IMPORT_FILES = st.one_of(
    st.builds(
        as_csv, TABLE.map(readable), st.sampled_from((",", ";", "\t", "|")), st.sampled_from(("utf-8", "utf-16"))
    ),
    TABLE.map(readable).map(as_json_lines),
    damaged(st.sampled_from([*WORKBOOKS, *(as_csv(rows) for rows in EXPORTS.values())])),
    RAW,
    st.sampled_from(
        (
            BOMB,
            packed({"xl/workbook.xml": CANARY.encode()}),
            b"\xff\xfe" + CANARY.encode("utf-16-be"),
            ('"' * 5000 + CANARY).encode(),
            (f"Question\n{'a,' * 20_000}{CANARY}\n").encode(),
            ("[" * 5000 + CANARY).encode(),
            ('{"question": "' + CANARY + '"}\n').encode() * 3000,
        )
    ),
)
