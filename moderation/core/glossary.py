"""The search for glossary terms in a text. `static/js/booth/terms.js` must find the same terms.

A glossary term is {language: text}. It matches whole words only. A term that contains a word with two or more capitals
(UN, NGOs) is an acronym, and its match is case-sensitive: "us" does not match "US". The match of all other terms is
case-insensitive. White space in a term matches any white space; an apostrophe matches any kind of apostrophe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

Term = Mapping[str, str]

_ACRONYM = regex.compile(r"\p{Lu}[^\s]*\p{Lu}")
_WORD = r"[[\p{L}\p{M}\p{N}_]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]]"
"""The letters of the scripts that put spaces between words. In other scripts, a term may begin after any letter."""
_APOSTROPHES = "'’ʼ"


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term that was found in a text. `start`: the index of its first character; `end`: the index after its last."""

    start: int
    end: int
    term: Term


def find_terms(text: str, language: str, terms: Sequence[Term]) -> list[TermMatch]:
    """Return the terms in a text of this language, in order of position, without overlaps.

    If two terms overlap, return the term with the earlier start. If both start at the same position, return the
    longer term. If both have the same length, return the first in `terms`.
    """
    candidates = sorted(
        (match.start(), -match.end(), order)
        for order, term in enumerate(terms)
        if language in term
        for match in _pattern(term[language]).finditer(text)
    )
    matches: list[TermMatch] = []
    for start, negative_end, order in candidates:
        if not matches or start >= matches[-1].end:
            matches.append(TermMatch(start, -negative_end, terms[order]))
    return matches


def is_acronym(text: str) -> bool:
    """Return whether the text of a term is an acronym: a word in it has two or more capitals."""
    return _ACRONYM.search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(text: str) -> regex.Pattern[str]:
    words = r"\s+".join(
        "".join(f"[{_APOSTROPHES}]" if char in _APOSTROPHES else regex.escape(char) for char in word)
        for word in text.split()
    )
    before = rf"(?<!{_WORD})" if regex.match(_WORD, text[0], regex.V1) else ""
    after = rf"(?!{_WORD})" if regex.match(_WORD, text[-1], regex.V1) else ""
    return regex.compile(before + words + after, regex.V1 | (0 if is_acronym(text) else regex.IGNORECASE))
