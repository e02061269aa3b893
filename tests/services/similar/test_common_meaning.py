"""Tests of the removal of the part that most vectors share: their mean, and their main directions."""

from __future__ import annotations

import numpy as np

from moderation.services.similar import common_meaning
from tests.bench.similar_common import shared_part


def test_mean_and_directions_are_removed_and_the_length_is_one():
    shared = np.array([[1, 0, 0], [0, 1, 0]], np.float32)
    vectors = np.array([[1, 5, 2], [4, 5, 4], [1, 7, 0]], np.float32)
    np.testing.assert_allclose(common_meaning.remove(vectors, shared), [[0, 0, 1], [0.6, 0, 0.8], [0, 0, 0]], atol=1e-6)


def test_file_has_a_mean_and_ten_perpendicular_unit_vectors():
    shared = common_meaning.read()
    assert shared.shape == (11, 512) and shared.dtype == np.float32
    np.testing.assert_allclose(shared[1:] @ shared[1:].T, np.eye(10), atol=1e-2)


def test_shared_part_is_the_mean_and_the_main_directions():
    vectors = np.array([[3, 1, 0], [-1, 1, 0], [1, 2, 0], [1, 0, 0]], float)
    shared = shared_part(vectors, 1)
    np.testing.assert_allclose(shared[0], [1, 1, 0], atol=1e-9)
    np.testing.assert_allclose(np.abs(shared[1:]), [[1, 0, 0]], atol=1e-9)
