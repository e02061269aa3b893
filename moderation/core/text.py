"""The cleaning of submitted text: characters that could deceive a reader or break a page are removed or replaced."""

from __future__ import annotations

import re
import unicodedata

import regex

from . import bidi

MOST_MARKS = 4
"""Maximum number of combining marks on one letter; `clean` removes all further marks.

Vietnamese, pointed Hebrew and pointed Arabic need at most three marks.
"""
STREAM_SAFE = 30
"""Maximum number of successive marks in the input of normalisation. `clean` removes all further marks first.

Normalisation sorts successive marks. The time for this grows with the square of the number of marks. Source of the
value: Unicode Standard Annex 15, "Stream-Safe Text Format".
"""

MOST_JOINERS = 1000
"""Maximum number of joiners in a text. If a text has more joiners, `clean` removes all of them.

A question of the default maximum size (4,000 bytes) does not exceed this number. Even with a joiner after every letter,
it has only 1,000 joiners.
"""

POINTS_PER_GRAPHEME = 10
"""Maximum number of code points of a text before `clean`, for each grapheme that the text may have after `clean`.

Some graphemes have many code points: the emoji of a family has at most ten.
"""

# For Unicode properties, use the module `regex`: its Unicode tables are newer than Python's, in which recent emoji can
# be unassigned. For ranges of characters, use the module `re`, because it is faster.
_SIGNS = r"\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2"
"""Format characters that `clean` keeps because they are visible: Arabic and Syriac signs that enclose numbers."""
_JOINER = r"[\u200c\u200d]"
_JOINS = r"[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]"
_MARK = r"[\p{Mn}\p{Me}]"
_JOINED_MARK = rf"{_JOINER}?{_MARK}"

_BREAKS = "\r\v\f\x85\u2028"
_FLAG = re.compile("(\U0001f3f4[\U000e0061-\U000e007a]{2}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,4}\U000e007f)")
"""The flag of a region such as Scotland: a black flag, the region's code in tag characters, the final tag. All other
tag characters are removed, because they could hide a text."""
_OUT = regex.compile(rf"[^\P{{C}}\p{{Co}}\n\u200c\u200d{bidi.CONTROLS}{bidi.MARKS}{_SIGNS}]+")
_ASCII_OUT = dict.fromkeys([*range(0x0A), *range(0x0B, 0x20), 0x7F])
_LATER = "[\u0300-\U0010ffff]"
"""A pattern for a character with a code point of U+0300 or above.

All marks, joiners and bidirectional controls are such characters. A text without such characters is in NFC.
"""
_HAS_LATER = re.compile(_LATER)
_SORTED = r"[\p{Mn}\p{Me}\P{ccc=0}]"
"""A character that normalisation can sort: a nonspacing or enclosing mark, or another character with a combining class
above 0.
"""
_MAYBE_UNSAFE = re.compile(rf"{_LATER}{{{STREAM_SAFE + 1},}}+")
_UNSAFE = regex.compile(rf"(?<!{_SORTED})({_SORTED}{{{STREAM_SAFE}}}){_SORTED}+")
_JOINERS = re.compile(rf"{_JOINER}+({_JOINER})")
_MAYBE_TOWER = re.compile(rf"{_LATER}{{{MOST_MARKS + 1},}}+")
_TOWER = regex.compile(rf"({_MARK}{{{MOST_MARKS}}}){_MARK}+")
_JOINED_TOWER = regex.compile(rf"((?:{_JOINED_MARK}){{{MOST_MARKS}}})(?:{_JOINED_MARK})+")
_STRAY = regex.compile(rf"(?<!{_JOINS}){_JOINER}|{_JOINER}(?!{_JOINS})")
_GAP = re.compile(r"\n{3,}")
_FLAG_LETTERS = regex.compile(r"\p{Regional_Indicator}{2}")
_GRAPHEME = regex.compile(r"\X")
_BLANK_LETTERS = r"\u115f\u1160\u2800\u3164\uffa0\U0001d159"
"""Invisible letters and symbols: Hangul fillers, the empty Braille pattern, the null note head."""
_SEEN = regex.compile(rf"[[\p{{L}}\p{{N}}\p{{P}}\p{{S}}{_SIGNS}]--[{_BLANK_LETTERS}]]", regex.V1)


def clean(text: str) -> str:
    """Return the text in NFC with LF line ends, trimmed at both ends.

    Remove control characters, invisible format characters, surrogates and unassigned code points. Keep flags, joiners
    inside words and emoji, balanced bidirectional controls, and bidirectional marks. Keep at most four combining marks
    on each letter. Replace tabs by spaces, and bidirectional embeddings by isolates. Reduce successive empty lines to
    one empty line, and a repeated joiner or bidirectional mark to one. The result can be blank; see `is_blank`.

    Remove all joiners if there are more than `MOST_JOINERS`. Remove all bidirectional controls if there are more than
    `bidi.MOST_CONTROLS`. Except for these two maxima, static/js/shared/clean-text.js cleans texts in the same way.
    """
    cleaned = text.replace("\r\n", "\n")
    for char in _BREAKS:
        cleaned = cleaned.replace(char, "\n")
    cleaned = _visible(cleaned.replace("\u2029", "\n\n").replace("\t", " "))
    if _HAS_LATER.search(cleaned):
        cleaned = _settled(_without_many_joiners(bidi.without_many_controls(cleaned)))
    return _GAP.sub("\n\n", cleaned).strip()


def is_blank(text: str) -> bool:
    """Return whether a cleaned text has no visible letter, number, punctuation mark or symbol."""
    return _SEEN.search(text) is None


def is_oversized(text: str, graphemes: int) -> bool:
    """Return whether a text has too many code points to be cleaned.

    `graphemes`: the maximum length of the cleaned text.
    """
    return len(text) > graphemes * POINTS_PER_GRAPHEME


def length(text: str) -> int:
    """Return the number of grapheme clusters, which a reader sees as characters."""
    # Replace flag emoji (pairs of regional indicators) first. For each indicator, the pattern `\X` reads all indicators
    # before it. Therefore the time would grow with the square of the number of indicators.
    if text.isascii():
        return len(text) - text.count("\r\n")
    return len(_GRAPHEME.findall(_FLAG_LETTERS.sub("x", text)))


def one_line(text: str) -> str:
    """Return the cleaned text with a single space in place of each sequence of white space."""
    return " ".join(clean(text).split())


def _visible(text: str) -> str:
    """Return the text without the characters that `clean` always removes, whatever characters are beside them.

    Keep the tag characters in the flag of a region (`_FLAG`).
    """
    if text.isascii():
        return text.translate(_ASCII_OUT)
    if "\U0001f3f4" not in text:
        return _OUT.sub("", text)
    pieces = _FLAG.split(text)
    pieces[::2] = [_OUT.sub("", piece) for piece in pieces[::2]]
    return "".join(pieces)


def _without_many_joiners(text: str) -> str:
    is_few = text.count("\u200c") + text.count("\u200d") <= MOST_JOINERS
    return text if is_few else text.replace("\u200c", "").replace("\u200d", "")


def _settled(text: str) -> str:
    """Return the text in NFC. Remove superfluous marks, and the joiners and bidirectional controls that have no
    effect.
    """
    text = _normal(text)
    pruned = _with_few_marks(bidi.balanced(_with_few_joiners(text)))
    # Repeat: after a removal, the two neighbours of the removed character can combine into one symbol. A joiner after
    # this symbol has no effect, so it must be removed too.
    while (text := _normal(pruned)) != pruned:
        pruned = _with_few_joiners(text)
    return text


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", _UNSAFE.sub(r"\1", text) if _MAYBE_UNSAFE.search(text) else text)


def _with_few_joiners(text: str) -> str:
    return _STRAY.sub("", _JOINERS.sub(r"\1", text)) if _has_joiners(text) else text


def _with_few_marks(text: str) -> str:
    if _MAYBE_TOWER.search(text) is None:
        return text
    return (_JOINED_TOWER if _has_joiners(text) else _TOWER).sub(r"\1", text)


def _has_joiners(text: str) -> bool:
    return "\u200c" in text or "\u200d" in text
