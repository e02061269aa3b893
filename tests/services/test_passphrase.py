"""Tests of the hashes of passphrases."""

from __future__ import annotations

import pytest

from moderation.services import passphrase

HASH = "$argon2id$v=19$m=19456,t=2,p=1$iRcy7DGAUBCwk2YRp0QKkQ$ls9KgK5b8Vij3LbokYuRDm4eqkQwMAHhXORZTwIbvZ0"
"""A constant hash of "correct horse battery".

The names of the parametrised tests contain the hash, so it must be the same in each process.
"""


def test_a_hash_is_argon2id_with_its_own_salt_and_contains_no_word():
    first, second = (passphrase.hash_of("correct horse battery") for _ in range(2))
    assert passphrase.is_hash(first) and first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second and "horse" not in first and passphrase.is_right(first, "correct horse battery")


@pytest.mark.parametrize(
    ("given", "is_right"),
    [
        ("correct horse battery", True),
        ("  correct\thorse  battery\n", True),
        ("Correct horse battery", False),
        ("ｃｏｒｒｅｃｔ horse battery", True),
        ("correct horse", False),
        ("", False),
        ("x" * 100_000, False),
        ("\ud800", False),
    ],
)
def test_only_the_passphrase_is_right_on_every_keyboard(given, is_right):
    assert passphrase.is_right(HASH, given) is is_right


@pytest.mark.parametrize(
    "text",
    [
        "correct horse battery",
        HASH + "=",
        HASH.replace("argon2id", "argon2i"),
        HASH.replace("m=19456", "m=999999"),
        HASH.replace("t=2", "t=0"),
        HASH.replace("t=2", "t=99"),
        HASH.replace("p=1", "p=9"),
        f"{HASH}\n",
        "",
    ],
)
def test_other_texts_and_costly_hashes_are_no_hash(text):
    assert not passphrase.is_hash(text)


def test_a_passphrase_has_8_to_200_characters():
    texts = ["x" * 7, "x" * 8, "x" * 200, "x" * 201, "       x"]
    assert [passphrase.is_valid(text) for text in texts] == [False, True, True, False, False]
