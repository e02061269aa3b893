"""The part of the meaning that most questions share, such as their form and their language. The encoder removes it.

All vectors of the encoder lean in the same few directions. Without these directions, the cosine of two vectors depends
more on the content of the texts (Mu and Viswanath, "All-but-the-Top", ICLR 2018).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .vectors import Matrix

FILE = Path(__file__).with_suffix(".npy")
"""The shared part as a float16 matrix: first the mean of the vectors of many questions, then the directions in which
these vectors differ most. The directions are perpendicular unit vectors. `python -m tests.bench.similar_common` writes
the file.
"""
LEAST_LENGTH = 1e-6
"""A vector whose remaining part is shorter than this value is not lengthened, so that no division by zero occurs."""


def read() -> Matrix:
    """Return the matrix of FILE. The file contains numbers only, so that a changed file cannot run code."""
    matrix: Matrix = np.load(FILE, allow_pickle=False).astype(np.float32)
    return matrix


def remove(vectors: Matrix, shared: Matrix) -> Matrix:
    """Return the vectors without the shared part, with the length 1.

    `vectors`: one row for each text. `shared`: the mean, then the directions (see FILE). The work for each text is
    constant.
    """
    mean, directions = shared[0], shared[1:]
    rest = vectors - mean
    rest -= (rest @ directions.T) @ directions
    result: Matrix = rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), LEAST_LENGTH)
    return result
