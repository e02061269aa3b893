"""Tests of the record in one language of the session, and of the record with the originals only."""

from __future__ import annotations

import csv
import io
import json

import pytest

from moderation.core.refusals import Refusal
from moderation.services.record import export, reading
from moderation.services.record.finding import only_matching
from moderation.store import questions, sessions
from tests.factories import ANA, caller, execute_act, make_database, spoken

CHAIR, BOOTH = caller("chair.a"), caller("booth")
LANGUAGES = ["en", "es", "fr", "ar"]


def ask(store, text: str, language: str) -> int:
    asked = execute_act(store, "ask", caller("attendee", ANA), text=text, identified=spoken(language))
    return asked["question"]["number"]


def version(store, number: int) -> int:
    return questions.find(store, sessions.get_by_code(store, "PANEL1"), number).version


def by_machine(store, number: int, language: str, text: str, engine: str) -> None:
    store.execute(
        "INSERT INTO translations (question, language, text, source, engine, route, at, of_hash)"
        " SELECT id, ?, ?, 'machine', ?, '[]', 'then', (SELECT of_hash FROM translations WHERE question = questions.id"
        " LIMIT 1) FROM questions WHERE number = ?",
        [language, text, engine, number],
    )


def translate(store, seat, number: int, language: str, text: str) -> None:
    execute_act(store, "translate", seat, number=number, language=language, text=text)


@pytest.fixture
def recorded():
    """Create a session in four languages.

    Question 1, in English, has translations by a chair, the booth and a machine. A chair has edited question 2.
    Question 3 is withdrawn.
    """
    store = make_database(languages=LANGUAGES)
    ask(store, "Who decides?", "en")
    execute_act(store, "approve", CHAIR, number=1, version=1)
    translate(store, CHAIR, 1, "es", "¿Quién decide?")
    translate(store, BOOTH, 1, "fr", "Qui décide ?")
    by_machine(store, 1, "ar", "من يقرر؟", "apertium")
    ask(store, "¿Y cuando?", "es")
    execute_act(store, "wording", CHAIR, number=2, version=1, text="¿Y cuándo?")
    ask(store, "Canary withdrawn?", "en")
    translate(store, CHAIR, 3, "es", "¿Canary withdrawn?")
    execute_act(store, "withdraw", caller("attendee", ANA), number=3)
    yield store
    store.close()


def read(store, language: str | None, *, originals_only: bool = False, lang: str = "en") -> dict:
    record = export.record(store, "PANEL1", lang)
    return reading.in_language(record, language, originals_only=originals_only, lang=lang)


def rows(record: dict) -> list[dict]:
    return list(csv.DictReader(io.StringIO(export.as_csv(record).decode("utf-8-sig"), newline="")))


def readings(record: dict) -> list[tuple]:
    names = ("text", "language", "source", "engine")
    return [tuple(entry["reading"][name] for name in names) for entry in record["questions"]]


def test_each_language_has_the_translation_with_its_source_or_the_marked_original(recorded):
    edited, withdrawn = ("¿Y cuándo?", "es", "wording", None), ("", "en", "original", None)
    first = {
        "en": ("Who decides?", "en", "original", None),
        "es": ("¿Quién decide?", "es", "chair", None),
        "fr": ("Qui décide ?", "fr", "booth", None),
        "ar": ("من يقرر؟", "ar", "machine", "Apertium"),
    }
    for language in LANGUAGES:
        record = read(recorded, language)
        assert readings(record) == [first[language], edited, withdrawn]
        languages = [list(entry["translations"]) for entry in record["questions"]]
        assert languages == [[] if language == "en" else [language], [], []]
        assert "Canary" not in json.dumps(record, ensure_ascii=False)


def test_the_originals_only_have_no_translation(recorded):
    for language in (None, "fr"):
        record = read(recorded, language, originals_only=True)
        assert [entry["translations"] for entry in record["questions"]] == [{}, {}, {}]
        assert [text for text, *_ in readings(record)] == ["Who decides?", "¿Y cuándo?", ""]
        [names] = {tuple(row) for row in rows(record)}
        assert not [name for name in names if name.startswith(("translation", "reading"))]
        written = export.as_json(record).decode()
        assert json.loads(written)["originals_only"] is True and json.loads(written)["language"] == language
        for text in ("Quién", "décide", "يقرر"):
            assert text not in written and text.encode() not in export.as_csv(record)


def test_a_table_in_one_language_names_text_language_and_source(recorded):
    first, second, withdrawn = rows(read(recorded, "ar", lang="fr"))
    names = list(first)
    assert names[names.index("place") + 1 : names.index("text") + 1] == [
        *("reading", "reading_language", "reading_source", "reading_source_label", "reading_engine"),
        "text",
    ]
    assert [first[name] for name in ("reading", "reading_language", "reading_source", "reading_engine", "text")] == [
        *("من يقرر؟", "ar", "machine", "Apertium", "Who decides?"),
    ]
    assert [first["reading_source_label"], second["reading_source_label"]] == [
        "Traduction automatique",
        "Modifiée par la présidence",
    ]
    assert (withdrawn["reading"], withdrawn["text"]) == ("", "")
    assert not [name for name in names if name.startswith("translation")]


def test_without_a_choice_the_record_is_unchanged(recorded):
    record = export.record(recorded, "PANEL1")
    assert reading.in_language(record, None, originals_only=False, lang="en") is record


@pytest.mark.parametrize("form", export.FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_record_gives_the_same_bytes(recorded, form, language):
    write = export.FORMATS[form]
    for originals_only in (False, True):
        first, second = (write(read(recorded, language, originals_only=originals_only)) for _ in range(2))
        assert first == second


def test_a_search_finds_texts_in_every_language(recorded):
    record = only_matching(export.record(recorded, "PANEL1"), "décide")
    matching = reading.in_language(record, "es", originals_only=False, lang="en")
    assert readings(matching) == [("¿Quién decide?", "es", "chair", None)]


def test_under_the_rule_a_language_adds_no_mark_of_the_original(recorded):
    ask(recorded, "Et où ?", "fr")
    execute_act(recorded, "set", caller("organiser"), chatham_house_rule=True)
    for language in LANGUAGES:
        record = read(recorded, language)
        for entry in record["questions"]:
            assert set(entry) == {"label", "status", "text", "edited", "texts", "reading"}
            assert set(entry["reading"]) == {"text", "language"} and len(entry["texts"]) <= 1
            shown = dict.fromkeys([entry["reading"]["language"]], entry["text"]) if entry["text"] else {}
            assert entry["texts"] == shown
        shown = sorted(entry["text"] for entry in record["questions"])
        first = {"en": "Who decides?", "es": "¿Quién decide?", "fr": "Qui décide ?", "ar": "من يقرر؟"}[language]
        assert shown == sorted([first, "¿Y cuándo?", "", "Et où ?"])
        assert list(rows(record)[0]) == ["label", "status", "text", "text_language", "edited"]
        assert "Canary" not in export.as_json(record).decode()


def test_under_the_rule_the_originals_are_refused(recorded):
    session = sessions.get_by_code(recorded, "PANEL1")
    reading.check(session, "fr", originals_only=True)
    with pytest.raises(Refusal) as unknown:
        reading.check(session, "ru", originals_only=False)
    assert unknown.value.code == "language.unknown"
    execute_act(recorded, "set", caller("organiser"), chatham_house_rule=True)
    session = sessions.get_by_code(recorded, "PANEL1")
    reading.check(session, "fr", originals_only=False)
    with pytest.raises(Refusal) as refused:
        reading.check(session, "fr", originals_only=True)
    assert refused.value.code == "rule.originals"
