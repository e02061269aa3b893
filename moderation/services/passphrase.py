"""The optional passphrases of staff seats. Only their argon2id hashes are stored (RFC 9106)."""

from __future__ import annotations

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

SHORTEST, LONGEST = 8, 200
"""The minimum and maximum length of a passphrase, in characters of its normal form."""
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""The cost of a new hash: 19 MiB of memory and two passes, the first choice of the OWASP password storage cheat
sheet.
"""
HASH = re.compile(
    r"\$argon2id\$v=19\$m=(?P<memory>[0-9]{4,6}),t=(?P<passes>[0-9]{1,2}),p=[1-4]"
    r"\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{22,86}"
)
MOST_MEMORY, MOST_PASSES = 128 * 1024, 10
"""Maximum cost of a hash from a session file or a command: KiB of memory, and number of passes."""


def is_valid(text: str) -> bool:
    """Return whether the text can be a passphrase: it has `SHORTEST` to `LONGEST` characters."""
    return SHORTEST <= len(_normal(text)) <= LONGEST


def hash_of(text: str) -> str:
    """Return the argon2id hash of a passphrase, with a random salt. Takes about 0.1 s and 19 MiB."""
    return HASHER.hash(_normal(text).encode("utf-8", "surrogatepass"))


def is_right(hashed: str, text: str) -> bool:
    """Return whether `hashed` is the hash of the passphrase `text`.

    Return False for a text of more than 4 × `LONGEST` characters. Do not call this function on the event loop, because
    it needs as much time and memory as the calculation of the hash.
    """
    if len(text) > LONGEST * 4:
        return False
    try:
        return HASHER.verify(hashed, _normal(text).encode("utf-8", "surrogatepass"))
    except VerificationError:
        return False


def is_hash(text: str) -> bool:
    """Return whether the text is an argon2id hash whose cost is at most `MOST_MEMORY` and `MOST_PASSES`."""
    match = HASH.fullmatch(text)
    return match is not None and int(match["memory"]) <= MOST_MEMORY and 1 <= int(match["passes"]) <= MOST_PASSES


def _normal(text: str) -> str:
    """Return the normal form of a passphrase, which is the same for all keyboards: NFKC, single spaces, trimmed."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
