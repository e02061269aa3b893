"""Tests of glossary terms in translations: the requests to the engine, the replacement of terms, and lost
placeholders.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.core.glossary import find_terms
from moderation.services.translation.engine import EngineError
from moderation.services.translation.protection import missing, protect, put_in, replace_left, signature, translate_with

UN = {"en": "UN", "es": "ONU", "fr": "ONU"}
CRIME = {"en": "cybercrime", "es": "ciberdelincuencia", "fr": "cybercriminalité"}
COMMITTEE = {"en": "Ad Hoc Committee", "es": "Comité Especial", "fr": "Comité spécial"}
TERMS = [UN, CRIME, COMMITTEE]


class Engine:
    """An engine with prepared results: each call returns the next answer or raises the next error.

    `asked`: all received texts.
    """

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def __call__(self, text):
        self.asked.append(text)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def translate(engine, text, source="en", target="es"):
    return translate_with(find_terms(text, source, TERMS), text, source, target, engine)


def test_text_without_terms_is_sent_once_unchanged():
    engine = Engine("¿Quién paga?")
    assert translate(engine, "Who pays?") == "¿Quién paga?"
    assert engine.asked == ["Who pays?"]


def test_terms_translated_as_in_the_glossary_stay():
    engine = Engine("¿Actúa la ONU?")
    assert translate(engine, "Does the UN act?") == "¿Actúa la ONU?"
    assert engine.asked == ["Does the UN act?"]


def test_term_left_in_the_source_language_is_replaced_without_a_second_request():
    engine = Engine("¿Qué es cybercrime?")
    assert translate(engine, "What is cybercrime?") == "¿Qué es ciberdelincuencia?"
    assert len(engine.asked) == 1


def test_only_wrong_terms_are_sent_as_placeholders():
    engine = Engine("¿Oye el comité ad hoc a la ONU?", "¿Oye el XQ0Z a la ONU?")
    assert translate(engine, "Will the Ad Hoc Committee hear the UN?") == "¿Oye el Comité Especial a la ONU?"
    assert engine.asked == ["Will the Ad Hoc Committee hear the UN?", "Will the XQ0Z hear the UN?"]


@pytest.mark.parametrize(
    "mangled",
    [
        "¿Oye el a la ONU?",
        "¿Oye XQ0Z el XQ0Z?",
        "¿Oye el XQ 0 Z?",
        "¿Oye el XQ1Z?",
        EngineError("timeout"),
        EngineError("malformed"),
    ],
)
def test_lost_placeholder_keeps_the_plain_translation(mangled):
    engine = Engine("¿Oye el comité ad hoc a cybercrime?", mangled)
    assert (
        translate(engine, "Will the Ad Hoc Committee hear cybercrime?") == "¿Oye el comité ad hoc a ciberdelincuencia?"
    )
    assert len(engine.asked) == 2


def test_second_answer_with_more_missing_terms_is_discarded():
    engine = Engine("¿El comité ad hoc, la ONU y la ciberdelincuencia?", "¿El XQ0Z, las Naciones Unidas y el delito?")
    assert (
        translate(engine, "The Ad Hoc Committee, the UN and cybercrime?")
        == "¿El comité ad hoc, la ONU y la ciberdelincuencia?"
    )


def test_error_of_the_engine_passes_through():
    with pytest.raises(EngineError, match="timeout"):
        translate(Engine(EngineError("timeout")), "Does the UN act?")


def test_untranslated_text_is_sent_with_placeholders():
    engine = Engine(EngineError("untranslated"), "Vote: XQ0Z")
    assert translate(engine, "Vote: UN") == "Vote: ONU"
    with pytest.raises(EngineError, match="malformed"):
        translate(Engine(EngineError("malformed"), "nothing"), "Vote: UN")


def test_text_of_terms_alone_needs_no_engine():
    assert translate(Engine(), "Cybercrime – UN?") == "Ciberdelincuencia – ONU?"


def test_text_that_contains_a_placeholder_gets_no_terms():
    engine = Engine("XQ0Z y cybercrime")
    assert translate(engine, "XQ0Z and cybercrime") == "XQ0Z y cybercrime"
    assert len(engine.asked) == 1


def test_term_without_a_text_in_the_target_is_ignored():
    assert translate_with(find_terms("UN", "en", [{"en": "UN"}]), "UN", "en", "es", Engine("ONU")) == "ONU"


def test_each_mention_gets_a_placeholder():
    text = "UN, cybercrime, UN"
    matches = find_terms(text, "en", TERMS)
    assert protect(text, matches) == "XQ0Z, XQ1Z, XQ2Z"
    assert put_in("XQ2Z: XQ1Z! xq0z", text, matches, "en", "es") == "ONU: ciberdelincuencia! ONU"
    assert put_in("XQ2Z: XQ1Z!", text, matches, "en", "es") is None


@pytest.mark.parametrize(
    ("output", "text", "said"),
    [
        ("¿Crece XQ0Z?", "Does cybercrime grow?", "¿Crece ciberdelincuencia?"),
        ("Crece. XQ0Z crece.", "It grows. Cybercrime grows.", "Crece. Ciberdelincuencia crece."),
        ("XQ0Z crece.", "Growing cybercrime.", "Ciberdelincuencia crece."),
        ("xq0z crece", "growing cybercrime", "ciberdelincuencia crece"),
    ],
)
def test_term_gets_the_capital_of_its_place(output, text, said):
    assert put_in(output, text, find_terms(text, "en", TERMS), "en", "es") == said


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("de la XQ0Z", "de l'ONU"),
        ("Le XQ0Z", "L'ONU"),
        ("que XQ0Z", "qu'ONU"),
        ("de XQ0Z", "d'ONU"),
        ("du XQ0Z", "de l'ONU"),
        ("Au XQ0Z", "À l'ONU"),
        ("salle XQ0Z", "salle ONU"),
        ("pour XQ0Z", "pour ONU"),
    ],
)
def test_french_elides_before_a_vowel_only(output, said):
    assert put_in(output, "the UN", find_terms("the UN", "en", TERMS), "en", "fr") == said
    consonant = put_in(output, "cybercrime", find_terms("cybercrime", "en", TERMS), "en", "fr")
    assert consonant == output.replace("XQ0Z", "cybercriminalité")


def test_french_restores_the_article_before_a_consonant():
    texts = {"en": "OEWG", "fr": "GTCNL"}
    matches = find_terms("the OEWG", "en", [texts])
    left, said = (
        "l'OEWG, L’OEWG, d'OEWG, qu'OEWG, de l'OEWG, À l’OEWG, bal'OEWG",
        "le GTCNL, Le GTCNL, de GTCNL, que GTCNL, du GTCNL, Au GTCNL, bal'GTCNL",
    )
    assert replace_left(left, matches, "en", "fr") == said


def test_missing_counts_mentions():
    matches = find_terms("UN, UN and cybercrime", "en", TERMS)
    assert [match.term for match in missing("la ONU y la Ciberdelincuencia", matches, "es")] == [UN, UN]
    assert missing("ONU, ONU y ciberdelincuencia", matches, "es") == []


def test_only_whole_words_are_replaced():
    matches = find_terms("UN", "en", [UN])
    assert replace_left("UN, UNO: un UN", matches, "en", "es") == "ONU, UNO: un ONU"


def test_signature_depends_only_on_the_terms():
    matches = find_terms("cybercrime, UN, UN", "en", TERMS)
    assert (
        signature(matches, "en", "es") == signature(find_terms("The UN on cybercrime", "en", TERMS), "en", "es") != ""
    )
    assert signature(matches, "en", "fr") != signature(matches, "en", "es")
    assert signature(
        find_terms("UN and cybercrime", "en", [UN, {**CRIME, "es": "cibercrimen"}]), "en", "es"
    ) != signature(matches, "en", "es")
    assert signature([], "en", "es") == ""


@given(
    st.text("UN cybercrime,.XQ01Z’", max_size=40),
    st.text("ONU XQ01Zxqz cybercrime", max_size=40),
    st.text("XQ01Z ONU", max_size=40),
)
def test_any_answer_gives_a_text_without_our_placeholders(text, plain, again):
    output = translate(Engine(plain, again), text)
    assert isinstance(output, str)
    if "XQ" not in (text + plain).upper():
        assert "XQ0Z" not in output.upper()
