"""Tests of the plan and the options of a rehearsal, and of the percentiles in its report."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from moderation.rehearsal import CannotRehearse, Options, chair_links, replay, report
from moderation.rehearsal.replay import PlannedQuestion

RECORDED = [
    {"t": 100.0, "author": "amina", "text": "Who?"},
    {"t": 160.0, "author": "bao", "text": "When?", "language": "fr"},
    {"t": 130.0, "author": "amina", "text": "Why?"},
]


def options(**given) -> Options:
    return Options("http://panel.example", "PANEL", Path("questions.jsonl"), **given)


def test_a_recording_keeps_its_order_authors_and_gaps():
    assert replay.plan(RECORDED, options(speed=10)) == [
        PlannedQuestion(0.0, 0, {"text": "Who?"}),
        PlannedQuestion(3.0, 0, {"text": "Why?"}),
        PlannedQuestion(6.0, 1, {"text": "When?", "language": "fr"}),
    ]


def test_a_recording_stops_after_the_given_seconds():
    assert [question.at for question in replay.plan(RECORDED, options(speed=10, seconds=5))] == [0.0, 3.0]


def test_a_recording_has_an_attendee_for_each_author():
    assert replay.count_attendees(RECORDED, options()) == 2
    assert replay.count_attendees(RECORDED, options(attendees=1)) == 1


def test_a_rate_ignores_the_recorded_times_and_lets_attendees_ask_in_turn():
    questions = replay.plan(RECORDED, options(rate=10, attendees=3, seconds=0.9))
    assert [question.at for question in questions] == [number / 10 for number in range(9)]
    assert Counter(question.attendee for question in questions) == {0: 3, 1: 3, 2: 3}


def test_the_plan_depends_on_the_seed_only():
    def attendees_of(seed):
        return [question.attendee for question in replay.plan(RECORDED * 10, options(rate=10, attendees=5, seed=seed))]

    assert attendees_of(1) == attendees_of(1) != attendees_of(2)


@pytest.mark.parametrize("given", [{"rate": 1, "speed": 1}, {"rate": 0}, {"attendees": -1}, {"votes": -1}])
def test_contradictory_or_negative_options_are_refused(given):
    with pytest.raises(CannotRehearse):
        options(**given)


def test_a_speed_needs_a_recording():
    with pytest.raises(CannotRehearse, match="t and author"):
        replay.plan([{"text": "Who?"}], options(speed=2))


@pytest.mark.parametrize("row", ["{", "[]", '{"text": 3}', '{"text": "Who?", "t": "soon"}'])
def test_the_error_names_the_faulty_line(tmp_path, row):
    path = tmp_path / "questions.jsonl"
    path.write_text('{"text": "Who?"}\n' + row)
    with pytest.raises(CannotRehearse, match=r"questions\.jsonl, line 2"):
        replay.read(path)


def test_values_that_the_form_does_not_offer_are_left_out():
    session = {
        "languages": [{"code": "en"}],
        "groups": [{"key": "media"}],
        "regions": [],
        "topics": [{"key": "rights"}],
        "chairs_set_topics": False,
        "panellists": [{"key": "socco"}],
    }
    body = {"text": "Who?", "language": "de", "group": "media", "region": "africa", "topic": "rights", "to": "socco"}
    typed = {"hint": "en", "text": "Who?", "group": "media", "topic": "rights", "to": "socco"}
    assert replay.as_typed(body, session, "en") == typed
    del typed["topic"]
    assert replay.as_typed(body, session | {"chairs_set_topics": True}, "en") == typed


def test_percentiles_use_the_nearest_rank_in_milliseconds():
    assert report.percentiles([number / 1000 for number in range(1, 101)]) == {"p50": 50.0, "p95": 95.0, "p99": 99.0}
    assert report.percentiles([0.25]) == {"p50": 250.0, "p95": 250.0, "p99": 250.0}
    assert report.percentiles([]) is None


@pytest.mark.parametrize("links", [{}, {"chair_a": "http://panel.example/s/PANEL/chair/a"}, {"chair_a": 3}, []])
def test_a_file_without_links_is_refused(tmp_path, links):
    path = tmp_path / "links.json"
    path.write_text(json.dumps(links))
    with pytest.raises(CannotRehearse, match=r"links\.json"):
        chair_links.secrets(path)
