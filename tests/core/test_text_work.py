"""Tests that the time for cleaning, folding and the search for terms is proportional to the length of a hostile text.

The tests do not measure time, but count characters and calls.
"""

from __future__ import annotations

import random
import unicodedata
from types import SimpleNamespace

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from moderation.core import bidi, glossary, search, text
from moderation.services.translation import protection

HOSTILE = [
    "a", "Ab", " ", "\n", "\r", "\u2029", "\u0301", "\u0323", "\u0489", "\u0f73", "\u302a", "\u302e", "\U0001d165",
    "\u200b", "\u200c", "\u200d", "\u200e", "\u2066", "\u2069", "\u202a", "\u202c", "\u202e", "\U0001f3f4",
    "\U000e0067", "\U000e007f", "\U0001f1e6", "👩", "\U0001f3fd", "\ufe0f", "क", "\u094d", "\u093f", "\u1100",
    "\u1161", "\u11a8", "가", "\ufdfa", "«", "»", "„", "'", "1 234",
]  # fmt: skip
"""Pieces of texts that are expensive to clean: combining marks of several classes, joiners, control characters, letters
that combine."""
SORTED = regex.compile(r"\P{ccc=0}+")
"""A pattern for a sequence of combining marks that Unicode normalisation sorts. Sorting a long sequence is slow."""
MOST_PASSES = 3


def longest(pattern: regex.Pattern[str], read: str) -> int:
    return max(map(len, pattern.findall(read)), default=0)


def repeated() -> list[str]:
    """Return texts of about 400 pieces. Most texts repeat a sequence of one to four pieces.

    Some texts contain one piece 200 times, then another piece 200 times.
    """
    rng = random.Random(12)
    choices = [[piece] for piece in HOSTILE] + [rng.choices(HOSTILE, k=rng.randint(2, 4)) for _ in range(200)]
    texts = ["".join(choice) * (400 // len(choice)) for choice in choices]
    return texts + [first * 200 + last * 200 for first in "\u2066\u202a\u202ea" for last in "\u2069\u202c\u0301\u302e"]


def normalising(reads: list[int]) -> SimpleNamespace:
    """Return a stand-in for the module `unicodedata`.

    Each time its function `normalize` is called, the stand-in appends one number to `reads`: the length of the longest
    sequence of combining marks (SORTED) in the decomposed (NFD) text. Then it normalises the text as usual.
    """

    def normalize(form: str, read: str) -> str:
        reads.append(longest(SORTED, unicodedata.normalize("NFD", read)))
        return unicodedata.normalize(form, read)

    return SimpleNamespace(normalize=normalize)


@pytest.mark.parametrize(("module", "work", "most"), [(text, text.clean, 3 * 30), (search, search.fold, 4)])
def test_normalisation_never_sorts_a_long_sequence_of_marks(monkeypatch, module, work, most):
    # `clean` leaves at most 30 marks in sequence. Decomposition replaces a mark by at most three marks.
    reads = []
    monkeypatch.setattr(module, "unicodedata", normalising(reads))
    for hostile in repeated():
        work(hostile)
    assert reads and max(reads) <= most


class Recorder:
    """A pattern that appends each searched text to `reads`."""

    def __init__(self, pattern, reads: list[str]):
        self._pattern, self._reads = pattern, reads

    def search(self, read: str):
        self._reads.append(read)
        return self._pattern.search(read)

    def sub(self, replacement: str, read: str):
        self._reads.append(read)
        return self._pattern.sub(replacement, read)


def count_passes(patch: pytest.MonkeyPatch, hostile: str) -> int:
    """Return the number of times that `clean` normalises the text."""
    passes = []
    with patch.context() as inner:
        normal = text._normal
        inner.setattr(text, "_normal", lambda read: passes.append(1) or normal(read))
        text.clean(hostile)
    return len(passes)


@given(st.lists(st.sampled_from(HOSTILE), max_size=40))
def test_cleaning_ends_after_few_passes(pieces):
    with pytest.MonkeyPatch.context() as patch:
        for hostile in ("".join(pieces), *(["".join(pieces) * 20] if len(pieces) < 5 else [])):
            assert count_passes(patch, hostile) <= MOST_PASSES


def test_cleaning_of_repeated_pieces_ends_after_few_passes(monkeypatch):
    passes = [count_passes(monkeypatch, hostile) for hostile in [*repeated(), "=\u200d\u0338" * 100, "word"]]
    assert max(passes) == MOST_PASSES and passes[-1] == 0


def test_most_steps_of_cleaning_run_once(monkeypatch):
    # Cleaning this text needs more than one pass: after the joiners are removed, "=" and U+0338 combine to "≠".
    read: dict[str, list[str]] = {"_MAYBE_TOWER": [], "_OUT": []}
    for name, reads in read.items():
        monkeypatch.setattr(text, name, Recorder(getattr(text, name), reads))
    assert text.clean("=\u200d\u0338\u200da") == "≠a"
    assert {name: len(reads) for name, reads in read.items()} == {"_MAYBE_TOWER": 1, "_OUT": 1}


def test_closing_an_isolate_does_not_read_its_content_again(monkeypatch):
    read = []
    monkeypatch.setattr(bidi, "any", lambda pieces: read.extend(pieces) or any(pieces), raising=False)
    assert bidi.balanced("\u2066" * 500 + "\u2069" * 500) == ""
    assert bidi.balanced("\u2066" * 50 + "a" + "\u2069" * 50) == "\u2066" * 50 + "a" + "\u2069" * 50
    assert len(read) <= 1100


def test_graphemes_are_not_counted_in_a_sequence_of_flag_letters(monkeypatch):
    graphemes, read = text._GRAPHEME, []
    fake = SimpleNamespace(findall=lambda read_text: read.append(read_text) or graphemes.findall(read_text))
    monkeypatch.setattr(text, "_GRAPHEME", fake)
    assert text.length("\U0001f1e6" * 401) == 201
    assert text.length("🇿🇦\u200d🇧🇷\U0001f1e6a") == 4
    assert max(longest(regex.compile(r"\p{Regional_Indicator}+"), part) for part in read) == 1


@given(st.lists(st.sampled_from(HOSTILE), max_size=30).map("".join))
def test_length_equals_the_number_of_graphemes(hostile):
    assert text.length(hostile) == len(regex.findall(r"\X", hostile))


@pytest.mark.parametrize("size", [100, 200])
def test_text_is_searched_for_possible_terms_only(monkeypatch, size):
    searched = []
    pattern = glossary._pattern
    monkeypatch.setattr(glossary, "_pattern", lambda term: searched.append(term) or pattern(term))
    terms = [{"en": f"term {number} of many"} for number in range(200)]
    assert glossary.find_terms("term of a word " * size, "en", terms) == []
    assert searched == []
    assert len(glossary.find_terms("Term 7 of  MANY " * size, "en", terms)) == size
    assert len(searched) == size


@pytest.mark.parametrize(
    ("term", "piece", "is_match"),
    [("a", "a ", True), ("a", "a-", True), ("a b", "a b ", True), ("a b", "a-b ", False), ("a 'b", "a b ", False)],
)
def test_number_of_examined_places_is_bounded(monkeypatch, term, piece, is_match):
    searched = []
    pattern = glossary._pattern
    monkeypatch.setattr(glossary, "_pattern", lambda text: searched.append(text) or pattern(text))
    matches = glossary.find_terms(piece * 4000, "en", [{"en": term}])
    assert [match.start for match in matches] == [len(piece) * number for number in range(len(matches))]
    assert len(searched) == glossary.MOST_CANDIDATES
    assert len(matches) == (glossary.MOST_CANDIDATES if is_match else 0)


def test_terms_of_scripts_without_spaces_are_searched_without_a_pattern(monkeypatch):
    monkeypatch.delattr(glossary, "_pattern")
    terms = [{"zh": "中" + chr(0x5000 + number)} for number in range(200)]
    assert glossary.find_terms("中" * 4000, "zh", terms) == []
    matches = glossary.find_terms("中倀二中倂" * 2, "zh", terms)
    assert [match.start for match in matches] == [0, 3, 5, 8]
    assert len(glossary.find_terms("中倀二中倂" * 800, "zh", terms)) == glossary.MOST_CANDIDATES


@pytest.mark.parametrize("term", ["word", "中"])
def test_end_of_a_longer_text_is_not_searched(term):
    assert glossary.find_terms(" " * (glossary.LONGEST - 3) + term, "en", [{"en": "word"}, {"en": "中"}]) == (
        [] if term == "word" else [glossary.TermMatch(3997, 3998, {"en": "中"})]
    )


def test_table_of_characters_is_bounded():
    for first in range(0x3400, 0x9000, glossary.LONGEST):
        glossary.find_terms("".join(map(chr, range(first, first + glossary.LONGEST))), "en", [{"en": "ab"}])
    assert 0 < len(glossary._SPACES) <= glossary.MOST_CHARACTERS
    assert len(glossary.find_terms("\U0001f600ab", "en", [{"en": "ab"}])) == 1


@given(
    st.lists(
        st.sampled_from(
            ["a", "A", "b", " ", "-", "'", "’", "ʼ", "ß", "SS", "ss", "İ", "i", "ı", "UN", "中", "1", "\n"]
        ),
        max_size=20,
    ).map("".join)
)
def test_terms_equal_those_of_a_search_for_each_term(hostile):
    words = ("a", "a b", "a a", "ab", "a'b", "ß", "ss", "UN", "i a", "İ", "中", "中 a", "a-b", "1 a", "ʼa", "a中")
    terms = [{"en": word} for word in words]
    candidates = sorted(
        (match.start(), -match.end(), order)
        for order, word in enumerate(words)
        for match in glossary._pattern(word).finditer(hostile)
    )
    expected: list[tuple[int, int, str]] = []
    for start, negative_end, order in candidates:
        if not expected or start >= expected[-1][1]:
            expected.append((start, -negative_end, words[order]))
    matches = [(match.start, match.end, match.term["en"]) for match in glossary.find_terms(hostile, "en", terms)]
    assert matches == expected


def test_article_is_searched_in_the_last_characters_only(monkeypatch):
    read = []
    real = protection._ELIDED

    def search_end(before: str, start: int = 0):
        read.append(len(before) - start)
        return real.search(before, start)

    monkeypatch.setattr(protection, "_ELIDED", SimpleNamespace(search=search_end))
    terms = [glossary.TermMatch(0, 3, {"en": "XYZ", "fr": "XYZ"})]
    protection.replace_left("XYZ de " * 100, terms, "en", "fr")
    assert len(read) == 100 and max(read) <= protection.LONGEST_ARTICLE
