"""Tests of the word lists: the order in which the languages of a session are offered."""

from __future__ import annotations

import pytest

from moderation.services.words import UN_LANGUAGES, languages, offered_languages


@pytest.mark.parametrize(
    ("lang", "first", "next_names"),
    [
        ("en", ["ar", "zh", "en", "fr", "ru", "es"], ["Bangla", "Czech", "Dutch"]),
        ("fr", ["en", "ar", "zh", "es", "fr", "ru"], ["allemand", "bengali", "coréen"]),
    ],
)
def test_the_un_languages_are_offered_first_then_all_others_by_name(lang, first, next_names):
    offered = offered_languages(lang)
    assert [language.code for language, _ in offered[:6]] == first
    assert [name for _, name in offered[6:9]] == next_names
    assert {language.code for language, _ in offered} == set(languages()) and len(offered) == len(languages())


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
