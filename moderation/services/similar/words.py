"""What a text says, cut into what can be compared: stems, numbers, names, the question word. Pure."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import regex
import snowballstemmer

LISTS = Path(__file__).resolve().parents[3] / "data" / "words" / "questions.toml"
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
"""Language: Snowball's algorithm. Without one, words are compared as they are written."""
OPENING = 8
"""A question word is looked for among so many first words: further on it joins clauses."""
LONGEST_WORD = 40
WORD = regex.compile(r"\p{Han}|[\p{L}\p{M}--\p{Han}]+|\p{N}+(?:[.,]\p{N}+)*", regex.V1)
NUMBER = regex.compile(r"\p{N}+(?:[.,\s]\p{N}{3})*")
SEPARATORS = regex.compile(r"[.,\s]")
CAPITAL = regex.compile(r"\p{Lu}[\p{L}\p{M}]+")
LEADING = " \"'«“”¿¡([-–‘’"
ENDS = ".?!:;"


def fold(text: str) -> str:
    """Without case and accents: what a hurried phone types."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(letter)
    )


def stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of its content words, each once, in order; of all its words where it has no other. Chinese by pairs of characters."""
    words = _words(text)
    stop = _lists(language)["stop"]
    kept = [word for word in words if word not in stop] or words
    return tuple(dict.fromkeys([_stem(word, language) for word in kept] + _pairs(words)))


def numbers(text: str) -> frozenset[str]:
    """Its numbers in digits, without separators of thousands."""
    return frozenset(SEPARATORS.sub("", found) for found in NUMBER.findall(text))


def names(text: str, language: str) -> frozenset[str]:
    """Words with a capital inside a sentence, folded, and acronyms: as near to proper names as one comes without a dictionary."""
    stop = _lists(language)["stop"]
    found = set()
    for match in CAPITAL.finditer(text):
        before = text[: match.start()].rstrip(LEADING)
        inside = bool(before) and before[-1] not in ENDS
        if (inside or match[0].isupper()) and match[0].casefold() not in stop:
            found.add(fold(match[0]))
    return frozenset(found)


def question_word(text: str, language: str) -> str | None:
    """What its opening asks for, of the kinds in the list (`who`, `when`, …); None where it says none."""
    opening = f" {' '.join(_words(text)[:OPENING])} "
    return next((kind for words, kind in _lists(language)["asks"].items() if f" {words} " in opening), None)


def folded(text: str) -> frozenset[str]:
    """All its words, folded."""
    return frozenset(fold(word) for word in _words(text))


def _words(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in WORD.findall(text.casefold().replace("’", "'"))]


def _pairs(words: list[str]) -> list[str]:
    """Neighbouring Chinese characters: most words have two."""
    return [a + b for a, b in zip(words, words[1:]) if _is_han(a) and _is_han(b)]


def _is_han(word: str) -> bool:
    return len(word) == 1 and "\u4e00" <= word <= "\u9fff"


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return fold(stemmer.stemWord(word) if stemmer and not word[0].isdigit() else word)


@cache
def _stemmer(language: str):
    name = STEMMERS.get(language.split("-")[0])
    return snowballstemmer.stemmer(name) if name else None


@cache
def _lists(language: str) -> dict:
    """{stop: words that say nothing by themselves, asks: {question words: kind}}; both empty for a language without a list."""
    lists = tomllib.loads(LISTS.read_text("utf-8")).get(language.split("-")[0], {})
    asks = {words: kind for kind, several in lists.get("asks", {}).items() for words in several}
    # "how many" before "how".
    return {
        "stop": frozenset(lists.get("stop", "").split()),
        "asks": dict(sorted(asks.items(), key=lambda one: -len(one[0]))),
    }
