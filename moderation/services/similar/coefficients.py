"""The coefficients of the features in `score.py`. They depend on the kind of the two questions' pair (`kind`), for
example questions in the same language.

The module has no I/O. `python -m tests.bench.similar_fit` fits the coefficients (docs/similarity.md names the data).
"""

from __future__ import annotations

import math

from .profile import Profile

FEATURES = ("shared", "odd", "letters", "asks", "numbers", "names")
COEFFICIENTS = {
    "same": (-3.01, 3.74, -2.96, 1.54, -3.81, -2.56, -0.87),
    "across": (-1.81, 1.44, -5.00, 7.50, -2.39, -2.76, -2.37),
}
"""The intercept and one coefficient for each feature. "same": for questions in the same language. "across": for
questions in different languages.
"""
WITH_MEANING = {
    "same": (-7.87, 1.89, -0.33, 0.0, -3.76, -2.59, 0.0, 7.72),
    "across": (-6.55, 0.0, -1.27, 0.41, -1.41, -2.73, -1.18, 13.86),
    "script": (-3.33, 0.0, 0.0, 0.0, -3.31, -2.40, -0.79, 7.88),
}
"""For each kind of pair (see `kind`): the intercept, the coefficients of FEATURES, and the coefficient of `meaning`.

The intercepts are chosen so that one threshold, `index.OFFERED_FROM`, is valid for every kind.
"""


def kind(a: Profile, b: Profile) -> str:
    """Return the kind of a pair of questions: "same", "across" or "script".

    - script: the originals have different scripts, and one of two further conditions is true: the originals have the
      same language, or the questions have no texts in a common language
    - same: the originals have the same language
    - across: all other pairs
    """
    has_common = a.language != b.language and not a.texts.keys().isdisjoint(b.texts)
    if a.script and b.script and a.script != b.script and not has_common:
        return "script"
    return "same" if a.language == b.language else "across"


def logistic(coefficients: tuple[float, ...], values: tuple[float, ...]) -> float:
    """Return the logistic function of the weighted sum of `values`."""
    total = coefficients[0] + sum(weight * value for weight, value in zip(coefficients[1:], values, strict=True))
    return 1 / (1 + math.exp(-total)) if total > -700 else 0.0
