"""Tests of the meanings of questions: only new texts are encoded, and all data of a removed question are deleted."""

from __future__ import annotations

import pytest

from moderation.services.similar.index import Index
from moderation.services.similar.meanings import Meanings
from tests.services.similar.fake_encoder import FakeEncoder

WATER, AGUA = "water Who pays for it?", "water ¿Quién lo paga?"
FIRE = "fire When does the alarm ring?"


def test_unchanged_text_is_not_encoded_again():
    encoder = FakeEncoder()
    meanings = Meanings(encoder)
    meanings.put({1: WATER, 2: FIRE})
    meanings.put({1: WATER})
    meanings.put({1: FIRE})
    assert encoder.encoded == [WATER, FIRE, FIRE]


def test_removed_question_leaves_nothing():
    meanings = Meanings(FakeEncoder())
    meanings.put({1: WATER, 2: FIRE})
    meanings.remove(1)
    assert meanings._texts == {2: FIRE} and len(meanings._vectors) == 1
    assert meanings.nearest(meanings.encode(WATER), 10) == []
    with pytest.raises(KeyError):
        meanings.get(1)


def make_index(encoder: FakeEncoder | None) -> Index:
    index = Index(encoder)
    index.add_all([(1, "en", {"en": WATER}, ""), (2, "en", {"en": FIRE}, "")])
    index.add(3, "es", {"es": AGUA})
    return index


def test_question_without_a_common_word_is_found_by_its_meaning_only():
    text = {"ru": "water Кто за это платит?"}
    assert [number for number, _ in make_index(FakeEncoder()).best("ru", text)] == [1]
    assert make_index(None).best("ru", text) == []


def test_translation_does_not_change_the_meaning():
    encoder = FakeEncoder()
    index = make_index(encoder)
    index.add(3, "es", {"es": AGUA, "en": "Who pays?"})
    assert encoder.encoded == [WATER, FIRE, AGUA]


def test_empty_index_encodes_nothing():
    encoder = FakeEncoder()
    assert Index(encoder).best("en", {"en": WATER}) == [] and encoder.encoded == []


def test_index_after_a_removal_equals_a_new_index():
    index, fresh = make_index(FakeEncoder()), Index(FakeEncoder())
    index.remove(1)
    fresh.add(2, "en", {"en": FIRE})
    fresh.add(3, "es", {"es": AGUA})
    assert index.best("en", {"en": WATER}) == fresh.best("en", {"en": WATER}) != []
    assert index.earlier(3) == [] and index.later(2) == []
