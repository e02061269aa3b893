"""Tests of glossary terms in texts: the cases of tests/data/terms.json, and random texts.

The tests of the browser's code (tests/js) use the same cases.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.core.glossary import find_terms, is_acronym

DATA = json.loads((Path(__file__).parents[1] / "data" / "terms.json").read_text("utf-8"))
TERMS = DATA["terms"]
LETTERS = st.text("aUNé' -’日1_.\n", max_size=12)


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["why"])
def test_terms_are_found_as_the_cases_say(case):
    text = case["text"]
    matches = find_terms(text, case["language"], TERMS)
    assert [[text[match.start : match.end], TERMS.index(match.term)] for match in matches] == case["found"]


@pytest.mark.parametrize(
    ("text", "acronym"),
    [
        ("UN", True),
        ("ICTs", True),
        ("PoA", True),
        ("McBryde", True),
        ("Chatham House", False),
        ("un", False),
        ("AI Act", True),
        ("G7", False),
    ],
)
def test_acronyms_have_a_word_with_two_capitals(text, acronym):
    assert is_acronym(text) == acronym


@given(
    LETTERS, st.lists(LETTERS.filter(lambda text: text.strip()).map(lambda text: " ".join(text.split())), max_size=4)
)
def test_found_terms_are_in_order_and_do_not_overlap(text, terms):
    matches = find_terms(text, "en", [{"en": term} for term in terms])
    assert all(match.start < match.end for match in matches)
    assert all(match.end <= following.start for match, following in itertools.pairwise(matches))
    for match in matches:
        again = find_terms(text[match.start : match.end], "en", [match.term])
        assert [(inner.start, inner.end) for inner in again] == [(0, match.end - match.start)]
