"""The record for other programs: what stands in it, what never does, and cells that stay text in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import pytest

from moderation.core.refusals import Refusal
from moderation.core.text import clean
from moderation.services import export
from tests.factories import ANA, AT, caller, carry_out
from tests.servers import ROOT

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")']
AWKWARD = ['say "why", and\r\nhow', "a,b;c", "line\nline", "'quoted", "", "مَن يقرر؟", "👩‍👩‍👧"]


def made_of(*texts: str, rule: bool = False) -> dict:
    """A record as `record` makes it, with these texts."""
    entries = [
        {"number": number, "text": text, "language": "en", "language_source": "detected", "group": "media", "status": "pending", "reason": None, "votes": 0,
         "to": None, "asked_at": "2021-04-14T13:00:00.000Z", "translations": {}, "similar": []}
        for number, text in enumerate(texts, 1)
    ]
    if rule:
        entries = [{"label": f"{number:08x}", "text": text, "status": "pending"} for number, text in enumerate(texts, 1)]
    return {"session": {"chatham_house_rule": rule}, "questions": entries, "ledger": None}


def rows(made: dict) -> list[dict]:
    content = export.as_csv(made)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text):
    cell = rows(made_of(text))[0]["text"]
    assert cell == "'" + text
    assert rows(made_of(text, rule=True))[0]["text"] == "'" + text


@pytest.mark.parametrize("text", AWKWARD)
def test_what_is_no_formula_comes_out_as_it_is(text):
    assert rows(made_of(text, text))[1]["text"] == text


def test_a_formula_after_a_separator_is_still_inside_its_cell():
    for text in ('x";=1+1', 'x"\r\n=1+1', "x,=1+1", "x\t=1+1"):
        parsed = rows(made_of(text))
        assert len(parsed) == 1 and parsed[0]["text"] == text


def test_the_record(store):
    carry_out(store, "ask", caller("attendee", ANA), text="Who decides?", group="media", name="Canary Name", show_name=True)
    made = export.record(store, "panel-1")
    assert json.loads(export.as_json(made)) == made
    assert set(made) == {"session", "questions", "ledger"}
    entry = made["questions"][0]
    assert {"number", "text", "language", "language_source", "group", "status", "reason", "votes", "translations", "similar"} <= set(entry)
    assert (entry["number"], entry["text"], entry["group"], entry["status"]) == (1, "Who decides?", "media", "pending")
    assert "Canary" not in json.dumps(made) and ANA.hex() not in json.dumps(made) and '"attendee"' not in json.dumps(made)
    assert made["ledger"]["by_group"] == {"media": {"received": 1, "approved": 0, "taken": 0}}


def test_under_the_rule_only_what_was_said(store):
    for number in range(20):
        carry_out(store, "ask", caller("attendee", ANA), text=f"Question {number:02}?", group="media")
    carry_out(store, "set", caller("organiser"), chatham_house_rule=True)
    first, second = export.record(store, "PANEL1"), export.record(store, "PANEL1")
    assert first["ledger"] is None
    for made in (first, second):
        assert all(set(entry) == {"label", "text", "status"} for entry in made["questions"])
        assert sorted(entry["text"] for entry in made["questions"]) == [f"Question {number:02}?" for number in range(20)]
        assert "media" not in json.dumps(made["questions"]) and AT not in json.dumps(made)
    assert [entry["text"] for entry in first["questions"]] != [entry["text"] for entry in second["questions"]]
    assert not {entry["label"] for entry in first["questions"]} & {entry["label"] for entry in second["questions"]}
    assert list(rows(first)[0]) == ["label", "status", "text"]


def test_no_row_of_the_hostile_file_is_a_formula():
    texts = [json.loads(line)["text"] for line in (ROOT / "tests" / "data" / "hostile.jsonl").read_text().splitlines()]
    cleaned = [text for text in map(clean, texts) if text]
    parsed = [row["text"] for row in rows(made_of(*cleaned))]
    assert len(parsed) == len(cleaned)
    for cell, text in zip(parsed, cleaned, strict=True):
        assert cell in (text, "'" + text) and cell[0] not in "=+-@"


def test_a_session_that_is_not_there(store):
    with pytest.raises(Refusal, match="session.unknown"):
        export.record(store, "NOSUCH")
