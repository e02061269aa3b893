"""Tests of the effects of "Forget me on this phone" in the store."""

from __future__ import annotations

import pytest

from moderation.services.acts.forgetting import forget
from moderation.store import attendees, scrubbing
from moderation.store.transaction import Transaction
from tests.factories import ANA, AT, BEN, add, caller, dump, execute_act, make_question
from tests.services.acts.stored import stored_question, stored_session

ASKER, OTHER, CHAIR, ORGANISER = (
    caller("attendee", ANA),
    caller("attendee", BEN),
    caller("chair.a"),
    caller("organiser"),
)


@pytest.fixture
def filled(store):
    """Return a store with a pending, an approved and a live question of ANA, and a question of BEN."""
    for text in ("Pending?", "Approved?", "Live?"):
        execute_act(store, "ask", ASKER, text=text)
    execute_act(store, "ask", OTHER, text="Of another asker?")
    execute_act(store, "approve", CHAIR, number=2, version=1)
    execute_act(store, "approve", CHAIR, number=3, version=1)
    execute_act(store, "take", CHAIR, number=3, version=2)
    return store


def states(store):
    return {number: (str(q.status), q.text) for number in (1, 2, 3, 4) if (q := stored_question(store, number))}


UNTOUCHED = {3: ("live", "Live?"), 4: ("pending", "Of another asker?")}
KEPT = {1: ("pending", "Pending?"), 2: ("approved", "Approved?")} | UNTOUCHED
WITHDRAWN = {1: ("withdrawn", ""), 2: ("withdrawn", "")} | UNTOUCHED


@pytest.mark.parametrize(("withdraw", "expected"), [(True, WITHDRAWN), (False, KEPT)])
def test_the_questions_are_withdrawn_or_kept_and_the_token_is_invalid(filled, withdraw, expected):
    tx = Transaction(filled, AT, 0.0)
    forget(stored_session(filled), ASKER, withdraw=withdraw)(tx)
    assert tx.attendee_counters == {}, "the open page must not read its questions with the invalid cookie"
    assert states(filled) == expected
    assert attendees.find(filled, stored_session(filled), ANA) is None
    assert attendees.find(filled, stored_session(filled), BEN) is not None
    assert ANA not in [value for rows in dump(filled).values() for row in rows for value in row]
    assert scrubbing.is_scrub_wanted(filled) == filled.dialect.overwrites


def test_the_questions_of_a_closed_session_stay(filled):
    execute_act(filled, "close", ORGANISER)
    before = states(filled)
    forget(stored_session(filled), ASKER, withdraw=True)(Transaction(filled, AT, 0.0))
    assert states(filled) == before
    assert attendees.find(filled, stored_session(filled), ANA) is None


def test_a_phone_that_has_sent_nothing_changes_nothing(store):
    add(store, make_question(1))
    before = dump(store)
    forget(stored_session(store), ASKER, withdraw=True)(Transaction(store, AT, 0.0))
    assert dump(store) == before
