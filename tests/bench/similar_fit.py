"""The fit of the coefficients of services/similar/coefficients.

The fit is a logistic regression with a small penalty (Newton's method). The fit uses the labelled pairs of BENCH_DATA,
and near pairs. A near pair consists of two different questions that the index ranks near each other. Three kinds of
pairs have the same total weight: pairs labelled as duplicates, pairs labelled as different, and near pairs. Texts of
the recorded session are not used for the fit, because `measure_live` (similar.py) measures the score with this session.
The module also measures the quality by cross-validation. `python -m tests.bench.similar_fit` prints the coefficients
for coefficients.py.
"""

from __future__ import annotations

import math
import os
import zlib
from functools import partial
from pathlib import Path

import numpy as np

from moderation.services.similar import encoder, score
from moderation.services.similar.coefficients import FEATURES
from moderation.services.similar.coefficients import kind as kind_of
from moderation.services.similar.index import OFFERED_FROM, Index
from tests.bench.similar_data import LANGUAGES, Translations, read_lines, read_pairs, read_session, sides
from tests.bench.similar_measures import Clusters, area, bare, precision_recall

PENALTY = 1.0
FOLDS = 5
EVERY = 3
NEAR = 6
"""A text gets at most this number of near pairs by common words, and the same number by meaning (with an encoder).

A near pair is an example of two similar texts that are not duplicates. Only every third text gets near pairs: it is
paired with the texts that the index returns as similar to it.
"""
THRESHOLDS = {"same": 0.75, "across": 0.50, "script": 0.57}
"""{kind of pair: the lowest fitted probability at which a pair should be offered}. Used for the fits with `meaning`
only.

The values were chosen with the two sessions of similar_sessions.py. The product has only one threshold, OFFERED_FROM,
for all kinds. Therefore `_fit_kind` shifts the intercept of such a fit before printing, so that a pair whose fitted
probability equals the threshold of its kind gets the probability OFFERED_FROM in the product.
"""
TOO_NEAR = 0.8
"""Two texts with a feature `letters` of at least this value are not used as a near pair. They may be duplicates."""
SIGNS = (1, -1, 1, -1, -1, -1, 1)
"""The sign that each fitted coefficient must have: one sign for each feature in FEATURES, and last the sign for
`meaning`.

A fitted coefficient with the opposite sign would be an accident of the sample.
"""


def main() -> None:
    pairs = read_pairs()[1]
    session = read_session()[1]
    translations = Translations()
    translations.prepare(
        [*(side for pair in pairs for side in sides(pair)), *((row["text"], row["language"]) for row in session)]
    )
    clusters = _clusters(pairs)
    encode = encoder.load()
    untranslated = Translations()
    words = [Sample(translations, None, pairs, clusters, session)]
    meaning = (
        [Sample(known, encode, pairs, clusters, session) for known in (translations, untranslated)] if encode else []
    )
    for name, kinds, fits in (("words", ("same", "across"), words), ("meaning", ("same", "across", "script"), meaning)):
        for kind in kinds if fits else ():
            _fit_kind(name, kind, fits, clusters)


class Sample:
    """The labelled pairs and the near pairs (see the module docstring), with their features.

    `translations`: the translations of the texts; if it contains none, the features are computed from the original
    texts only. `encode`: the sentence encoder; if it is None, the features do not include `meaning`.
    """

    def __init__(
        self,
        translations: Translations,
        encode: encoder.Encode | None,
        pairs: list[dict],
        clusters: _Named,
        session: list[dict],
    ):
        played = {row["text"] for row in session}
        self.pairs = [pair for pair in pairs if pair["a"] not in played and pair["b"] not in played]
        self._numbers = {
            side: number for number, side in enumerate(dict.fromkeys(side for pair in pairs for side in sides(pair)))
        }
        self._index = Index(encode)
        self._index.add_all(
            [(number, side[1], translations.texts(*side), "") for side, number in self._numbers.items()]
        )
        self.near = _near(self._index, list(self._numbers), clusters, played)

    def kind(self, a: tuple[str, str], b: tuple[str, str]) -> str:
        """Return the kind of a pair (coefficients.kind). If this kind is not "script" and a language of the pair is not
        in LANGUAGES, return "other" instead.
        """
        kind = kind_of(*(self._index._profiles[self._numbers[side]] for side in (a, b)))
        return kind if kind == "script" or {a[1], b[1]} <= set(LANGUAGES) else "other"

    def rows(self, pairs: list) -> np.ndarray:
        """Return one row of features for each pair ((text, language), (text, language))."""
        return np.array([_features(self._index, self._numbers[a], self._numbers[b]) for a, b in pairs])


def _fit_kind(name: str, kind: str, samples: list[Sample], clusters: _Named) -> None:
    """Fit the coefficients of one kind of pair, and print them in the form of coefficients.py.

    The pairs of all samples are fitted together; the weight of a pair does not depend on its sample. For a fit with
    `meaning`, shift the intercept (see THRESHOLDS). Before the fit, print the results of two cross-validations for
    each sample. In the first, pairs with equal texts are in the same fold; in the second, pairs with the same source.
    """
    chosen = [[pair for pair in sample.pairs if sample.kind(*sides(pair)) == kind] for sample in samples]
    rows = [sample.rows([sides(pair) for pair in pairs]) for sample, pairs in zip(samples, chosen)]
    near = np.vstack([sample.rows([pair for pair in sample.near if sample.kind(*pair) == kind]) for sample in samples])
    pairs = [pair for part in chosen for pair in part]
    truths = np.array([pair["duplicate"] for pair in pairs])
    print(f"\n{name}, {kind}: {len(pairs)} pairs, {len(near)} near ones")
    threshold = THRESHOLDS[kind] if name == "meaning" else OFFERED_FROM
    parts = np.repeat(np.arange(len(samples)), [len(part) for part in chosen])
    for title, groups in (
        ("by text", [clusters.name(pair["a"]) for pair in pairs]),
        ("by source", [pair["source"] for pair in pairs]),
    ):
        _cross_validate(title, pairs, np.vstack(rows), truths, near, groups, parts, threshold)
    solved = fit(np.vstack(rows), truths, near)
    if name == "meaning":
        solved[0] += _logit(OFFERED_FROM) - _logit(threshold)
        print(f"  threshold {threshold}")
    print(f'    "{kind}": ({", ".join(f"{value:.2f}" for value in solved)}),')


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def fit(rows: np.ndarray, truths: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Return the intercept and the coefficients.

    If the fitted coefficient of a feature has the wrong sign, set this coefficient to 0 and fit all other coefficients
    again.
    """
    used = list(range(rows.shape[1]))
    while True:
        solved = _newton(
            np.vstack([rows, near])[:, used], np.r_[truths, np.zeros(len(near))], _weights(truths, len(near))
        )
        wrong = [at for place, at in enumerate(used) if solved[place + 1] * SIGNS[at] < 0]
        if not wrong:
            break
        used = [at for at in used if at not in wrong]
    all_coefficients = np.zeros(rows.shape[1] + 1)
    all_coefficients[[0, *(at + 1 for at in used)]] = solved
    return all_coefficients


def _weights(truths: np.ndarray, near: int) -> np.ndarray:
    true, false = truths.sum(), len(truths) - truths.sum()
    share = len(truths) / 3
    return np.r_[
        np.where(truths == 1, share / max(true, 1), share / max(false, 1)), np.full(near, share / max(near, 1))
    ]


def _newton(rows: np.ndarray, truths: np.ndarray, weights: np.ndarray) -> np.ndarray:
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    design = np.c_[np.ones(len(rows)), (rows - mean) / spread]
    penalty = np.diag([0.0] + [PENALTY] * rows.shape[1])
    estimate = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ estimate))
        gradient = design.T @ (weights * (truths - chance)) - penalty @ estimate
        curvature = (design * (weights * chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature, gradient)
        estimate += step
        if np.abs(step).max() < 1e-8:
            break
    coefficients = estimate[1:] / spread
    return np.r_[estimate[0] - coefficients @ mean, coefficients]


def _cross_validate(
    name: str,
    pairs: list[dict],
    rows: np.ndarray,
    truths: np.ndarray,
    near: np.ndarray,
    groups: list,
    parts: np.ndarray,
    threshold: float,
) -> None:
    """Measure the fit by cross-validation: print the area under the curve, precision and recall of pairs not used for
    the fit.

    The groups of pairs are divided into FOLDS folds, or into one fold per group if there are at most 20 groups. For the
    pairs of one fold, the coefficients are fitted with the near pairs and with the pairs of all other folds.

    `groups`: for each row, the group of its pair. `parts`: for each row, the sample from which it comes: 0 with
    translations, 1 without translations. The results are printed separately for each part.
    """
    keys = sorted(set(groups), key=lambda key: zlib.crc32(str(key).encode()))
    folds = np.array([keys.index(group) % (FOLDS if len(keys) > 20 else len(keys)) for group in groups])
    scores = np.zeros(len(rows))
    for fold in set(folds):
        solved = fit(rows[folds != fold], truths[folds != fold], near)
        scores[folds == fold] = solved[0] + rows[folds == fold] @ solved[1:]
    for part in sorted(set(parts)):
        print(f"  unseen {name}{', originals only' if part else ''}:", end="  ")
        for source in ["all", *sorted({pair["source"] for pair in pairs})]:
            at = [
                place for place, pair in enumerate(pairs) if parts[place] == part and source in ("all", pair["source"])
            ]
            value = area([int(truths[place]) for place in at], [scores[place] for place in at])
            print(f"{source} {value:.3f}" if value is not None else f"{source} –", end="  ")
        at = np.flatnonzero(parts == part)
        precision, recall, _ = precision_recall(list(truths[at]), list(scores[at]), _logit(threshold))
        print(f"precision {precision:.2f} recall {recall:.2f}")


def _features(index: Index, a: int, b: int) -> tuple[float, ...]:
    words = score.features(index._profiles[a], index._profiles[b], index.weigh, score.Work())
    vectors = [index._vector(number) for number in (a, b)]
    meaning = () if vectors[0] is None else (float(vectors[0] @ vectors[1]),)
    return (words or (0.0,) * len(FEATURES)) + meaning


def _near(index: Index, known: list[tuple[str, str]], clusters: _Named, played: set[str]) -> list:
    near = []
    for number in range(0, len(known), EVERY):
        text, _ = known[number]
        if text in played:
            continue
        is_other = partial(_is_other, clusters, known, played, text)
        vector = index._vector(number)
        candidates = index._sharing(index._profiles[number], is_other)[:NEAR]
        candidates += index._nearest(vector, is_other)[:NEAR] if vector is not None else []
        for candidate in dict.fromkeys(candidates):
            features = score.features(index._profiles[number], index._profiles[candidate], index.weigh, score.Work())
            if features and features[FEATURES.index("letters")] < TOO_NEAR:
                near.append((known[number], known[candidate]))
    return near


def _is_other(clusters: _Named, known: list[tuple[str, str]], played: set[str], text: str, candidate: int) -> bool:
    other = known[candidate][0]
    return other not in played and not clusters.same(text, other)


class _Named(Clusters):
    def name(self, thing):
        return self._root(thing)


def _clusters(pairs: list[dict]) -> _Named:
    """Return clusters of equal texts.

    Two texts are equal in three cases:

    - they have the same letters and digits
    - a pair labels them as duplicates
    - a file in BENCH_DATA contains them as translations of one text
    """
    clusters = _Named()
    for pair in pairs:
        for text in (pair["a"], pair["b"]):
            clusters.join(text, bare(text))
        if pair["duplicate"]:
            clusters.join(pair["a"], pair["b"])
    folder = os.environ.get("BENCH_DATA")
    if folder:
        for row in read_lines(Path(folder) / "questions.jsonl"):
            clusters.join(bare(row["text"]), ("parallel", row["parallel"]))
        for row in read_lines(Path(folder) / "translations.jsonl"):
            for language in LANGUAGES:
                if row.get(language):
                    clusters.join(bare(row[language]), ("translation", row["id"]))
    return clusters


if __name__ == "__main__":
    main()
