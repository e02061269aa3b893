"""Broken question files, each with the code that names its problem."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.services.imports import files

GOOD = files.as_xlsx([["Question"], ["Who pays?"]])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def rewritten(change: Callable[[str, bytes], bytes | None], content: bytes = GOOD, **added: bytes) -> bytes:
    """Return a workbook with changed files. `change(name, content)` returns the new content; None removes the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            changed = change(name, source.read(name))
            if changed is not None:
                target.writestr(name, changed)
        for name, data in added.items():
            target.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def _sheet(old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        return content.replace(old, new) if name.endswith("sheet1.xml") else content

    return rewritten(change)


def _with_doctype(codec: str) -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<?xml version="1.0" encoding="{codec}"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a8;</x>'
    return rewritten(lambda name, content: bomb.encode(codec) if name.endswith("sheet1.xml") else content)


def _zip(**names: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return out.getvalue()


def _lines(*lines: str) -> bytes:
    return "\n".join(lines).encode()


FILES: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "empty": (b"", "file.empty"),
    "only white space": (b" \r\n\t\n", "file.empty"),
    "larger than 5 MB": (lambda: b"Question\n" + b"Who?\n" * 1_050_000, "file.too_large"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", "file.kind"),
    "gzip": (b"\x1f\x8b\x08\x00\x00", "file.kind"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "file.kind"),
    "RAR": (b"Rar!\x1a\x07", "file.kind"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00", "file.kind"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00", "file.kind"),
    "RTF": (b"{\\rtf1\\ansi Question}", "file.kind"),
    "web page": (b"<!DOCTYPE html><html><body>Question</body></html>", "file.kind"),
    "XML": (b'<?xml version="1.0"?><questions/>', "file.kind"),
    "word processor": (_zip(**{"word/document.xml": b"<w/>"}), "file.kind"),
    "old workbook": (OLE + b"\x00" * 600, "file.old_excel"),
    "workbook with a password": (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "file.password"),
    "cut workbook": (GOOD[: len(GOOD) // 2], "file.damaged"),
    "workbook with changed bytes": (GOOD[:80] + b"\x00" * 40 + GOOD[120:], "file.damaged"),
    "workbook without its sheet": (
        rewritten(lambda name, content: None if name.endswith("sheet1.xml") else content),
        "file.no_rows",
    ),
    "workbook without its list of files": (
        rewritten(lambda name, content: None if name.endswith("workbook.xml.rels") else content),
        "file.damaged",
    ),
    "sheet that is no XML": (_sheet(b"<sheetData>", b"<sheetData><"), "file.damaged"),
    "row number that is no number": (_sheet(b'<row r="2"', b'<row r="many"'), "file.damaged"),
    "cell outside of every sheet": (_sheet(b'r="A2"', b'r="ZZZZZZZ2"'), "file.damaged"),
    "shared string that is missing": (
        _sheet(b"</sheetData>", b'<row r="3"><c r="A3" t="s"><v>9</v></c></row></sheetData>'),
        "file.damaged",
    ),
    "ZIP bomb": (lambda: rewritten(lambda name, content: content, xl__media__a=b"\0" * 60_000_000), "file.unpacked"),
    "workbook whose cells repeat one long text": (
        lambda: files.as_xlsx([["Question"], *[["x" * 19_000]] * 1100]),
        "file.unpacked",
    ),
    "ZIP with thousands of files": (
        lambda: rewritten(lambda name, content: content, **{f"f{n}": b"" for n in range(2001)}),
        "file.unpacked",
    ),
    "entities": (_with_doctype("utf-8"), "file.markup"),
    "entities in UTF-16": (_with_doctype("utf-16-le"), "file.markup"),
    "sheet with a million rows": (_sheet(b'<row r="2"', b'<row r="1048576"'), "file.too_many_rows"),
    "too many rows": (lambda: files.as_csv([["Question"], *[["Who?"]] * 10_001]), "file.too_many_rows"),
    "binary bytes": (b"Question\n\x01\x02\xfe\xfd\x80\n", "file.encoding"),
    "UTF-32": ("Question\nWho?".encode("utf-32"), "file.encoding"),
    "UTF-16 cut in a character": ("Question\nWho?".encode("utf-16")[:-1], "file.encoding"),
    "lone surrogate in UTF-16": ("Question\nWho".encode("utf-16") + b"\x00\xd8", "file.encoding"),
    "no JSON Lines": (b"{not JSON}\n{this neither}", "file.no_objects"),
    "JSON array cut off": (b'[{"question": "Who?"}, {"question"', "file.no_objects"),
    "deeply nested JSON": (b'{"a":' * 100_000, "file.no_objects"),
    "columns without a question": (b"Item,Price\nTea,3\n", "file.columns"),
    "only a sentence": (b"Please find the questions below.\n", "file.columns"),
    "attendees of Zoom": (
        b"Attendee Report\nUser Name (Original Name),Email,Join Time,Leave Time\nAna,a@example.org,13:00,14:00\n",
        "file.people",
    ),
    "registrations": (b"First Name,Last Name,Email,Registration Time\nAna,Sol,a@example.org,now\n", "file.people"),
    "header only": (b"Question,Group\n", "file.no_rows"),
    "empty workbook": (files.as_xlsx([[]]), "file.no_rows"),
    "Zoom report without questions": (files.as_csv(files.ZOOM[:6]), "file.no_rows"),
}
"""{fault: (content, code with which the whole file is refused)}. A content that takes long to make is a function."""


def broken(fault: str) -> tuple[bytes, str]:
    """Return (content, code) of the entry of `FILES`."""
    content, code = FILES[fault]
    return content() if callable(content) else content, code


ROWS: dict[str, tuple[bytes, list[tuple[int, str]]]] = {
    "quotation mark inside a text": (b'Question,Group\n"Who "really" pays?",Media\nWhen?,\n', [(2, "row.quotes")]),
    "quotation mark that is never closed": (b'Question\nWho?\n"When?\nHow?\nWhy?\n', [(3, "row.unclosed")]),
    "separator in a text without quotation marks": (
        b"Question,Group\nWho, and when?,Media\nHow?,\n",
        [(2, "row.cells")],
    ),
    "text of 20,001 characters": (b"Question\n" + b"x" * 20_001 + b"\nWho?\n", [(2, "row.too_large")]),
    "cell of 200,000 characters": (b"Question\n" + b"x" * 200_000 + b"\nWho?\n", [(2, "row.too_large")]),
    "damaged UTF-8": (("Question\n" + "é" * 30).encode() + b"\xff?\nWho?\n", [(2, "row.encoding")]),
    "lines that are no objects": (
        _lines('{"question": "Who?"}', "null", "{", "[1]"),
        [(line, "row.no_object") for line in (2, 3, 4)],
    ),
}
"""{fault: (content, [(line, code) of each row that is not imported])}. Each file also contains one good row."""
