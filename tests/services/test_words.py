"""Tests of the word lists: the order in which the languages of a session are offered."""

from __future__ import annotations

import subprocess

import pytest

from moderation.paths import catalogue_languages
from moderation.services.words import (
    UN_LANGUAGES,
    LanguageName,
    find_language,
    language_in,
    languages,
    offered_languages,
    outcome_label,
    reason_label,
    reason_language,
    text_in,
)


@pytest.mark.parametrize(
    ("lang", "first", "next_names"),
    [
        ("en", ["ar", "zh", "en", "fr", "ru", "es"], ["Bangla", "Brazilian Portuguese", "Czech"]),
        ("fr", ["en", "ar", "zh", "es", "fr", "ru"], ["allemand", "bengali", "chinois simplifié"]),
        ("pt", ["ar", "zh", "es", "fr", "en", "ru"], ["alemão", "bengalês", "checo"]),
    ],
)
def test_the_un_languages_are_offered_first_then_all_others_by_name(lang, first, next_names):
    offered = offered_languages(lang)
    assert [language.code for language, _ in offered[:6]] == first
    assert [name for _, name in offered[6:9]] == next_names
    assert {language.code for language, _ in offered} == set(languages()) and len(offered) == len(languages())


@pytest.mark.parametrize("lang", ["en", *catalogue_languages()])
def test_the_order_is_that_of_the_language_s_collation(lang):
    """Compare with the collation of ICU, which Node contains."""
    names = [name for language, name in offered_languages(lang) if language.code not in UN_LANGUAGES]
    script = "const [, lang, ...names] = process.argv; console.log(names.sort(new Intl.Collator(lang).compare).join())"
    ran = subprocess.run(["node", "-e", script, lang, *reversed(names)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ",".join(names)


def test_accents_do_not_change_the_order():
    names = [name for language, name in offered_languages("es") if language.code not in UN_LANGUAGES]
    assert [name for name in names if name[0] in "hiíjI"] == [
        "hebreo",
        "hindi",
        "húngaro",
        "indonesio",
        "italiano",
        "japonés",
    ]


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-Hant", LanguageName("zh-Hant", "繁體中文", "ltr")),
        ("pt-BR", LanguageName("pt-BR", "Português (Brasil)", "ltr")),
        ("sr-Latn", LanguageName("sr-Latn", "Srpski (latinica)", "ltr")),
        ("uz-Arab", LanguageName("uz-Arab", "اوزبیک (عربی)", "rtl")),
        ("zh-hant", None),
        ("esp", None),
        ("und", None),
    ],
)
def test_each_language_that_cldr_knows_is_possible(tag, language):
    assert find_language(tag) == language


@pytest.mark.parametrize(
    ("texts", "wanted", "language"),
    [
        ({"en": "a", "pt": "b"}, ("pt-BR",), "pt"),
        ({"en": "a", "pt": "b", "pt-BR": "c"}, ("pt-BR", "pt"), "pt-BR"),
        ({"fr": "a", "zh": "b", "en": "c"}, ("zh-Hant", "fr"), "zh"),
        ({"fr": "a", "zh": "", "en": "c"}, ("zh-Hant", "fr"), "fr"),
        ({"fr": "a", "en": "b"}, ("ru",), "en"),
        ({"fr": "a", "es": "b"}, ("ru",), "fr"),
        ({"fr": ""}, ("fr",), None),
        ({}, ("fr",), None),
    ],
)
def test_a_reader_gets_the_text_in_the_nearest_language(texts, wanted, language):
    assert language_in(texts, *wanted) == language
    assert text_in(texts, *wanted) == (texts[language] if language else None)


def test_the_word_lists_have_texts_for_the_variants_of_their_languages():
    assert reason_label("off_topic", "pt-BR") == reason_label("off_topic", "pt") != reason_label("off_topic", "en")
    assert outcome_label("live", "zh-Hant") == outcome_label("live", "zh") != outcome_label("live", "en")
    assert reason_language("sr-Latn", "pt-BR", "fr") == "pt"
    assert reason_language("sr-Latn") == "en"
