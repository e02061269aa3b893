"""The parts of a text that are compared: stems, numbers, names, the question word. The module has no I/O."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import regex
import snowballstemmer

from ...core.search import fold
from ..language_tags import base
from ..word_lists import word_lists

STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
}
"""{language: Snowball algorithm}. Words in other languages are compared without stemming."""
OPENING = 8
"""The function `question_word` searches only this number of words at the beginning of a text.

Later in a text, a question word often only joins clauses.
"""
LONGEST_WORD = 40
COMPARED = 1000
"""Only this number of characters at the beginning of a text is compared.

A question has at most 500 graphemes, but a grapheme can consist of several characters.
"""
MOST_NAMES = 24
"""Maximum number of names that are read from one text. The questions of the test data contain at most 13 names."""
WORD = regex.compile(r"\p{Han}|[\p{L}\p{M}--\p{Han}]+|\p{N}+(?:[.,]\p{N}+)*", regex.V1)
NUMBER = regex.compile(r"\p{N}+(?:[.,\s]\p{N}{3})*")
SEPARATORS = regex.compile(r"[.,\s]")
CAPITAL = regex.compile(r"\p{Lu}[\p{L}\p{M}]+")
LETTER = regex.compile(r"\p{L}")
FOREIGN = 0.25
"""A text counts as a text in a script other than Latin if at least this share of its letters is in that script.

The share is below one half, because Latin titles and names often occur in texts of other scripts.
"""
LEADING = " \"'«“”¿¡([-–‘’"
ENDS = ".?!:;"


def stems(text: str, language: str) -> tuple[str, ...]:
    """Return the stems of all words except stop words, each stem once, in the order of the text.

    If all words are stop words, use all words. For Chinese, add the pairs of neighbouring characters.
    """
    words = _words(text)
    stop = word_lists(language).stop
    content = [word for word in words if word not in stop] or words
    return tuple(dict.fromkeys([_stem(word, language) for word in content] + _pairs(words)))


def numbers(text: str) -> frozenset[str]:
    """Return the numbers that are written in digits. Separators are removed: 1,000 becomes 1000."""
    return frozenset(SEPARATORS.sub("", number) for number in NUMBER.findall(text[:COMPARED]))


def names(text: str, language: str) -> frozenset[str]:
    """Return the likely proper names, without case and accents.

    The names are the acronyms, and the capitalised words that do not begin a sentence. No dictionary is used.
    """
    stop = word_lists(language).stop
    capitalised: set[str] = set()
    known: set[str] = set()
    for match in CAPITAL.finditer(text[:COMPARED]):
        if match[0] in known:
            continue
        end = match.start()
        while end and text[end - 1] in LEADING:
            end -= 1
        is_inside_sentence = end > 0 and text[end - 1] not in ENDS
        if (is_inside_sentence or match[0].isupper()) and match[0].casefold() not in stop:
            known.add(match[0])
            capitalised.add(fold(match[0][:LONGEST_WORD]))
        if len(capitalised) == MOST_NAMES:
            break
    return frozenset(capitalised)


def question_word(text: str, language: str) -> str | None:
    """Return the kind (`who`, `when`, …) of the question word in the first `OPENING` words, or None."""
    opening = f" {' '.join(_words(text)[:OPENING])} "
    return next((kind for words, kind in word_lists(language).asks.items() if f" {words} " in opening), None)


def folded(text: str) -> frozenset[str]:
    """Return all words, without case and accents."""
    return frozenset(map(_folded, set(_words(text))))


def script(text: str) -> str | None:
    """Return the script of a text, for example LATIN, CYRILLIC or CJK. Return None for a text without letters."""
    counts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in LETTER.findall(text[:COMPARED]))
    others = Counter({name: count for name, count in counts.items() if name != "LATIN"})
    main = others.most_common(1)
    if main and main[0][1] >= FOREIGN * counts.total():
        return main[0][0]
    return "LATIN" if counts else None


def _words(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in WORD.findall(text[:COMPARED].casefold().replace("’", "'"))]


def _pairs(words: list[str]) -> list[str]:
    """Return the pairs of neighbouring Chinese characters, because most Chinese words have two characters."""
    return [a + b for a, b in pairwise(words) if _is_han(a) and _is_han(b)]


def _is_han(word: str) -> bool:
    return len(word) == 1 and "\u4e00" <= word <= "\u9fff"


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return _folded(stemmer.stemWord(word) if stemmer and not word[0].isdigit() else word)


def _folded(word: str) -> str:
    return word if _is_han(word) else fold(word)


@cache
def _stemmer(language: str) -> Any:
    name = STEMMERS.get(base(language))
    return snowballstemmer.stemmer(name) if name else None
