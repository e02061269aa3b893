"""Tests of the exported record: contents, excluded data, and cells that remain text in a spreadsheet program."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from moderation.core.refusals import Refusal
from moderation.core.text import clean
from moderation.services.record import export
from moderation.store import questions, sessions
from tests.factories import ANA, AT, caller, execute_act, make_database, spoken
from tests.servers import ROOT

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x")',
]
AWKWARD = ['say "why", and\r\nhow', "a,b;c", "line\nline", "'quoted", "", "مَن يقرر؟", "👩‍👩‍👧"]


def make_record(*texts: str, rule: bool = False) -> dict:
    """Return a record in the form of `export.record`, with these texts."""
    entries = [
        {
            "number": number,
            "text": text,
            "language": "en",
            "language_source": "detected",
            "group": "media",
            "status": "pending",
            "reason": None,
            "votes": 0,
            "to": None,
            "asked": None,
            "lead": None,
            "aloud": False,
            "asked_at": "2021-04-14T13:00:00.000Z",
            "translations": {},
            "similar": [],
        }
        for number, text in enumerate(texts, 1)
    ]
    if rule:
        entries = [
            {"label": f"q{number:08x}", "text": text, "texts": {"en": text}, "status": "pending"}
            for number, text in enumerate(texts, 1)
        ]
    return {"session": {"chatham_house_rule": rule, "languages": ["en", "es"]}, "questions": entries, "ledger": None}


def rows(record: dict) -> list[dict]:
    content = export.as_csv(record)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text):
    cell = rows(make_record(text))[0]["text"]
    assert cell == "'" + text
    assert rows(make_record(text, rule=True))[0]["text"] == "'" + text


@pytest.mark.parametrize("text", AWKWARD)
def test_text_that_is_no_formula_is_unchanged(text):
    assert rows(make_record(text, text))[1]["text"] == text


def test_formula_after_a_separator_stays_inside_its_cell():
    for text in ('x";=1+1', 'x"\r\n=1+1', "x,=1+1", "x\t=1+1"):
        parsed = rows(make_record(text))
        assert len(parsed) == 1 and parsed[0]["text"] == text


def test_record_has_session_questions_and_ledger(store):
    execute_act(
        store, "ask", caller("attendee", ANA), text="Who decides?", group="media", name="Canary Name", show_name=True
    )
    record = export.record(store, "panel-1")
    assert json.loads(export.as_json(record)) == record
    assert set(record) == {"session", "questions", "ledger"}
    entry = record["questions"][0]
    assert {
        "number",
        "text",
        "language",
        "language_source",
        "group",
        "status",
        "reason",
        "votes",
        "translations",
        "similar",
    } <= set(entry)
    assert (entry["number"], entry["text"], entry["group"], entry["status"]) == (1, "Who decides?", "media", "pending")
    assert (
        "Canary" not in json.dumps(record)
        and ANA.hex() not in json.dumps(record)
        and '"attendee"' not in json.dumps(record)
    )
    assert record["ledger"]["by_group"] == {"media": {"received": 1, "approved": 0, "taken": 0, "answered": 0}}


def translated(store, number: int, **texts: str) -> None:
    for language, text in texts.items():
        version = questions.find(store, sessions.get_by_code(store, "PANEL1"), number).version
        execute_act(store, "translate", caller("chair.a"), number=number, version=version, language=language, text=text)


def test_translations_are_exported_beside_the_original(store):
    execute_act(store, "ask", caller("attendee", ANA), text="Who decides?")
    execute_act(store, "ask", caller("attendee", ANA), text="And when?")
    translated(store, 1, es="¿Quién decide?")
    record = export.record(store, "PANEL1")
    assert [entry["translations"] for entry in record["questions"]] == [
        {"es": {"text": "¿Quién decide?", "source": "chair", "engine": None}},
        {},
    ]
    assert [(row["translation_es"], row["translation_es_source"], row["translation_en"]) for row in rows(record)] == [
        ("¿Quién decide?", "chair", ""),
        ("", "", ""),
    ]
    assert [entry["similar"] for entry in record["questions"]] == [[], []]


def test_under_the_rule_only_texts_are_exported(store):
    for number in range(20):
        execute_act(store, "ask", caller("attendee", ANA), text=f"Question {number:02}?", group="media")
    execute_act(store, "set", caller("organiser"), chatham_house_rule=True)
    first, second = export.record(store, "PANEL1"), export.record(store, "PANEL1")
    assert first["ledger"]["tables"] == {"group": [], "language": [], "outcome": []}
    for record in (first, second):
        assert all(set(entry) == {"label", "text", "texts", "status"} for entry in record["questions"])
        assert sorted(entry["text"] for entry in record["questions"]) == [
            f"Question {number:02}?" for number in range(20)
        ]
        assert "media" not in json.dumps(record["questions"]) and AT not in json.dumps(record)
    assert [entry["text"] for entry in first["questions"]] != [entry["text"] for entry in second["questions"]]
    assert not {entry["label"] for entry in first["questions"]} & {entry["label"] for entry in second["questions"]}
    assert list(rows(first)[0]) == ["label", "status", "text", "text_en", "text_es"]


def test_under_the_rule_no_text_is_marked_as_original(store):
    execute_act(store, "ask", caller("attendee", ANA), text="Who decides?", identified=spoken("en"))
    execute_act(store, "ask", caller("attendee", ANA), text="¿Y cuándo?", identified=spoken("es"))
    execute_act(store, "ask", caller("attendee", ANA), text="¿Y cómo?", identified=spoken("es"))
    execute_act(store, "ask", caller("attendee", ANA), text="Hm?", identified=spoken("und"))
    execute_act(store, "ask", caller("attendee", ANA), text="Hmm?", identified=spoken("und"))
    translated(store, 1, es="¿Quién decide?")
    translated(store, 2, en="And when?")
    translated(store, 5, en="What?")
    execute_act(store, "set", caller("organiser"), chatham_house_rule=True)
    texts_of_question = {entry["text"]: entry["texts"] for entry in export.record(store, "PANEL1")["questions"]}
    assert texts_of_question == {
        "Who decides?": {"en": "Who decides?", "es": "¿Quién decide?"},
        "And when?": {"en": "And when?", "es": "¿Y cuándo?"},
        "¿Y cómo?": {"es": "¿Y cómo?"},
        "Hm?": {"und": "Hm?"},
        "What?": {"en": "What?"},
    }
    assert [list(texts) for texts in texts_of_question.values() if len(texts) == 2] == [["en", "es"]] * 2, (
        "in the session's order, whichever was asked"
    )


def test_under_the_rule_the_ledger_is_the_published_one():
    store = make_database(chatham_house_rule=True)
    for group in ("media", "media", "media", "academia"):
        execute_act(store, "ask", caller("attendee", ANA), text="Who pays?", group=group)
    assert export.record(store, "PANEL1")["ledger"]["tables"]["group"] == []
    execute_act(store, "pause", caller("organiser"))
    assert export.record(store, "PANEL1")["ledger"]["tables"]["group"][0]["cells"] == dict.fromkeys(
        ("media", "academia", "undisclosed"), "<3"
    )


@pytest.mark.parametrize("text", ["08", "1E2", "1,000.00", "12:30", "3 mars 2021", "TRUE", "false", "1/2", "50 %"])
def test_no_text_is_read_as_a_value(text):
    assert rows(make_record(text))[0]["text"] == "'" + text


@pytest.mark.parametrize("text", ["Why 2021?", "In 2021 the committee met twice.", "True or not", "What is true"])
def test_text_that_is_no_value_has_no_apostrophe(text):
    assert rows(make_record(text))[0]["text"] == text


def test_workbook_has_questions_ledger_and_a_fixed_time(store):
    execute_act(store, "ask", caller("attendee", ANA), text="=1+1", group="media", name="Canary Name", show_name=True)
    record = export.record(store, "PANEL1")
    book = zipfile.ZipFile(io.BytesIO(export.FORMATS["xlsx"](record)))
    parts = {name: book.read(name).decode() for name in book.namelist()}
    assert 'name="Questions"' in parts["xl/workbook.xml"] and 'name="Ledger"' in parts["xl/workbook.xml"]
    assert (
        "<t>=1+1</t>" in parts["xl/sharedStrings.xml"]
        and "<f>" not in "".join(parts.values())
        and "hyperlink" not in "".join(parts.values())
    )
    assert "Canary" not in "".join(parts.values())
    assert export.FORMATS["xlsx"](record) == export.FORMATS["xlsx"](record)


def test_no_row_of_the_hostile_file_is_a_formula():
    texts = [json.loads(line)["text"] for line in (ROOT / "tests" / "data" / "hostile.jsonl").read_text().splitlines()]
    cleaned = [text for text in map(clean, texts) if text]
    parsed = [row["text"] for row in rows(make_record(*cleaned))]
    assert len(parsed) == len(cleaned)
    for cell, text in zip(parsed, cleaned, strict=True):
        assert cell in (text, "'" + text) and cell[0] not in "=+-@"


def test_unknown_session_is_refused(store):
    with pytest.raises(Refusal, match=r"session\.unknown"):
        export.record(store, "NOSUCH")
