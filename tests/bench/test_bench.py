"""The bench's own rules: how words are counted, and how rows are kept."""

from __future__ import annotations

import json

import pytest

from tests.bench.languages import count_words, name_length
from tests.bench.report import merge, row
from tests.bench.similar_measures import Clusters, area, plain, precision_recall


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [("en", "Who pays, then?", 3), ("zh", "谁付", 2), ("zh", "谁来付钱呢？", 4), ("zh", "谁唱 don't go breaking my heart", 7), ("ru", "кто поет take on me", 5)],
)
def test_words_are_counted_by_blanks_and_in_chinese_by_characters(language, text, count):
    assert count_words({"language": language, "text": text}) == count


def test_lengths_are_named_by_words():
    names = [name_length({"language": "en", "text": "word " * count}) for count in (1, 3, 4, 5, 6)]
    assert names == ["1–3 words", "1–3 words", "4–5 words", "4–5 words", "6+ words"]


def test_rows_replace_those_of_their_name_and_leave_the_others(tmp_path):
    path = tmp_path / "build" / "bench.json"
    merge([row("speed", 1.23456, "ms"), row("size", 2, "MB", "<= 3", {"other": None}, 7)], path)
    merge([row("speed", 9, "ms")], path)
    assert json.loads(path.read_text("utf-8")) == {"rows": [
        {"name": "size", "value": 2, "unit": "MB", "goal": "<= 3", "comparators": {"other": None}, "count": 7},
        {"name": "speed", "value": 9, "unit": "ms", "goal": "", "comparators": {}},
    ]}


def test_the_area_is_the_chance_that_a_true_pair_scores_higher():
    assert area([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4]) == 1.0
    assert area([0, 1, 0, 1], [0.1, 0.2, 0.3, 0.3]) == 2.5 / 4
    assert area([1, 0], [0.5, 0.5]) == 0.5
    assert area([1, 1], [0.1, 0.2]) is None


def test_precision_recall_and_f1_of_what_is_taken():
    assert precision_recall([1, 0, 1, 1], [0.9, 0.8, 0.7, 0.1], 0.6) == (2 / 3, 2 / 3, 2 / 3)
    assert precision_recall([0, 1], [0.1, 0.1], 0.6) == (None, 0.0, None)


def test_clusters_join_by_way_of_others():
    clusters = Clusters([("a", "b"), ("b", "c"), ("d", "e")])
    assert clusters.same("a", "c") and not clusters.same("a", "d") and not clusters.same("a", "alone")


def test_the_comparator_is_a_cosine():
    compare = plain(["Who pays?", "Who pays for it?", "Nothing"])
    assert round(compare("Who pays?", "Who pays?"), 9) == 1.0 and compare("Who pays?", "Nothing") == 0.0
    assert 0 < compare("Who pays?", "Who pays for it?") < 1
