"""The part of the meaning that most questions share, such as their form and their language. The encoder removes it.

All vectors of the encoder have large components in the same few directions. Without these components, the cosine of two
vectors depends more on the content of the texts (Mu and Viswanath, "All-but-the-Top", ICLR 2018).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .vectors import Matrix

FILE = Path(__file__).with_suffix(".npy")
"""The shared part as a float16 matrix. The first row is the mean of the vectors of many questions. The other rows are
the directions in which these vectors differ most, as perpendicular unit vectors. `python -m tests.bench.similar_common`
writes the file.
"""
LEAST_LENGTH = 1e-6
"""Minimum divisor when a vector is scaled to the length 1. It prevents a division by zero."""


def read() -> Matrix:
    """Return the matrix of FILE. Refuse pickled objects; otherwise a changed file could run code."""
    matrix: Matrix = np.load(FILE, allow_pickle=False).astype(np.float32)
    return matrix


def remove(vectors: Matrix, shared: Matrix) -> Matrix:
    """Return the vectors without the part that most questions share, scaled to the length 1.

    `vectors`: one row for each text. `shared`: the shared part, the matrix of FILE.
    """
    mean, directions = shared[0], shared[1:]
    rest = vectors - mean
    rest -= (rest @ directions.T) @ directions
    result: Matrix = rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), LEAST_LENGTH)
    return result
