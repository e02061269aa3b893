"""Cleaning of submitted text, once on input: remove only characters that could deceive a reader or break a page."""

from __future__ import annotations

import unicodedata

import regex

MOST_MARKS = 4
"""The most combining marks kept on one letter. Vietnamese and pointed Hebrew and Arabic need three; abuse uses more."""

# `regex` has newer Unicode tables than Python: it knows last year's emoji as assigned characters.
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

    Remove control characters, bidi overrides and marks, joiners outside words, and combining marks after the fourth
    on a letter. Replace tabs by spaces, and several empty lines by one. Change nothing else. The result may be blank;
    see `is_blank`.
    """
    cleaned = _BREAK.sub("\n", text).replace("\u2029", "\n\n").replace("\t", " ")
    # Removing a character may bring together two that combine, so repeat until nothing changes.
    while (result := _pass(cleaned)) != cleaned:
        cleaned = result
    return cleaned


def is_blank(text: str) -> bool:
    """Return whether a cleaned text is invisible: only white space, marks, joiners and invisible letters."""
    return _SEEN.search(text) is None


def length(text: str) -> int:
    """Return the length in grapheme clusters, as people count characters."""
    return len(_GRAPHEME.findall(text))


def one_line(text: str) -> str:
    """Return the cleaned text with single spaces for all white space, for names and labels."""
    return " ".join(clean(text).split())


def _pass(text: str) -> str:
    text = unicodedata.normalize("NFC", _OUT.sub("", text))
    text = _STRAY.sub("", _TOWER.sub(r"\1", text))
    return _GAP.sub("\n\n", text).strip()
