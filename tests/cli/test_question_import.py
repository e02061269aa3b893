"""Tests of the commands `import` and `undo-import` in a data folder without a server."""

from __future__ import annotations

import csv
import io
import stat

import pytest

from tests.cli.importer import make_importer
from tests.services.imports import broken_files, files


@pytest.fixture
def importer(tmp_path):
    """Return an importer whose session is in rehearsal."""
    (tmp_path / "data").mkdir()
    return make_importer(tmp_path / "data", tmp_path)


def test_zoom_report_is_imported_once_and_taken_back(importer):
    report = importer.file(files.as_csv(files.ZOOM, ";", "cp1252"))
    assert importer.typed("import", importer.code, report) == [
        "This is an export of Zoom (CSV, semicolon, windows-1252, header in line 6) with 3 rows.",
        "  text      Question",
        "  time      Question Time",
        "  name      left out; to take it: --column 'name=Asker Name'",
        "  mail      left out; to take it: --column 'mail=Asker Email'",
        "  1 row without a question left out, such as an answer",
        "3 questions added to Incoming.",
        f"To take them back: undo-import {importer.code} 1",
    ]
    assert importer.rows("SELECT source, status, name, text FROM QUESTIONS ORDER BY number") == [
        ("Zoom", "pending", None, text) for text in files.TEXTS
    ]
    assert importer.typed("import", importer.code, report)[-2:] == [
        "0 questions added to Incoming.",
        "3 rows imported before and not added again.",
    ]
    assert importer.typed("undo-import", importer.code, "1") == ["3 questions of import 1 taken back."]
    assert importer.rows("SELECT DISTINCT status, text FROM QUESTIONS") == [("withdrawn", "")]
    assert "undo.nothing" in importer.refused("undo-import", importer.code)
    assert "3 questions added to Incoming." in importer.typed("import", importer.code, report)
    importer.typed("open", importer.code)
    assert "3 rows imported before and not added again." in importer.typed("import", importer.code, report)
    assert importer.rows("SELECT number, status, text FROM QUESTIONS ORDER BY number") == [
        (number, "pending", text) for number, text in enumerate(files.TEXTS, 1)
    ]


def test_a_file_of_96_rows_is_imported_without_its_two_bad_rows(importer):
    rows = [list(row) for row in files.questions(96)]
    rows[34][0], rows[70] = "x" * 412, ["\u200b"]
    bad = importer.folder / "bad.csv"
    printed = importer.typed(
        "import",
        importer.code,
        importer.file(files.as_xlsx(rows), "q.xlsx"),
        "--source",
        "Form",
        "--bad-rows",
        str(bad),
    )
    assert printed[2:] == [
        "94 questions added to Incoming.",
        "2 rows cannot be imported:",
        "  line 35: Too long: 412 of 300 characters. (text.too_long)",
        "  line 71: No text. (text.empty)",
        f"To take them back: undo-import {importer.code} 1",
        f"2 rows to {bad}",
    ]
    assert importer.rows("SELECT DISTINCT source FROM QUESTIONS") == [("Form",)]
    assert stat.S_IMODE(bad.stat().st_mode) == 0o600
    assert list(csv.reader(io.StringIO(bad.read_text("utf-8-sig"), newline=""))) == [
        ["line", "code", "reason", "text"],
        ["35", "text.too_long", "Too long: 412 of 300 characters.", "x" * 412],
        ["71", "text.empty", "No text.", "\u200b"],
    ]


def test_bad_rows_can_be_corrected_and_imported(importer):
    rows = [["Group", "Question"], ["Government", "x" * 301], ["academia", "Who?", "and when?"], ["", "How?"]]
    bad = importer.folder / "bad.csv"
    importer.typed("import", importer.code, importer.file(files.as_csv(rows)), "--bad-rows", str(bad))
    written = list(csv.reader(io.StringIO(bad.read_text("utf-8-sig"), newline="")))
    assert [row[:2] + row[3:] for row in written] == [
        ["line", "code", "text", "group"],
        ["2", "text.too_long", "x" * 301, "Government"],
        ["3", "row.cells", "academia | Who? | and when?", ""],
    ]
    corrected = bad.read_text("utf-8-sig").replace("x" * 301, "Why?").replace("academia | ", "")
    importer.typed("import", importer.code, importer.file(corrected.encode()))
    assert importer.rows("SELECT text, group_key FROM QUESTIONS ORDER BY number") == [
        ("How?", "undisclosed"),
        ("Why?", "government"),
        ("Who? | and when?", "undisclosed"),
    ]


def test_dry_run_shows_the_rows_and_imports_nothing(importer):
    rows = [[*row, cell] for row, cell in zip(files.questions(6), ["Group", *["Media"] * 6])]
    rows.append(["Who?", "Media", "And when?"])
    printed = importer.typed("import", importer.code, importer.file(files.as_csv(rows)), "--dry-run")
    assert printed == [
        "This is a file with questions (CSV, comma, utf-8) with 7 rows.",
        "  text      Question",
        "  group     Group",
        *(f"  line {index + 1}: {rows[index][0]}" for index in range(1, 6)),
        "  and 1 more row",
        "1 row cannot be imported:",
        "  line 8: More cells than the header has. A text with a separator must be in quotation marks. (row.cells)",
    ]
    assert importer.rows("SELECT count(*) FROM QUESTIONS") == [(0,)]


def test_names_are_imported_if_their_column_is_chosen(importer):
    columns = ["--column", "name=Asker Name", "--column", "mail=asker email", "--column", "time="]
    importer.typed("import", importer.code, importer.file(files.as_csv(files.ZOOM)), *columns)
    names = importer.rows("SELECT name, show_name FROM QUESTIONS ORDER BY number")
    assert names == [("Ana Sol (ana@example.org)", 0), ("Anonymous Attendee", 0), ("Benoît Hé (ben@example.org)", 0)]


def test_wrong_arguments_and_files_are_refused(importer):
    report = importer.file(files.as_csv(files.ZOOM))
    assert "the roles are text, group" in importer.refused("import", importer.code, report, "--column", "colour=x")
    assert "ROLE=COLUMN" in importer.refused("import", importer.code, report, "--column", "text")
    assert "column.unknown" in importer.refused("import", importer.code, report, "--column", "text=Frage")
    assert "session.unknown" in importer.refused("import", "NOSUCH", report)
    large, code = broken_files.broken("larger than 5 MB")
    assert code in importer.refused("import", importer.code, importer.file(large))
    wrong = importer.file(b"Question\n\x81", "wrong.csv")
    assert "file.encoding" in importer.refused("import", importer.code, wrong, "--encoding", "windows-1252")
