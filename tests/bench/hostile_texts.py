"""A search for the text of 16 KB for which a function needs the most processor time.

Hypothesis makes the texts. Hypothesis then varies the texts with the highest time per byte.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st

SIZE = 16 * 1024
"""The size of a text in bytes. The server refuses larger requests, so no function of the server gets a larger text."""
MOST_SEGMENTS, MOST_PIECES = 4, 6
SLOWEST, REPEATS, FINAL_REPEATS = 6, 3, 60
PIECES = [
    "a", "A", "Ab ", "é", "ß", " ", "\n", "\t", "\r", "\r\n", "\x01", "\u2029", "\u0301", "\u0323", "\u0489", "\u0f73",
    "\u302e", "\u200b", "\u200c", "\u200d", "\u200e", "\u2066", "\u2069", "\u202a", "\u202c", "\u202e", "\U0001f3f4",
    "\U000e0067", "\U000e007f", "\U0001f1e6", "👩", "\U0001f3fd", "\ufe0f", "क", "\u094d", "\u1100", "\u1161", "가",
    "Σ", "=", "\u0338", "'", '"', "„", "“", "”", "«", "»", "「", "@", "#", "http://", "www.", ".", "-", "1", "1 234",
    "中", "あ", "ا", "ж", "İ", "\ufdfa", "…", "term 7 ", "word ", "who ",
]  # fmt: skip
"""Pieces of text that need a special rule in at least one of the functions."""


def texts() -> st.SearchStrategy[str]:
    """Return a Hypothesis strategy for hostile texts of about `SIZE` bytes.

    Each text has at most `MOST_SEGMENTS` segments of equal size. A segment repeats a sequence of pieces. In some
    segments, each repetition is followed by a new character or by a new word of four letters. Without these insertions,
    a cache for characters or words could hide the cost of a text.
    """
    piece = st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"])
    unit = st.lists(piece, min_size=1, max_size=MOST_PIECES).map("".join)
    inserted = st.sampled_from([_nothing, words, characters])
    segments = st.lists(st.tuples(unit, inserted), min_size=1, max_size=MOST_SEGMENTS)
    return segments.map(lambda parts: "".join(_fill(unit, insert, SIZE // len(parts)) for unit, insert in parts))


def slowest(work: Callable[[str], object], examples: int, known: list[str]) -> tuple[str, float]:
    """Return (text, milliseconds) of the slowest text, after a search with `examples` texts and the `known` texts.

    Each text is measured several times and the shortest time counts, because other work on the machine can only make a
    time longer. Each run starts with the same texts. The later texts depend on the measured times.
    """
    times: dict[str, float] = {}

    def measure(text: str) -> None:
        times[text] = milliseconds(work, text, REPEATS)
        hypothesis.target(times[text] / SIZE)

    search = hypothesis.given(texts())(measure)
    for text in known:
        search = hypothesis.example(text)(search)
    hypothesis.settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.target),
        suppress_health_check=list(HealthCheck),
    )(search)()
    candidates = sorted(times, key=lambda text: times[text])[-SLOWEST:]
    final = {text: milliseconds(work, text, FINAL_REPEATS) for text in candidates}
    text = max(final, key=lambda text: final[text])
    return text, final[text]


def milliseconds(work: Callable[[str], object], text: str, repeats: int) -> float:
    """Measure the processor time of `work` on the text, in milliseconds.

    Execute it `repeats` times and return the shortest time, because other work on the machine can only make a time
    longer.
    """
    shortest = float("inf")
    for _ in range(repeats):
        began = time.thread_time()
        work(text)
        shortest = min(shortest, time.thread_time() - began)
    return shortest * 1000


def words(first: int, count: int) -> list[str]:
    """Return `count` different words of four letters. Each word encodes one of the numbers `first`, `first + 1`, …."""
    return ["".join(chr(97 + number // 26**place % 26) for place in range(4)) for number in range(first, first + count)]


def characters(first: int, count: int) -> list[str]:
    """Return `count` Chinese characters, all different for a `count` of at most 20,000."""
    return [chr(0x4E00 + number % 20_000) for number in range(first, first + count)]


def repeat(unit: str) -> str:
    """Return a text of about `SIZE` bytes that repeats `unit`."""
    return _fill(unit, _nothing, SIZE)


def _nothing(_first: int, count: int) -> list[str]:
    return [""] * count


def _fill(unit: str, insert: Callable[[int, int], list[str]], size: int) -> str:
    count = size // len((unit + insert(0, 1)[0]).encode())
    return "".join(unit + inserted for inserted in insert(0, count))
