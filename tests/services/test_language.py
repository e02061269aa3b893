"""Tests of `identify`: the languages of the session, other languages, unsure results, and the asker's own choice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from moderation.services import language, language_evidence
from moderation.services.language import Identified, chinese_script, identify
from moderation.services.word_lists import share_of_common_words

THREE = ("en", "es", "fr")
SIX = ("en", "es", "fr", "ar", "ru", "zh")
DATA = Path(__file__).parents[1] / "data"


def detect(text, languages=THREE, hint=None):
    return identify(text, languages, None, hint)


def detected(language, unsure=False, looks_like=None):
    return Identified(language, "detected", unsure, looks_like)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who speaks for civil society in this process?", "en"),
        ("WHAT ABOUT RANSOMWARE IN SMALL STATES?", "en"),
        ("¿Quién habla por la sociedad civil?", "es"),
        ("como participa la sociedad civil en esto", "es"),
        ("Quel est le rôle de la société civile ?", "fr"),
        ("QUEL EST LE ROLE DE LA SOCIETE CIVILE ?", "fr"),
        ("من يتحدث باسم المجتمع المدني؟", "ar"),
        ("Кто говорит от имени гражданского общества?", "ru"),
        ("谁代表民间社会发言？", "zh"),
        ("扮演过蜘蛛侠的演员都有谁", "zh"),
        ("merci!", "fr"),
    ],
)
def test_question_in_a_language_of_the_session_is_identified(text, expected):
    assert detect(text, SIX) == detected(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i can't live if living is without you是谁唱的", "zh"),
        ("谁唱i wish i was a punk rocker", "zh"),
        ("кто пел now that we found love what are we gonna do with it", "ru"),
        ("когда bring your dog to work day", "ru"),
        ("take me down to the little white church من غنى", "ar"),
        ("how does 谢谢 differ from other words of thanks", "en"),
        ("What is the meaning of Москва?", "en"),
    ],
)
def test_script_of_the_sentence_decides_not_that_of_a_title(text, expected):
    assert detect(text, SIX).language == expected


def test_opening_counts_more_than_quotations_and_later_words():
    assert detect('quien canta la canción "i was made for you"') == detected("es")
    assert detect("quién canta this is going to be the best day of my life").language == "es"
    assert detect("Que pensez-vous de « capacity building for small island states » ?") == detected("fr")


@pytest.mark.parametrize(
    ("text", "looks_like"),
    [
        ("Welche Rolle spielt die Zivilgesellschaft?", "de"),
        ("Qual è il ruolo della società civile?", "it"),
        ("Qual é o papel da sociedade civil?", "pt"),
        ("Кто говорит от имени гражданского общества?", "ru"),
        ("Кто?", "ru"),
        ("谁？", "zh"),
        ("市民社会の役割は何ですか", "ja"),
        ("시민사회의 역할은 무엇입니까?", "ko"),
        ("Ποιος είναι ο ρόλος της κοινωνίας;", "el"),
    ],
)
def test_a_language_outside_the_session_is_undetermined(text, looks_like):
    assert detect(text) == detected("und", looks_like=looks_like)


@pytest.mark.parametrize(
    ("text", "looks_like"),
    [
        ("Як держава захищатиме громадянське суспільство?", "uk"),
        ("نقش جامعه مدنی در این روند چیست؟", "fa"),
        ("東京都知事は誰", "ja"),
    ],
)
def test_related_language_in_the_same_script_is_undetermined(text, looks_like):
    assert detect(text, SIX) == detected("und", looks_like=looks_like)


def test_few_words_in_arabic_or_cyrillic_letters_get_the_session_s_language():
    assert detect("من غنى", SIX).language == "ar"
    assert detect("Кто поет?", SIX) == detected("ru")


def test_session_may_use_any_script():
    assert detect("Ποιος είναι ο ρόλος της κοινωνίας;", ("en", "el")) == detected("el")
    assert detect("市民社会の役割は何ですか", ("en", "ja")) == detected("ja")
    assert detect("नागरिक समाज की भूमिका क्या है?", ("en", "el")) == detected("und", looks_like="hi")


def test_regional_tag_of_the_session_is_returned_unchanged():
    assert detect("Quel est le rôle de la société civile ?", ("en", "fr-CA")) == detected("fr-CA")


@pytest.mark.parametrize(
    "text",
    ["", "  \n", "12345", "👍👍", "?!", "https://example.org/es/la-sociedad @name #tag", "\ud800", "\x00", "hola"],
)
def test_without_evidence_the_interface_language_is_used_as_unsure(text):
    assert detect(text, hint="es") == detected("es", unsure=True)
    assert detect(text, hint="de") == detected("und", unsure=True)
    assert detect(text) == detected("und", unsure=True)


def test_interface_language_decides_a_word_but_not_a_sentence():
    assert detect("capital").language == "en"
    assert detect("capital", hint="es").language == "es"
    for hint in THREE:
        assert detect("Who speaks for civil society in this process?", hint=hint) == detected("en")


@pytest.mark.parametrize("text", ["Mais que signifient ces sanctions ?", "Il a dix minutes de parole ?"])
def test_a_question_that_begins_like_a_neighbouring_language_is_not_undetermined(text):
    assert detect(text) == detected("fr", unsure=True)


def test_common_words_choose_between_the_session_s_languages_in_few_words():
    assert detect("porqué").language == "es"
    assert detect("who", hint="fr") == detected("en", unsure=True)
    assert detect("a deck", hint="fr") == detected("fr", unsure=True)
    assert detect("a deck") == detected("und", unsure=True)
    assert share_of_common_words(["l'eau", "est-ce", "transparence"], "fr") == 3 / 5
    assert share_of_common_words(["wie", "betaalt"], "nl") == share_of_common_words([], "en") == 0.0


def test_one_common_word_in_few_words_outweighs_the_model():
    assert detect("Who pays?") == detect("Who pays?", SIX) == detected("en", unsure=True)


def test_further_common_words_identify_a_text_of_which_the_model_knows_no_word():
    assert detect("Mr Cox") == detect("Unless") == detected("en", unsure=True)
    assert detect("Madame Fraysse") == detected("fr", unsure=True)
    assert detect("Salvo") == detected("es", unsure=True)
    assert share_of_common_words(["mr", "cox"], "en") == 0.0
    assert share_of_common_words(["mr", "cox"], "en", with_further=True) == 0.5


def test_a_language_that_the_model_does_not_know_is_no_language_of_the_session_for_certain():
    assert detect("Wace jami'a ce mafi tsufa a yankin Asia?") == detected("en", unsure=True)
    assert detect("Ngabe isiXhosa sihlobene nezilimi zamaKhoisan?") == detected("und", unsure=True)
    assert detect("Kurow bɛn na wɔwoo Jeff Fenech?") == detected("und", unsure=True)


def test_a_language_outside_the_session_is_named_only_if_it_is_likely():
    known = "Waziri wa elimu anafanya nini kwa ajili ya shule katika mwaka huu?"
    assert detect(known) == detected("und", looks_like="sw")
    assert detect("Waziri wa elimu anafanya nini kuhusu shule za vijijini?") == detected("und", True, "sw")
    assert detect("Serikali itafanya nini ili kulinda haki za watoto na wanawake?") == detected("und", True)


def test_a_session_s_language_without_word_lists_is_unsure_rather_than_undetermined():
    text = "tí ẹnì kọ̀ọ̀kan yóò ní ẹ̀tọ́"
    assert detect(text, ("en", "fr", "yo")) == detected("yo", unsure=True)


def test_a_weak_guess_is_marked_unsure():
    assert detect("Je, jukumu la asasi za kiraia ni nini?") == detected("fr", unsure=True)
    assert detect("Mi scusate?").unsure


def test_chosen_language_is_kept_and_a_contradiction_is_reported():
    assert identify("Quel est le rôle de la société civile ?", THREE, "es", "en") == Identified(
        "es", "chosen", False, "fr"
    )
    assert identify("Quel est le rôle de la société civile ?", THREE, "fr", "en") == Identified(
        "fr", "chosen", False, None
    )
    assert identify("Quel est le rôle de la société civile ?", ("fr-CA",), "fr-CA", None) == Identified(
        "fr-CA", "chosen", False, None
    )
    assert identify("Кто говорит?", THREE, "und", None) == Identified("und", "chosen", False, "ru")
    assert identify("GGE?", THREE, "es", None) == Identified("es", "chosen", False, None)


TRADITIONAL, SIMPLIFIED = "誰來支付公民社會參與的費用？", "谁来支付民间社会参与的费用？"


@pytest.mark.parametrize(
    ("text", "languages", "hint", "expected"),
    [
        (TRADITIONAL, ("en", "zh-Hans", "zh-Hant"), "zh", "zh-Hant"),
        (SIMPLIFIED, ("en", "zh-Hant", "zh-Hans"), "en", "zh-Hans"),
        ("你好吗", ("en", "zh-TW", "zh-Hans"), "en", "zh-Hans"),
        ("公平", ("zh-Hans", "zh-Hant"), "zh-TW", "zh-Hant"),
        ("公平", ("zh-Hans", "zh-Hant"), "en", "zh-Hans"),
        (TRADITIONAL, ("en", "zh"), None, "zh"),
        (SIMPLIFIED, ("en", "zh-Hant"), None, "zh-Hant"),
        ("Quem paga pela participação?", ("en", "pt-BR", "es"), "pt", "pt-BR"),
        ("Quem paga pela participação?", ("pt", "pt-BR", "es"), "pt-BR", "pt-BR"),
        ("Quem paga pela participação?", ("pt-BR", "pt", "es"), "fr", "pt-BR"),
        ("Кто платит за участие?", ("sr-Latn", "sr", "ru"), "en", "ru"),
    ],
)
def test_a_variant_of_a_language(text, languages, hint, expected):
    assert identify(text, languages, None, hint) == detected(expected)


def test_variants_do_not_make_a_language_unsure():
    assert identify("How will states protect people who report abuse?", ("en-GB", "en-US", "fr"), None, "en-US") == (
        detected("en-US")
    )


def test_a_contradiction_names_the_session_s_variant():
    text = "Não é justo que as organizações não sejam ouvidas na negociação, não acha?"
    assert identify(text, ("es", "pt-BR"), "es", "en") == Identified("es", "chosen", False, "pt-BR")


@pytest.mark.parametrize(
    ("text", "script"), [(TRADITIONAL, "Hant"), (SIMPLIFIED, "Hans"), ("你好", None), ("", None), ("GGE \ud800", None)]
)
def test_script_of_a_chinese_text(text, script):
    assert chinese_script(text) == script


def test_opening_is_skipped_only_if_it_cannot_change_the_result(monkeypatch):
    """Check that a shortcut in `identify` never changes the result.

    If the asker has chosen a language, `identify` asks the model about the first words (in a separate call) only if
    this can change the result. Compare it with a version that always makes this call.
    """
    texts = [json.loads(line)["text"] for line in (DATA / "questions-sample.jsonl").read_text("utf-8").splitlines()][
        ::7
    ]
    cases = [(text, chosen) for text in texts for chosen in THREE]
    quick = [identify(text, THREE, chosen, None) for text, chosen in cases]
    monkeypatch.setattr(language, "weigh", lambda text, chosen: language_evidence.weigh(text, None))
    assert quick == [identify(text, THREE, chosen, None) for text, chosen in cases]
    assert {identified.looks_like for identified in quick} >= {None, *THREE}


def test_hostile_texts_get_a_language_of_the_session_or_und():
    texts = [json.loads(line)["text"] for line in (DATA / "hostile.jsonl").read_text("ascii").splitlines()]
    assert {detect(text[:2000], SIX, "en").language for text in texts} <= {*SIX, "und"}


def test_a_long_text_without_blanks_is_read_in_one_go():
    assert detect("\u0301'" * 5000, hint="en") == detected("en", unsure=True)
    assert detect('"' * 10000, hint="en") == detected("en", unsure=True)


def test_error_rates_of_the_sample_are_those_of_the_docs():
    rows = [json.loads(line) for line in (DATA / "questions-sample.jsonl").read_text("utf-8").splitlines()]
    six = [row for row in rows if row["language"] in SIX]
    wrong = {
        mixed: [
            row["id"] for row in six if row["mixed"] is mixed and detect(row["text"], SIX).language != row["language"]
        ]
        for mixed in (True, False)
    }
    outside = [
        detect(row["text"]).language for row in rows if row["language"] not in THREE and len(row["text"].split()) >= 4
    ]
    assert len(wrong[False]) / sum(not row["mixed"] for row in six) < 0.005
    assert len(wrong[True]) / sum(row["mixed"] for row in six) < 0.05
    assert outside.count("und") / len(outside) > 0.95


def test_texts_in_african_languages_are_undetermined_or_unsure_as_often_as_the_docs_say():
    rows = [json.loads(line) for line in (DATA / "african-sample.jsonl").read_text("utf-8").splitlines()]
    results = [detect(row["text"], SIX) for row in rows]
    assert len({row["language"] for row in rows}) == 12
    assert sum(result.language == "und" or result.unsure for result in results) / len(rows) > 0.9
    assert sum(result.language == "und" for result in results) / len(rows) > 0.5


def test_only_the_small_model_is_used_and_it_is_loaded_once(monkeypatch):
    detector = language_evidence._detector()
    asked = []
    detect_by_model = detector.detect

    def record_model(text, **options):
        asked.append(options["model"])
        return detect_by_model(text, **options)

    monkeypatch.setattr(detector, "detect", record_model)
    language_evidence.load()
    detect("Who speaks for civil society in this process?")
    assert set(asked) == {"lite"}
    assert language_evidence._detector() is detector


PIECES = st.lists(st.sampled_from([*'ab \n"“”„«»《》「」@#.\ud800', "http://", "https://a", "www."]), max_size=24).map(
    "".join
)


@given(PIECES)
def test_quotations_and_addresses_are_those_of_the_plain_patterns(text):
    quoted = regex.compile(r'"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|《[^》]*》|「[^」]*」')
    not_words = regex.compile(r"\p{Cs}|(?:https?://|www\.)\S+|\S+@\S+|[@#]\S+")
    assert language_evidence._without_quoted(text) == quoted.sub(" ", text)
    assert language_evidence.NOT_WORDS.sub(" ", text) == not_words.sub(" ", text)


def test_opening_quotation_marks_without_an_end_are_read_once(monkeypatch):
    read = []

    class Mark:
        def finditer(self, text):
            read.append(len(text))
            return regex.finditer("[„“]", text)

    monkeypatch.setattr(language_evidence, "QUOTE", Mark())
    assert detect("„" * language_evidence.LONGEST * 4).language == "und"
    assert read == [language_evidence.LONGEST]
