"""The questions of one session, found again by their rare words: a bounded number is scored, however many there are. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping

from .profile import Profile
from .score import score

MOST = 3
OFFERED_FROM = 0.6
"""From this score on a question is offered: tuned for precision (docs/similarity.md)."""
SCORED = 24
"""Candidates that are scored."""
LOOKED_AT = 800
"""Entries of the inverted index that are read for one question, rarest stems first."""
PRIOR = 50
"""Questions that an index is taken to hold already: among the first few every word would be rare."""


class Index:
    """Numbers of questions, by what they say. Not for several threads at once."""

    def __init__(self):
        self._profiles: dict[int, Profile] = {}
        self._numbers: dict[tuple[str, str], dict[int, None]] = {}

    def __len__(self) -> int:
        return len(self._profiles)

    def __contains__(self, number: int) -> bool:
        return number in self._profiles

    def add(self, number: int, language: str, texts: Mapping[str, str]) -> None:
        """A question as asked (`texts[language]`) and translated; it replaces what was there under its number."""
        self.remove(number)
        profile = Profile(language, dict(texts))
        self._profiles[number] = profile
        for stem in _stems(profile):
            self._numbers.setdefault(stem, {})[number] = None

    def remove(self, number: int) -> None:
        """Forget it; one that is not there is no error."""
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
    ) -> list[tuple[int, float]]:
        """(number, score), the best first, at most `most` of at least `least`, for a text that is not in the index.

        Of several that ask the same as one another only the best is given, of equals the earliest.
        """
        return self._best(Profile(language, dict(texts)), most, least, allowed)

    def earlier(self, number: int) -> list[tuple[int, float]]:
        """What a question of the index offers: those asked before it."""
        return self._best(self._profiles[number], MOST, OFFERED_FROM, lambda other: other < number)

    def later(self, number: int) -> list[int]:
        """The questions asked after it that are close enough to offer it; where they are many, the closest."""
        profile = self._profiles[number]
        return [
            other
            for other in self._candidates(profile, lambda other: other > number)
            if self._compare(number, other) >= OFFERED_FROM
        ]

    def _best(self, asked: Profile, most: int, least: float, allowed: Callable[[int], bool]) -> list[tuple[int, float]]:
        scored = [
            (score(self._profiles[number], asked, self.weigh), number) for number in self._candidates(asked, allowed)
        ]
        chosen: list[tuple[int, float]] = []
        for value, number in sorted(scored, key=lambda one: (-round(one[0], 3), one[1])):
            if value < least or len(chosen) == most:
                break
            if all(self._compare(number, other) < least for other, _ in chosen):
                chosen.append((number, round(value, 3)))
        return chosen

    def weigh(self, language: str, stem: str) -> float:
        """Inverse document frequency: about 1 for a stem of one question, less for what many say."""
        size = len(self._profiles) + PRIOR
        return math.log((size + 1) / (len(self._numbers.get((language, stem), ())) + 0.5)) / math.log(size + 1)

    def _compare(self, one: int, other: int) -> float:
        return score(self._profiles[one], self._profiles[other], self.weigh)

    def _candidates(self, asked: Profile, allowed: Callable[[int], bool]) -> list[int]:
        found: Counter[int] = Counter()
        left = LOOKED_AT
        for weight, stem in sorted(((self.weigh(*stem), stem) for stem in _stems(asked)), reverse=True):
            numbers = self._numbers.get(stem, ())
            if len(numbers) > left:
                break
            left -= len(numbers)
            for number in numbers:
                found[number] += weight
        # A long question shares something with everybody: what counts is the share.
        ranked = sorted(
            found, key=lambda number: (-found[number] / math.sqrt(1 + self._profiles[number].length), number)
        )
        return [number for number in ranked if allowed(number)][:SCORED]


def _stems(profile: Profile) -> list[tuple[str, str]]:
    return [(language, stem) for language, stems in profile.stems.items() for stem in stems]
