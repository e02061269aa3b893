"""Tests of the seats' links in the store."""

from __future__ import annotations

import json

import pytest

from moderation.core.model import Phase, Seat
from moderation.store import definitions, seats, sessions
from moderation.store.seats import SeatLink
from tests.factories import AT, add, make_database, make_definition, make_question

BOOTH = Seat.parse("booth")


def test_the_passphrases_of_a_session_file_are_in_the_table_of_the_seats_only():
    store = make_database()
    session = sessions.create(store, make_definition("OTHER1") | {"passphrases": {"booth": "hash"}}, Phase.OPEN, AT)
    assert seats.find_link(store, session, BOOTH) == SeatLink(1, "hash")
    assert seats.find_link(store, sessions.get_by_code(store, "PANEL1"), BOOTH) == SeatLink(1, "")
    assert "hash" not in json.dumps(session.definition)


@pytest.mark.parametrize(
    ("at", "is_new", "expected"),
    [
        ("2021-04-14T13:00:59.999Z", False, (AT, AT, 1)),
        ("2021-04-14T13:01:00.000Z", False, (AT, "2021-04-14T13:01:00.000Z", 1)),
        ("2021-04-14T13:00:00.001Z", True, (AT, "2021-04-14T13:00:00.001Z", 2)),
    ],
)
def test_a_browser_that_was_counted_changes_the_last_opening_once_in_a_minute(at, is_new, expected):
    store = make_database()
    session = sessions.get_by_code(store, "PANEL1")
    seats.count_opening(store, session, BOOTH, AT, is_new=True)
    seats.count_opening(store, session, BOOTH, at, is_new=is_new)
    row = store.execute("SELECT first_opened, last_opened, browsers FROM seats WHERE seat = 'booth'").fetchone()
    assert tuple(row) == expected


def test_an_edited_file_changes_passphrases_until_the_first_question():
    store = make_database()
    session = sessions.get_by_code(store, "PANEL1")
    definition = make_definition()
    assert definitions.redefine(store, definition | {"passphrases": {"booth": "hash"}}, AT)
    assert seats.passphrases(store, session) == {"booth": "hash"}
    assert definitions.redefine(store, definition, AT), "a file without the table keeps the passphrases"
    add(store, make_question(1))
    assert definitions.redefine(store, definition | {"passphrases": {"booth": "hash"}}, AT)
    assert not definitions.redefine(store, definition | {"passphrases": {"booth": "other"}}, AT)
    assert seats.passphrases(store, session) == {"booth": "hash"}
