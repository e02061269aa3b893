"""Tests of the helpers of the benchmarks.

The tests cover word counts, stored rows, translation samples, the replay in balance.py, and the ratios in approval.py
and acts.py.
"""

from __future__ import annotations

import json

import pytest

from moderation.services.translation import check
from tests.bench import acts, approval, translation
from tests.bench.balance import CHOICES, HOUSING, Asked, play, read_housing, read_session
from tests.bench.languages import count_words, name_length
from tests.bench.languages_unseen import clauses, measure_african
from tests.bench.report import merge, row


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Who pays, then?", 3),
        ("zh", "谁付", 2),
        ("zh", "谁来付钱呢？", 4),
        ("zh", "谁唱 don't go breaking my heart", 7),
        ("ru", "кто поет take on me", 5),
    ],
)
def test_words_are_counted_by_blanks_and_chinese_by_characters(language, text, count):
    assert count_words({"language": language, "text": text}) == count


def test_length_classes_depend_on_the_word_count():
    names = [name_length({"language": "en", "text": "word " * count}) for count in (1, 3, 4, 5, 6)]
    assert names == ["1–3 words", "1–3 words", "4–5 words", "4–5 words", "6+ words"]


def test_clauses_are_the_short_parts_between_punctuation_marks():
    assert clauses("Mr Cox, who pays? I: « nous tous » – and what is the price of all this.") == [
        "Mr Cox",
        "who pays",
        "nous tous",
    ]


def test_the_african_languages_have_a_row_each_and_reach_the_goal():
    rows = measure_african()
    assert [entry["count"] for entry in rows] == [40] * 12 + [480] * 4
    assert (rows[6]["name"], rows[6]["goal"]) == ("identification, Swahili: und or unsure", "")
    assert (rows[12]["name"], rows[12]["goal"]) == ("identification, 12 African languages: und or unsure", ">= 85")
    assert rows[12]["value"] >= 85 > rows[12]["comparators"]["plain"]


def test_a_row_replaces_the_stored_row_of_the_same_name_only(tmp_path):
    path = tmp_path / "build" / "bench.json"
    merge([row("speed", 1.23456, "ms"), row("size", 2, "MB", "<= 3", {"other": None}, 7)], path)
    merge([row("speed", 9, "ms")], path)
    assert json.loads(path.read_text("utf-8")) == {
        "rows": [
            {"name": "size", "value": 2, "unit": "MB", "goal": "<= 3", "comparators": {"other": None}, "count": 7},
            {"name": "speed", "value": 9, "unit": "ms", "goal": "", "comparators": {}},
        ]
    }


def asked(number, group, votes=0, t=0.0, author=None):
    return Asked(number, t, author or f"p{number}", group, True, lambda now: votes)


def test_each_question_is_taken_once_after_it_was_asked():
    questions = [
        asked(1, "media"),
        asked(2, "media", votes=5),
        asked(3, "igo", votes=1),
        asked(4, "igo", votes=9, t=100),
    ]
    numbers = {
        name: [entry.number for entry in play(questions, choose, [0, 50, 100, 100, 200])]
        for name, choose in CHOICES.items()
    }
    assert numbers == {"arrival": [1, 2, 3, 4], "votes": [2, 3, 4, 1], "suggestion": [1, 3, 2, 4]}


def test_replay_omits_rejected_questions_and_lets_a_group_vote_as_a_block(tmp_path):
    def line(t, author, group, language="en", duplicate_of=None):
        return json.dumps(
            {"t": t, "author": author, "group": group, "language": language, "duplicate_of": duplicate_of}
        )

    path = tmp_path / "session.jsonl"
    path.write_text(
        "\n".join(
            [
                line(1, "a", "media"),
                line(2, "b", "media", None),
                line(3, "c", "igo", duplicate_of="x"),
                line(4, "a", "media"),
            ]
        )
    )
    questions = read_session(path)
    assert [(entry.number, entry.first) for entry in questions] == [(1, True), (4, False)]
    assert [questions[0].votes(now) for now in (1, 2)] == [0, 1]


def test_housing_has_the_statements_and_votes_of_its_file():
    rows = [json.loads(line) for line in HOUSING.read_text("utf-8").splitlines()]
    assert [entry.votes(0) for entry in read_housing()] == [entry["agree"] for entry in rows]
    assert sum(entry.first for entry in read_housing()) == len({entry["author"] for entry in rows})


def test_an_act_is_compared_with_the_smallest_command_of_its_round():
    rows = acts.rows_of("memory", {"bare": [1, 10, 2], "vote": [3, 20, 8], "ask": [5, 60, 14]})
    assert [(entry["name"], entry["value"], entry["count"]) for entry in rows] == [
        ("vote / smallest command, memory", 3, 3),
        ("ask / smallest command, memory", 6, 3),
    ]


def test_the_acts_are_measured_in_the_writer():
    rows = acts.measure("memory", ":memory:", rounds=2)
    assert [entry["name"] for entry in rows] == [f"{act} / smallest command, memory" for act in acts.ACTS]


def test_the_ratio_is_taken_within_a_round_and_the_median_over_the_rounds():
    times = [(10, 11, 12, 9), (100, 100, 150, 100), (10, 12, 9, 20)]
    results = [
        {
            kind: dict.fromkeys([*approval.ACTS, *approval.CORRECTIONS], ms)
            for kind, ms in zip([approval.GOOD, *approval.KINDS], entry)
        }
        for entry in times
    ]
    rows = approval.rows_of(results)[:4]
    assert rows == [
        {
            "name": "approve to stage, Apertium",
            "value": 10,
            "unit": "ms",
            "goal": "",
            "comparators": {"no engine": 12, "hanging": 12, "malformed": 20},
            "count": 3,
        },
        {
            "name": "approve to stage, no engine / Apertium",
            "value": 1.1,
            "unit": "x",
            "goal": "<= 1.15",
            "comparators": {"least": 1.0, "most": 1.2},
            "count": 3,
        },
        {
            "name": "approve to stage, hanging / Apertium",
            "value": 1.2,
            "unit": "x",
            "goal": "<= 1.15",
            "comparators": {"least": 0.9, "most": 1.5},
            "count": 3,
        },
        {
            "name": "approve to stage, malformed / Apertium",
            "value": 1.0,
            "unit": "x",
            "goal": "<= 1.15",
            "comparators": {"least": 0.9, "most": 2.0},
            "count": 3,
        },
    ]


def test_a_run_has_enough_texts_without_repetition():
    texts = [text for _, text in approval.texts()]
    assert len(set(texts)) == len(texts) >= approval.QUESTIONS * approval.ASKED_BEFORE_EACH


def test_an_untranslated_text_is_scored_as_its_own_translation():
    rows = [{"en": "No.", "es": "No."}, {"en": "Who decides?"}]
    results = translation.untranslated(rows, check.Figure(("en", "es"), "", 1, 0, 50.0, 50.0, 1.0))
    assert (results.rows, results.none, results.chrf) == (1, 0, 100.0)


def test_the_sample_of_translations_has_all_three_languages_in_each_row():
    rows = check.read(translation.SAMPLE)
    assert len(rows) == 115 and all(entry["en"] and entry["es"] and entry["fr"] and entry["source"] for entry in rows)
