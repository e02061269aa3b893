"""The probability that two questions ask the same thing, calculated from six features of the pair.

The module has no I/O.

Two questions are compared in every language in which both have a text, original or translation.
`python -m tests.bench.similar_fit` fits the coefficients (docs/similarity.md names the data).
"""

from __future__ import annotations

import math
from collections.abc import Callable

from rapidfuzz import fuzz

from .profile import Profile

Weigh = Callable[[str, str], float]
"""(language, stem) → weight. The weight is about 1 if a single question contains the stem."""

FEATURES = ("shared", "odd", "letters", "asks", "numbers", "names")
COEFFICIENTS = {
    "same": (-3.01, 3.74, -2.96, 1.54, -3.81, -2.56, -0.87),
    "across": (-1.81, 1.44, -5.00, 7.50, -2.39, -2.76, -2.37),
}
"""The intercept and one coefficient for each feature, for questions in the same language and in different languages."""

ALIKE = 75
"""Minimum rapidfuzz ratio (0–100) at which two different stems match. Misspelt words and irregular forms can match."""
LONG_ENOUGH = 4
"""Minimum number of letters of a stem that may match a different stem."""
OPPOSITE = ("un", "in", "im", "ir", "il", "non", "dis", "des", "dés", "anti", "under", "over", "sub")
"""Prefixes that negate a word. A stem never matches the same stem with such a prefix."""


def score(a: Profile, b: Profile, weigh: Weigh) -> float:
    """Return the probability (0 to 1) that both questions ask the same thing; 0 if they share no word."""
    return logistic(COEFFICIENTS["same" if a.language == b.language else "across"], features(a, b, weigh))


def logistic(coefficients: tuple[float, ...], values: tuple[float, ...] | None) -> float:
    """Return the logistic function of the weighted sum of `values`; 0 for None."""
    if values is None:
        return 0.0
    total = coefficients[0] + sum(weight * value for weight, value in zip(coefficients[1:], values, strict=True))
    return 1 / (1 + math.exp(-total)) if total > -700 else 0.0


def features(a: Profile, b: Profile, weigh: Weigh) -> tuple[float, ...] | None:
    """Return the features in the order of FEATURES; None if the questions share no word.

    - shared: log(1 + weight of the shared stems), mean over the languages
    - odd: the maximum weight of a stem that only one question has, mean over the languages
    - letters: similarity of the sorted stems, letter by letter, maximum over the languages
    - asks: 1 if both questions have a question word and the kinds of these words differ, else 0
    - numbers: 1 if the numbers in the questions differ, else 0
    - names: share (0 to 1) of the names that do not occur in any text of the other question
    """
    common = [language for language in a.texts if language in b.texts]
    # Without a common language, compare the originals, because they may share cognates, numbers and names.
    pairs = [(language, language) for language in common] or [(a.language, b.language)]
    shared, odd, letters = [], [], []
    for language_a, language_b in pairs:
        weight, heaviest = _overlap(a.stems[language_a], b.stems[language_b], language_a, weigh)
        shared.append(math.log1p(weight))
        odd.append(heaviest)
        letters.append(fuzz.ratio(a.lines[language_a], b.lines[language_b]) / 100)
    if not any(shared):
        return None
    return (
        sum(shared) / len(pairs),
        sum(odd) / len(pairs),
        max(letters),
        float(a.asks is not None and b.asks is not None and a.asks != b.asks),
        float(a.numbers != b.numbers),
        _missing_names(a, b),
    )


def _overlap(a: tuple[str, ...], b: tuple[str, ...], language: str, weigh: Weigh) -> tuple[float, float]:
    """Return two weights: the shared stems (mean of both questions), and the heaviest stem that one question lacks."""
    alike = _match(a, b)
    shared, heaviest = 0.0, 0.0
    for side in (a, b):
        for stem in side:
            weight, part = weigh(language, stem), alike.get(stem, 0.0)
            shared += weight * part / 2
            heaviest = max(heaviest, weight * (1 - part))
    return shared, heaviest


def _match(a: tuple[str, ...], b: tuple[str, ...]) -> dict[str, float]:
    """Pair the stems of two questions. Return {stem: similarity with the paired stem, 0–1}.

    Each stem is in at most one pair. Equal stems are paired first, then different stems in descending order of
    similarity.
    """
    alike = dict.fromkeys(set(a).intersection(b), 1.0)
    rest = [
        [stem for stem in side if stem not in alike and len(stem) >= LONG_ENOUGH and not stem[0].isdigit()]
        for side in (a, b)
    ]
    near = sorted(((fuzz.ratio(x, y, score_cutoff=ALIKE), x, y) for x in rest[0] for y in rest[1]), reverse=True)
    for ratio, x, y in near:
        if ratio and x not in alike and y not in alike and not _are_opposite(x, y):
            alike[x] = alike[y] = ratio / 100
    return alike


def _are_opposite(x: str, y: str) -> bool:
    short, long = sorted((x, y), key=len)
    return long.endswith(short) and long[: -len(short)] in OPPOSITE


def _missing_names(a: Profile, b: Profile) -> float:
    """Return the share (0 to 1) of the names that do not occur in the other question."""
    total = len(a.names) + len(b.names)
    return (_count_missing(a.names, b) + _count_missing(b.names, a)) / total if total else 0.0


def _count_missing(names: frozenset[str], other: Profile) -> int:
    return sum(
        not any(fuzz.ratio(name, word, score_cutoff=ALIKE) for word in other.vocabulary)
        for name in names
        if name not in other.vocabulary
    )
