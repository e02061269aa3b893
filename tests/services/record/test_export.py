"""Tests of the exported record: the data that it contains and the data that it must not contain."""

from __future__ import annotations

import csv
import io
import json

import pytest

from moderation.core.refusals import Refusal
from moderation.services.record import export, report
from moderation.store import questions, sessions
from tests.factories import ANA, AT, BEN, caller, execute_act, make_database, spoken


def rows(record: dict) -> list[dict]:
    """Return the rows of the CSV file of a record, as {column: text}."""
    content = export.as_csv(record)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_record_has_session_questions_and_ledger(store):
    execute_act(
        store, "ask", caller("attendee", ANA), text="Who decides?", group="media", name="Canary Name", show_name=True
    )
    record = export.record(store, "panel-1")
    assert json.loads(export.as_json(record)) == {name: record[name] for name in ("session", "questions", "ledger")}
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
    assert ANA.hex() not in json.dumps(record) and '"attendee"' not in json.dumps(record)
    assert record["ledger"]["by_group"] == {"media": {"received": 1, "approved": 0, "taken": 0, "answered": 0}}


def translated(store, number: int, **texts: str) -> None:
    for language, text in texts.items():
        version = questions.find(store, sessions.get_by_code(store, "PANEL1"), number).version
        execute_act(store, "translate", caller("chair.a"), number=number, version=version, language=language, text=text)


BOOTHS = [{"key": "en_es", "name": "en–es booth", "languages": ["en", "es"]}]


def test_record_and_report_name_the_booth_that_corrected():
    store = make_database(booths=BOOTHS)
    execute_act(store, "ask", caller("attendee", ANA), text="Who decides?")
    execute_act(store, "approve", caller("chair.a"), number=1, version=1)
    assert "translation_es_booth" not in rows(export.record(store, "PANEL1"))[0]
    execute_act(store, "translate", caller("booth.en_es"), number=1, language="es", text="¿Quién decide?")
    record = export.record(store, "PANEL1")
    assert record["questions"][0]["translations"] == {
        "es": {"text": "¿Quién decide?", "source": "booth", "engine": None, "booth": "en–es booth"}
    }
    assert rows(record)[0]["translation_es_booth"] == "en–es booth"
    assert report.contents(store, "PANEL1")["open"][0]["booths"] == {"es": "en–es booth"}
    execute_act(store, "translate", caller("booth"), number=1, language="es", text="¿Quién decidirá?")
    assert report.contents(store, "PANEL1")["open"][0]["booths"] == {}


def test_translations_are_exported_beside_the_original(store):
    execute_act(store, "ask", caller("attendee", ANA), text="Who decides?")
    execute_act(store, "ask", caller("attendee", ANA), text="And when?")
    translated(store, 1, es="¿Quién decide?")
    record = export.record(store, "PANEL1")
    assert [entry["translations"] for entry in record["questions"]] == [
        {"es": {"text": "¿Quién decide?", "source": "chair", "engine": None, "booth": None}},
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
        assert all(set(entry) == {"label", "text", "edited", "texts", "status"} for entry in record["questions"])
        assert sorted(entry["text"] for entry in record["questions"]) == [
            f"Question {number:02}?" for number in range(20)
        ]
        assert "media" not in json.dumps(record["questions"]) and AT not in json.dumps(record)
        assert "2021" not in json.dumps(record["session"])
    assert [entry["text"] for entry in first["questions"]] != [entry["text"] for entry in second["questions"]]
    assert not {entry["label"] for entry in first["questions"]} & {entry["label"] for entry in second["questions"]}
    assert list(rows(first)[0]) == ["label", "status", "text", "edited", "text_en", "text_es"]


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


def collected(**definition):
    """Return a store in the zone -05:00 with three questions.

    The first question has a wording. The wording of the second question hides the asker's text. The third question was
    asked aloud.
    """
    store = make_database(starts="2026-12-09T01:30:00.000Z", time_zone="-05:00", **definition)
    chair, at = caller("chair.a"), "2026-12-09T01:47:05.250Z"
    fields = {"group": "media", "region": "africa", "topic": "rights", "name": "Ana Sol", "to": "moliehi"}
    execute_act(store, "ask", caller("attendee", ANA), text="Who decides?", show_name=True, at=at, **fields)
    execute_act(store, "ask", caller("attendee", BEN), text="Canary 555 0100?", name="Canary Name", at=at)
    execute_act(store, "wording", chair, number=1, version=1, text="Who decides, and when?")
    execute_act(store, "wording", chair, number=2, version=1, text="Which number?", hide=True)
    execute_act(store, "approve", chair, number=1, version=2)
    execute_act(store, "take", chair, number=1, version=3, at="2026-12-09T05:15:00.000Z")
    execute_act(store, "decline", chair, number=2, version=2, reason="duplicate", reason_number=1)
    execute_act(store, "add", chair, text="", group="academia", at=at, identified=spoken("und"))
    return store


GROUPS = [
    {"key": key, "label": {"en": en, "es": es}, "short": {}}
    for key, en, es in (("media", "Media", "Prensa"), ("academia", "Academia", "Academia"), ("undisclosed", "—", "—"))
]
REGIONS = [{"key": key, "label": {"en": en}} for key, en in (("africa", "Africa"), ("undisclosed", "—"))]
TOPICS = [{"key": "rights", "label": {"en": "Rights", "es": "Derechos"}}]


def test_the_record_has_all_that_the_session_collected():
    record = export.record(collected(groups=GROUPS, regions=REGIONS, topics=TOPICS), "PANEL1")
    assert record["session"] == {
        "code": "PANEL1",
        "title": {"en": "Who is heard?", "es": "¿A quién se escucha?"},
        "phase": "open",
        "languages": ["en", "es"],
        "chatham_house_rule": False,
        "starts": "2026-12-09T01:30:00.000Z",
        "ends": None,
        "time_zone": "-05:00",
    }
    first, second, third = record["questions"]
    assert first == {
        "number": 1,
        "status": "live",
        "status_label": "Now",
        "lead": None,
        "place": None,
        "text": "Who decides, and when?",
        "edited": True,
        "asked": "Who decides?",
        "language": "en",
        "language_label": "English",
        "language_source": "detected",
        "group": "media",
        "group_label": "Media",
        "region": "africa",
        "region_label": "Africa",
        "to": "moliehi",
        "to_label": "Moliehi",
        "name": "Ana Sol",
        "reason": None,
        "reason_label": None,
        "reason_number": None,
        "votes": 0,
        "aloud": False,
        "source": None,
        "asked_at": "2026-12-09T01:47:05.250Z",
        "live_at": "2026-12-09T05:15:00.000Z",
        "reached": "taken",
        "reached_label": "Taken up",
        "outcome": "waiting",
        "outcome_label": "Still waiting",
        "topic": "rights",
        "topic_label": "Rights",
        "translations": {},
        "similar": [],
    }
    assert {key: second[key] for key in ("text", "edited", "asked", "name", "reason", "reason_label", "outcome")} == {
        "text": "Which number?",
        "edited": True,
        "asked": None,
        "name": None,
        "reason": "duplicate",
        "reason_label": "Same as No. 1",
        "outcome": "duplicate",
    }
    assert {key: third[key] for key in ("text", "aloud", "place", "language_label", "live_at")} == {
        "text": "",
        "aloud": True,
        "place": 1,
        "language_label": "Not recognised",
        "live_at": None,
    }
    assert "Canary" not in json.dumps(record)


def test_labels_are_in_the_language_of_the_export():
    record = export.record(collected(groups=GROUPS, regions=REGIONS, topics=TOPICS), "PANEL1", "es")
    first, second, _ = record["questions"]
    assert (first["group_label"], first["region_label"], first["status_label"]) == ("Prensa", "Africa", "Ahora")
    assert second["reason_label"] == "Repite la n.º\u00a01"
    assert record["sheet"][2][:3] == ["group", "media", "Prensa"]


def test_csv_has_the_values_of_the_record_with_local_times():
    store = collected(groups=GROUPS, regions=REGIONS, topics=TOPICS)
    first, second, third = rows(export.record(store, "PANEL1"))
    assert (first["asked_at"], first["live_at"]) == ("2026-12-08T20:47:05.250-05:00", "2026-12-09T00:15:00.000-05:00")
    assert [row["aloud"] for row in (first, second, third)] == ["no", "no", "yes"]
    assert [row["edited"] for row in (first, second, third)] == ["yes", "yes", "no"]
    assert (first["region"], first["region_label"], first["name"], second["name"]) == (
        "africa",
        "Africa",
        "Ana Sol",
        "",
    )
    assert rows(export.record(make_asked(), "PANEL1"))[0]["asked_at"] == AT


def make_asked():
    """Return a store in UTC with one question."""
    store = make_database()
    execute_act(store, "ask", caller("attendee", ANA), text="Who decides?", at=AT)
    return store


def test_under_the_rule_a_question_without_text_reveals_no_language():
    store = make_database(chatham_house_rule=True)
    execute_act(store, "add", caller("chair.a"), text="", identified=spoken("es"))
    record = export.record(store, "PANEL1")
    assert [(entry["text"], entry["texts"], entry["edited"]) for entry in record["questions"]] == [("", {}, False)]


def test_unknown_session_is_refused(store):
    with pytest.raises(Refusal, match=r"session\.unknown"):
        export.record(store, "NOSUCH")
