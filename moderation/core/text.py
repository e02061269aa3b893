"""Text from people, cleaned once at the door: kept as written but for what could deceive or break a page."""

from __future__ import annotations

import unicodedata

import regex

ZWNJ, ZWJ = "\u200c", "\u200d"
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that draw nothing: Hangul fillers, the empty Braille pattern."""
MOST_MARKS = 4
"""Combining marks kept on one letter: real writing needs three (Vietnamese, pointed Hebrew and Arabic), towers need more."""

_JOINS = regex.compile(r"[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]")
_GRAPHEME = regex.compile(r"\X")


def clean(text: str) -> str:
    """NFC, with LF for line ends; controls, bidi overrides and marks, stray joiners and mark towers out; ends trimmed.

    What people wrote stays otherwise as it is. The result may be empty or blank: `is_blank` tells.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n"))
    kept: list[str] = []
    marks = 0
    for index, char in enumerate(text):
        if char in (ZWNJ, ZWJ):
            joins = kept and index + 1 < len(text) and _JOINS.match(kept[-1]) and _JOINS.match(text[index + 1])
            if joins:
                kept.append(char)
            continue
        if char == "\t":
            char = " "
        category = unicodedata.category(char)
        if char != "\n" and (category in ("Cc", "Cf", "Cs", "Cn") or char in BIDI):
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    # What was removed may have kept two characters apart that belong together.
    return regex.sub(r"\n{3,}", "\n\n", unicodedata.normalize("NFC", "".join(kept))).strip()


def is_blank(text: str) -> bool:
    """Whether a cleaned text shows nothing: only spaces, marks, joiners and letters that draw nothing."""
    return all(char in BLANK_LETTERS or unicodedata.category(char)[0] in "ZCM" for char in text)


def length(text: str) -> int:
    """Length as people count: grapheme clusters."""
    return len(_GRAPHEME.findall(text))


def one_line(text: str) -> str:
    """A cleaned text for a name or a label: all white space becomes single spaces."""
    return " ".join(clean(text).split())
