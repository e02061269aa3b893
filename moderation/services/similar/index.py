"""The index of one session's questions by their stems. It scores a bounded number of questions. It has no I/O."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping

from .profile import Profile
from .score import score

MOST = 3
OFFERED_FROM = 0.6
"""Minimum score (0 to 1) at which a question is offered as similar, tuned for precision (docs/similarity.md)."""
SCORED = 24
"""Maximum number of candidates that are scored for one question."""
LOOKED_AT = 800
"""Maximum number of entries of the inverted index that are read for one question. The rarest stems are read first."""
PRIOR = 50
"""Number of questions that is added to the size of the index when a stem is weighed. Without this number, every stem of
the first few questions would count as rare."""

Match = tuple[int, float]
"""(number of a question, score)"""


class Index:
    """An index of the questions of one session. It is not thread-safe."""

    def __init__(self) -> None:
        self._profiles: dict[int, Profile] = {}
        self._numbers: dict[tuple[str, str], dict[int, None]] = {}

    def __len__(self) -> int:
        return len(self._profiles)

    def __contains__(self, number: int) -> bool:
        return number in self._profiles

    def add(self, number: int, language: str, texts: Mapping[str, str]) -> None:
        """Add or replace a question. `texts`: {language: text}, the original in `language` and the translations."""
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
        """Return (number, score) of the questions that are most similar to a text, in descending order of score.

        The text is not in the index. Return at most `most` questions, each with a score of at least `least` and a
        number that `allowed` accepts. If several of these questions are similar to each other, return only the question
        with the highest score; with equal scores, the earliest question.
        """
        return self._best(Profile(language, dict(texts)), most, least, allowed)

    def earlier(self, number: int) -> list[Match]:
        """Return the similar questions that were asked before this question.

        Raise KeyError if this question is not in the index.
        """
        return self._best(self._profiles[number], MOST, OFFERED_FROM, lambda other: other < number)

    def later(self, number: int) -> list[int]:
        """Return the similar questions that were asked after this question, at most `SCORED`."""
        profile = self._profiles[number]
        return [
            other
            for other in self._candidates(profile, lambda other: other > number)
            if self._compare(number, other) >= OFFERED_FROM
        ]

    def weigh(self, language: str, stem: str) -> float:
        """Return the inverse document frequency of a stem: about 1 if one question has it, less if several have it."""
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
        """Return at most `SCORED` questions to compare with this profile.

        These questions have the highest total weight of shared stems, relative to the length of the question.
        """
        shared: defaultdict[int, float] = defaultdict(float)
        left = LOOKED_AT
        for weight, stem in sorted(((self.weigh(*stem), stem) for stem in _stems(profile)), reverse=True):
            numbers = self._numbers.get(stem, ())
            if len(numbers) > left:
                break
            left -= len(numbers)
            for number in numbers:
                shared[number] += weight
        # A long question shares words with most questions, so divide by its length.
        ranked = sorted(
            shared, key=lambda number: (-shared[number] / math.sqrt(1 + self._profiles[number].length), number)
        )
        return [number for number in ranked if allowed(number)][:SCORED]


def _stems(profile: Profile) -> list[tuple[str, str]]:
    return [(language, stem) for language, stems in profile.stems.items() for stem in stems]
