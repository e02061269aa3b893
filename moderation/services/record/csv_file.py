"""The questions of a record as CSV. No cell becomes a formula, a truth value or a date in a spreadsheet program.

Some language versions of spreadsheet programs split a file at a semicolon, tab or bar instead of the comma. Such a
program reads the text after this separator, or after a line break, as a new cell. Therefore `guarded` treats each part
of a text between such separators and line breaks as a cell.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from datetime import datetime
from functools import cache

from babel import Locale

from .table import Cell, Table, is_key

LANGUAGES = ("en", "fr", "es", "de")
"""The languages of spreadsheet programs in which `guarded` recognises the names of months and days."""
TRUTH_VALUES = frozenset({"true", "false", "vrai", "faux", "verdadero", "falso", "wahr", "falsch"})
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""Characters with which a formula begins. A spreadsheet program executes such a formula (OWASP, "CSV Injection")."""

_AROUND = "".join(char for char in map(chr, range(sys.maxunicode + 1)) if char.isspace()) + '"'
_PARTS = re.compile(r"([;\t|\r\n])")
_ERROR_VALUE = re.compile(r"#(N/[AD]|NV|[A-ZÀ-Ü0-9/¡¿]+[!?])")
_WORD = re.compile(r"[^\W\d_]+")
_VALUE = re.compile(r"[\w\s.,:/%$€£¥'’+()-]{1,40}")
"""A pattern for texts that could be a number, date or time.

Such a text has 1 to 40 characters: only letters, digits, white space, and the signs of numbers, dates and times.
"""
_BETWEEN_DATE_WORDS = frozenset(
    {"a", "am", "at", "de", "del", "er", "h", "le", "m", "nd", "on", "p", "pm", "rd", "st", "t", "th", "uhr", "um", "z"}
)


def as_csv(rows: Table) -> bytes:
    """Return the table as CSV in UTF-8. The file begins with a byte order mark, which spreadsheet programs expect.

    Truth values are `yes` and `no`. Times are in ISO 8601 with the offset of the session's zone; spreadsheet programs
    read them as text.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    names = [str(name) for name in rows[0]]
    writer.writerow(names)
    for row in rows[1:]:
        writer.writerow([_content(value, is_key(name)) for value, name in zip(row, names, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def guarded(text: str, *, is_code: bool = False) -> str:
    """Return the text so that a spreadsheet program shows it unchanged: put an apostrophe before each part that the
    program would convert, for example to a formula or a date.

    A part ends at a separator or a line break. If the text begins with a tab or a line break, put an apostrophe there
    too.

    `is_code`: the text is a key, such as `group_1`, and not written by a person. In a key, do not put an apostrophe
    before a number, or before a date without words. Put it before a date with a word, such as `mar21`.
    """
    parts = _PARTS.split(text)
    guarded_text = "".join(
        "'" + part if index % 2 == 0 and _is_converted(part, is_code) else part for index, part in enumerate(parts)
    )
    return "'" + guarded_text if text.startswith(("\t", "\r", "\n")) else guarded_text


def _content(value: Cell, is_code: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return guarded(value, is_code=is_code) if isinstance(value, str) else str(value)


def _is_converted(part: str, is_code: bool) -> bool:
    """Return whether a spreadsheet program could convert this cell to a formula, a number, a date or another value.

    Ignore white space and quotation marks at the start and end of the cell, because some programs ignore these
    characters.
    """
    content = part.strip(_AROUND)
    if content.startswith(FORMULA_STARTS):
        return True
    if content.casefold() in TRUTH_VALUES or _ERROR_VALUE.fullmatch(content):
        return True
    return _has_only_date_words(content) if is_code else _reads_as_value(content)


def _reads_as_value(text: str) -> bool:
    """Return whether a spreadsheet program could read the text as a number, date or time.

    Examples: "1E2", "08", "3 mars 2021", "miércoles, 3 de marzo de 2021".
    """
    is_short = _VALUE.fullmatch(text) is not None and len(text.split()) <= 4
    is_numeral = not any(char.isalpha() for char in text)
    has_digit = any(char.isdigit() for char in text)
    return has_digit and (is_short or is_numeral or _has_only_date_words(text))


def _has_only_date_words(text: str) -> bool:
    """Return True if the text has a digit and all its words occur in dates, for example "mar21", "3 de marzo de
    2021".
    """
    words = {word.casefold() for word in _WORD.findall(text)}
    return any(char.isdigit() for char in text) and bool(words) and words <= _date_words()


@cache
def _date_words() -> frozenset[str]:
    """Return the words that spreadsheet programs recognise in dates and times.

    These are the names and abbreviations of months and days in LANGUAGES, and the words in `_BETWEEN_DATE_WORDS`.
    """
    words = set(_BETWEEN_DATE_WORDS)
    for language in LANGUAGES:
        locale = Locale(language)
        for names in (locale.months, locale.days):
            for width in ("wide", "abbreviated"):
                words |= {word.casefold() for name in names["format"][width].values() for word in _WORD.findall(name)}
    return frozenset(words)
