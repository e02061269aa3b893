"""Tests of language tags: their standard form, their script and the language's own name."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.core import get_global

from moderation.core.model import RTL_LANGUAGES, RTL_SCRIPTS, direction_of
from moderation.services.language_tags import LONGEST, locale_of, name_in, own_name, script_of, standard_tag


@pytest.mark.parametrize(
    ("tag", "standard"),
    [
        ("es", "es"),
        ("ES", "es"),
        ("zh-hant", "zh-Hant"),
        ("ZH-HANT-tw", "zh-Hant-TW"),
        ("pt-br", "pt-BR"),
        ("es-419", "es-419"),
        ("de-CH-1901", "de-CH-1901"),
        ("ca-VALENCIA", "ca-valencia"),
        ("yue", "yue"),
        ("esp", None),
        ("xx", None),
        ("und", None),
        ("und-Latn", None),
        ("en-QQ", None),
        ("en-Abcd", None),
        ("a", None),
        ("", None),
        ("en-", None),
        ("en_GB", None),
        ("en-u-ca-buddhist", None),
        ("x-mine", None),
        ("de-" + "-".join(["abcdefgh"] * 5), None),
        ("еn", None),
    ],
)
def test_standard_form(tag, standard):
    assert standard_tag(tag) == standard


def test_the_longest_tag_is_allowed():
    tag = "de-CH-" + "-".join(["abcdefgh"] * 3) + "-a"
    assert len(tag) <= LONGEST and standard_tag(tag[:-2]) == tag[:-2]


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("es", "Latn"),
        ("zh", "Hans"),
        ("zh-Hant", "Hant"),
        ("zh-TW", "Hant"),
        ("sr", "Cyrl"),
        ("sr-Latn-RS", "Latn"),
        ("sr-ME", "Latn"),
        ("pt-BR", "Latn"),
        ("ja", "Jpan"),
        ("xx", "Latn"),
        ("not a tag", "Latn"),
    ],
)
def test_script(tag, script):
    assert script_of(tag) == script


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("sq", "Shqip"),
        ("pt-AO", "Português (Angola)"),
        ("ain", "Ainu"),
        ("aak", "aak"),
        ("xx", "xx"),
        ("de-CH-1901", "Deutsch (Schweiz)"),
    ],
)
def test_own_name(tag, name):
    assert own_name(tag) == name


@pytest.mark.parametrize(
    ("lang", "locale"),
    [("pt", "pt_PT"), ("pt-BR", "pt_BR"), ("en-GB", "en_GB"), ("zh", "zh"), ("zh-Hant", "zh_Hant")],
)
def test_locale_of_an_interface_language(lang, locale):
    assert str(locale_of(lang)) == locale


@pytest.mark.parametrize(
    ("tag", "lang", "name"),
    [
        ("es", "fr", "espagnol"),
        ("pt-BR", "fr", "portugais brésilien"),
        ("cs", "pt", "checo"),
        ("zh-Hant", "en", "Traditional Chinese"),
        ("sr-Latn", "en", "Serbian (Latin)"),
        ("ain", "en", "Ainu"),
        ("aak", "en", "aak"),
    ],
)
def test_name_in_an_interface_language(tag, lang, name):
    assert name_in(tag, lang) == name


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("ar", "rtl"), ("ar-Latn", "ltr"), ("uz", "ltr"), ("uz-Arab", "rtl"), ("FA-ir", "rtl"), ("und", "auto")],
)
def test_direction(tag, direction):
    assert direction_of(tag) == direction


def test_the_languages_from_right_to_left_are_those_of_cldr():
    likely = get_global("likely_subtags")
    for language in Locale("en").languages:
        if "_" not in language and language in likely:
            is_rtl = likely[language].split("_")[1].lower() in RTL_SCRIPTS
            assert (language in RTL_LANGUAGES) == (is_rtl or language in ("arc", "pnb")), language
