"""Tests of the best route through an engine's language pairs."""

from __future__ import annotations

import pytest

from moderation.services.translation.routes import PREFERRED, mutual, reachable, route, serving, translate_along

APERTIUM = [("en", "es"), ("es", "en"), ("es", "fr"), ("fr", "es")]


@pytest.mark.parametrize(
    ("pairs", "ends", "way"),
    [
        (APERTIUM, ("en", "es"), ("en", "es")),
        (APERTIUM, ("en", "fr"), ("en", "es", "fr")),
        (APERTIUM, ("fr", "en"), ("fr", "es", "en")),
        ([*APERTIUM, ("en", "fr")], ("en", "fr"), ("en", "fr")),
        ([("en", "pt"), ("pt", "fr"), ("en", "es"), ("es", "fr")], ("en", "fr"), ("en", "es", "fr")),
        (APERTIUM, ("en", "ar"), None),
        (APERTIUM, ("ar", "en"), None),
        (APERTIUM, ("en", "en"), None),
        ([("en", "es"), ("es", "pt"), ("pt", "fr")], ("en", "fr"), None),
        ([("en", "es"), ("es", "en")], ("en", "fr"), None),
        ([], ("en", "fr"), None),
    ],
)
def test_route(pairs, ends, way):
    assert route(pairs, *ends) == way
    assert route(reversed(pairs), *ends) == way


@pytest.mark.parametrize(
    ("pairs", "ends", "way"),
    [
        (APERTIUM, ("en-GB", "fr-CA"), ("en", "es", "fr")),
        ([("en", "pt"), ("en", "pt-BR")], ("en", "pt-BR"), ("en", "pt-BR")),
        ([("en", "pt")], ("en", "pt-BR"), ("en", "pt")),
        ([("en", "zh")], ("en", "zh-Hans"), ("en", "zh")),
        ([("en", "zh")], ("en", "zh-Hant"), None),
        ([("zh", "zh-Hant"), ("zh-Hant", "zh")], ("zh-Hans", "zh-Hant"), ("zh", "zh-Hant")),
        ([("en", "sr")], ("en", "sr-Latn"), None),
        (APERTIUM, ("en", "en-GB"), None),
    ],
)
def test_a_variant_uses_the_engine_s_nearest_language_in_the_same_script(pairs, ends, way):
    assert route(pairs, *ends) == way
    assert reachable(pairs, ends).get(ends) == way


BY_CATALAN = [*APERTIUM, ("es", "ca"), ("ca", "fr"), ("fr", "ca"), ("ca", "es")]


@pytest.mark.parametrize(
    ("pairs", "ends", "way"),
    [
        (BY_CATALAN, ("es", "fr"), ("es", "ca", "fr")),
        (BY_CATALAN, ("fr", "es"), ("fr", "ca", "es")),
        (BY_CATALAN, ("en", "es"), ("en", "es")),
        (BY_CATALAN, ("en", "fr"), ("en", "es", "fr")),
        ([*BY_CATALAN, ("en", "ca"), ("ca", "en")], ("fr", "en"), ("fr", "es", "en")),
        (BY_CATALAN[:-1], ("fr", "es"), ("fr", "es")),
        (APERTIUM, ("es", "fr"), ("es", "fr")),
    ],
)
def test_measured_route_is_preferred_where_its_pairs_are_installed(pairs, ends, way):
    assert route(pairs, *ends, PREFERRED["apertium"]) == way
    assert reachable(pairs, ends, PREFERRED["apertium"])[ends] == way


def test_reachable_pairs():
    assert reachable(iter(APERTIUM[:3]), ["en", "es", "fr"]) == {
        ("en", "es"): ("en", "es"),
        ("en", "fr"): ("en", "es", "fr"),
        ("es", "en"): ("es", "en"),
        ("es", "fr"): ("es", "fr"),
    }


def test_translates_step_by_step():
    assert translate_along(("en", "es", "fr"), "x", lambda text, start, end: f"{text} {start}>{end}") == "x en>es es>fr"


ROMANCE = [("en", "es"), ("es", "en"), ("es", "fr"), ("fr", "es")]


@pytest.mark.parametrize(
    ("pairs", "languages", "served"),
    [
        (ROMANCE, ("en", "es", "fr"), ("en", "es", "fr")),
        (ROMANCE, ("ar", "fr", "en", "es"), ("fr", "en", "es")),
        ([*ROMANCE, ("en", "ar")], ("en", "es", "fr", "ar"), ("en", "es", "fr")),
        ([("en", "es"), ("es", "en"), ("ru", "zh"), ("zh", "ru")], ("ru", "en", "zh", "es"), ("ru", "zh")),
        ([("en", "es")], ("en", "es"), ()),
        ([], ("en", "es"), ()),
        (ROMANCE, ("en",), ()),
    ],
)
def test_served_languages_translate_into_each_other(pairs, languages, served):
    assert mutual(pairs, languages) == served


@pytest.mark.parametrize(
    ("between", "languages"),
    [("pt", ["pt", "pt-AO", "pt-BR"]), ("pt-BR", ["pt-BR", "pt", "pt-AO"]), ("zh", []), ("sr", []), ("ca", [])],
)
def test_an_intermediate_language_serves_its_variants_in_the_same_script(between, languages):
    assert serving(["en", "pt-AO", "pt-BR", "pt", "zh-Hant", "sr-Latn"], between) == languages
