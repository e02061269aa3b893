"""The search for glossary terms in a text.

`static/js/shared/terms.js` must find the same terms, except in texts with more than `LONGEST` characters or more than
`MOST_CANDIDATES` candidates.

A glossary term is {language: text}. A term matches whole words only, except in scripts without spaces between words. A
term that contains a word with two or more capitals (UN, NGOs) is an acronym. Acronyms are case-sensitive: "us" does not
match "US". All other terms are case-insensitive. White space in a term matches any white space; an apostrophe matches
any kind of apostrophe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

Term = Mapping[str, str]

_ACRONYM = regex.compile(r"\p{Lu}[^\s]*\p{Lu}")
_WORD = r"[[\p{L}\p{M}\p{N}_]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]]"
"""A letter, mark or digit of a script that has spaces between words.

In all other scripts, a term can begin or end inside a sequence of letters.
"""
_APOSTROPHES = "'’ʼ"
_PIECE = regex.compile(rf"[{_WORD}--[ʼ]]+", regex.V1)
"""A piece: a word, or the part of a word before or after an apostrophe.

A text that matches a term has the same pieces as the term; only upper and lower case can differ.
"""
_ANY_WORD = regex.compile(_WORD, regex.V1)
LONGEST = 4000
"""Number of characters after which the search in a text ends. By default, a question has at most 4,000 bytes, so it is
searched completely."""
MOST_CANDIDATES = 500
"""Number of candidates at which the search in a text ends (`_spans_of_pieces`).

A candidate is a sequence of pieces in the text that equals the pieces of a term. In a question, the search reaches this
number only if nearly all words of the question are very short terms of the glossary. `_spans` also
returns at most this number of occurrences of the terms that do not begin with a piece.
"""
MOST_CHARACTERS = 20_000
"""Maximum number of entries in `_SPACES`. A full table is emptied."""
_TURKIC = str.maketrans("İı", "ii")


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term that was found in a text.

    `start`: the index of its first character; `end`: the index after its last character.
    """

    start: int
    end: int
    term: Term


def find_terms(text: str, language: str, terms: Sequence[Term]) -> list[TermMatch]:
    """Return the occurrences of terms in a text of this language, in order of position, without overlaps.

    If two occurrences overlap, return only the occurrence with the earlier start. If both start at the same position,
    return the longer occurrence. If both have the same length, return the term that comes first in `terms`. Search only
    the first `LONGEST` characters. The search ends earlier if it finds `MOST_CANDIDATES` candidates.
    """
    spans = _spans(text[:LONGEST], [(order, term[language]) for order, term in enumerate(terms) if language in term])
    matches: list[TermMatch] = []
    for start, negative_end, order in sorted(spans):
        if not matches or start >= matches[-1].end:
            matches.append(TermMatch(start, -negative_end, terms[order]))
    return matches


def find_term(text: str, term: str) -> list[tuple[int, int]]:
    """Return (start, end) of each occurrence of a single term in a text, in order of position, without overlaps."""
    return [match.span() for match in _pattern(term).finditer(text)]


def is_acronym(text: str) -> bool:
    """Return whether the text of a term is an acronym: one of its words has two or more capitals."""
    return _ACRONYM.search(text) is not None


def _spans(text: str, terms: Sequence[tuple[int, str]]) -> list[tuple[int, int, int]]:
    """Return (start, -end, order) for each occurrence of a term. `terms`: (order, text of the term).

    `order`: the position of the term in the glossary. The sign of `end` is reversed, so that sorting puts the longest
    of several occurrences with the same start first.

    Terms that begin with a piece (`_PIECE`) are stored in a dictionary, in which the pieces of the text are looked up
    (`_spans_of_pieces`). For each other term, such as a Chinese term, search the whole text. Return at most
    `MOST_CANDIDATES` occurrences of these other terms.
    """
    by_pieces: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    counts: dict[str, set[int]] = {}
    """{piece: the lengths, in pieces, of the terms that begin with this piece}."""
    spans: list[tuple[int, int, int]] = []
    for order, term in terms:
        if _PIECE.match(term):
            key = _pieces_of(term)
            by_pieces.setdefault(key, []).append((order, term))
            counts.setdefault(key[0], set()).add(len(key))
        else:
            places = _plain_places(text, term) if _is_plain(term) else find_term(text, term)
            spans += [(start, -end, order) for start, end in places[: MOST_CANDIDATES - len(spans)]]
    if by_pieces:
        spans += _spans_of_pieces(text, by_pieces, counts)
    return spans


def _spans_of_pieces(
    text: str, by_pieces: Mapping[tuple[str, ...], Sequence[tuple[int, str]]], counts: Mapping[str, set[int]]
) -> list[tuple[int, int, int]]:
    """Return (start, -end, order) for each occurrence of a term in `by_pieces`. `_spans` explains these three numbers.

    `by_pieces`: {pieces of a term: [(order, text of the term)]}. `counts`: {piece: the lengths, in pieces, of the terms
    that begin with this piece}.

    The search goes through the text piece by piece. A candidate is a term whose pieces are the next pieces of the text;
    `_pattern` then decides whether it occurs here. The search looks at all candidates at one piece before it checks the
    limit. So it ends at the first piece at which the number of candidates has reached `MOST_CANDIDATES`, and the number
    may then be higher than this limit.
    """
    parts = text.translate(_SPACES).split(" ")
    folded = list(map(_Folds().__getitem__, parts))
    pieces = list(filter(None, folded))
    spans = []
    ends: dict[int, int] = {}
    """{order: the end of the term's latest occurrence}. The next occurrence of the same term must not overlap it."""
    candidates, last, start, index = 0, 0, 0, 0
    for place in [place for place, part in enumerate(folded) if part in counts]:
        # `start`: the index in the text at which the part `parts[place]` begins; one character separates two parts.
        # `index`: the index of the same part in `pieces`, which omits the empty parts.
        start += sum(map(len, parts[last:place])) + place - last
        index += sum(map(bool, parts[last:place]))
        last = place
        for count in counts[folded[place]]:
            for order, term in by_pieces.get(tuple(pieces[index : index + count]), ()):
                candidates += 1
                match = _pattern(term).match(text, start) if start >= ends.get(order, 0) else None
                if match:
                    ends[order] = match.end()
                    spans.append((start, -match.end(), order))
        if candidates >= MOST_CANDIDATES:
            break
    return spans


def _is_plain(term: str) -> bool:
    """Return whether `str.find` is sufficient to find every occurrence of the term. This is the case if the term meets
    both of these conditions:

    - It contains no space, no apostrophe, and no letter that exists in upper and lower case.
    - Its first and its last character do not match `_WORD`.
    """
    return not any(
        char.isspace() or char in _APOSTROPHES or char != char.casefold() or char != char.upper() for char in term
    ) and not (_ANY_WORD.match(term[0]) or _ANY_WORD.match(term[-1]))


def _plain_places(text: str, term: str) -> list[tuple[int, int]]:
    """Return (start, end) of each occurrence of a term for which `_is_plain` is true. Return at most `MOST_CANDIDATES`.

    The result is the same as that of `find_term`, which needs more time.
    """
    places: list[tuple[int, int]] = []
    start = text.find(term)
    while start >= 0 and len(places) < MOST_CANDIDATES:
        places.append((start, start + len(term)))
        start = text.find(term, start + len(term))
    return places


class _Spaces(dict[int, str]):
    """A table for `str.translate`. It replaces each character that cannot be part of a piece (`_PIECE`) by a space.

    An entry is added at the first use of its character.
    """

    def __missing__(self, code: int) -> str:
        if len(self) >= MOST_CHARACTERS:
            self.clear()
        self[code] = char = chr(code) if _PIECE.match(chr(code)) else " "
        return char


_SPACES = _Spaces()


class _Folds(dict[str, str]):
    """{piece: the piece in lower case, for comparisons}. Each value is calculated at its first use."""

    def __missing__(self, piece: str) -> str:
        self[piece] = folded = _folded(piece)
        return folded


@lru_cache(maxsize=4096)
def _pieces_of(term: str) -> tuple[str, ...]:
    return tuple(map(_folded, _PIECE.findall(term)))


def _folded(piece: str) -> str:
    return piece.casefold() if piece.isascii() else piece.translate(_TURKIC).casefold()


@lru_cache(maxsize=4096)
def _pattern(text: str) -> regex.Pattern[str]:
    words = r"\s+".join(
        "".join(f"[{_APOSTROPHES}]" if char in _APOSTROPHES else regex.escape(char) for char in word)
        for word in text.split()
    )
    before = rf"(?<!{_WORD})" if regex.match(_WORD, text[0], regex.V1) else ""
    after = rf"(?!{_WORD})" if regex.match(_WORD, text[-1], regex.V1) else ""
    return regex.compile(before + words + after, regex.V1 | (0 if is_acronym(text) else regex.IGNORECASE))
