"""Text from people, cleaned once at the door: kept as written but for what could deceive or break a page."""

from __future__ import annotations

import unicodedata

import regex

MOST_MARKS = 4
"""Combining marks kept on one letter: real writing needs three (Vietnamese, pointed Hebrew and Arabic), towers need more."""

# Classes come from `regex`, whose tables are younger than Python's: an emoji of last year is a character, not a gap.
_SIGNS = r"\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2"
"""Format characters that can be seen: Arabic and Syriac signs that enclose numbers."""
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
"""Letters and symbols that draw nothing: Hangul fillers, the empty Braille pattern, the null note head."""
_SEEN = regex.compile(rf"[[\p{{L}}\p{{N}}\p{{P}}\p{{S}}{_SIGNS}]--[{_BLANK_LETTERS}]]", regex.V1)


def clean(text: str) -> str:
    """NFC, with LF for line ends; controls, bidi overrides and marks, stray joiners and mark towers out; ends trimmed.

    What people wrote stays otherwise as it is. The result may be empty or blank: `is_blank` tells.
    """
    cleaned = _BREAK.sub("\n", text).replace("\u2029", "\n\n").replace("\t", " ")
    # What is removed may have kept two characters apart that belong together, hence again until nothing changes.
    while (once := _pass(cleaned)) != cleaned:
        cleaned = once
    return cleaned


def is_blank(text: str) -> bool:
    """Whether a cleaned text shows nothing: only spaces, marks, joiners and letters that draw nothing."""
    return _SEEN.search(text) is None


def length(text: str) -> int:
    """Length as people count: grapheme clusters."""
    return len(_GRAPHEME.findall(text))


def one_line(text: str) -> str:
    """A cleaned text for a name or a label: all white space becomes single spaces."""
    return " ".join(clean(text).split())


def _pass(text: str) -> str:
    text = unicodedata.normalize("NFC", _OUT.sub("", text))
    text = _STRAY.sub("", _TOWER.sub(r"\1", text))
    return _GAP.sub("\n\n", text).strip()
