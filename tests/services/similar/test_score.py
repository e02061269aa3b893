"""Tests of the score for questions with the same meaning, and for questions that only look similar."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from moderation.services.similar import score
from moderation.services.similar.coefficients import COEFFICIENTS, FEATURES
from moderation.services.similar.index import OFFERED_FROM
from moderation.services.similar.profile import Profile


def make_profile(text: str, language: str = "en", **translations: str) -> Profile:
    return Profile(language, {language: text, **translations})


def equal_weights(language: str, stems: Collection[str]) -> list[float]:
    """Return a list that contains the weight 1 for each stem."""
    return [1.0] * len(stems)


def features(a: Profile, b: Profile) -> dict[str, float]:
    return dict(zip(FEATURES, score.features(a, b, equal_weights, score.Work()), strict=True))


BASE = "Will civil society sit at the negotiating table in Vienna?"


@pytest.mark.parametrize(
    "other",
    [
        "Will civil society sit at the negotiating table in Vienna",
        "Does civil society sit at the negotiation table at Vienna?",
        "will civil socity sit at the negotiating table in vienna",
    ],
)
def test_same_question_in_other_words_is_offered(other):
    assert score.score(make_profile(BASE), make_profile(other), equal_weights) >= OFFERED_FROM


@pytest.mark.parametrize(
    ("a", "b", "feature"),
    [
        ("Who voted for Resolution 75/282 last year?", "Who voted for Resolution 75/240 last year?", "numbers"),
        ("When will the states vote on the convention?", "Why will the states vote on the convention?", "asks"),
        (
            "Will the delegation of Brazil support the convention?",
            "Will the delegation of Norway support the convention?",
            "names",
        ),
    ],
)
def test_each_difference_lowers_the_score(a, b, feature):
    values = features(make_profile(a), make_profile(b))
    assert values[feature] > 0 and score.score(make_profile(a), make_profile(b), equal_weights) < score.score(
        make_profile(a), make_profile(a), equal_weights
    )
    assert all(COEFFICIENTS[kind][1 + FEATURES.index(feature)] < 0 for kind in ("same", "across"))


def test_score_does_not_depend_on_the_order():
    a, b = (
        make_profile(BASE, es="¿Se sentará la sociedad civil en Viena?"),
        make_profile("¿Estará la sociedad civil en Viena?", "es", en="Will the civil society be in Vienna?"),
    )
    assert score.score(a, b, equal_weights) == score.score(b, a, equal_weights) > 0


def test_questions_are_compared_through_translations():
    """Check that a Spanish and a French question are similar only if one of them has been translated."""
    spanish, french = (
        make_profile("¿Quién paga la traducción?", "es"),
        make_profile("Qui finance l'interprétation ?", "fr"),
    )
    assert score.score(spanish, french, equal_weights) == 0.0
    translated = make_profile("Qui finance l'interprétation ?", "fr", es="¿Quién paga la traducción?")
    assert score.score(spanish, translated, equal_weights) > OFFERED_FROM


def test_a_translated_name_is_not_missing():
    spain = make_profile("What will Spain do about ransomware?", es="¿Qué hará España con el ransomware?")
    assert (
        features(
            spain, make_profile("¿Qué hará España con el ransomware?", "es", en="What will Spain do with ransomware?")
        )["names"]
        == 0.0
    )


def test_opposites_do_not_match():
    near = features(make_profile("Housing is affordable"), make_profile("Housing is unaffordable"))
    assert (
        near["odd"] == 1.0
        and features(make_profile("Housing is affordable"), make_profile("Housing is affordble"))["odd"] < 0.2
    )


def test_score_without_a_common_word_is_zero():
    assert score.score(make_profile("Who pays?"), make_profile("Border checks"), equal_weights) == 0.0
    assert score.score(make_profile("?!"), make_profile("?!"), equal_weights) == 0.0
