"""Tests of the functions that measure how well the server finds similar questions (similar_measures.py)."""

from __future__ import annotations

from tests.bench import similar_sessions
from tests.bench.similar_measures import Clusters, area, plain, precision_recall


def test_the_area_is_the_probability_that_a_true_pair_scores_higher():
    assert area([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4]) == 1.0
    assert area([0, 1, 0, 1], [0.1, 0.2, 0.3, 0.3]) == 2.5 / 4
    assert area([1, 0], [0.5, 0.5]) == 0.5
    assert area([1, 1], [0.1, 0.2]) is None


def test_precision_recall_and_f1_of_accepted_pairs():
    assert precision_recall([1, 0, 1, 1], [0.9, 0.8, 0.7, 0.1], 0.6) == (2 / 3, 2 / 3, 2 / 3)
    assert precision_recall([0, 1], [0.1, 0.1], 0.6) == (None, 0.0, None)


def test_clusters_are_transitive():
    clusters = Clusters([("a", "b"), ("b", "c"), ("d", "e")])
    assert clusters.same("a", "c") and not clusters.same("a", "d") and not clusters.same("a", "alone")


def test_the_comparator_is_a_cosine():
    compare = plain(["Who pays?", "Who pays for it?", "Nothing"])
    assert round(compare("Who pays?", "Who pays?"), 9) == 1.0 and compare("Who pays?", "Nothing") == 0.0
    assert 0 < compare("Who pays?", "Who pays for it?") < 1


def test_questions_with_the_same_letters_are_repeats_without_a_mark():
    entries = [
        ("a", "Who pays?", None),
        ("b", "who PAYS", None),
        ("c", "Why?", None),
        ("d", "Warum?", "c"),
        ("e", "?", None),
    ]
    session = [{"item": item, "text": text, "duplicate_of": first} for item, text, first in entries]
    clusters = similar_sessions.truths(session)
    assert clusters.same("a", "b") and clusters.same("c", "d")
    assert not clusters.same("a", "c") and not clusters.same("e", "a")


def test_composed_session_repeats_every_third_translated_question_later(monkeypatch):
    def row(number, language, domain="parliament"):
        return {
            "id": f"{language}{number}",
            "parallel": number,
            "language": language,
            "text": f"{language} {number}",
            "domain": domain,
        }

    rows = [row(number, language) for number in range(120) for language in ("en", "ru")]
    monkeypatch.setattr(similar_sessions, "read_questions", lambda: [*rows, row(500, "de"), row(0, "fr")])
    monkeypatch.setattr(similar_sessions, "read_pairs", lambda: (None, [{"a": "en 7", "b": "?"}]))
    monkeypatch.setattr(similar_sessions, "read_session", lambda: (None, [{"text": "RU 8"}]))
    session = similar_sessions.compose()
    places = {entry["item"]: place for place, entry in enumerate(session)}
    repeats = [entry for entry in session if entry["duplicate_of"]]
    assert len(session) - len(repeats) == 118 and len(repeats) == 118 // similar_sessions.REPEATED_EVERY
    assert not {"en7", "ru7", "en8", "ru8", "de500"} & set(places)
    assert all(places[entry["item"]] > places[entry["duplicate_of"]] for entry in repeats)
    assert all(entry["language"] != entry["duplicate_of"][:2] for entry in repeats)
