"""Pairs that are the same and pairs that only look so."""

from __future__ import annotations

import pytest

from moderation.services.similar import score
from moderation.services.similar.index import OFFERED_FROM
from moderation.services.similar.profile import Profile


def one(text: str, language: str = "en", **translations: str) -> Profile:
    return Profile(language, {language: text, **translations})


def flat(language: str, stem: str) -> float:
    """Every stem says as much as any other."""
    return 1.0


def features(a: Profile, b: Profile) -> dict[str, float]:
    return dict(zip(score.FEATURES, score.features(a, b, flat), strict=True))


BASE = "Will civil society sit at the negotiating table in Vienna?"


@pytest.mark.parametrize(
    "other",
    [
        "Will civil society sit at the negotiating table in Vienna",
        "Does civil society sit at the negotiation table at Vienna?",
        "will civil socity sit at the negotiating table in vienna",
    ],
)
def test_the_same_in_other_words_is_offered(other):
    assert score.score(one(BASE), one(other), flat) >= OFFERED_FROM


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
def test_what_differs_speaks_against(a, b, feature):
    found = features(one(a), one(b))
    assert found[feature] > 0 and score.score(one(a), one(b), flat) < score.score(one(a), one(a), flat)
    assert all(score.COEFFICIENTS[kind][1 + score.FEATURES.index(feature)] < 0 for kind in ("same", "across"))


def test_the_score_does_not_depend_on_the_order():
    a, b = (
        one(BASE, es="¿Se sentará la sociedad civil en Viena?"),
        one("¿Estará la sociedad civil en Viena?", "es", en="Will the civil society be in Vienna?"),
    )
    assert score.score(a, b, flat) == score.score(b, a, flat) > 0


def test_languages_meet_in_translations():
    """Spanish and French share no language until one is translated."""
    spanish, french = one("¿Quién paga la traducción?", "es"), one("Qui finance l'interprétation ?", "fr")
    assert score.score(spanish, french, flat) == 0.0
    translated = one("Qui finance l'interprétation ?", "fr", es="¿Quién paga la traducción?")
    assert score.score(spanish, translated, flat) > OFFERED_FROM


def test_a_translated_name_is_not_missing():
    spain = one("What will Spain do about ransomware?", es="¿Qué hará España con el ransomware?")
    assert (
        features(spain, one("¿Qué hará España con el ransomware?", "es", en="What will Spain do with ransomware?"))[
            "names"
        ]
        == 0.0
    )


def test_opposites_are_not_one_word():
    near = features(one("Housing is affordable"), one("Housing is unaffordable"))
    assert near["odd"] == 1.0 and features(one("Housing is affordable"), one("Housing is affordble"))["odd"] < 0.2


def test_nothing_in_common_is_zero():
    assert score.score(one("Who pays?"), one("Border checks"), flat) == 0.0
    assert score.score(one("?!"), one("?!"), flat) == 0.0
