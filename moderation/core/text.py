"""The cleaning of submitted text. It removes only characters that could deceive a reader or break a page."""

from __future__ import annotations

import unicodedata

import regex

MOST_MARKS = 4
"""Maximum number of combining marks on one letter; `clean` removes all further marks.

Vietnamese, pointed Hebrew and pointed Arabic need three marks.
"""

# Use `regex`, because its Unicode tables are newer than Python's. Older tables list recent emoji as unassigned.
_SIGNS = r"\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2"
"""Visible format characters: Arabic and Syriac signs that enclose numbers."""
_JOINER = r"[\u200c\u200d]"
_JOINS = r"[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]"
_MARK = rf"{_JOINER}*+[\p{{Mn}}\p{{Me}}]"

_BREAK = regex.compile(r"\r\n|[\r\v\f\x85\u2028]")
_OUT = regex.compile(rf"[[\p{{Cc}}\p{{Cf}}\p{{Cs}}\p{{Cn}}]--[\n\u200c\u200d{_SIGNS}]]", regex.V1)
_TOWER = regex.compile(rf"((?:{_MARK}){{{MOST_MARKS}}})(?:{_MARK})+")
_STRAY = regex.compile(rf"{_JOINER}+(?={_JOINER})|(?<!{_JOINS}{_JOINER}*){_JOINER}|{_JOINER}(?!{_JOINS})")
_GAP = regex.compile(r"\n{3,}")
_GRAPHEME = regex.compile(r"\X")
_BLANK_LETTERS = r"\u115f\u1160\u2800\u3164\uffa0\U0001d159"
"""Invisible letters and symbols: Hangul fillers, the empty Braille pattern, the null note head."""
_SEEN = regex.compile(rf"[[\p{{L}}\p{{N}}\p{{P}}\p{{S}}{_SIGNS}]--[{_BLANK_LETTERS}]]", regex.V1)


def clean(text: str) -> str:
    """Return the text in NFC with LF line ends, trimmed at both ends.

    Remove control characters, bidirectional overrides, bidirectional marks, joiners outside words, and a letter's
    combining marks after the fourth. Replace each tab by a space, and successive empty lines by a single empty line.
    Change nothing else. The result may be blank; see `is_blank`.
    """
    cleaned = _BREAK.sub("\n", text).replace("\u2029", "\n\n").replace("\t", " ")
    # After a removal, the two neighbouring characters may combine into one, so repeat until nothing changes.
    while (result := _pass(cleaned)) != cleaned:
        cleaned = result
    return cleaned


def is_blank(text: str) -> bool:
    """Return whether a cleaned text has no visible character: only white space, marks, joiners, invisible letters."""
    return _SEEN.search(text) is None


def length(text: str) -> int:
    """Return the number of grapheme clusters, which a reader sees as characters."""
    return len(_GRAPHEME.findall(text))


def one_line(text: str) -> str:
    """Return the cleaned text with a single space in place of each sequence of white space. For names and labels."""
    return " ".join(clean(text).split())


def _pass(text: str) -> str:
    text = unicodedata.normalize("NFC", _OUT.sub("", text))
    text = _STRAY.sub("", _TOWER.sub(r"\1", text))
    return _GAP.sub("\n\n", text).strip()
