"""Terms on their way: what goes to the engine, what is made of its answer, and what stays where it loses a placeholder."""

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
    """Answers what it is told to, and remembers what it was asked; an exception is raised."""

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


def test_a_text_without_terms_is_asked_once_as_it_is():
    engine = Engine("¿Quién paga?")
    assert translate(engine, "Who pays?") == "¿Quién paga?"
    assert engine.asked == ["Who pays?"]


def test_what_the_engine_says_as_the_glossary_stays():
    engine = Engine("¿Actúa la ONU?")
    assert translate(engine, "Does the UN act?") == "¿Actúa la ONU?"
    assert engine.asked == ["Does the UN act?"]


def test_what_the_engine_left_standing_is_replaced_without_asking_again():
    engine = Engine("¿Qué es cybercrime?")
    assert translate(engine, "What is cybercrime?") == "¿Qué es ciberdelincuencia?"
    assert len(engine.asked) == 1


def test_only_what_it_says_otherwise_goes_in_as_a_placeholder():
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
def test_a_lost_placeholder_leaves_the_plain_translation_with_what_could_be_replaced(mangled):
    engine = Engine("¿Oye el comité ad hoc a cybercrime?", mangled)
    assert (
        translate(engine, "Will the Ad Hoc Committee hear cybercrime?") == "¿Oye el comité ad hoc a ciberdelincuencia?"
    )
    assert len(engine.asked) == 2


def test_second_answer_that_loses_more_than_the_first_is_not_taken():
    engine = Engine("¿El comité ad hoc, la ONU y la ciberdelincuencia?", "¿El XQ0Z, las Naciones Unidas y el delito?")
    assert (
        translate(engine, "The Ad Hoc Committee, the UN and cybercrime?")
        == "¿El comité ad hoc, la ONU y la ciberdelincuencia?"
    )


def test_engine_that_fails_fails():
    with pytest.raises(EngineError, match="timeout"):
        translate(Engine(EngineError("timeout")), "Does the UN act?")


def test_text_that_came_out_as_it_went_in_is_tried_with_placeholders():
    engine = Engine(EngineError("untranslated"), "Vote: XQ0Z")
    assert translate(engine, "Vote: UN") == "Vote: ONU"
    with pytest.raises(EngineError, match="malformed"):
        translate(Engine(EngineError("malformed"), "nothing"), "Vote: UN")


def test_text_of_terms_alone_needs_no_engine():
    assert translate(Engine(), "Cybercrime – UN?") == "Ciberdelincuencia – ONU?"


def test_text_that_has_a_placeholder_of_its_own_is_left_alone():
    engine = Engine("XQ0Z y cybercrime")
    assert translate(engine, "XQ0Z and cybercrime") == "XQ0Z y cybercrime"
    assert len(engine.asked) == 1


def test_term_without_a_text_in_the_target_is_no_term():
    assert translate_with(find_terms("UN", "en", [{"en": "UN"}]), "UN", "en", "es", Engine("ONU")) == "ONU"


def test_each_mention_has_its_own_placeholder():
    text = "UN, cybercrime, UN"
    found = find_terms(text, "en", TERMS)
    assert protect(text, found) == "XQ0Z, XQ1Z, XQ2Z"
    assert put_in("XQ2Z: XQ1Z! xq0z", text, found, "en", "es") == "ONU: ciberdelincuencia! ONU"
    assert put_in("XQ2Z: XQ1Z!", text, found, "en", "es") is None


@pytest.mark.parametrize(
    ("output", "text", "said"),
    [
        ("¿Crece XQ0Z?", "Does cybercrime grow?", "¿Crece ciberdelincuencia?"),
        ("Crece. XQ0Z crece.", "It grows. Cybercrime grows.", "Crece. Ciberdelincuencia crece."),
        ("XQ0Z crece.", "Growing cybercrime.", "Ciberdelincuencia crece."),
        ("xq0z crece", "growing cybercrime", "ciberdelincuencia crece"),
    ],
)
def test_capital_is_that_of_the_place(output, text, said):
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


def test_french_says_the_article_again_before_a_consonant():
    texts = {"en": "OEWG", "fr": "GTCNL"}
    found = find_terms("the OEWG", "en", [texts])
    left, said = (
        "l'OEWG, L’OEWG, d'OEWG, qu'OEWG, de l'OEWG, À l’OEWG, bal'OEWG",
        "le GTCNL, Le GTCNL, de GTCNL, que GTCNL, du GTCNL, Au GTCNL, bal'GTCNL",
    )
    assert replace_left(left, found, "en", "fr") == said


def test_missing_counts_mentions():
    found = find_terms("UN, UN and cybercrime", "en", TERMS)
    assert [one.term for one in missing("la ONU y la Ciberdelincuencia", found, "es")] == [UN, UN]
    assert missing("ONU, ONU y ciberdelincuencia", found, "es") == []


def test_replacing_is_of_whole_words():
    found = find_terms("UN", "en", [UN])
    assert replace_left("UN, UNO: un UN", found, "en", "es") == "ONU, UNO: un ONU"


def test_signature_tells_glossaries_apart_and_nothing_else():
    found = find_terms("cybercrime, UN, UN", "en", TERMS)
    assert signature(found, "en", "es") == signature(find_terms("The UN on cybercrime", "en", TERMS), "en", "es") != ""
    assert signature(found, "en", "fr") != signature(found, "en", "es")
    assert signature(
        find_terms("UN and cybercrime", "en", [UN, {**CRIME, "es": "cibercrimen"}]), "en", "es"
    ) != signature(found, "en", "es")
    assert signature([], "en", "es") == ""


@given(
    st.text("UN cybercrime,.XQ01Z’", max_size=40),
    st.text("ONU XQ01Zxqz cybercrime", max_size=40),
    st.text("XQ01Z ONU", max_size=40),
)
def test_whatever_the_engine_answers_there_is_a_text_and_no_placeholder_of_ours(text, plain, again):
    made = translate(Engine(plain, again), text)
    assert isinstance(made, str)
    if "XQ" not in (text + plain).upper():
        assert "XQ0Z" not in made.upper()
