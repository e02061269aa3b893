"""Tests that the work for a comparison is bounded even for hostile texts. The tests count operations and measure no
time.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from rapidfuzz import fuzz, process

from moderation.services.similar import score as module
from moderation.services.similar import words
from moderation.services.similar.index import SCORED, Index


class ReadText(str):
    """A string that counts how many characters are read by slices."""

    count = 0

    def __getitem__(self, place):
        piece = super().__getitem__(place)
        ReadText.count += len(piece)
        return ReadText(piece)


def test_search_for_names_reads_each_character_once():
    read = []
    for size in (100, 200):
        ReadText.count = 0
        words.names(ReadText("ab Un " * size), "en")
        read.append(ReadText.count)
    assert read[1] <= 2.2 * read[0]


def test_number_of_names_and_words_is_bounded():
    names = words.names(" ".join(f"Ab{number}" for number in range(2000)), "en")
    most = words.names("x " + " ".join(f"Ab{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(400)), "en")
    assert names <= {"ab"} and len(most) == words.MOST_NAMES
    assert len(words.stems("ab" * 8000, "de")[0]) == words.LONGEST_WORD
    assert sum(map(len, words.folded("abcdef " * 2000))) <= words.COMPARED


@pytest.mark.parametrize("capitals", [True, False])
def test_number_of_compared_words_is_bounded(monkeypatch, capitals):
    """Compare a draft of 400 words with 24 questions of 400 words.

    The only word that the texts have in common is "shared".
    """
    compared = []

    def ratio(first: str, second: str, **options: float) -> float:
        compared.append(1)
        return fuzz.ratio(first, second, **options)

    def extract(word: str, choices, **options):
        compared.extend([1] * len(choices))
        return process.extract(word, choices, **options | {"scorer": fuzz.ratio})

    monkeypatch.setattr(module, "fuzz", SimpleNamespace(ratio=ratio))
    monkeypatch.setattr(module, "process", SimpleNamespace(extract=extract), raising=False)
    index = Index()
    texts = [
        "shared " + " ".join(_word(text * 400 + number, capitals) for number in range(400))
        for text in range(SCORED + 1)
    ]
    for number, text in enumerate(texts[1:], 1):
        index.add(number, "en", {"en": text})
    index.best("en", {"en": texts[0]})
    assert SCORED // 2 <= len(compared) <= module.MOST_NEAR + SCORED


def test_number_of_compared_stems_is_bounded(monkeypatch):
    """Check that a search compares at most `MOST_EQUAL` stems.

    A draft of 200 words is compared with 24 questions; all have the same text. This would need more comparisons than
    the limit allows, so the search ends early.
    """
    compared = count_stems(monkeypatch)
    text = " ".join(_word(number, capital=False) for number in range(200))
    index = Index()
    for number in range(SCORED):
        index.add(number, "en", {"en": text})
    assert [number for number, _ in index.best("en", {"en": text})] == [0]
    assert module.MOST_EQUAL - 400 < sum(compared) <= module.MOST_EQUAL


def test_a_stem_is_paired_with_its_nearest_stems_only():
    words = [f"Quartz{chr(97 + number)}" for number in range(20)]
    near = module._near("Quartz", words, module.Work())
    assert [word for _, word in near] == words[: module.MOST_ALIKE]


def test_comparison_letter_by_letter_ends_with_its_allowance(monkeypatch):
    searched = []
    monkeypatch.setattr(module, "_near", lambda word, words, work: searched.append(word) or [])
    work = module.Work()
    assert module._match(("alpha", "beta"), ("gamma",), (), work) == {} and searched == ["alpha", "beta"]
    work.near = -1
    assert module._match(("alpha", "beta"), ("gamma",), (), work) == {} and searched == ["alpha", "beta"]


def test_questions_of_ordinary_length_are_all_compared(monkeypatch):
    compared = count_stems(monkeypatch)
    index = Index()
    for number in range(SCORED):
        words_of = [_word(number * 95 + place, capital=False) for place in range(94)]
        index.add(number, "en", {"en": " ".join(["shared", *words_of])})
    draft = " ".join(["shared", *(_word(9000 + place, capital=False) for place in range(94))])
    index.best("en", {"en": draft})
    assert compared == [190] * SCORED


def count_stems(monkeypatch) -> list[int]:
    """Return a list to which each comparison appends the number of stems in its two texts."""
    compared, overlap = [], module._overlap

    def count(a, b, languages, weigh, work):
        compared.append(len(a.stems[languages[0]]) + len(b.stems[languages[1]]))
        return overlap(a, b, languages, weigh, work)

    monkeypatch.setattr(module, "_overlap", count)
    return compared


def _word(number: int, capital: bool) -> str:
    letters = "".join(chr(97 + number // 26**place % 26) for place in range(4))
    return letters.title() if capital else letters
