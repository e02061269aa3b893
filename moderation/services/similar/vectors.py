"""The vectors of one session's questions, in one float16 matrix. Each search reads the whole matrix.

The module has no I/O.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]

BLOCK = 4096
"""Number of rows that are converted to float32 at a time. With 512 columns, these rows need 8 MB."""


class Vectors:
    """The unit vector of each question, by the number of the question. In float16, a vector of 512 columns takes 1 KB,
    and a cosine changes by less than 0.001.
    """

    def __init__(self) -> None:
        self._matrix = np.empty((0, 0), np.float16)
        self._numbers: list[int] = []
        self._rows: dict[int, int] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._rows

    def __len__(self) -> int:
        return len(self._numbers)

    def put(self, number: int, vector: Vector) -> None:
        """Add or replace the vector of a question. All vectors have the same number of columns."""
        row = self._rows.get(number)
        if row is None:
            row = self._rows[number] = len(self._numbers)
            self._numbers.append(number)
            if row == len(self._matrix):
                grown = np.empty((max(64, 2 * row), len(vector)), np.float16)
                grown[:row] = self._matrix[:row] if row else grown[:0]
                self._matrix = grown
        self._matrix[row] = vector

    def remove(self, number: int) -> None:
        """Remove the vector of a question, if there is one. The last row of the matrix moves to the free row."""
        row = self._rows.pop(number, None)
        if row is None:
            return
        last = self._numbers.pop()
        if last != number:
            self._matrix[row] = self._matrix[len(self._numbers)]
            self._numbers[row], self._rows[last] = last, row
        self._matrix[len(self._numbers)] = 0

    def get(self, number: int) -> Vector:
        """Return the vector of a question. Raise KeyError if there is none."""
        vector: Vector = self._matrix[self._rows[number]].astype(np.float32)
        return vector

    def nearest(self, vector: Vector, least: float, most: int) -> list[tuple[int, float]]:
        """Return (number, cosine) of at most `most` questions whose cosine with a vector is at least `least`.

        The highest cosine comes first. Each cosine is rounded to three digits.
        """
        size = len(self._numbers)
        cosines = np.empty(size, np.float32)
        for start in range(0, size, BLOCK):
            end = min(start + BLOCK, size)
            cosines[start:end] = self._matrix[start:end].astype(np.float32) @ vector
        rows = np.flatnonzero(cosines >= least)
        if len(rows) > most:
            rows = rows[np.argpartition(-cosines[rows], most)[:most]]
        ranked = sorted((-round(float(cosines[row]), 3), int(row)) for row in rows)
        return [(self._numbers[row], -negative) for negative, row in ranked]
