"""Tests of the index of vectors: search, replacement and removal have the same results as in a plain list."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.services.similar import vectors as module
from moderation.services.similar.vectors import Vectors


def unit(degrees: float) -> np.ndarray:
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], np.float32)


def make_vectors(**degrees: float) -> Vectors:
    vectors = Vectors()
    for name, angle in degrees.items():
        vectors.put(int(name[1:]), unit(angle))
    return vectors


def test_nearest_vectors_are_returned_with_their_cosines():
    vectors = make_vectors(q1=0, q2=90, q3=60, q4=180)
    assert vectors.nearest(unit(0), 0.3, 10) == [(1, 1.0), (3, 0.5)]
    assert vectors.nearest(unit(0), -1, 2) == [(1, 1.0), (3, 0.5)]


def test_vector_is_replaced_and_removed():
    vectors = make_vectors(q1=0, q2=90)
    vectors.put(1, unit(90))
    assert vectors.nearest(unit(90), 0.9, 10) == [(1, 1.0), (2, 1.0)]
    vectors.remove(1)
    vectors.remove(1)
    assert vectors.nearest(unit(90), 0.9, 10) == [(2, 1.0)] and len(vectors) == 1
    with pytest.raises(KeyError):
        vectors.get(1)


def test_removed_vector_is_overwritten():
    vectors = make_vectors(q1=30, q2=60)
    vectors.remove(1), vectors.remove(2)
    assert not vectors._matrix[:2].any()


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.integers(0, 359)), max_size=40), st.integers(1, 5))
def test_search_equals_a_search_in_a_list(steps, block):
    vectors, expected = Vectors(), {}
    for number, is_put, angle in steps:
        if is_put:
            vectors.put(number, unit(angle))
            expected[number] = unit(angle).astype(np.float16).astype(np.float32)
        else:
            vectors.remove(number)
            expected.pop(number, None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        result = vectors.nearest(unit(45), -2, 100)
    cosines = {number: round(float(vector @ unit(45)), 2) for number, vector in expected.items()}
    assert {number: round(cosine, 2) for number, cosine in result} == pytest.approx(cosines, abs=0.011)
    assert [cosine for _, cosine in result] == sorted((cosine for _, cosine in result), reverse=True)
