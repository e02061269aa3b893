"""Tests of the shortest route through an engine's language pairs."""

from __future__ import annotations

import pytest

from moderation.services.translation.routes import reachable, route, translate_along

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


def test_reachable_pairs():
    assert reachable(iter(APERTIUM[:3]), ["en", "es", "fr"]) == {
        ("en", "es"): ("en", "es"),
        ("en", "fr"): ("en", "es", "fr"),
        ("es", "en"): ("es", "en"),
        ("es", "fr"): ("es", "fr"),
    }


def test_translates_step_by_step():
    assert translate_along(("en", "es", "fr"), "x", lambda text, start, end: f"{text} {start}>{end}") == "x en>es es>fr"
