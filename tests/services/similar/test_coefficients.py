"""Tests of the coefficients of the similarity score.

Each kind of question pair has its own coefficients. The kind depends on the languages and scripts of the two questions.
"""

from __future__ import annotations

import pytest

from moderation.services.similar.coefficients import FEATURES, WITH_MEANING, kind
from moderation.services.similar.profile import Profile
from moderation.services.similar.score import score

ENGLISH, FRENCH, RUSSIAN = ("en", "Who pays?"), ("fr", "Qui paie ?"), ("ru", "Кто платит?")


def make_profile(language: str, text: str, **translations: str) -> Profile:
    return Profile(language, {language: text, **translations})


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (ENGLISH, ENGLISH, "same"),
        (ENGLISH, FRENCH, "across"),
        (ENGLISH, RUSSIAN, "script"),
        (RUSSIAN, RUSSIAN, "same"),
        (("und", "Wer zahlt?"), ("und", "谁付钱？"), "script"),
        (("en", "?!"), ("ru", "Кто?"), "across"),
    ],
)
def test_kind_depends_on_languages_and_scripts(a, b, expected):
    assert kind(make_profile(*a), make_profile(*b)) == kind(make_profile(*b), make_profile(*a)) == expected


def test_translation_makes_two_scripts_comparable():
    assert kind(make_profile(*RUSSIAN, en="Who pays?"), make_profile(*ENGLISH)) == "across"


@pytest.mark.parametrize("name", WITH_MEANING)
def test_meaning_raises_the_score_and_differences_lower_it(name):
    coefficients = dict(zip((*FEATURES, "meaning"), WITH_MEANING[name][1:], strict=True))
    assert coefficients["meaning"] > 0 and min(coefficients["shared"], coefficients["letters"]) >= 0
    assert max(coefficients[feature] for feature in ("odd", "asks", "numbers", "names")) <= 0


def test_meaning_needs_no_common_word():
    """Check that the meaning alone decides the score of two texts without a common word.

    Meaning is the cosine of the two texts' vectors. Here it is unknown (None), 0.1 or 0.9. test_encoder.py checks that
    unrelated questions have less than 0.1; 0.9 is typical of questions with the same meaning.
    """
    a, b = make_profile(*ENGLISH), make_profile(*RUSSIAN)
    values = [score(a, b, lambda language, stems: [1.0] * len(stems), None, meaning) for meaning in (None, 0.1, 0.9)]
    assert values[0] == 0.0 and values[1] < 0.1 and values[2] > 0.9
