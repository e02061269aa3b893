"""Tests that, under the Chatham House Rule, no public data depend on the order in which questions arrive."""

from __future__ import annotations

import hashlib
import json
import random
from itertools import pairwise

import pytest

from moderation.core.model import AUDIENCE_OF_SEAT, Audience, SeatKind, Status
from moderation.core.visibility import view
from moderation.services.acts import numbering
from moderation.services.record import ledger
from moderation.store import log, questions, render, sessions, streams
from tests.factories import caller, execute_act, make_database

CHAIR, ORGANISER = caller("chair.a"), caller("organiser")
SEED = 20260514


def asker(index: int):
    return caller("attendee", hashlib.sha256(index.to_bytes(4, "big")).digest())


def time_of(second: int) -> str:
    return f"2026-05-14T10:{second // 60 % 60:02}:{second % 60:02}.{second % 1000:03}Z"


def ask(store, index: int, **params) -> int:
    """Ask a question as the asker with the number `index`, at second `index`. Return the question's number."""
    params = {"text": f"Question {index}?"} | params
    return execute_act(store, "ask", asker(index), at=time_of(index), now=float(index), **params)["question"]["number"]


@pytest.fixture
def seeded(monkeypatch):
    monkeypatch.setattr(numbering, "draw", random.Random(SEED).randrange)


def draws(monkeypatch, numbers):
    """Let `numbering.draw` return these numbers, in this order."""
    left = iter(numbers)
    monkeypatch.setattr(numbering, "draw", lambda lowest, end: next(left))


def rank_correlation(values: list[int]) -> float:
    """Return Spearman's rank correlation between the values and their positions in the list."""
    ranks = {value: rank for rank, value in enumerate(sorted(values))}
    size = len(values)
    return 1 - 6 * sum((ranks[value] - place) ** 2 for place, value in enumerate(values)) / (size * (size**2 - 1))


@pytest.mark.databases("sqlite")  # Each example creates a store, which is slow on PostgreSQL.
def test_under_the_rule_numbers_tell_a_spy_nothing_about_the_time_of_asking(seeded):
    store = make_database(chatham_house_rule=True)
    numbers = [ask(store, index) for index in range(600)]
    assert len(set(numbers)) == 600 and all(1000 <= number <= 9999 for number in numbers)
    # For 600 random numbers, the standard deviation of the rank correlation is 0.04; 0.1 is 2.5 times as much.
    assert abs(rank_correlation(numbers)) < 0.1
    ups = sum(first < second for first, second in pairwise(numbers))
    assert 0.42 < ups / 599 < 0.58
    # A spy asks one question just before each target question, and one question just after it. If the numbers are
    # random, the target's number is between the spy's two numbers in a third of the cases.
    spied = [
        min(a, b) < target < max(a, b) for a, target, b in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    ]
    assert 0.22 < sum(spied) / 200 < 0.45
    # If the numbers are random, two questions with consecutive numbers (in sorted order) are on average a third of all
    # questions apart in the order of asking.
    places = [numbers.index(number) for number in sorted(numbers)]
    distances = [abs(first - second) for first, second in pairwise(places)]
    assert 160 < sum(distances) / 599 < 240, "600 / 3 on average"


def public_bytes(monkeypatch, order: list[int]) -> str:
    """Play a session in which six questions arrive in this order. Return all public data of this session."""
    store = make_database(chatham_house_rule=True)
    number_of = {0: 4821, 1: 1177, 2: 9034, 3: 2650, 4: 7003, 5: 3318}
    draws(monkeypatch, [number_of[index] for index in order])
    for second, index in enumerate(order):
        execute_act(store, "ask", asker(index), text=f"Question {index}?", at=time_of(second), now=float(second))
    versions = dict.fromkeys(number_of, 1)
    for index in (3, 0, 5, 2):
        execute_act(store, "approve", CHAIR, number=number_of[index], version=1, at=time_of(100 + index))
    execute_act(store, "decline", CHAIR, number=number_of[1], version=versions[1], reason="off_topic")
    execute_act(store, "merge", CHAIR, number=number_of[4], version=1, into=number_of[2])
    execute_act(store, "advance", CHAIR, live=None, next=None, at=time_of(200))
    execute_act(store, "advance", CHAIR, live=number_of[3], next=number_of[0], at=time_of(300))
    execute_act(store, "vote", asker(9), number=number_of[5])
    execute_act(store, "pause", ORGANISER, at=time_of(400))
    session = sessions.get_by_code(store, "PANEL1")
    public = {}
    for stream in (stream for stream in session.streams if stream != "chairs"):
        audience = streams.audience_of(stream)
        answered, _ = questions.page(store, session, [Status.ANSWERED], None)
        public[stream] = [
            render.snapshot(store, session, stream, "now") | {"epoch": None},
            render.since(store, session, stream, session.epoch, 0, "now") | {"epoch": None},
            [view(question, audience, session.settings, session.rule_languages) for question in answered],
        ]
    return json.dumps([public, ledger.read(store, session)])


def test_under_the_rule_no_public_byte_depends_on_the_order_of_arrival(monkeypatch):
    orders = ([0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 5, 0, 4, 1, 3])
    assert len({public_bytes(monkeypatch, order) for order in orders}) == 1


def test_no_public_view_has_a_time(seeded):
    store = make_database(chatham_house_rule=True)
    number = ask(store, 1)
    execute_act(store, "approve", CHAIR, number=number, version=1)
    session = sessions.get_by_code(store, "PANEL1")
    question = questions.get(store, session, number)
    for audience in {AUDIENCE_OF_SEAT[seat] for seat in SeatKind if seat in AUDIENCE_OF_SEAT} - {Audience.CHAIRS}:
        seen = view(question, audience, session.settings, session.rule_languages)
        assert not [name for name in seen if name.endswith("_at") or name in ("version", "first", "similar")], audience
        assert "2026-" not in json.dumps(seen), audience


def test_a_new_question_changes_no_public_stream(seeded):
    store = make_database(chatham_house_rule=True)
    before = store.execute("SELECT stream, seq FROM streams WHERE stream <> 'chairs'").fetchall()
    ask(store, 1)
    assert store.execute("SELECT stream, seq FROM streams WHERE stream <> 'chairs'").fetchall() == before


def test_without_the_rule_numbers_count_and_a_refused_question_takes_none():
    store = make_database()
    assert [ask(store, index) for index in (1, 2)] == [1, 2]
    with pytest.raises(Exception, match=r"text\.empty"):
        ask(store, 3, text=" ")
    assert ask(store, 4) == 3


def test_turning_the_rule_on_keeps_the_earlier_numbers_and_draws_the_following(monkeypatch):
    store = make_database()
    assert [ask(store, index) for index in (1, 2)] == [1, 2]
    execute_act(store, "set", ORGANISER, chatham_house_rule=True)
    draws(monkeypatch, [5120, 5120, 3001, 1204])
    assert [ask(store, index) for index in (3, 4)] == [5120, 3001], "a used number is drawn again"
    session = sessions.get_by_code(store, "PANEL1")
    assert sorted(questions.numbered(store, session, range(10_000))) == [1, 2, 3001, 5120]
    added = execute_act(store, "add", CHAIR, text="Asked aloud?")
    assert added["question"]["number"] == 1204


@pytest.mark.parametrize("added", [1001, 9000])
def test_the_undo_of_an_addition_names_the_new_question_first(monkeypatch, added):
    store = make_database(chatham_house_rule=True)
    draws(monkeypatch, [5000, added])
    execute_act(store, "approve", CHAIR, number=ask(store, 1), version=1)
    execute_act(store, "take", CHAIR, number=5000, version=2)
    execute_act(store, "add", CHAIR, text="Asked aloud?", live=True)
    session = sessions.get_by_code(store, "PANEL1")
    assert list(log.latest_to_undo(store, session, "chair.a")["before"]) == [added, 5000]
    assert execute_act(store, "undo", CHAIR)["numbers"] == [added, 5000]


def test_a_rehearsal_may_turn_the_rule_off_again(monkeypatch):
    store = make_database(phase="rehearsal", chatham_house_rule=True)
    draws(monkeypatch, [1000, 2])
    assert [ask(store, index) for index in (1, 2)] == [1000, 2]
    execute_act(store, "set", ORGANISER, chatham_house_rule=False)
    assert [ask(store, index) for index in (3, 4)] == [3, 4]
    store.execute("UPDATE sessions SET next_number = 1000")
    assert ask(store, 5) == 1001


def test_the_range_grows_before_it_is_exhausted(monkeypatch):
    store = make_database(chatham_house_rule=True)
    ranges = []

    def draw(lowest: int, end: int) -> int:
        ranges.append((lowest, end))
        return lowest + len(ranges)

    monkeypatch.setattr(numbering, "draw", draw)
    for arrival in (6000, 6001):
        store.execute("UPDATE sessions SET next_number = ?", [arrival])
        ask(store, arrival)
    assert ranges == [(1000, 10_000), (10_000, 100_000)]


def test_the_ledger_counts_by_arrival_and_not_by_number(monkeypatch):
    store = make_database(chatham_house_rule=True)
    draws(monkeypatch, range(9000, 8990, -1))
    for part in (range(4), range(4, 7)):
        for index in part:
            ask(store, index, group="media")
        execute_act(store, "pause", ORGANISER)
        execute_act(store, "open", ORGANISER)
    tables = ledger.read(store, sessions.get_by_code(store, "PANEL1"))["tables"]
    assert [table["received"] for table in tables["group"]] == [4, 3]


def test_chairs_page_by_arrival(monkeypatch):
    store = make_database(chatham_house_rule=True)
    draws(monkeypatch, [5000, 9000, 1000, 7000])
    for index in range(4):
        execute_act(store, "decline", CHAIR, number=ask(store, index), version=1, reason="off_topic")
    session = sessions.get_by_code(store, "PANEL1")

    def page(*end, **options) -> list[int]:
        newest, has_more = questions.page_by_arrival(store, session, [Status.DECLINED], *end, **options)
        assert has_more is False
        return [question.number for question in newest]

    assert page(None) == [7000, 1000, 9000, 5000]
    assert page(1000) == [9000, 5000] and page(1000, is_included=True) == [1000, 9000, 5000]
    assert page(1001) == []
    by_number, _ = questions.page(store, session, [Status.DECLINED], 7000, is_included=True)
    assert [question.number for question in by_number] == [7000, 5000, 1000]
