"""Who asks what when, and what the numbers of a report are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from moderation.rehearsal import CannotRehearse, Options, chairs, replay, report
from moderation.rehearsal.replay import Asking

RECORDED = [
    {"t": 100.0, "author": "amina", "text": "Who?"},
    {"t": 160.0, "author": "bao", "text": "When?", "language": "fr"},
    {"t": 130.0, "author": "amina", "text": "Why?"},
]


def options(**given) -> Options:
    return Options("http://panel.example", "PANEL", Path("questions.jsonl"), **given)


def test_a_recording_keeps_its_order_authors_and_gaps():
    assert replay.plan(RECORDED, options(speed=10)) == [
        Asking(0.0, 0, {"text": "Who?"}),
        Asking(3.0, 0, {"text": "Why?"}),
        Asking(6.0, 1, {"text": "When?", "language": "fr"}),
    ]


def test_a_recording_stops_after_the_given_seconds():
    assert [asking.at for asking in replay.plan(RECORDED, options(speed=10, seconds=5))] == [0.0, 3.0]


def test_a_recording_has_a_phone_for_each_author():
    assert replay.attendees(RECORDED, options()) == 2
    assert replay.attendees(RECORDED, options(attendees=1)) == 1


def test_a_rate_ignores_the_recording_and_goes_round_the_phones():
    askings = replay.plan(RECORDED, options(rate=10, attendees=3, seconds=0.9))
    assert [asking.at for asking in askings] == [number / 10 for number in range(9)]
    assert Counter(asking.phone for asking in askings) == {0: 3, 1: 3, 2: 3}


def test_the_same_seed_gives_the_same_plan_and_another_seed_another():
    def phones(seed):
        return [asking.phone for asking in replay.plan(RECORDED * 10, options(rate=10, attendees=5, seed=seed))]

    assert phones(1) == phones(1) != phones(2)


@pytest.mark.parametrize("given", [{"rate": 1, "speed": 1}, {"rate": 0}, {"attendees": -1}, {"votes": -1}])
def test_options_that_make_no_sense_are_refused(given):
    with pytest.raises(CannotRehearse):
        options(**given)


def test_a_speed_needs_a_recording():
    with pytest.raises(CannotRehearse, match="t and author"):
        replay.plan([{"text": "Who?"}], options(speed=2))


@pytest.mark.parametrize("row", ["{", "[]", '{"text": 3}', '{"text": "Who?", "t": "soon"}'])
def test_a_bad_line_is_named(tmp_path, row):
    path = tmp_path / "questions.jsonl"
    path.write_text('{"text": "Who?"}\n' + row)
    with pytest.raises(CannotRehearse, match=r"questions\.jsonl, line 2"):
        replay.read(path)


def test_what_the_form_does_not_offer_is_left_out():
    session = {
        "languages": [{"code": "en"}],
        "groups": [{"key": "media"}],
        "regions": [],
        "panellists": [{"key": "socco"}],
    }
    body = {"text": "Who?", "language": "de", "group": "media", "region": "africa", "to": "socco"}
    assert replay.as_typed(body, session, "en") == {"hint": "en", "text": "Who?", "group": "media", "to": "socco"}


def test_percentiles_are_of_the_nearest_rank_in_milliseconds():
    assert report.percentiles([number / 1000 for number in range(1, 101)]) == {"p50": 50.0, "p95": 95.0, "p99": 99.0}
    assert report.percentiles([0.25]) == {"p50": 250.0, "p95": 250.0, "p99": 250.0}
    assert report.percentiles([]) is None


@pytest.mark.parametrize("links", [{}, {"chair_a": "http://panel.example/s/PANEL/chair/a"}, {"chair_a": 3}, []])
def test_a_file_without_links_is_refused(tmp_path, links):
    path = tmp_path / "links.json"
    path.write_text(json.dumps(links))
    with pytest.raises(CannotRehearse, match="links.json"):
        chairs.secrets(path)
