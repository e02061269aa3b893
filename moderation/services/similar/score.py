"""How likely two questions ask the same, from six features of the pair. Pure.

Both questions are read in every language that both have: the original of one beside a translation of the other.
The coefficients are fitted by `python -m tests.bench.similar_fit` (docs/similarity.md says on what).
"""

from __future__ import annotations

import math
from collections.abc import Callable

from rapidfuzz import fuzz

from .profile import Profile

Weigh = Callable[[str, str], float]
"""(language, stem) → how much it says, about 1 for a stem that nobody else uses."""

FEATURES = ("shared", "odd", "letters", "asks", "numbers", "names")
COEFFICIENTS = {
    "same": (-3.01, 3.74, -2.96, 1.54, -3.81, -2.56, -0.87),
    "across": (-1.81, 1.44, -5.00, 7.50, -2.39, -2.76, -2.37),
}
"""Intercept, then one for each feature: for two questions of one language, and across languages."""

ALIKE = 75
"""Stems this alike count as one, by so much (rapidfuzz ratio, 0–100): misspellings, and relatives that a stemmer misses."""
LONG_ENOUGH = 4
OPPOSITE = ("un", "in", "im", "ir", "il", "non", "dis", "des", "dés", "anti", "under", "over", "sub")
"""Prefixes that make two stems opposites however alike they look."""


def score(a: Profile, b: Profile, weigh: Weigh) -> float:
    """0 to 1: the logistic of the weighted features. 0 where they have no word in common at all."""
    return logistic(COEFFICIENTS["same" if a.language == b.language else "across"], features(a, b, weigh))


def logistic(coefficients: tuple[float, ...], values: tuple[float, ...] | None) -> float:
    if values is None:
        return 0.0
    total = coefficients[0] + sum(weight * value for weight, value in zip(coefficients[1:], values, strict=True))
    return 1 / (1 + math.exp(-total)) if total > -700 else 0.0


def features(a: Profile, b: Profile, weigh: Weigh) -> tuple[float, ...] | None:
    """In the order of FEATURES; None where nothing is shared.

    shared: log(1 + weight of the shared stems), mean over the languages; odd: the heaviest stem of one that the other lacks, mean;
    letters: likeness of the sorted stems letter by letter, the best language; asks: 1 if both openings ask, for different things;
    numbers: 1 if the numbers differ; names: share of the names that the other lacks in every language.
    """
    common = [language for language in a.texts if language in b.texts]
    # Without a language in common the originals are set side by side: cognates, numbers and names still speak.
    pairs = [(language, language) for language in common] or [(a.language, b.language)]
    shared, odd, letters = [], [], []
    for one, other in pairs:
        weight, heaviest = _overlap(a.stems[one], b.stems[other], lambda stem, language=one: weigh(language, stem))
        shared.append(math.log1p(weight))
        odd.append(heaviest)
        letters.append(fuzz.ratio(a.lines[one], b.lines[other]) / 100)
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


def _overlap(a: tuple[str, ...], b: tuple[str, ...], weigh: Callable[[str], float]) -> tuple[float, float]:
    """(weight shared, mean of both sides; the heaviest that one lacks)."""
    alike = _match(a, b)
    shared, heaviest = 0.0, 0.0
    for side in (a, b):
        for stem in side:
            weight, part = weigh(stem), alike.get(stem, 0.0)
            shared += weight * part / 2
            heaviest = max(heaviest, weight * (1 - part))
    return shared, heaviest


def _match(a: tuple[str, ...], b: tuple[str, ...]) -> dict[str, float]:
    """{stem: how alike its partner on the other side is, 0–1}: the same stems first, then the most alike, each once."""
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
    said = len(a.names) + len(b.names)
    return (_missing(a.names, b) + _missing(b.names, a)) / said if said else 0.0


def _missing(names: frozenset[str], other: Profile) -> int:
    return sum(
        not any(fuzz.ratio(name, word, score_cutoff=ALIKE) for word in other.vocabulary)
        for name in names
        if name not in other.vocabulary
    )
