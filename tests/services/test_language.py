"""Which language a question is in: the asker's choice, else the best of the session's, and never a crash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moderation.services.language import Identified, identify

SESSION = ("en", "es", "fr")
HOSTILE = [json.loads(line)["text"] for line in (Path(__file__).parents[1] / "data" / "hostile.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What is the timeline for the next report?", "en"),
        ("¿Cuál es el calendario del próximo informe?", "es"),
        ("Quel est le calendrier du prochain rapport ?", "fr"),
        ("CUAL ES EL CALENDARIO DEL PROXIMO INFORME", "es"),
        ("Quel est\nle calendrier\r\ndu prochain rapport ?", "fr"),
    ],
)
def test_plain_question_is_recognised(text, language):
    assert identify(text, SESSION, None, None) == Identified(language, "detected", False, None)


def test_best_is_chosen_among_the_sessions_languages_only():
    assert identify("Quel est le calendrier du prochain rapport ?", ("en", "es"), None, None).language in ("en", "es", "und")
    assert identify("Когда выйдет следующий отчёт?", SESSION, None, "es") == Identified("und", "detected", False, "ru")


@pytest.mark.parametrize("text", ["???", "12345", "👍👍", "…", " ", ""])
def test_nothing_to_recognise_is_the_hint_and_unsure(text):
    assert identify(text, SESSION, None, "es") == Identified("es", "detected", True, None)
    assert identify(text, SESSION, None, "de") == Identified("und", "detected", True, None)
    assert identify(text, SESSION, None, None) == Identified("und", "detected", True, None)


def test_choice_stands_and_says_what_it_looks_like():
    french = "Quel est le calendrier du prochain rapport ?"
    assert identify(french, SESSION, "es", None) == Identified("es", "chosen", False, "fr")
    assert identify(french, SESSION, "fr", "es") == Identified("fr", "chosen", False, None)
    assert identify("???", SESSION, "fr", None) == Identified("fr", "chosen", False, None)
    assert identify(french, SESSION, "und", None).language == "und"


def test_regional_tag_is_its_language():
    found = identify("Quel est le calendrier du prochain rapport ?", ("en-GB", "fr-CA"), None, None)
    assert (found.language, found.unsure) == ("fr-CA", False)
    assert identify("Quel est le calendrier du prochain rapport ?", ("en-GB", "fr-CA"), "fr-CA", None).looks_like is None


@pytest.mark.parametrize("text", ["\ud800", "a\udc00b", "\x00", "a\x00b", "\n\n", "\u2028", "x" * 2000, "\U000e0041" * 500])
def test_odd_text_is_no_error(text):
    """The guess is made before the text is cleaned: whatever a client sends must get through."""
    assert identify(text, SESSION, None, None).language in (*SESSION, "und")


def test_hostile_file_is_no_error():
    for text in HOSTILE:
        found = identify(text[:2000], SESSION, None, "en")
        assert found.language in (*SESSION, "und")
        assert found.looks_like is None or isinstance(found.looks_like, str)
