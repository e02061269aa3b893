"""Tests of the index of similar questions: the best matches, the maximum number of scored questions, and removals."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moderation.services.similar import index as module
from moderation.services.similar.index import Index

TABLE = "Will civil society sit at the negotiating table in Vienna?"
TEXTS = [
    TABLE,
    "Does civil society sit at the negotiation table at Vienna?",
    "Who pays for the interpretation at regional meetings?",
    "Which laws protect security researchers who report a flaw?",
    "When does the ad hoc committee publish its draft convention?",
    "?!",
]


def make_index(texts: list[str] = TEXTS) -> Index:
    index = Index()
    for number, text in enumerate(texts, 1):
        index.add(number, "en", {"en": text})
    return index


def ask(index: Index, text: str, **options) -> list[int]:
    return [number for number, _ in index.best("en", {"en": text}, **options)]


def test_best_match_is_returned_with_its_score():
    best = make_index(TEXTS[1:]).best("en", {"en": TABLE})
    assert [number for number, _ in best] == [1] and 0.6 <= best[0][1] <= 1


def test_earliest_of_two_equal_questions_is_returned():
    index = make_index([TEXTS[2], TABLE, TABLE])
    assert ask(index, TABLE) == [2]


def test_most_and_least_limit_the_matches():
    several = [
        f"{TABLE[:-1]} {addition}?"
        for addition in ("alone", "together with observers", "without vote", "during spring")
    ]
    index = make_index(several)
    assert len(ask(index, TABLE, least=0.0, most=2)) <= 2
    assert ask(index, "Nothing like it", least=0.01) == []


def test_only_allowed_questions_are_returned():
    index = make_index([TABLE, TABLE])
    assert ask(index, TABLE, allowed=lambda number: number != 1) == [2]


def test_removed_question_is_not_returned_and_added_again_is_replaced():
    index = make_index([TABLE])
    index.add(1, "en", {"en": TEXTS[2]})
    assert ask(index, TABLE) == [] and ask(index, TEXTS[2]) == [1]
    index.remove(1)
    index.remove(1)
    assert len(index) == 0 and index._numbers == {}


def test_question_matches_through_its_translation():
    index = Index()
    index.add(7, "fr", {"fr": "Qui paie l'interprétation ?", "es": "¿Quién paga la interpretación?"})
    assert [number for number, _ in index.best("es", {"es": "¿Quién paga la interpretación?"})] == [7]


def test_frequent_words_have_little_weight():
    index = make_index([f"cybercrime {word}" for word in ("alpha", "beta", "gamma", "delta")])
    frequent, rare, unknown = index.weigh("en", ["cybercrim", "alpha", "never seen"])
    assert frequent < rare < unknown


def test_a_bounded_number_is_scored(monkeypatch):
    calls = []
    monkeypatch.setattr(module, "score", lambda *arguments: calls.append(1) or 0.0)
    index = make_index([f"cybercrime number {n}" for n in range(500)])
    index.best("en", {"en": "cybercrime number 17"})
    assert len(calls) == module.SCORED


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=8), st.data())
def test_index_after_removals_equals_a_new_index(texts, data):
    index = make_index(texts)
    gone = data.draw(st.sets(st.integers(1, len(texts))))
    for number in gone:
        index.remove(number)
    fresh = Index()
    for number, text in enumerate(texts, 1):
        if number not in gone:
            fresh.add(number, "en", {"en": text})
    assert index._numbers == fresh._numbers
    assert all(index.best("en", {"en": text}) == fresh.best("en", {"en": text}) for text in TEXTS)


def test_with_random_numbers_the_time_of_asking_tells_the_earlier_question():
    index = Index()
    for number, second in ((9000, 1), (1000, 2), (5000, 3)):
        index.add(number, "en", {"en": TABLE}, f"2026-05-14T10:00:0{second}.000Z")
    assert [number for number, _ in index.earlier(5000)] == [9000], "the first of two equal questions"
    assert [number for number, _ in index.earlier(1000)] == [9000] and index.earlier(9000) == []
    assert index.later(9000) == [1000, 5000] and index.later(5000) == []
