"""The parts of a text that are compared: stems, numbers, names, the question word. The module has no I/O."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import regex
import snowballstemmer

from ...paths import ROOT

LISTS = ROOT / "data" / "words" / "questions.toml"
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
"""Number of first words that are searched for a question word. Later in a sentence, such a word often joins clauses."""
LONGEST_WORD = 40
WORD = regex.compile(r"\p{Han}|[\p{L}\p{M}--\p{Han}]+|\p{N}+(?:[.,]\p{N}+)*", regex.V1)
NUMBER = regex.compile(r"\p{N}+(?:[.,\s]\p{N}{3})*")
SEPARATORS = regex.compile(r"[.,\s]")
CAPITAL = regex.compile(r"\p{Lu}[\p{L}\p{M}]+")
LEADING = " \"'«“”¿¡([-–‘’"
ENDS = ".?!:;"


class WordLists(NamedTuple):
    """The word lists of a language. `stop`: stop words; `asks`: {question word or phrase: its kind}."""

    stop: frozenset[str]
    asks: dict[str, str]


def fold(text: str) -> str:
    """Return the text without case and accents. People often omit accents on a phone."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(letter)
    )


def stems(text: str, language: str) -> tuple[str, ...]:
    """Return the different stems of the content words, in order. Without a content word, use all words.

    For Chinese, add the pairs of neighbouring characters.
    """
    words = _words(text)
    stop = _lists(language).stop
    content = [word for word in words if word not in stop] or words
    return tuple(dict.fromkeys([_stem(word, language) for word in content] + _pairs(words)))


def numbers(text: str) -> frozenset[str]:
    """Return the numbers that are written in digits, without separators such as in 1,000."""
    return frozenset(SEPARATORS.sub("", number) for number in NUMBER.findall(text))


def names(text: str, language: str) -> frozenset[str]:
    """Return the likely proper names, without case and accents.

    These are the acronyms, and the capitalised words that do not begin a sentence. No dictionary is needed.
    """
    stop = _lists(language).stop
    capitalised = set()
    for match in CAPITAL.finditer(text):
        before = text[: match.start()].rstrip(LEADING)
        is_inside_sentence = bool(before) and before[-1] not in ENDS
        if (is_inside_sentence or match[0].isupper()) and match[0].casefold() not in stop:
            capitalised.add(fold(match[0]))
    return frozenset(capitalised)


def question_word(text: str, language: str) -> str | None:
    """Return the kind (`who`, `when`, …) of the question word in the first `OPENING` words, or None."""
    opening = f" {' '.join(_words(text)[:OPENING])} "
    return next((kind for words, kind in _lists(language).asks.items() if f" {words} " in opening), None)


def folded(text: str) -> frozenset[str]:
    """Return all words, without case and accents."""
    return frozenset(fold(word) for word in _words(text))


def _words(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in WORD.findall(text.casefold().replace("’", "'"))]


def _pairs(words: list[str]) -> list[str]:
    """Return the pairs of neighbouring Chinese characters, because most Chinese words have two characters."""
    return [a + b for a, b in pairwise(words) if _is_han(a) and _is_han(b)]


def _is_han(word: str) -> bool:
    return len(word) == 1 and "\u4e00" <= word <= "\u9fff"


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return fold(stemmer.stemWord(word) if stemmer and not word[0].isdigit() else word)


@cache
def _stemmer(language: str) -> Any:
    name = STEMMERS.get(language.split("-")[0])
    return snowballstemmer.stemmer(name) if name else None


@cache
def _lists(language: str) -> WordLists:
    """Return the word lists of a language; both are empty for a language without lists."""
    lists = tomllib.loads(LISTS.read_text("utf-8")).get(language.split("-")[0], {})
    asks = {phrase: kind for kind, phrases in lists.get("asks", {}).items() for phrase in phrases}
    # Put longer phrases first, because "how many" must match before "how".
    longest_first = dict(sorted(asks.items(), key=lambda entry: -len(entry[0])))
    return WordLists(frozenset(lists.get("stop", "").split()), longest_first)
