"""Tests of the exported record in a real spreadsheet program: no cell is converted, and every text is complete."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from moderation.core.text import clean, is_blank
from moderation.services import session_time
from moderation.services.record import xlsx
from moderation.services.record.csv_file import as_csv, guarded
from moderation.services.record.row_heights import HIGHEST
from tests.servers import ROOT
from tests.services.record.test_csv_file import AWKWARD, DATES, HOSTILE, TRUTH_VALUES

pytestmark = pytest.mark.libreoffice

OFFICE, TABLE, TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text"))
LANGUAGES = {"en": 1033, "fr": 1036, "es": 3082, "de": 1031}
"""{language: number that identifies a locale in the spreadsheet program}. The locales are en-US, fr-FR, es-ES and
de-DE.
"""
SEPARATORS = {"comma": "44", "semicolon": "59", "tab": "9", "bar": "124", "all": "44/59/9/124"}
TRICKY = [
    "_x0041_",
    "http://example.org/",
    "mailto:a@example.org",
    "two\nlines",
    "a  b\tc",
    "x;=1+1;y",
    "x|=1+1|y",
    "x\t=1+1\ty",
    'x;"=1+1";y',
    'x";=1+1;"y',
    "x\n=1+1;y\n- two",
]
AT = session_time.local("2026-12-09T01:47:05.000Z", "America/Bogota")
INCH = 72.0
"""The length of an inch in points."""


def data(name: str) -> list[str]:
    """Return the texts of a file in tests/data as the server stores them (cleaned), without blank texts."""
    lines = (ROOT / "tests" / "data" / name).read_text("utf-8").splitlines()
    return [text for text in map(clean, (json.loads(line)["text"] for line in lines)) if not is_blank(text)]


def questions(texts: list[str]) -> list[list]:
    """Return a table of questions. Each row contains one of the texts in several columns."""
    names = ["number", "text", "aloud", "asked", "asked_at", "name", "translation_es", "group_label"]
    return [names, *([number, text, True, text, AT, text, text, text] for number, text in enumerate(texts, 1))]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """Return a function that converts a file with LibreOffice and returns the path of the converted file.

    Its arguments: the file's name and content, the target format, and the import options of LibreOffice.
    """
    office = shutil.which("soffice")
    if office is None:
        missing = "No LibreOffice here: apt-get install --no-install-recommends libreoffice-calc"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("office")

    def convert(name: str, content: bytes, target: str = "fods", options: str = "") -> Path:
        (folder / name).write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, profile, "--headless", *([f"--infilter={options}"] if options else []), "--convert-to"]
        subprocess.run([*command, target, name], cwd=folder, check=True, capture_output=True, timeout=180)
        return folder / f"{Path(name).stem}.{target}"

    return convert


def first_sheet(path: Path) -> list[list[tuple]]:
    """Return the rows of the first sheet. Each cell is (text, type, formula, number of links)."""
    return rows(ElementTree.parse(path).getroot().find(f".//{TABLE}table"))


def rows(table) -> list[list[tuple]]:
    sheet_rows = []
    for row in table.iter(f"{TABLE}table-row"):
        cells = []
        for cell in row:
            seen = (
                "\n".join(said(part) for part in cell.findall(f"{TEXT}p")),
                cell.get(f"{OFFICE}value-type"),
                cell.get(f"{TABLE}formula"),
                len(list(cell.iter(f"{TEXT}a"))),
            )
            cells += [seen] * min(int(cell.get(f"{TABLE}number-columns-repeated", "1")), 50)
        sheet_rows += [cells] * (1 if any(cell[0] for cell in cells) else 0)
    return sheet_rows


def said(part) -> str:
    text = part.text or ""
    for child in part:
        kind = child.tag.removeprefix(TEXT)
        text += {"s": " " * int(child.get(f"{TEXT}c", "1")), "tab": "\t", "line-break": "\n"}.get(kind) or said(child)
        text += child.tail or ""
    return text


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cell_of_a_csv_file_is_converted(program, language, separator):
    texts = [*TRICKY, *HOSTILE, *AWKWARD, *TRUTH_VALUES, *DATES, *data("hostile.jsonl")]
    assert len(texts) > 600
    # The import options of LibreOffice, in order: separators, quotation mark (34), character set, first line, column
    # formats (none), locale, then switches and one number. The first `true` switches on the detection of special
    # numbers, the second the evaluation of formulas.
    options = f"CSV:{SEPARATORS[separator]},34,UTF8,1,,{LANGUAGES[language]},false,true,false,false,false,0,true"
    names, *lines = first_sheet(program("record.csv", as_csv(questions(texts)), options=options))
    if separator not in ("comma", "all"):
        converted = [cell for line in lines for cell in line if cell[1] not in (None, "string") or cell[2] or cell[3]]
        assert converted == []
        return
    assert [name for name, *_ in names[:8]] == questions([])[0]
    for text, line in zip(texts, lines, strict=True):
        shown = [cell[0] for cell in line[:8]]
        lines_of_text = guarded(text).replace("\r\n", "\n")
        assert shown[1:] == [lines_of_text, "yes", lines_of_text, "2026-12-08T20:47:05.000-05:00", *[lines_of_text] * 3]
        assert [cell[1] for cell in line[1:8]] == [
            None if text == "" and index != 1 and index != 3 else "string" for index in range(7)
        ]
        assert not [cell for cell in line if cell[2] is not None or cell[3]], text


def test_a_workbook_has_complete_texts_dates_and_truth_values(program):
    texts = [*TRICKY, *HOSTILE, *(text for text in AWKWARD if "\r" not in text), *TRUTH_VALUES, *DATES]
    texts += data("hostile.jsonl")
    path = program("record.xlsx", xlsx.as_xlsx(questions(texts), [["by"], ["all"]]))
    _, *lines = first_sheet(path)
    for text, line in zip(texts, lines, strict=True):
        for index in (1, 3, 5, 6, 7):
            assert line[index][:2] == (text, "string" if text else None)
        # The spreadsheet program imports a truth value as the formula TRUE().
        assert (line[2][0], line[2][2], line[4][1]) == ("TRUE", "of:=TRUE()", "date")
        assert not [cell for index, cell in enumerate(line) if (cell[2] is not None and index != 2) or cell[3]], text
    dates = {cell.get(f"{OFFICE}date-value") for cell in ElementTree.parse(path).iter(f"{TABLE}table-cell")}
    assert dates - {None} == {"2026-12-08T20:47:05"}
    ranges = ElementTree.parse(path).getroot().findall(f".//{TABLE}database-range")
    assert {item.get(f"{TABLE}display-filter-buttons") for item in ranges} == {"true"}


def test_each_row_of_a_workbook_is_as_high_as_its_text(program):
    texts = [*data("report-session.jsonl"), *data("hostile.jsonl")]
    path = program("high.xlsx", xlsx.as_xlsx([["text"], *([text] for text in texts)], [["by"], ["all"]]))
    # Remove the stored heights. LibreOffice then chooses the best height of each row.
    free = re.sub(r'style:row-height="[\d.]+in" ', "", path.read_text("utf-8")).replace(
        'optimal-row-height="false"', 'optimal-row-height="true"'
    )
    best = program("best.ods", program("free.fods", free.encode(), "ods").read_bytes())
    pairs = list(zip(heights(path)[1 : len(texts) + 1], heights(best)[1 : len(texts) + 1], strict=True))
    assert len(pairs) == len(texts) > 800
    # Allow a row to be 4 points too low. The product computes the heights for one font, but LibreOffice and Excel use
    # different fonts, and the font of a non-Latin script can be higher.
    assert [pair for pair in pairs if pair[0] < pair[1] - 4 and pair[0] < HIGHEST - 1] == []
    assert sum(height for height, _ in pairs) < 1.3 * sum(min(height, HIGHEST) for _, height in pairs)


def heights(path: Path) -> list[float]:
    """Return the heights of the rows of the first sheet, in points."""
    style, height = (f"{{urn:oasis:names:tc:opendocument:xmlns:style:1.0}}{name}" for name in ("name", "row-height"))
    root = ElementTree.parse(path).getroot()
    points = {
        item.get(style): float(item[0].get(height).removesuffix("in")) * INCH
        for item in root.iter("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}style")
        if len(item) and item[0].get(height)
    }
    all_heights = []
    for row in root.find(f".//{TABLE}table").iter(f"{TABLE}table-row"):
        count = min(int(row.get(f"{TABLE}number-rows-repeated", "1")), 2000)
        all_heights += [points[row.get(f"{TABLE}style-name")]] * count
    return all_heights
