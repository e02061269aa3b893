"""The entry codes of invited people: the printed form, and the conversion of a typed code."""

from __future__ import annotations

from .join_code import normal_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The characters of entry codes: Crockford's Base32, which has no I, L, O and U."""
LENGTH = 10
"""Number of characters of a code. Each character represents 5 bits."""
GROUP = 5
LOOK_ALIKES = str.maketrans("OIL", "011")
"""{code point of a letter that looks like a digit: the digit}. People type these letters in place of the digits."""


def normal_entry_code(typed: str) -> str:
    """Return a typed code in the form in which it is hashed; "" if the text cannot be an entry code.

    The case, spaces, dashes and invisible characters do not matter. Full-width characters and the digits of other
    scripts are accepted. O counts as 0, I and L count as 1.
    """
    code = normal_code(typed).translate(LOOK_ALIKES)
    return code if len(code) == LENGTH and all(character in ALPHABET for character in code) else ""


def grouped(code: str) -> str:
    """Return a code in two groups, as it is printed: `7KQ2M-9XPRT`."""
    return f"{code[:GROUP]}-{code[GROUP:]}"
