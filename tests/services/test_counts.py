"""Published figures: they move by a numbered change, only when somebody brings them up to date, and only where they moved."""

from __future__ import annotations

import pytest

from moderation.services.counts import publish
from moderation.store import questions, sessions
from tests.factories import ANA, BEN, add, caller, carry_out, make_question, run


@pytest.fixture
def store(store):
    """#1 and #2 in the queue, figures published."""
    for number in (1, 2):
        add(store, make_question(number, "approved", group="media"))
    run(store, lambda tx: publish(tx, "PANEL1", None))
    return store


def published(store, numbers=None):
    """{stream: items} that a publication touches."""
    return {stream: items for (_, stream), items in run(store, lambda tx: publish(tx, "PANEL1", numbers))[1].touched.items()}


def votes(store, number):
    return questions.find(store, sessions.find(store, "PANEL1"), number).votes


def test_nothing_moved_is_nothing_touched(store):
    assert published(store) == {}
    assert published(store, []) == {}


def test_totals_are_the_votes_cast(store):
    for who in (ANA, BEN):
        carry_out(store, "vote", caller("attendee", who), number=1)
    assert votes(store, 1) == 0
    assert published(store, [1]) == {"chairs": {"v1"}, "floor.en": {"v1"}, "floor.es": {"v1"}}
    assert votes(store, 1) == 2
    carry_out(store, "unvote", caller("attendee", ANA), number=1)
    published(store)
    assert votes(store, 1) == 1


def test_only_the_named_questions_are_counted(store):
    for number in (1, 2):
        carry_out(store, "vote", caller("attendee", ANA), number=number)
    published(store, [2])
    assert (votes(store, 1), votes(store, 2)) == (0, 1)


def test_vote_taken_back_before_it_was_published_is_no_news(store):
    carry_out(store, "vote", caller("attendee", ANA), number=1)
    carry_out(store, "unvote", caller("attendee", ANA), number=1)
    assert published(store, [1]) == {}


def test_votes_of_what_is_not_shown_are_counted_silently(store):
    carry_out(store, "vote", caller("attendee", ANA), number=1)
    carry_out(store, "decline", caller("chair.a"), number=1, version=1, reason="off_topic")
    assert published(store) == {"chairs": {"counts"}}
    assert votes(store, 1) == 1


def test_private_list_shows_totals_to_the_chairs_only(store):
    carry_out(store, "vote", caller("attendee", ANA), number=1)
    carry_out(store, "set", caller("organiser"), list_public=False)
    assert published(store) == {"chairs": {"v1"}}


def test_balance_goes_to_the_chairs_when_it_moved(store):
    carry_out(store, "take", caller("chair.a"), number=1, version=1)
    assert published(store, []) == {"chairs": {"counts"}}
    assert sessions.balance(store, sessions.find(store, "PANEL1"))["group"] == {"media": [2, 2, 1]}
    carry_out(store, "move", caller("chair.a"), number=2, after=0)
    assert published(store, []) == {}


def test_votes_do_not_change_the_balance_or_the_version(store):
    carry_out(store, "vote", caller("attendee", ANA), number=1)
    published(store)
    assert sessions.balance(store, sessions.find(store, "PANEL1"))["group"] == {"media": [2, 2, 0]}
    assert questions.find(store, sessions.find(store, "PANEL1"), 1).version == 1
