"""The index of one session's questions by their stems and their meaning.

Each search scores a bounded number of questions. The module has no I/O.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING

from .encoder import Encode
from .meanings import Meanings
from .profile import Profile
from .score import Weigh, Work, score

if TYPE_CHECKING:
    from .vectors import Vector

MOST = 3
OFFERED_FROM = 0.6
"""Minimum score (0 to 1) at which a question is offered as similar. The value is tuned for precision
(docs/similarity.md).
"""
SCORED = 24
"""Maximum number of candidates that are scored for one question."""
LOOKED_AT = 800
"""Maximum number of entries of the inverted index that one search reads. The index maps each stem to the questions that
contain the stem. The entries of the rarest stems are read first.
"""
NEAREST = 12
"""Maximum number of candidates that are found by their meaning.

The remaining candidates, up to `SCORED`, are found by their stems.
"""
PRIOR = 50
"""A number that `_Weights` adds to the number of questions. Without this addition, every stem of the first few
questions would count as rare.
"""

Match = tuple[int, float]
"""A similar question: (its number, its score)."""
Entry = tuple[int, str, Mapping[str, str], str]
"""A question, as the arguments of `Index.add`: (number, language of the original, {language: text}, time of
arrival).
"""


class Index:
    """An index of the questions of one session. It is not thread-safe. `encode`: the encoder; None to compare words
    only.
    """

    def __init__(self, encode: Encode | None = None) -> None:
        self._meanings = Meanings(encode) if encode else None
        self._profiles: dict[int, Profile] = {}
        self._numbers: dict[str, dict[str, dict[int, None]]] = {}
        """The numbers of the questions that contain a stem, by language and stem."""
        self._weights = _Weights(0)
        self._arrivals: dict[int, tuple[str, int]] = {}

    def __len__(self) -> int:
        return len(self._profiles)

    def __contains__(self, number: int) -> bool:
        return number in self._profiles

    def add(self, number: int, language: str, texts: Mapping[str, str], asked_at: str = "") -> None:
        """Add or replace a question. `language`: the language of the original.

        `texts`: {language: text}, with the original and the translations. `asked_at` (ISO 8601) sets the order of
        arrival. Questions with the same time are in the order of their numbers.
        """
        self.add_all([(number, language, texts, asked_at)])

    def add_all(self, entries: Sequence[Entry]) -> None:
        """Add or replace questions (see `add`). One call of the encoder with many texts is faster than many calls."""
        if self._meanings:
            self._meanings.put({number: texts[language] for number, language, texts, _ in entries})
        for number, original, texts, asked_at in entries:
            self._remove_words(number)
            self._arrivals[number] = (asked_at, number)
            profile = Profile(original, dict(texts))
            self._profiles[number] = profile
            for language, stem in _stems(profile):
                self._numbers.setdefault(language, {}).setdefault(stem, {})[number] = None
        self._weights = _Weights(len(self._profiles))

    def remove(self, number: int) -> None:
        """Remove a question, if it is in the index."""
        self._remove_words(number)
        if self._meanings:
            self._meanings.remove(number)

    def _remove_words(self, number: int) -> None:
        profile = self._profiles.pop(number, None)
        self._weights = _Weights(len(self._profiles))
        self._arrivals.pop(number, None)
        for language, stem in _stems(profile) if profile else ():
            numbers = self._numbers[language]
            numbers[stem].pop(number)
            if not numbers[stem]:
                del numbers[stem]
            if not numbers:
                del self._numbers[language]

    def best(
        self,
        language: str,
        texts: Mapping[str, str],
        *,
        most: int = MOST,
        least: float = OFFERED_FROM,
        allowed: Callable[[int], bool] = lambda number: True,
    ) -> list[Match]:
        """Return (number, score) of the questions that are most similar to a text, in descending order of score.

        The text does not have to be in the index. The score must be at least `least`, and `allowed` must accept the
        number. Return at most `most` questions. Of several questions that are similar to each other, return only the
        question with the highest score. If two scores are equal, the earlier question comes first.
        """
        profile = Profile(language, dict(texts))
        vector = self._meanings.encode(profile.text) if self._meanings and self._profiles else None
        return self._best(profile, vector, most, least, allowed)

    def earlier(self, number: int) -> list[Match]:
        """Return at most `MOST` questions that arrived before question `number` and are most similar to it.

        The result is a list of (number, score), in descending order of score. Raise KeyError if question `number` is
        not in the index.
        """
        return self._best(
            self._profiles[number],
            self._vector(number),
            MOST,
            OFFERED_FROM,
            lambda other: self._arrivals[other] < self._arrivals[number],
        )

    def later(self, number: int) -> list[int]:
        """Return the numbers of at most `SCORED` questions that arrived after question `number` and are similar to it.

        Raise KeyError if the index does not contain question `number`.
        """
        profile, vector = self._profiles[number], self._vector(number)
        work = Work(len(profile.texts))
        return [
            other
            for other in self._candidates(profile, vector, lambda other: self._arrivals[other] > self._arrivals[number])
            if self._score(other, profile, vector, self.weigh, work) >= OFFERED_FROM
        ]

    def profile(self, number: int) -> Profile:
        """Return the profile of a question. Raise KeyError if the index does not contain it."""
        return self._profiles[number]

    def score(self, a: int, b: int) -> float:
        """Return the score of two questions of the index. Raise KeyError if the index does not contain one of them."""
        return self._score(a, self._profiles[b], self._vector(b), self.weigh, Work())

    def weigh(self, language: str, stems: Collection[str]) -> list[float]:
        """Return the inverse document frequency of each stem.

        The value is about 1 if only one question contains the stem. It is lower if several questions contain the stem.
        """
        counts = map(len, map(self._numbers.get(language, {}).get, stems, repeat(())))
        return list(map(self._weights.__getitem__, counts))

    def _best(
        self, profile: Profile, vector: Vector | None, most: int, least: float, allowed: Callable[[int], bool]
    ) -> list[Match]:
        work = Work(len(profile.texts))
        scored = [
            (self._score(number, profile, vector, self.weigh, work), number)
            for number in self._candidates(profile, vector, allowed)
        ]
        chosen: list[Match] = []
        for value, number in sorted(scored, key=lambda pair: (-round(pair[0], 3), self._arrivals[pair[1]])):
            if value < least or len(chosen) == most:
                break
            profile, vector = self._profiles[number], self._vector(number)
            is_new = all(self._score(other, profile, vector, self.weigh, work) < least for other, _ in chosen)
            if chosen and work.equal < 0:
                # The search has reached its limit of stems, so `score` returns 0 from now on. `is_new` would then be
                # true for every further question, even if it is similar to a chosen question. Therefore stop here.
                break
            if is_new:
                chosen.append((number, round(value, 3)))
        return chosen

    def _score(self, number: int, profile: Profile, vector: Vector | None, weigh: Weigh, work: Work) -> float:
        own = self._vector(number)
        meaning = float(own @ vector) if own is not None and vector is not None else None
        return score(self._profiles[number], profile, weigh, work, meaning)

    def _vector(self, number: int) -> Vector | None:
        return self._meanings.get(number) if self._meanings else None

    def _candidates(self, profile: Profile, vector: Vector | None, allowed: Callable[[int], bool]) -> list[int]:
        """Return the numbers of at most `SCORED` questions to compare. The questions with the nearest meaning come
        first, then the questions that share stems.
        """
        near = self._nearest(vector, allowed) if vector is not None else []
        return list(dict.fromkeys(near + self._sharing(profile, allowed)))[:SCORED]

    def _nearest(self, vector: Vector, allowed: Callable[[int], bool]) -> list[int]:
        near = self._meanings.nearest(vector, LOOKED_AT) if self._meanings else []
        ranked = sorted(near, key=lambda entry: (-entry[1], self._arrivals[entry[0]]))
        return [number for number, _ in ranked if allowed(number)][:NEAREST]

    def _sharing(self, profile: Profile, allowed: Callable[[int], bool]) -> list[int]:
        """Return the numbers of at most `SCORED` questions to compare with this profile, best rank first. A question's
        rank is the total weight of the stems that it shares with the profile, relative to the length of the question.
        """
        shared: defaultdict[int, float] = defaultdict(float)
        left = LOOKED_AT
        weights = chain.from_iterable(self.weigh(language, stems) for language, stems in profile.stems.items())
        for weight, (language, stem) in sorted(zip(weights, _stems(profile), strict=True), reverse=True):
            numbers = self._numbers.get(language, {}).get(stem, ())
            if len(numbers) > left:
                break
            left -= len(numbers)
            for number in numbers:
                shared[number] += weight
        # A long question shares stems with most profiles. Therefore divide the total weight of its shared stems by the
        # square root of its length.
        ranked = sorted(
            shared,
            key=lambda number: (-shared[number] / math.sqrt(1 + self._profiles[number].length), self._arrivals[number]),
        )
        return [number for number in ranked if allowed(number)][:SCORED]


def _stems(profile: Profile) -> list[tuple[str, str]]:
    return [(language, stem) for language, stems in profile.stems.items() for stem in stems]


class _Weights(dict[int, float]):
    """A cache of the weights of stems. A stem's weight depends only on the number of questions that contain it.

    {number of questions that contain a stem: weight of the stem}. `size`: the number of questions in the index.
    """

    def __init__(self, size: int):
        super().__init__()
        self._size = size + PRIOR

    def __missing__(self, count: int) -> float:
        self[count] = weight = math.log((self._size + 1) / (count + 0.5)) / math.log(self._size + 1)
        return weight
