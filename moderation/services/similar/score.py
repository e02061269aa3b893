"""The probability that two questions ask the same thing, calculated from six or seven features of the pair.

The module has no I/O. It compares two questions in every language in which both questions have an original text or a
translation. The seventh feature, `meaning`, exists only with the sentence encoder (encoder.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from itertools import chain

from rapidfuzz import fuzz, process

from .coefficients import COEFFICIENTS, WITH_MEANING, kind, logistic
from .profile import Profile

Weigh = Callable[[str, Collection[str]], list[float]]
"""A function that takes a language and stems of this language, and returns the weight of each stem.

The weight is about 1 for the stem of a single question, and lower for a stem of several questions.
"""

ALIKE = 75
"""Minimum rapidfuzz ratio (0–100) at which two different stems match. Misspelt words and irregular forms can match."""
MOST_STEMS = 100
"""Maximum number of stems of each question for which `_match` searches a similar stem. Stems that both questions
contain do not count towards this number.

For comparison: the longest question of the test data has 95 words.
"""
MOST_ALIKE = 10
"""Maximum number of similar words that `_near` returns for one word. The texts of the test data never reach this
number.
"""
MOST_NEAR = 8_000
"""Maximum number of words that one search compares letter by letter, for each language of the question. If this number
is reached, the search compares the remaining candidates by equal stems only.
"""
MOST_EQUAL = 5_000
"""Maximum number of stems that one search compares, for each language of the question.

Each comparison of two questions adds the number of stems of both questions. Above this maximum, the remaining
candidates get the score 0. For comparison: 24 pairs of questions of 95 words have 24 × (95 + 95) = 4,560 stems.
"""
CALL = 25
"""The fixed cost of one rapidfuzz call: as much as comparing this number of words. The cost of the words that the call
compares is added.
"""
OPPOSITE = ("un", "in", "im", "ir", "il", "non", "dis", "des", "dés", "anti", "under", "over", "sub")
"""Prefixes that negate a word or change its meaning. A stem never matches the same stem with such a prefix."""


class Work:
    """The remaining work of one search.

    - `equal`: the number of stems that the search may still compare
    - `near`: the number of words that the search may still compare letter by letter

    `languages`: the number of languages in which the question has a text. Both limits are multiplied by this number.
    """

    def __init__(self, languages: int = 1):
        self.equal, self.near = languages * MOST_EQUAL, languages * MOST_NEAR

    def take_stems(self, count: int) -> bool:
        """Subtract `count` stems from `self.equal`. Return False if `self.equal` was smaller than `count`."""
        self.equal -= count
        return self.equal >= 0

    def take_words(self, count: int) -> bool:
        """Subtract from `self.near` the cost of comparing a word with `count` words.

        Return False if `self.near` was smaller than this cost.
        """
        self.near -= count + CALL
        return self.near >= 0


def score(a: Profile, b: Profile, weigh: Weigh, work: Work | None = None, meaning: float | None = None) -> float:
    """Return the probability (0 to 1) that both questions ask the same thing.

    Return 0 if `work.equal` is too small for this comparison. Without `meaning`, also return 0 if the questions have no
    equal or similar stems.

    - `work`: the remaining work of the search; None for a new search
    - `meaning`: the cosine of the questions' vectors; None without the encoder
    """
    values = features(a, b, weigh, work or Work())
    if values is None or (meaning is None and values[0] == 0):
        return 0.0
    if meaning is None:
        return logistic(COEFFICIENTS["same" if a.language == b.language else "across"], values)
    return logistic(WITH_MEANING[kind(a, b)], (*values, meaning))


def features(a: Profile, b: Profile, weigh: Weigh, work: Work) -> tuple[float, ...] | None:
    """Return the features in the order of FEATURES. Return None if `work.equal` is too small for this comparison.

    - shared: log(1 + weight of the shared stems), mean over the languages
    - odd: the maximum weight of a stem that only one question contains, mean over the languages. If the other question
      contains a similar stem, the weight is first multiplied by 1 − similarity
    - letters: similarity of the sorted stems, letter by letter, maximum over the languages
    - asks: 1 if both questions have a question word, and the two words have different kinds; otherwise 0
    - numbers: 1 if the numbers in the questions differ; otherwise 0
    - names: see `_missing_names`
    """
    common = [language for language in a.texts if language in b.texts]
    # If the questions have no common language, compare the two originals: texts in different languages can still have
    # equal numbers and names, and similar words (cognates).
    pairs = [(language, language) for language in common] or [(a.language, b.language)]
    shared, odd, letters = [], [], []
    for language_a, language_b in pairs:
        if not work.take_stems(len(a.stems[language_a]) + len(b.stems[language_b])):
            return None
        weight, heaviest = _overlap(a, b, (language_a, language_b), weigh, work)
        shared.append(math.log1p(weight))
        odd.append(heaviest)
        letters.append(fuzz.ratio(a.lines[language_a], b.lines[language_b]) / 100)
    return (
        sum(shared) / len(pairs),
        sum(odd) / len(pairs),
        max(letters),
        float(a.asks is not None and b.asks is not None and a.asks != b.asks),
        float(a.numbers != b.numbers),
        _missing_names(a, b, work),
    )


def _overlap(a: Profile, b: Profile, languages: tuple[str, str], weigh: Weigh, work: Work) -> tuple[float, float]:
    """Compare the text of `a` in `languages[0]` with the text of `b` in `languages[1]`, stem by stem.

    Return the values that this comparison contributes to the features `shared` and `odd` (see `features`). All stems
    have the weights of the language `languages[0]`. A pair of similar stems counts with the mean of both weights,
    multiplied by the similarity of the stems.
    """
    stems_a, stems_b = a.stem_sets[languages[0]], b.stem_sets[languages[1]]
    equal = stems_a & stems_b
    alike = _match(a.long_stems[languages[0]], b.long_stems[languages[1]], equal, work)
    weighted = list(zip(weigh(languages[0], alike), alike.values(), strict=True))
    shared = sum(weigh(languages[0], equal)) + sum(weight * part / 2 for weight, part in weighted)
    unmatched = (stems_a ^ stems_b) - alike.keys()
    odd = [weight * (1 - part) for weight, part in weighted]
    return shared, max(chain(odd, weigh(languages[0], unmatched)), default=0.0)


def _match(a: tuple[str, ...], b: tuple[str, ...], equal: Collection[str], work: Work) -> dict[str, float]:
    """Pair the similar stems of two questions. Return {stem: similarity with the paired stem, 0–1}.

    `equal`: the stems that both questions contain; these stems are not paired. Every remaining stem is in at most one
    pair. The most similar stems are paired first. Return {} if `work.near` is used up.
    """
    if work.near < 0:
        return {}
    rest = [[stem for stem in side if stem not in equal][:MOST_STEMS] for side in (a, b)]
    near = sorted(((ratio, x, y) for x in rest[0] for ratio, y in _near(x, rest[1], work)), reverse=True)
    alike: dict[str, float] = {}
    for ratio, x, y in near:
        if x not in alike and y not in alike and not _are_opposite(x, y):
            alike[x] = alike[y] = ratio / 100
    return alike


def _near(word: str, words: Collection[str], work: Work) -> list[tuple[float, str]]:
    """Return (ratio, entry) for the entries of `words` whose rapidfuzz ratio with `word` is at least `ALIKE`.

    Return at most `MOST_ALIKE` entries, those with the highest ratios. Return [] if too little of the search's work
    limit is left (`work.near`).
    """
    if not work.take_words(len(words)):
        return []
    extracted = process.extract(word, words, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_ALIKE)
    return [(ratio, near) for near, ratio, _ in extracted]


def _are_opposite(x: str, y: str) -> bool:
    short, long = sorted((x, y), key=len)
    return long.endswith(short) and long[: -len(short)] in OPPOSITE


def _missing_names(a: Profile, b: Profile, work: Work) -> float:
    """Return the share (0 to 1) of the names that occur in only one of the two questions."""
    total = len(a.names) + len(b.names)
    return (_count_missing(a.names, b, work) + _count_missing(b.names, a, work)) / total if total else 0.0


def _count_missing(names: frozenset[str], other: Profile, work: Work) -> int:
    return sum(not _near(name, other.vocabulary, work) for name in names if name not in other.vocabulary)
