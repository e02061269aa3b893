"""Tests of the measures of similar questions."""

from __future__ import annotations

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
