"""The terms of a session's glossary in a text: which, and where. Pure; `static/js/booth/terms.js` finds the same.

A term is {language: text}. It is found in its text of the language that is read, and only as a whole word. A text with a
word of two or more capitals (UN, NGOs) is an acronym and found only as it is written: "us" is not "US". Any other may be
written in capitals or small letters. Blanks and apostrophes may be of any kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

Term = Mapping[str, str]

_ACRONYM = regex.compile(r"\p{Lu}[^\s]*\p{Lu}")
_WORD = r"[[\p{L}\p{M}\p{N}_]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]]"
"""What a word is made of; scripts that part words by nothing are left out, since there a term may stand between any letters."""
_APOSTROPHES = "'’ʼ"


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a text, from `start` to before `end`, in characters."""

    start: int
    end: int
    term: Term


def find_terms(text: str, language: str, terms: Sequence[Term]) -> list[Found]:
    """The terms in this text, first to last, none over another: the earlier stands, of two that begin together the longer.

    Of terms with the same text the first is taken.
    """
    places = sorted(
        (match.start(), -match.end(), order)
        for order, term in enumerate(terms)
        if language in term
        for match in _pattern(term[language]).finditer(text)
    )
    found: list[Found] = []
    for start, end, order in places:
        if not found or start >= found[-1].end:
            found.append(Found(start, -end, terms[order]))
    return found


def is_acronym(text: str) -> bool:
    """Whether this term is found only as it is written."""
    return _ACRONYM.search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(text: str) -> regex.Pattern:
    said = r"\s+".join(
        "".join(f"[{_APOSTROPHES}]" if char in _APOSTROPHES else regex.escape(char) for char in word)
        for word in text.split()
    )
    before = rf"(?<!{_WORD})" if regex.match(_WORD, text[0], regex.V1) else ""
    after = rf"(?!{_WORD})" if regex.match(_WORD, text[-1], regex.V1) else ""
    return regex.compile(before + said + after, regex.V1 | (0 if is_acronym(text) else regex.IGNORECASE))
