"""The terms of a session's glossary in a text, with their positions. `static/js/booth/terms.js` finds the same terms.

A term is {language: text}. Its text in the language of the reader is found as a whole word only. A text that contains
a word with two or more capitals (UN, NGOs) is an acronym and is found in this spelling only: "us" is not "US". Other
texts match capitals and small letters alike. White space and apostrophes match any of their kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

Term = Mapping[str, str]

_ACRONYM = regex.compile(r"\p{Lu}[^\s]*\p{Lu}")
_WORD = r"[[\p{L}\p{M}\p{N}_]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]]"
"""The characters of a word. Scripts without spaces between words are excluded: there a term may follow any letter."""
_APOSTROPHES = "'’ʼ"


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term in a text, from character `start` to before character `end`."""

    start: int
    end: int
    term: Term


def find_terms(text: str, language: str, terms: Sequence[Term]) -> list[TermMatch]:
    """Return the terms in a text of this language, in order of position, without overlaps.

    Of two overlapping terms the earlier one is returned; of two with the same start, the longer one; of two with the
    same text, the first in `terms`.
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
    """Return whether this term is found in exactly this spelling only."""
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
