"""The meaning of each question of one session, as a vector. Encode a question again only if its text has changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .encoder import Encode

if TYPE_CHECKING:
    from .vectors import Vector

LEAST_COSINE = 0.3
"""Minimum cosine of a candidate that is found by its meaning. With a smaller cosine, the result of `score` is below
every threshold.
"""


class Meanings:
    """The vectors of one session's questions. The vectors are kept in memory only, and are deleted with this object."""

    def __init__(self, encode: Encode) -> None:
        from .vectors import Vectors  # Import numpy here, because it can be missing if the encoder is not installed.

        self._encode = encode
        self._vectors = Vectors()
        self._texts: dict[int, str] = {}

    def put(self, texts: Mapping[int, str]) -> None:
        """Add or replace questions. `texts`: {number: original text}. Encode only the texts that have changed."""
        new = {number: text for number, text in texts.items() if self._texts.get(number) != text}
        for number, vector in zip(new, self._encode(list(new.values())) if new else ()):
            self._vectors.put(number, vector)
        self._texts |= new

    def remove(self, number: int) -> None:
        """Remove the vector of a question, if there is one."""
        self._texts.pop(number, None)
        self._vectors.remove(number)

    def encode(self, text: str) -> Vector:
        """Return the vector of a text, without storing it."""
        vector: Vector = self._encode([text])[0]
        return vector

    def get(self, number: int) -> Vector:
        """Return the vector of a question. Raise KeyError if there is none."""
        return self._vectors.get(number)

    def nearest(self, vector: Vector, most: int) -> list[tuple[int, float]]:
        """Return (number, cosine) of the questions whose cosine with the vector is at least LEAST_COSINE.

        Return at most `most` questions, the highest cosine first.
        """
        return self._vectors.nearest(vector, LEAST_COSINE, most)
