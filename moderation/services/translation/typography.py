"""The typography of the target language, applied to the output of every engine. The module has no I/O.

URLs, addresses, numbers, placeholders and terms of the glossary stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import regex

from ..language_tags import base
from .typography_words import ABBREVIATIONS, SMALL_WORDS

NO_BREAK = "\u00a0"
QUOTES = {
    "ar": ("«", "»"),
    "de": ("„", "“"),
    "en": ("“", "”"),
    "es": ("«", "»"),
    "fr": ("«" + NO_BREAK, NO_BREAK + "»"),
    "pt": ("“", "”"),
    "ru": ("«", "»"),
    "zh": ("“", "”"),
}
"""The opening and closing quotation marks of each language. Translations into a language that is not in this table keep
the quotation marks of the engine's output.
"""
_PROTECTED = regex.compile(
    r"https?://\S++|(?<![^\s¿¡«“„(\[\"])[^\s@¿¡«“„(\[\"]++@\S++|\{\w*+\}|%\(\w++\)\w|XQ\d++Z"
    r"|(?<!\d)\d++(?:[ \u00a0\u202f]?[.,:;/]?[ \u00a0\u202f]?\d++)*+",
    regex.I,
)
_TRAILING = ".,;:?!)»”\"'…"
"""Punctuation marks at the end of a URL. These marks belong to the sentence, not to the URL."""
MOST_PASSES = 6
"""Maximum number of calls of `_typeset_once` for one text. The calls end earlier when a call changes nothing.

The second call changes only unusual texts, such as "a ¡ ,".
"""
_BLANKS = " \t\u00a0\u202f"
_MARKS = regex.compile(
    r"(?:(?<=[^\s(\[{«“„¿¡?!؟])[ \t\u00a0\u202f]*+|(?<=[?!؟])[ \t\u00a0\u202f]++)[?!؟]++(?=$|[\s»”“\")\]])"
    r"|(?<=[^\s(\[{«“„¿¡])[ \t\u00a0\u202f]*+[:;؛](?=$|\s)",
    regex.M,
)
_BLANK_BEFORE_STOP = regex.compile(r"(?<=\S)[ \t\u00a0\u202f]++(?=[.,](?:\s|$))", regex.M)
_INVERTED = regex.compile(r"(?<![¿¡])[¿¡]++(?=\S)")
_BLANK_AFTER_INVERTED = regex.compile(r"(?<=[¿¡])[ \t\u00a0\u202f]++(?=\S)")
_WORD = regex.compile(r"\w++")
_OPENING, _CLOSING = "«“„", "»”"
_INVERTED_OF = {"?": "¿", "!": "¡"}
Edit = tuple[int, int, str]
"""An edit of a text: (start, end, replacement)."""


def typeset(text: str, language: str, source_text: str = "", keep: Collection[str] = ()) -> str:
    """Return a translation with the typography of its language. The function is idempotent.

    - Spanish: ¿ and ¡ at the beginning of each question and exclamation. Other languages: neither of them.
    - French: a no-break space before ? ! : ; and inside quotation marks. Other languages: no space there.
    - Quotation marks of the language, if all marks of the line form pairs.
    - A small letter for an article, preposition or similar word inside a sentence. A word with a capital letter inside
      a sentence of `source_text` does not change.

    `keep`: terms that stay as they are.
    """
    language = base(language)
    for _ in range(MOST_PASSES):
        before, text = text, _typeset_once(text, language, source_text, keep)
        if text == before:
            break
    return text


def _typeset_once(text: str, language: str, source_text: str, keep: Collection[str]) -> str:
    text = _edited(text, keep, _quote_edits(text, language, _held(text, keep)))
    if language != "zh":
        text = _edited(text, keep, ((*match.span(), "") for match in _BLANK_BEFORE_STOP.finditer(text)))
        text = _edited(text, keep, _space_edits(text, NO_BREAK if language == "fr" else ""))
    if language == "es":
        text = _edited(text, keep, ((*match.span(), "") for match in _BLANK_AFTER_INVERTED.finditer(text)))
        text = _edited(text, keep, _spanish_edits(text, _held(text, keep)))
    else:
        text = _edited(text, keep, ((*match.span(), "") for match in _INVERTED.finditer(text)))
    small_words = SMALL_WORDS.get(language)
    if small_words:
        text = _edited(text, keep, _capital_edits(text, small_words - _capitals(source_text)))
    return text


def _held(text: str, keep: Iterable[str]) -> bytearray:
    """For each character of `text`, return 1 if the character is protected, and 0 if it is not."""
    held = bytearray(len(text))
    for match in _PROTECTED.finditer(text):
        end = match.start() + len(match[0].rstrip(_TRAILING)) if "//" in match[0] or "@" in match[0] else match.end()
        held[match.start() : end] = b"\1" * (end - match.start())
    for term in filter(None, keep):
        start = text.find(term)
        while start >= 0:
            held[start : start + len(term)] = b"\1" * len(term)
            start = text.find(term, start + len(term))
    return held


def _edited(text: str, keep: Iterable[str], edits: Iterable[Edit]) -> str:
    """Return the text with the edits applied.

    Leave out edits that would change protected characters or join two words.
    """
    held = _held(text, keep)
    parts, done = [], 0
    for start, end, replacement in sorted(edits):
        is_held = any(held[start:end]) or (start == end and 0 < start < len(text) and held[start - 1] and held[start])
        joins_words = not replacement and text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
        if not is_held and not joins_words:
            parts += [text[done:start], replacement]
            done = end
    return "".join(parts) + text[done:]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _quote_edits(text: str, language: str, held: bytearray) -> list[Edit]:
    if language not in QUOTES:
        return []
    return [edit for line in _lines(text) for edit in _quote_edits_of_line(text, *line, QUOTES[language], held)]


def _quote_edits_of_line(text: str, start: int, end: int, quotes: tuple[str, str], held: bytearray) -> list[Edit]:
    """Return the edits of the outermost quotation marks of a line. Return [] if the marks of the line do not form
    pairs.
    """
    opened: list[int] = []
    edits: list[Edit] = []
    for at in range(start, end):
        letter = text[at]
        if held[at] or letter not in _OPENING + _CLOSING + '"':
            continue
        before, after = text[at - 1 : at] if at > start else "", text[at + 1 : at + 2] if at + 1 < end else ""
        is_low_pair = letter == "“" and bool(opened) and text[opened[-1]] == "„"
        if letter in _CLOSING or is_low_pair:
            is_opening = False
        elif letter in _OPENING:
            is_opening = True
        else:
            is_opening = (not before or before in _BLANKS + "([{¿¡—–-") and bool(after) and after not in _BLANKS
            if not is_opening and (before in _BLANKS or (after and after.isalnum())):
                return []
        if is_opening:
            opened.append(at)
            continue
        if not opened:
            return []
        first = opened.pop()
        inside = text[first + 1 : at]
        if not inside.strip():
            return []
        if not opened:
            left = first + 1 + len(inside) - len(inside.lstrip(_BLANKS))
            right = at - (len(inside) - len(inside.rstrip(_BLANKS)))
            edits += [(first, left, quotes[0]), (right, at + 1, quotes[1])]
    return [] if opened else edits


def _space_edits(text: str, space: str) -> Iterator[Edit]:
    for match in _MARKS.finditer(text):
        marks = match[0].lstrip(_BLANKS)
        yield match.start(), match.end() - len(marks), space


def _spanish_edits(text: str, held: bytearray) -> list[Edit]:
    return [edit for line in _lines(text) for edit in _spanish_edits_of_line(text, *line, held)]


def _spanish_edits_of_line(text: str, start: int, end: int, held: bytearray) -> Iterator[Edit]:
    """Yield the edits that insert the missing ¿ and ¡. If the question or exclamation is inside brackets or quotation
    marks, the sign is inserted after the opening bracket or mark.
    """
    outer: list[tuple[int | None, bool]] = []
    first: int | None = None
    is_open = False
    for at in range(start, end):
        letter, after = text[at], text[at + 1 : at + 2] if at + 1 < end else " "
        if held[at] or letter.isalnum():
            first = at if first is None else first
        elif letter in "«“([":
            outer.append((at if first is None else first, is_open))
            first, is_open = None, False
        elif letter in "»”)]" and outer:
            first, is_open = outer.pop()
        elif letter in "¿¡":
            is_open = True
        elif letter in "?!" and (after.isspace() or after in '?!»”)]"'):
            if first is not None and not is_open:
                yield first, first, _INVERTED_OF[letter]
            first, is_open = None, False
        elif not is_open and after.isspace() and (letter in ":;…" or (letter == "." and _ends(text, start, at, end))):
            first = None


def _ends(text: str, start: int, at: int, end: int) -> bool:
    """Return whether the full stop at `at` ends a sentence."""
    word = text[max(start, at - 12) : at].rpartition(" ")[2]
    following = text[at + 1 : min(end, at + 4)].lstrip()
    is_abbreviation = word.casefold() in ABBREVIATIONS or "." in word or (len(word) == 1 and word.isalpha())
    return not is_abbreviation and not following[:1].islower()


def _capital_edits(text: str, small_words: Collection[str]) -> list[Edit]:
    """Return the edits that replace the capital letters of `small_words` by small letters.

    Edit a word only if the words directly before and after it are in small letters.
    """
    edits: list[Edit] = []
    is_small_after = False
    for match in reversed(list(_WORD.finditer(text))):
        start, end = match.span()
        is_inside = text[end : end + 1] == " " and start > 1 and text[start - 1] == " "
        is_inside = is_inside and (text[start - 2].islower() or text[start - 2] == ",")
        if is_inside and is_small_after and match[0][0].isupper() and match[0].lower() in small_words:
            edits.append((start, end, match[0].lower()))
            is_small_after = True
        else:
            is_small_after = match[0][0].islower()
    return edits


def _capitals(source_text: str) -> set[str]:
    """Return the words of the source text, in small letters, that begin with a capital letter although they do not
    begin a sentence.
    """
    return {
        match[0].lower()
        for match in _WORD.finditer(source_text)
        if match[0][0].isupper() and source_text[: match.start()].rstrip(_BLANKS + '¿¡"«“(')[-1:] not in ("", *".?!…\n")
    }
