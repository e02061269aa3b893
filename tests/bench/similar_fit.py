"""The fit of the coefficients of services/similar/score. The module also measures their quality on pairs outside the
fit.

The fit is a logistic regression with a small penalty (Newton's method). It uses the labelled pairs of BENCH_DATA, and
near pairs: questions that the index ranks near each other although they differ. Duplicates, look-alikes and near pairs
have the same total weight. Pairs with a text of the recorded session are left out, so that the benchmark measures live
offers on unseen questions. `python -m tests.bench.similar_fit` prints the coefficients for score.py.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import numpy as np

from moderation.services.similar import score
from moderation.services.similar.index import Index
from moderation.services.similar.profile import Profile
from tests.bench.similar_data import LANGUAGES, Translations, read_lines, read_pairs, read_session, sides
from tests.bench.similar_measures import Clusters, area, bare

PENALTY = 1.0
FOLDS = 5
EVERY = 3
NEAR = 6
"""The number of candidates per text. The near pairs consist of every third text and its best candidates."""
TOO_NEAR = 0.8
"""Maximum cosine of the letters of an unlabelled pair.

A pair above this cosine may be a duplicate, so it is not used.
"""
SIGNS = {"shared": 1, "letters": 1, "odd": -1, "asks": -1, "numbers": -1, "names": -1}
"""The required sign of each feature. A fitted coefficient of the opposite sign would only describe the sample."""


def main() -> None:
    pairs = [pair for pair in read_pairs()[1] if pair["a_language"] in LANGUAGES and pair["b_language"] in LANGUAGES]
    session = read_session()[1]
    translations = Translations()
    translations.prepare(
        [*(side for pair in pairs for side in sides(pair)), *((row["text"], row["language"]) for row in session)]
    )
    played = {row["text"] for row in session}
    unseen = [pair for pair in pairs if pair["a"] not in played and pair["b"] not in played]
    profiles = {side: Profile(side[1], translations.texts(*side)) for pair in pairs for side in sides(pair)}
    index = Index()
    for number, profile in enumerate(profiles.values()):
        index.add(number, profile.language, profile.texts)
    clusters = _clusters(pairs)
    near = _near(index, list(profiles), clusters, played)
    for kind in ("same", "across"):
        pairs_of_kind = [pair for pair in unseen if (pair["a_language"] == pair["b_language"]) == (kind == "same")]
        rows = np.array([_features(index, profiles[a], profiles[b]) for a, b in map(sides, pairs_of_kind)])
        truths = np.array([pair["duplicate"] for pair in pairs_of_kind])
        close = np.array(
            [_features(index, profiles[a], profiles[b]) for a, b in near if (a[1] == b[1]) == (kind == "same")]
        )
        print(f"\n{kind}: {len(pairs_of_kind)} pairs, {len(close)} near ones")
        _cross_validate(
            "by text", pairs_of_kind, rows, truths, close, [clusters.name(pair["a"]) for pair in pairs_of_kind]
        )
        _cross_validate("by source", pairs_of_kind, rows, truths, close, [pair["source"] for pair in pairs_of_kind])
        print(f'    "{kind}": ({", ".join(f"{value:.2f}" for value in fit(rows, truths, close))}),')


def fit(rows: np.ndarray, truths: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Return the intercept and the coefficients.

    If the fitted coefficient of a feature has the wrong sign, set this coefficient to 0.
    """
    used = list(range(rows.shape[1]))
    while True:
        solved = _newton(
            np.vstack([rows, near])[:, used], np.r_[truths, np.zeros(len(near))], _weights(truths, len(near))
        )
        wrong = [at for place, at in enumerate(used) if solved[place + 1] * SIGNS[score.FEATURES[at]] < 0]
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
    name: str, pairs: list[dict], rows: np.ndarray, truths: np.ndarray, near: np.ndarray, groups: list
) -> None:
    """Print the area under the curve.

    Each pair is scored with coefficients that are fitted without the pair's group.
    """
    keys = sorted(set(groups), key=lambda key: zlib.crc32(str(key).encode()))
    folds = np.array([keys.index(group) % (FOLDS if len(keys) > 20 else len(keys)) for group in groups])
    scores = np.zeros(len(rows))
    for fold in set(folds):
        solved = fit(rows[folds != fold], truths[folds != fold], near)
        scores[folds == fold] = solved[0] + rows[folds == fold] @ solved[1:]
    print(f"  unseen {name}: AUC {area(list(truths), list(scores)):.3f}", end="  ")
    for source in sorted({pair["source"] for pair in pairs}):
        at = [place for place, pair in enumerate(pairs) if pair["source"] == source]
        value = area([int(truths[place]) for place in at], [scores[place] for place in at])
        print(f"{source} {value:.3f}" if value is not None else f"{source} –", end="  ")
    print()


def _features(index: Index, a: Profile, b: Profile) -> tuple[float, ...]:
    return score.features(a, b, index.weigh) or (0.0,) * len(score.FEATURES)


def _near(index: Index, known: list[tuple[str, str]], clusters: _Named, played: set[str]) -> list:
    near = []
    for number in range(0, len(known), EVERY):
        text, language = known[number]
        candidates = index._candidates(
            index._profiles[number], lambda candidate, text=text: not clusters.same(text, known[candidate][0])
        )
        for candidate in candidates[:NEAR]:
            features = score.features(index._profiles[number], index._profiles[candidate], index.weigh)
            if (
                features
                and features[score.FEATURES.index("letters")] < TOO_NEAR
                and text not in played
                and known[candidate][0] not in played
            ):
                near.append(((text, language), known[candidate]))
    return near


class _Named(Clusters):
    def name(self, thing):
        return self._root(thing)


def _clusters(pairs: list[dict]) -> _Named:
    """Return clusters of equal texts.

    Two texts are equal if they have the same label, the same letters, or a common group in the other files.
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
