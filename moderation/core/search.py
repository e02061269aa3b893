"""The search in texts.

`fold` removes differences in spelling that a search must ignore. static/js/shared/fold.js folds in the same way.
tests/data/fold.json contains examples for both.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import regex

_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u2032\u0060\u00b4\uff07"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\uff02"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ς": "σ",
    # For the following letters and signs, Persian and Arabic keyboards produce different characters; map them to one.
    "ی": "ي",
    "ى": "ي",
    "ې": "ي",
    "ک": "ك",
    "ة": "ه",
    "ە": "ه",
    "ہ": "ه",
    "؟": "?",
    "،": ",",
    "؛": ";",
    "٫": ".",
    "٬": "'",
}
"""{lower-case letter or sign: its replacement}. Unicode's decomposition (NFKD) does not make these replacements."""
_ZEROS = "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0e50\u0ed0\u0f20\u1040\u17e0\u1810"
"""The digit zero in several scripts. In Unicode, the digits one to nine of a script directly follow its zero."""

_QUOTES = str.maketrans(
    dict.fromkeys(_SINGLE_QUOTES, "'") | dict.fromkeys(_DOUBLE_QUOTES, '"') | dict.fromkeys(_DASHES, "-")
)
_SIGNS = str.maketrans(_LETTERS | {chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)})
_INSIDE_GUILLEMETS = regex.compile(r"(?<=[«‹])\p{Z}+|(?<!\p{Z})\p{Z}+(?=[»›])")
_UNSEEN = regex.compile(r"[\p{M}\p{Cf}\u0640]+")
_SPACE = regex.compile(r"[\p{Z}\p{Cc}]+")
_GROUPED = regex.compile(r"(?<![0-9])([0-9]{1,3})((?:[ '][0-9]{3})+)(?![0-9])")
_NUMBER = regex.compile(r"(?:#|no\.? ?|n° ?)?([0-9]{1,15})")


def fold(text: str) -> str:
    """Return the text without differences that a search must ignore.

    Remove accents, vowel signs, invisible characters, tatweel, and separators between the thousands of a number. Write
    letters in lower case and ligatures as single letters. Use one form for all quotation marks, one for all dashes, and
    western digits for all digits. Replace successive spaces by one space. A second call of `fold` changes nothing.
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    text = _INSIDE_GUILLEMETS.sub("", text).translate(_QUOTES)
    # Remove combining marks before the decomposition. Otherwise, the decomposition would sort successive marks. The
    # time for sorting grows with the square of their number.
    text = _UNSEEN.sub("", text)
    # Replace quotation marks and dashes before and after the decomposition, because the decomposition can produce
    # further quotation marks and dashes.
    text = unicodedata.normalize("NFKD", text).translate(_QUOTES)
    text = _UNSEEN.sub("", text).lower().translate(_SIGNS)
    text = _SPACE.sub(" ", text).strip()
    return _GROUPED.sub(lambda number: number[1] + number[2].replace(" ", "").replace("'", ""), text)


def number_in(search: str) -> int | None:
    """Return the question number in a search such as "12", "#12", "No. 12" or "nº 12"; None for other searches."""
    number = _NUMBER.fullmatch(fold(search))
    return int(number[1]) if number else None


def matches(search: str, texts: Iterable[str | None]) -> bool:
    """Return whether each word of the search occurs in at least one of the texts. A part of a word is sufficient."""
    searched = fold(" ".join(text for text in texts if text))
    return all(word in searched for word in fold(search).split(" "))
