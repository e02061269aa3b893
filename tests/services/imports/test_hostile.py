"""Tests of hostile texts in a CSV file, a workbook and a JSON Lines file. A refused row must not affect other rows."""

from __future__ import annotations

import json

import pytest
import regex
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from moderation.services.acts.imports import prepare
from moderation.services.imports.question_file import read
from moderation.services.imports.rows import choose_rows
from moderation.store import sessions
from tests.factories import caller, execute_act, make_database
from tests.servers import ROOT
from tests.services.imports import files

TEXTS = [json.loads(line)["text"] for line in (ROOT / "tests" / "data" / "hostile.jsonl").read_text().splitlines()]
SURROGATE = regex.compile(r"\p{Cs}")
"""No encoding of a file can contain a lone surrogate."""
NOT_XML = regex.compile("[\ufffe\uffff]")
"""The characters that a workbook cannot contain, besides those that ILLEGAL_CHARACTERS_RE of openpyxl matches."""


def content_of(form: str) -> tuple[bytes, list[str]]:
    """Return (a file in this format, its texts). Texts that the format cannot contain are changed or omitted."""
    if form == "JSON Lines":
        return "\n".join(json.dumps({"question": text}) for text in TEXTS).encode(), TEXTS
    texts = [SURROGATE.sub("", text) for text in TEXTS]
    if form == "CSV":
        return files.as_csv([["question"], *([text] for text in texts)]), texts
    texts = [NOT_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", text)) for text in texts]
    # Replace texts that begin with "=". openpyxl would write them as formulas, and a formula has no value to import.
    texts = ["" if text.startswith("=") and len(text) > 1 else text for text in texts]
    return files.as_xlsx([["question"], *([text] for text in texts)]), texts


@pytest.mark.parametrize("form", ["CSV", "XLSX", "JSON Lines"])
def test_hostile_texts_are_read_row_by_row(form):
    content, texts = content_of(form)
    chosen = choose_rows(read(content), {})
    expected = [text for text in texts if text.strip() and len(text) <= 20_000]
    assert [row["text"].split() for row in chosen.rows] == [text.split() for text in expected]
    assert {problem.code for problem in chosen.problems} <= {"row.too_large", "row.encoding"}


@pytest.mark.parametrize("form", ["CSV", "XLSX", "JSON Lines"])
def test_hostile_texts_are_imported_or_refused_row_by_row(form):
    store = make_database()
    session = sessions.get_by_code(store, "PANEL1")
    rows = choose_rows(read(content_of(form)[0]), {}).rows
    answer = execute_act(store, "import", caller("organiser"), rows=prepare(session, rows, "Zoom"))
    assert answer["count"] + answer["known"] + len(answer["refused"]) == len(rows)
    assert answer["count"] > 550
    assert {refused["code"] for refused in answer["refused"]} == {"text.empty", "text.too_long"}
    stored = [row[0] for row in store.execute("SELECT text FROM questions WHERE source = 'Zoom' ORDER BY id")]
    assert len(stored) == answer["count"]
    again = execute_act(store, "import", caller("organiser"), rows=prepare(session, rows, "Zoom"))
    assert (again["count"], again["known"]) == (0, answer["count"] + answer["known"])
