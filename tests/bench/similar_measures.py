"""Measures of a score: area under the ROC curve, precision, recall, F1; and clusters of equal questions. No I/O."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable


def area(truths: list[int], scores: list[float]) -> float | None:
    """Return the area under the ROC curve; None if there are no true pairs or no false pairs.

    The area is the probability that a true pair has a higher score than a false pair. A tie counts as one half.
    """
    ranked = sorted(zip(scores, truths))
    positive = sum(truths)
    negative = len(truths) - positive
    if not positive or not negative:
        return None
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        # Items with equal scores share their ranks: the ranks from `at + 1` to `end`, of which each item gets the mean.
        total += sum(truth for _, truth in ranked[at:end]) * (at + 1 + end) / 2
        at = end
    return (total - positive * (positive + 1) / 2) / (positive * negative)


def precision_recall(
    truths: list[int], scores: list[float], least: float
) -> tuple[float | None, float | None, float | None]:
    """Return (precision, recall, F1) if every pair with a score of at least `least` is accepted.

    A measure is None if its formula would divide by zero.
    """
    taken = [truth for truth, score in zip(truths, scores) if score >= least]
    right, wanted = sum(taken), sum(truths)
    precision, recall = right / len(taken) if taken else None, right / wanted if wanted else None
    is_defined = precision is not None and recall is not None and precision + recall > 0
    return precision, recall, 2 * precision * recall / (precision + recall) if is_defined else None


class Clusters:
    """Sets of equal items (union-find). Equality is transitive."""

    def __init__(self, pairs: Iterable[tuple[Hashable, Hashable]] = ()):
        self._parents: dict[Hashable, Hashable] = {}
        for a, b in pairs:
            self.join(a, b)

    def join(self, a: Hashable, b: Hashable) -> None:
        self._parents[self._root(a)] = self._root(b)

    def same(self, a: Hashable, b: Hashable) -> bool:
        return self._root(a) == self._root(b)

    def _root(self, thing: Hashable) -> Hashable:
        while (parent := self._parents.setdefault(thing, thing)) != thing:
            thing = parent
        return thing


def bare(text: str) -> str:
    """Return the letters and digits of a text, case-folded and without accents.

    Two texts have the same result if they differ only in case, accents, spaces or punctuation.
    """
    folded = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in folded if letter.isalnum())


def plain(texts: Iterable[str]) -> Callable[[str, str], float]:
    """Return the comparator: the cosine of TF-IDF vectors of character n-grams (3 to 5 characters, within words).

    The document frequencies come from `texts`. The comparator does not translate.
    """
    texts = list(dict.fromkeys(texts))
    counted = {text: _grams(text) for text in texts}
    document_frequency = Counter(gram for grams in counted.values() for gram in grams)
    vectors = {}
    for text, grams in counted.items():
        weighted = {
            gram: count * (math.log((1 + len(texts)) / (1 + document_frequency[gram])) + 1)
            for gram, count in grams.items()
        }
        norm = math.sqrt(sum(value * value for value in weighted.values())) or 1.0
        vectors[text] = {gram: value / norm for gram, value in weighted.items()}

    def compare(a: str, b: str) -> float:
        shorter, longer = sorted((vectors[a], vectors[b]), key=len)
        return sum(value * longer[gram] for gram, value in shorter.items() if gram in longer)

    return compare


def _grams(text: str) -> Counter:
    padded = [f" {word} " for word in text.casefold().split()]
    return Counter(
        word[at : at + length] for word in padded for length in (3, 4, 5) for at in range(len(word) - length + 1)
    )
