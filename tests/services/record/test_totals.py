"""Tests of the publication of totals. Totals that have not changed are not published again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.core.model import Status
from moderation.services.record.totals import publish
from moderation.store import questions, render, sessions
from tests.factories import ANA, AT, BEN, add, caller, execute_act, make_database, make_question, run

SINGLE = (Status.NEXT, Status.LIVE)
STATUSES = [*Status, *[Status.APPROVED] * 16]
"""The list from which the status of each random question is drawn.

Most entries are APPROVED, so that there are several approved questions that can be suggested.
"""
ROOM = st.lists(
    st.tuples(st.sampled_from(STATUSES), st.sampled_from(["media", "academia", "igo", "undisclosed"]), st.booleans()),
    max_size=8,
).filter(lambda drawn: all([status for status, *_ in drawn].count(single) < 2 for single in SINGLE))


@pytest.fixture
def store(store):
    """Return a store with No. 1 and 2 in the queue, and with totals that are already published."""
    for number in (1, 2):
        add(store, make_question(number, "approved", group="media"))
    run(store, lambda tx: publish(tx, "PANEL1", None))
    return store


def published(store, numbers=None):
    """Publish the totals. Return the changed items as {stream: items}."""
    return {
        stream: items for (_, stream), items in run(store, lambda tx: publish(tx, "PANEL1", numbers))[1].touched.items()
    }


def votes(store, number):
    return questions.find(store, sessions.get_by_code(store, "PANEL1"), number).votes


def test_publication_without_a_change_touches_nothing(store):
    assert published(store) == {}
    assert published(store, []) == {}


def test_published_totals_are_the_votes_cast(store):
    for who in (ANA, BEN):
        execute_act(store, "vote", caller("attendee", who), number=1)
    assert votes(store, 1) == 0
    assert published(store, [1]) == {"chairs": {"v1"}, "floor.en": {"v1"}, "floor.es": {"v1"}}
    assert votes(store, 1) == 2
    execute_act(store, "unvote", caller("attendee", ANA), number=1)
    published(store)
    assert votes(store, 1) == 1


def test_only_the_named_questions_are_counted(store):
    for number in (1, 2):
        execute_act(store, "vote", caller("attendee", ANA), number=number)
    published(store, [2])
    assert (votes(store, 1), votes(store, 2)) == (0, 1)


def test_vote_removed_before_publication_touches_nothing(store):
    execute_act(store, "vote", caller("attendee", ANA), number=1)
    execute_act(store, "unvote", caller("attendee", ANA), number=1)
    assert published(store, [1]) == {}


def test_votes_of_hidden_questions_touch_no_public_stream(store):
    execute_act(store, "vote", caller("attendee", ANA), number=1)
    execute_act(store, "decline", caller("chair.a"), number=1, version=1, reason="off_topic")
    assert published(store) == {"chairs": {"counts"}}
    assert votes(store, 1) == 1


def test_private_list_shows_totals_to_the_chairs_only(store):
    execute_act(store, "vote", caller("attendee", ANA), number=1)
    execute_act(store, "set", caller("organiser"), list_public=False)
    assert published(store) == {"chairs": {"v1"}}


def test_changed_balance_touches_the_chairs_stream(store):
    execute_act(store, "take", caller("chair.a"), number=1, version=1)
    assert published(store, []) == {"chairs": {"counts"}}
    assert sessions.balance(store, sessions.get_by_code(store, "PANEL1"))["group"] == {"media": [2, 2, 1]}
    execute_act(store, "move", caller("chair.a"), number=2, after=0)
    assert published(store, []) == {}


def test_votes_do_not_change_the_balance_or_the_version(store):
    execute_act(store, "vote", caller("attendee", ANA), number=1)
    published(store)
    assert sessions.balance(store, sessions.get_by_code(store, "PANEL1"))["group"] == {"media": [2, 2, 0]}
    assert questions.find(store, sessions.get_by_code(store, "PANEL1"), 1).version == 1


def suggestion(store):
    """Publish the totals. Return the suggestion that the chairs receive."""
    run(store, lambda tx: publish(tx, "PANEL1", None))
    return render.snapshot(store, sessions.get_by_code(store, "PANEL1"), "chairs", "now")["counts"]["suggestion"]


def test_suggestion_follows_the_queue_next_and_live(store):
    add(store, make_question(3, "approved", group="academia"))
    assert suggestion(store) == {
        "number": 1,
        "reasons": ["group_not_heard", "first_question", "waiting"],
        "groups": ["media"],
        "since": AT,
    }
    execute_act(store, "set_next", caller("chair.a"), number=2, version=1)
    assert suggestion(store) == {
        "number": 3,
        "reasons": ["group_not_heard", "first_question", "waiting"],
        "groups": ["academia"],
        "since": AT,
    }
    execute_act(store, "take", caller("chair.b"), number=3, version=1)
    assert suggestion(store) == {"number": 1, "reasons": ["first_question", "waiting"], "groups": [], "since": AT}
    execute_act(store, "decline", caller("chair.a"), number=1, version=1, reason="off_topic")
    assert suggestion(store) is None
    execute_act(store, "undo", caller("chair.a"))
    assert suggestion(store)["number"] == 1


def test_suggestion_considers_the_followers_of_a_question(store):
    for number, group, first in ((3, "media", False), (4, "academia", False), (5, "igo", True)):
        add(store, make_question(number, "approved", group=group, first=first))
    execute_act(store, "take", caller("chair.a"), number=1, version=1)
    execute_act(store, "answer", caller("chair.a"), number=1, version=2)
    store.execute("UPDATE questions SET first = 0")
    store.execute("UPDATE questions SET asked_at = '2021-04-14T12:00:00.000Z' WHERE number = 5")
    assert suggestion(store)["number"] == 5
    execute_act(store, "merge", caller("chair.a"), number=5, version=1, into=3)
    expected = {
        "number": 3,
        "reasons": ["group_not_heard", "waiting"],
        "groups": ["igo"],
        "since": "2021-04-14T12:00:00.000Z",
    }
    assert suggestion(store) == expected
    store.execute("UPDATE questions SET first = 1 WHERE number = 5")
    assert suggestion(store) == expected | {"reasons": ["group_not_heard", "first_question", "waiting"]}
    execute_act(store, "set_next", caller("chair.b"), number=3, version=2)
    assert suggestion(store)["groups"] == ["academia"]
    execute_act(store, "put_back", caller("chair.b"), number=3, version=3)
    execute_act(store, "split", caller("chair.a"), number=5, version=2)
    assert suggestion(store)["number"] == 5


def test_suggestion_is_published_with_the_other_totals(store):
    execute_act(store, "set_next", caller("chair.a"), number=1, version=1)
    assert published(store, []) == {"chairs": {"counts"}}
    execute_act(store, "move", caller("chair.a"), number=2, after=0)
    assert published(store, []) == {}


@given(ROOM, st.data())
def test_suggestion_ignores_votes_places_and_pending_questions(drawn, data):
    store = make_database()
    for number, (status, group, first) in enumerate(drawn, 1):
        add(store, make_question(number, status, group=group, first=first))
    before = suggestion(store)
    queue = [number for number, (status, *_) in enumerate(drawn, 1) if status is Status.APPROVED]
    assert before["number"] in queue if queue else before is None
    for number, (status, *_) in enumerate(drawn, 1):
        if status in (Status.APPROVED, Status.NEXT) and data.draw(st.booleans()):
            execute_act(store, "vote", caller("attendee", ANA), number=number)
    if len(queue) > 1:
        execute_act(store, "move", caller("chair.a"), number=data.draw(st.sampled_from(queue)), after=0)
    add(
        store,
        make_question(
            len(drawn) + 1, data.draw(st.sampled_from(["pending", "declined", "withdrawn"])), group="technical"
        ),
    )
    assert suggestion(store) == before
    store.close()
