"""Tests of CSV cells.

A spreadsheet program never converts a text to a formula, a truth value or a date. This is true for every separator that
the program may use.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from moderation.core.text import clean
from moderation.services.record.csv_file import as_csv, guarded
from tests.servers import ROOT

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x")',
]
AWKWARD = ['say "why", and\r\nhow', "a,b;c", "line\nline", "'quoted", "", "مَن يقرر؟", "👩‍👩‍👧"]
TRUTH_VALUES = ["TRUE", "false", "VRAI", "Faux", "VERDADERO", "falso", "WAHR", "Falsch"]
DATES = [
    "08",
    "1E2",
    "1,000.00",
    "12:30",
    "3 mars 2021",
    "1/2",
    "50 %",
    "May 3",
    "10.3.",
    "3. März 2021",
    "Mittwoch, 3. März 2021",
    "3 de marzo de 2021",
    "miércoles, 3 de marzo de 2021",
    "lun. 3 mars 2021",
    "marzo 2021",
    "3-mar-21",
    "12 AM",
]
SEPARATORS = {"semicolon": ";", "tab": "\t", "bar": "|"}


def cells(text: str, separator: str = ",", name: str = "text") -> list[str]:
    """Return the cells that a spreadsheet program reads if it uses this separator."""
    content = as_csv([["number", name, "group"], [1, text, "media"]]).decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(content, newline=""), delimiter=separator) for cell in row]


def is_converted(cell: str) -> bool:
    """Return whether a spreadsheet program may convert the cell. Do not use `guarded`, which is the tested function."""
    start = cell.lstrip(' \t\r\n"')
    return start[:1] in tuple("=+-@＝＋－＠") or start.casefold() in {word.casefold() for word in TRUTH_VALUES + DATES}


@pytest.mark.parametrize("text", [*HOSTILE, *TRUTH_VALUES, *DATES, "#N/A", "#REF!", "#VALEUR!", "#BEZUG!", "#NV"])
def test_a_cell_that_would_be_converted_begins_with_an_apostrophe(text):
    assert cells(text)[4] == "'" + text
    for column in ("asked", "name", "group_label", "to_label", "translation_es", "text_en"):
        assert cells(text, name=column)[4] == "'" + text


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1"])
def test_a_leading_control_character_hides_no_formula(text):
    assert cells(text)[4] == f"'{text[0]}'=1"


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
@pytest.mark.parametrize("part", [*HOSTILE[:-2], *TRUTH_VALUES, *DATES, " =1+1", '"=1+1&"', '" "=1', "\u00a0=1"])
def test_no_part_is_converted_at_another_separator(part, separator):
    text = f"x{separator}{part}{separator}y"
    assert guarded(text) == f"x{separator}'{part}{separator}y"
    for delimiter in SEPARATORS.values():
        assert not [cell for cell in cells(text, delimiter) if is_converted(cell)]
    assert cells(text)[4] == guarded(text)


def test_no_line_is_converted_in_a_program_that_splits_at_line_breaks():
    assert guarded("x\n=1+1\r\n- two") == "x\n'=1+1\r\n'- two"
    assert not [cell for cell in cells('a\n=1+1;y\n"=2', ";") if is_converted(cell)]


def test_a_formula_after_a_separator_stays_inside_its_cell():
    for text, shown in (('x";=1+1', "x\";'=1+1"), ('x"\r\n=1+1', "x\"\r\n'=1+1"), ("x\t=1+1", "x\t'=1+1")):
        assert cells(text)[3:] == ["1", shown, "media"]
    assert cells("x,=1+1")[4] == "x,=1+1"


@pytest.mark.parametrize("text", AWKWARD)
def test_a_text_that_is_no_formula_is_unchanged(text):
    assert cells(text)[4] == text


@pytest.mark.parametrize(
    "text", ["Why 2021?", "In 2021 the committee met twice.", "True or not", "What is true", "May"]
)
def test_a_text_that_is_no_value_has_no_apostrophe(text):
    assert cells(text)[4] == text


@pytest.mark.parametrize("key", ["group_1", "q00000001", "g7", "media"])
def test_a_key_with_a_digit_is_unchanged(key):
    assert cells(key, name="group")[4] == key


@pytest.mark.parametrize("key", ["mar21", "may_3", "true", "vrai"])
def test_a_key_that_is_a_date_or_a_truth_value_is_guarded(key):
    assert cells(key, name="group")[4] == "'" + key


def test_numbers_times_and_truth_values_have_one_form():
    at = datetime(2021, 4, 14, 13, tzinfo=UTC)
    content = as_csv([["votes", "asked_at", "aloud", "edited", "lead"], [7, at, True, False, None]]).decode("utf-8-sig")
    assert content.splitlines()[1] == '"7","2021-04-14T13:00:00.000Z","yes","no",""'


def test_no_row_of_the_hostile_file_is_a_formula():
    texts = [json.loads(line)["text"] for line in (ROOT / "tests" / "data" / "hostile.jsonl").read_text().splitlines()]
    cleaned = [text for text in map(clean, texts) if text]
    for text in cleaned:
        assert len(cells(text)) == 6
        for separator in (",", *SEPARATORS.values()):
            assert not [cell for cell in cells(text, separator) if is_converted(cell)], text
