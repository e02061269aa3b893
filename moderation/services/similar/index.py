"""The index of one session's questions by their rare words. It scores a bounded number of questions. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping

from .profile import Profile
from .score import score

MOST = 3
OFFERED_FROM = 0.6
"""The smallest score at which a question is offered, tuned for precision (docs/similarity.md)."""
SCORED = 24
"""The most candidates that are scored."""
LOOKED_AT = 800
"""The most entries of the inverted index that are read for one question, rarest stems first."""
PRIOR = 50
"""Questions that the weights assume in addition to the real ones. Without them every word of the first few is rare."""

Match = tuple[int, float]
"""(number of a question, score)"""


class Index:
    """An index of the questions of one session. Not safe for several threads at once."""

    def __init__(self) -> None:
        self._profiles: dict[int, Profile] = {}
        self._numbers: dict[tuple[str, str], dict[int, None]] = {}

    def __len__(self) -> int:
        return len(self._profiles)

    def __contains__(self, number: int) -> bool:
        return number in self._profiles

    def add(self, number: int, language: str, texts: Mapping[str, str]) -> None:
        """Add a question, or replace it. `texts`: {language: text}, the original in `language` and its translations."""
        self.remove(number)
        profile = Profile(language, dict(texts))
        self._profiles[number] = profile
        for stem in _stems(profile):
            self._numbers.setdefault(stem, {})[number] = None

    def remove(self, number: int) -> None:
        """Remove a question, if it is in the index."""
        profile = self._profiles.pop(number, None)
        for stem in _stems(profile) if profile else ():
            self._numbers[stem].pop(number)
            if not self._numbers[stem]:
                del self._numbers[stem]

    def best(
        self,
        language: str,
        texts: Mapping[str, str],
        *,
        most: int = MOST,
        least: float = OFFERED_FROM,
        allowed: Callable[[int], bool] = lambda number: True,
    ) -> list[Match]:
        """Return (number, score) of the questions closest to a text that is not in the index, the highest score first.

        At most `most` questions, each with a score of at least `least` and `allowed`. Of several questions that are
        similar to each other, return only the closest; of equal scores, the earliest.
        """
        return self._best(Profile(language, dict(texts)), most, least, allowed)

    def earlier(self, number: int) -> list[Match]:
        """Return the similar questions that were asked before this question. Raise KeyError if it is not indexed."""
        return self._best(self._profiles[number], MOST, OFFERED_FROM, lambda other: other < number)

    def later(self, number: int) -> list[int]:
        """Return the similar questions that were asked after this question; the closest ones, if there are many."""
        profile = self._profiles[number]
        return [
            other
            for other in self._candidates(profile, lambda other: other > number)
            if self._compare(number, other) >= OFFERED_FROM
        ]

    def weigh(self, language: str, stem: str) -> float:
        """Return the inverse document frequency: about 1 for a stem of a single question, less for a frequent stem."""
        size = len(self._profiles) + PRIOR
        return math.log((size + 1) / (len(self._numbers.get((language, stem), ())) + 0.5)) / math.log(size + 1)

    def _best(self, profile: Profile, most: int, least: float, allowed: Callable[[int], bool]) -> list[Match]:
        scored = [
            (score(self._profiles[number], profile, self.weigh), number)
            for number in self._candidates(profile, allowed)
        ]
        chosen: list[Match] = []
        for value, number in sorted(scored, key=lambda pair: (-round(pair[0], 3), pair[1])):
            if value < least or len(chosen) == most:
                break
            if all(self._compare(number, other) < least for other, _ in chosen):
                chosen.append((number, round(value, 3)))
        return chosen

    def _compare(self, number: int, other: int) -> float:
        return score(self._profiles[number], self._profiles[other], self.weigh)

    def _candidates(self, profile: Profile, allowed: Callable[[int], bool]) -> list[int]:
        """Return the questions that share the most weight with this profile, relative to their length."""
        shared: defaultdict[int, float] = defaultdict(float)
        left = LOOKED_AT
        for weight, stem in sorted(((self.weigh(*stem), stem) for stem in _stems(profile)), reverse=True):
            numbers = self._numbers.get(stem, ())
            if len(numbers) > left:
                break
            left -= len(numbers)
            for number in numbers:
                shared[number] += weight
        # A long question shares a word with most questions; divide by its length.
        ranked = sorted(
            shared, key=lambda number: (-shared[number] / math.sqrt(1 + self._profiles[number].length), number)
        )
        return [number for number in ranked if allowed(number)][:SCORED]


def _stems(profile: Profile) -> list[tuple[str, str]]:
    return [(language, stem) for language, stems in profile.stems.items() for stem in stems]
