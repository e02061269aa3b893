"""Tests of imports with the real writer: refused and accepted rows, several commands per file, the undo."""

from __future__ import annotations

import pytest

from moderation.core.refusals import Refusal
from moderation.services.acts import imports
from moderation.services.acts.control import Controls, execute_control
from moderation.services.acts.importing import ROWS_AT_ONCE, TAKEN_AT_ONCE
from moderation.services.imports.question_file import read
from moderation.services.imports.rows import choose_rows
from tests.running_store import RunningStore
from tests.services.imports import files

ROW = {"line": 2, "occurrence": 0, "text": "Who pays for this programme, and when does it begin?"}


@pytest.fixture
def running_store(tmp_path):
    running_store = RunningStore(tmp_path / "of.db", durable=False, time_zone="America/Bogota")
    yield running_store
    running_store.close()


@pytest.fixture
def controls(running_store):
    return Controls(running_store.writer, running_store.reader, b"k" * 32, "https://floor.example")


def import_rows(controls, rows, **body) -> dict:
    return execute_control(controls, "import", {"code": "PANEL1", "rows": rows, **body})


def refused(controls, act, **body) -> str:
    with pytest.raises(Refusal) as caught:
        execute_control(controls, act, {"code": "PANEL1", **body})
    return caught.value.code + "".join(f" {caught.value.data[key]}" for key in ("field",) if key in caught.value.data)


def test_values_of_a_row_become_values_of_the_session(controls, running_store):
    rows = [
        {
            **ROW,
            "group": "MEDIA",
            "region": "Africa",
            "topic": "RIGHTS",
            "language": "English",
            "time": "2021-04-13T10:00:00.000",
        },
        {
            **ROW,
            "line": 3,
            "text": "¿Quién paga este programa, y cuándo empieza?",
            "group": "pirates",
            "topic": "?",
            "source": "Web",
        },
        {**ROW, "line": 4, "text": "Wer bezahlt dieses Programm, und wann beginnt es endlich?", "time": "soon"},
    ]
    answer = import_rows(controls, rows, source="Zoom")
    assert answer == {"already": False, "number": 1, "count": 3, "known": 0, "refused": []}
    assert running_store.rows(
        "SELECT group_key, region, topic, language, language_source, asked_at, source FROM questions ORDER BY number"
    ) == [
        ("media", "africa", "rights", "en", "chosen", "2021-04-13T15:00:00.000Z", "Zoom"),
        ("undisclosed", None, None, "es", "detected", "2021-04-14T13:00:01.000Z", "Web"),
        ("undisclosed", None, None, "und", "detected", "2021-04-14T13:00:01.000Z", "Zoom"),
    ]


def test_the_forecast_counts_the_values_that_the_session_does_not_know(running_store):
    values = [
        {"group": "MEDIA", "language": "Klingon"},
        {"group": "Orange", "region": " ", "topic": "Rights"},
        {"group": "orange", "topic": "Money"},
        {},
    ]
    rows = [{**ROW, "line": line, **value} for line, value in enumerate(values, 2)]
    forecast = imports.forecast(running_store.reader, "PANEL1", rows)
    assert forecast.unmatched == {"group": 2, "topic": 1, "language": 1}


def test_a_question_without_a_named_source_has_the_source_before(controls, running_store):
    import_rows(controls, [ROW])
    assert running_store.rows("SELECT source FROM questions") == [("before",)]


def test_import_of_96_rows_and_its_undo(controls, running_store):
    content = files.as_csv(files.questions(96), encoding="utf-16")
    rows = choose_rows(read(content), {}).rows
    answers, number = [], None
    for start in range(0, 96, ROWS_AT_ONCE):
        answers.append(import_rows(controls, rows[start : start + ROWS_AT_ONCE], number=number))
        number = answers[-1]["number"]
    assert [(answer["number"], answer["count"]) for answer in answers] == [(1, 40), (1, 40), (1, 16)]
    changes = [item.body for item in running_store.heard if item.kind == "change" and item.target == "chairs"]
    assert [len(change["put"]) for change in changes] == [40, 40, 16], "one change for each command"
    assert {view["source"] for change in changes for view in change["put"]} == {"before"}
    assert not [item for item in running_store.heard if item.target.startswith("floor")]
    assert import_rows(controls, rows[:ROWS_AT_ONCE])["known"] == ROWS_AT_ONCE
    running_store.heard.clear()
    assert execute_control(controls, "undo_import", {"code": "PANEL1"}) == {"already": False, "number": 1, "count": 96}
    assert running_store.rows("SELECT DISTINCT status, text FROM questions") == [("withdrawn", "")]
    dropped = [len(item.body["drop"]) for item in running_store.heard if item.kind == "change"]
    assert dropped == [TAKEN_AT_ONCE] * 4 + [16]
    assert refused(controls, "undo_import") == "undo.nothing"
    assert import_rows(controls, rows[:1])["count"] == 1


def test_language_is_identified_in_a_real_thread(running_store):
    calls = []

    def in_thread(function, *args):
        calls.append(function.__name__)
        return function(*args)

    controls = Controls(running_store.writer, running_store.reader, b"k" * 32, "https://floor.example", in_thread)
    import_rows(controls, [ROW])
    assert calls == ["prepare"]


@pytest.mark.parametrize(
    "rows",
    [
        None,
        [],
        {},
        ["Who?"],
        [{}],
        [{"line": 2, "text": "Who?"}],
        [{**ROW, "line": "2"}],
        [{**ROW, "line": True}],
        [{**ROW, "occurrence": -1}],
        [{**ROW, "line": 2**53}],
        [{**ROW, "text": None}],
        [{**ROW, "group": 3}],
        [{**ROW, "show_name": "yes"}],
        [ROW] * (ROWS_AT_ONCE + 1),
    ],
)
def test_wrong_rows_are_refused(controls, running_store, rows):
    assert refused(controls, "import", rows=rows) == "request.field rows"
    assert running_store.rows("SELECT count(*) FROM imports") == [(0,)]


def test_wrong_fields_are_refused(controls):
    assert refused(controls, "import") == "request.field rows"
    assert refused(controls, "import", rows=[ROW], source=3) == "request.field source"
    assert refused(controls, "import", rows=[ROW], number="1") == "request.field number"
    assert refused(controls, "import", rows=[ROW], number=7) == "request.field number"
    assert refused(controls, "undo_import", number=0) == "request.field number"
    assert refused(controls, "undo_import", code="NOSUCH") == "session.unknown"
    assert refused(controls, "import", rows=[ROW], code="NOSUCH") == "session.unknown"


def test_an_import_that_is_refused_halfway_is_taken_back(controls, running_store, monkeypatch):
    rows = [{**ROW, "line": line, "text": f"Who pays for item {line}?"} for line in range(2, ROWS_AT_ONCE + 12)]
    sent = []

    def add_rows(*arguments):
        sent.append(arguments)
        if len(sent) == 2:
            raise Refusal("server.busy", retry_after=1)
        return whole(*arguments)

    whole = imports.add_rows
    monkeypatch.setattr(imports, "add_rows", add_rows)
    parts = (controls.writer, controls.reader, controls.in_thread, "PANEL1", rows, "", "q.csv")
    with pytest.raises(Refusal) as caught:
        imports.add_all(*parts)
    assert caught.value.code == "server.busy"
    assert running_store.rows("SELECT DISTINCT status, text FROM questions") == [("withdrawn", "")]
    answer, problems = imports.add_all(*parts)
    assert (answer["count"], answer["known"], problems) == (len(rows), 0, [])
    assert running_store.rows("SELECT file FROM imports") == [("q.csv",), ("q.csv",)]
