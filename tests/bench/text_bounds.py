"""For each function that processes texts, search for the texts of 16 KB that take the most processor time.

Each time is compared with a reference time of the same run: the time in which the library `regex` finds the graphemes
of 16 KB of plain letters. Run this search with `make bench`, or with `python -m tests.bench.text_bounds EXAMPLES`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import regex

from moderation.core import glossary, search
from moderation.core import text as texts
from moderation.services.language import identify
from moderation.services.similar.index import SCORED, Index
from moderation.services.similar.words import _stem
from tests.bench.hostile_texts import FINAL_REPEATS, PIECES, SIZE, milliseconds, repeat, slowest, words
from tests.bench.report import merge, row, show

EXAMPLES = 300
GOALS = dict.fromkeys(
    (
        "clean",
        "identify",
        "glossary of 200 terms",
        "similar to 24 questions",
        "similar to 24 crafted questions",
        "similar to 24 questions with similar words",
    ),
    "<= 5",
)
COMBINATIONS = ("=\u200d\u0338\u200d\u0338", "\u2066a\u2069", "é\x01a\x01a\x01", "a\u0301", "\u0f73»", "اA", "A\ufdfa")
LANGUAGES = ("en", "es", "fr", "ar", "ru", "zh")
_GRAPHEME = regex.compile(r"\X")


def works() -> dict[str, Callable[[str], object]]:
    """Return {name: function of a text}, for each operation that the server performs on the text of a request.

    No function uses cached results, because an attacker sends a new text in each request.
    """
    terms = [{"en": f"term {number}"} for number in range(200)]
    index = _index(lambda number: f"term {number} Ab {'word ' * 20}")
    crafted, alike = _index(_crafted), _index(_with_similar_words)
    return {
        "clean": texts.clean,
        "length": texts.length,
        "identify": lambda text: identify(text, LANGUAGES, None, "en"),
        "glossary of 200 terms": lambda text: (glossary._SPACES.clear(), glossary.find_terms(text, "en", terms)),
        "similar to 24 questions": lambda text: (_stem.cache_clear(), index.best("en", {"en": text})),
        "similar to 24 crafted questions": lambda text: (_stem.cache_clear(), crafted.best("en", {"en": text})),
        "similar to 24 questions with similar words": lambda text: (
            _stem.cache_clear(),
            alike.best("en", {"en": text}),
        ),
        "fold": search.fold,
    }


def main(examples: int = EXAMPLES) -> None:
    """Measure each operation and print the report rows."""
    rows, known = [], [_crafted(0), _with_similar_words(0), *map(repeat, (*PIECES, *COMBINATIONS))]
    for name, work in works().items():
        work("Who pays?")
        text, worst = slowest(work, examples, known)
        plain = milliseconds(_GRAPHEME.findall, "x" * SIZE, FINAL_REPEATS)
        figures = {"graphemes": plain, "ratio": worst / plain}
        rows.append(
            row(f"{name}: slowest text of 16 KB", worst, "ms", GOALS.get(name, ""), figures, len(known) + examples)
        )
        print(f"{name}: slowest text {text[:12]!a}…{text[-6:]!a}", flush=True)
    show("Hostile texts, processor time", rows)
    merge(rows)


def _index(make_text: Callable[[int], str]) -> Index:
    index = Index()
    for number in range(1, SCORED + 1):
        index.add(number, "en", {"en": make_text(number)})
    return index


def _crafted(number: int) -> str:
    """Return a text that makes the search for similar questions slow: the word "shared" and 400 capitalised words.

    The texts of two different numbers have only "shared" in common. Because of this common word, the index compares the
    texts. Capitalised words count as names, so the index searches each of them letter by letter, which takes much time.
    """
    return " ".join(["shared", *(word.title() for word in words(400 * number, 400))])


def _with_similar_words(number: int) -> str:
    """Return a text of similar words: the word "shared" and 110 words "Quartz…" that differ only in their last two
    letters.

    The first of these two letters is one of five successive letters of the alphabet. `number` is the index of the first
    of the five letters.
    """
    letters = [chr(97 + letter) for letter in range(26)]
    return " ".join(
        ["shared", *(f"Quartz{letters[(word // 26 + number) % 26]}{letters[word % 26]}" for word in range(110))]
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
