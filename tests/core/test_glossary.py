"""Terms in texts: the cases of tests/data/terms.json, which the browser's code passes too, and that no text can break the finding."""

from __future__ import annotations

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
    found = find_terms(text, case["language"], TERMS)
    assert [[text[one.start : one.end], TERMS.index(one.term)] for one in found] == case["found"]


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
def test_found_terms_stand_in_order_and_apart(text, said):
    found = find_terms(text, "en", [{"en": one} for one in said])
    assert all(one.start < one.end for one in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:]))
    for one in found:
        again = find_terms(text[one.start : one.end], "en", [one.term])
        assert [(other.start, other.end) for other in again] == [(0, one.end - one.start)]
