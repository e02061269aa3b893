"""Join codes: the conversion of a typed code to the form of stored codes."""

from __future__ import annotations

import unicodedata

IGNORED = {"Cf", "Pd", "Zs", "Zl", "Zp", "Cc"}
"""The Unicode categories that `normal_code` removes: invisible and control characters, dashes, spaces, line breaks."""
MINUS = "\u2212"
LONGEST = 300
"""Maximum length of a typed text in characters. No session has a longer code."""


def normal_code(code: str) -> str:
    """Return a typed join code in the form of stored codes: capitals, without spaces, dashes or invisible marks.

    Full-width letters and the digits of other scripts become ASCII. Other characters stay. The result is "" for a text
    that is too long for a code.
    """
    if len(code) > LONGEST:
        return ""
    characters = []
    for character in unicodedata.normalize("NFKC", code):
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            characters.append(str(digit))
        elif character != MINUS and unicodedata.category(character) not in IGNORED:
            characters.append(character)
    return "".join(characters).upper()
