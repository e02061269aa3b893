"""Tests of the text search: the same examples as in the browser's tests, and random texts compared between Python and
JavaScript.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.core.search import fold, matches
from tests.browser_modules import ROOT, running_module

EXAMPLES = json.loads((ROOT / "tests" / "data" / "fold.json").read_text("utf-8"))
FOLD_ALL = """
import { fold } from "./static/js/shared/fold.js";
export default (texts) => texts.map(fold);
"""
SIGNS = st.sampled_from([*"aéßœŁØİı'’´`«»“ \u202f\u00a0\n012٣۴४１-–\u00ad\u200f\u0640\u0301یکةΣσς.,٬\u2034ﬁ№Đ"])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["why"])
def test_examples_of_folding(example):
    assert fold(example["text"]) == example["folded"]


@given(st.text(SIGNS, max_size=20) | st.text(max_size=20))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.fixture(scope="module")
def fold_in_node():
    with running_module(FOLD_ALL) as call:
        yield call


@given(texts=st.lists(st.text(SIGNS, max_size=12), max_size=60))
@settings(max_examples=20, deadline=None)
def test_browser_folds_as_the_server_does(fold_in_node, texts):
    assert fold_in_node(texts) == [fold(text) for text in texts]


def test_every_word_must_occur_in_the_texts():
    assert matches("EAU l'air", ["“l’air”", None, "L’eau"])
    assert not matches("eau feu", ["l’eau"])
    assert matches(" ", [])
