"""Tests of entry codes in the store: who may ask and vote, single use, revocation, and the stored rows."""

from __future__ import annotations

import json

import pytest

from moderation.core.model import Phase
from moderation.core.refusals import Refusal
from moderation.services import links
from moderation.services.acts import entering
from moderation.services.acts.caller import Caller
from moderation.services.acts.forgetting import forget
from moderation.store import entry_codes, purge, scrubbing
from moderation.store.transaction import Transaction
from tests.factories import AT, add, admit, caller, dump, execute_act, make_database, make_question, refused
from tests.services.acts.stored import stored_session

KEY = b"k" * 32
ORGANISER = caller("organiser")
CODES = ("7K02M9XP1T", "AAAAABBBBB", "CCCCCDDDDD")


@pytest.fixture
def invited():
    """Return the store of an open session for invited people, with three codes and an approved question."""
    return _with_codes(Phase.OPEN)


def _with_codes(phase):
    store = make_database(phase=phase, entry_codes="ask_and_vote")
    add(store, make_question(1, status="approved", place="b"))
    hashes = [links.entry_code_hash(KEY, stored_session(store), code) for code in CODES]
    assert execute_act(store, "make_entry_codes", ORGANISER, code_hashes=hashes) == {"already": False, "number": 1}
    return store


def phone(store, name):
    """Return an attendee as the caller. The token in the attendee's cookie is `name`."""
    session = stored_session(store)
    cookie = f"{name}.{links._derive(KEY, 'attendee', session.code, name)}"
    attendee = caller("attendee", links.attendee_token_hash(KEY, session, cookie))
    return Caller(attendee.seat, token_hash=attendee.token_hash, holder=links.entry_holder(KEY, session, cookie))


def enter(store, name, code):
    code_hash = links.entry_code_hash(KEY, stored_session(store), code)
    return entering.enter("PANEL1", phone(store, name), code_hash)(Transaction(store, AT, 0.0))


def is_refused_entry(store, name, code):
    with pytest.raises(Refusal) as refusal:
        enter(store, name, code)
    return refusal.value.code


@pytest.mark.parametrize(
    ("act", "params"),
    [
        ("ask", {"text": "Why?"}),
        ("reword", {"number": 1, "text": "Why?"}),
        ("edit", {"number": 1, "version": 1, "text": "Why?"}),
        ("vote", {"number": 1}),
    ],
)
def test_an_act_without_a_code_is_refused(invited, act, params):
    before = dump(invited)
    assert refused("entry.required", invited, act, phone(invited, "ana"), **params) == {"field": "entry_code"}
    assert dump(invited) == before
    if act != "vote":
        with pytest.raises(Refusal, match=r"^entry\.required$"):
            admit(invited, act, phone(invited, "ana"), **params)


def test_a_session_without_the_setting_needs_no_code(store):
    ana = phone(store, "ana")
    assert execute_act(store, "ask", ana, text="Why?")["question"]["number"] == 1
    assert enter(store, "ana", CODES[0]) is False


def test_a_code_admits_one_phone_only(invited):
    assert enter(invited, "ana", CODES[0]) is True
    assert enter(invited, "ana", CODES[0]) is False, "the same phone may send the code again"
    assert enter(invited, "ana", CODES[1]) is False, "an admitted phone uses up no second code"
    assert is_refused_entry(invited, "ben", CODES[0]) == "entry.used"
    assert is_refused_entry(invited, "ben", "EEEEEFFFFF") == "entry.unknown"
    assert is_refused_entry(invited, "ben", "") == "entry.unknown"
    assert enter(invited, "ben", CODES[1]) is True
    assert entry_codes.counts(invited, stored_session(invited)) == {"created": 3, "used": 2, "revoked": 0}
    for name, number in (("ana", 2), ("ben", 3)):
        assert execute_act(invited, "ask", phone(invited, name), text="Why?")["question"]["number"] == number
        execute_act(invited, "vote", phone(invited, name), number=1)


def test_a_stored_answer_is_repeated_after_the_code_was_revoked(invited):
    enter(invited, "ana", CODES[0])
    first = execute_act(invited, "ask", phone(invited, "ana"), text="Why?", key="key-of-ana")
    execute_act(invited, "revoke_entry_code", ORGANISER, number=1)
    assert execute_act(invited, "ask", phone(invited, "ana"), text="Why?", key="key-of-ana") == first


def test_a_revocation_ends_the_admission_and_keeps_the_question(invited):
    enter(invited, "ana", CODES[0])
    execute_act(invited, "ask", phone(invited, "ana"), text="Why?")
    execute_act(invited, "vote", phone(invited, "ana"), number=1)
    assert execute_act(invited, "revoke_entry_code", ORGANISER, number=1) == {"already": False, "number": 1}
    assert execute_act(invited, "revoke_entry_code", ORGANISER, number=1) == {"already": True, "number": 1}
    refused("entry.required", invited, "ask", phone(invited, "ana"), text="Again?")
    assert is_refused_entry(invited, "ana", CODES[0]) == "entry.revoked"
    assert is_refused_entry(invited, "ben", CODES[0]) == "entry.revoked"
    execute_act(invited, "unvote", phone(invited, "ana"), number=1)
    assert execute_act(invited, "withdraw", phone(invited, "ana"), number=2)["question"]["status"] == "withdrawn"
    assert entry_codes.counts(invited, stored_session(invited)) == {"created": 3, "used": 1, "revoked": 1}
    assert enter(invited, "ana", CODES[1]) is True, "a replacement admits the phone again"


@pytest.mark.databases("sqlite")  # On PostgreSQL, no deleted data are overwritten, so no scrub is marked as due.
def test_the_hash_of_a_phone_without_questions_is_overwritten_after_a_revocation(invited):
    enter(invited, "ana", CODES[0])
    scrubbing.scrub(invited)
    execute_act(invited, "revoke_entry_code", ORGANISER, number=1)
    assert scrubbing.is_scrub_wanted(invited)


@pytest.mark.databases("sqlite")  # On PostgreSQL, no deleted data are overwritten, so no scrub is marked as due.
def test_the_hash_of_a_phone_without_questions_is_overwritten_after_it_is_forgotten(invited):
    enter(invited, "ana", CODES[0])
    scrubbing.scrub(invited)
    forget(stored_session(invited), phone(invited, "ben"), withdraw=True)(Transaction(invited, AT, 0.0))
    assert not scrubbing.is_scrub_wanted(invited), "this phone has entered no code"
    forget(stored_session(invited), phone(invited, "ana"), withdraw=True)(Transaction(invited, AT, 0.0))
    assert scrubbing.is_scrub_wanted(invited)


def test_only_a_number_of_the_session_is_revoked(invited):
    assert refused("request.field", invited, "revoke_entry_code", ORGANISER, number=4) == {"field": "number"}
    refused("seat.forbidden", invited, "revoke_entry_code", caller("chair.a"), number=1)
    refused("seat.forbidden", invited, "make_entry_codes", caller("attendee"), code_hashes=[])


def test_no_row_links_a_code_to_an_attendee():
    """Compare two stores. In the second store, Ana and Ben have exchanged their codes.

    Only the table of codes may differ.
    """

    def after(codes):
        store = _with_codes(Phase.OPEN)
        for name, code in zip(("ana", "ben"), codes, strict=True):
            enter(store, name, code)
            execute_act(store, "ask", phone(store, name), text=f"{name}?", key=f"key-of-{name}")
        # Leave out the rows that differ between any two stores. They contain a random epoch (`sessions`), the time of a
        # migration (`migrations`) or the random key of an organiser's command (`commands`).
        rows = {table: rows for table, rows in dump(store).items() if "migrations" not in table and table != "sessions"}
        return rows | {"commands": [row for row in rows["commands"] if "organiser" not in row]}, phone(store, "ana")

    (first, ana), (exchanged, _) = after(CODES[:2]), after((CODES[1], CODES[0]))
    assert {table for table in first if first[table] != exchanged[table]} == {"entry_codes"}
    assert {table for table, rows in first.items() if any(ana.holder in row for row in rows)} == {"entry_codes"}
    assert {table for table, rows in first.items() if any(ana.token_hash in row for row in rows)} == {"attendees"}


def test_the_log_contains_numbers_only(invited):
    enter(invited, "ana", CODES[0])
    execute_act(invited, "revoke_entry_code", ORGANISER, number=1)
    rows = invited.execute("SELECT seat, act, detail FROM log ORDER BY id").fetchall()
    assert [(row["seat"], row["act"], json.loads(row["detail"])) for row in rows] == [
        ("organiser", "make_entry_codes", {"first": 1, "count": 3}),
        ("organiser", "revoke_entry_code", {"number": 1}),
    ]


def test_a_forgotten_phone_leaves_a_used_code_without_a_holder(invited):
    enter(invited, "ana", CODES[0])
    forget(stored_session(invited), phone(invited, "ana"), withdraw=False)(Transaction(invited, AT, 0.0))
    assert [
        tuple(row) for row in invited.execute("SELECT holder, used, revoked FROM entry_codes WHERE number = 1")
    ] == [(None, 1, 0)]
    assert is_refused_entry(invited, "ana", CODES[0]) == "entry.used"
    refused("entry.required", invited, "ask", phone(invited, "ana"), text="Again?")


def test_the_end_of_a_rehearsal_frees_the_codes_but_not_the_revoked_ones():
    store = _with_codes(Phase.REHEARSAL)
    enter(store, "ana", CODES[0])
    enter(store, "ben", CODES[1])
    execute_act(store, "revoke_entry_code", ORGANISER, number=2)
    execute_act(store, "open", ORGANISER)
    assert entry_codes.counts(store, stored_session(store)) == {"created": 3, "used": 0, "revoked": 1}
    refused("entry.required", store, "ask", phone(store, "ana"), text="Why?")
    assert enter(store, "ben", CODES[0]) is True
    assert is_refused_entry(store, "ana", CODES[1]) == "entry.revoked"


def test_a_purge_deletes_the_codes(invited):
    execute_act(invited, "close", ORGANISER)
    refused("phase.not_allowed", invited, "make_entry_codes", ORGANISER, code_hashes=[b"x"])
    purge.purge(invited, stored_session(invited))
    assert invited.execute("SELECT count(*) FROM entry_codes").fetchone()[0] == 0


def test_a_session_has_a_maximum_number_of_codes(invited, monkeypatch):
    monkeypatch.setattr(entering, "MOST_CODES", 4)
    assert execute_act(invited, "make_entry_codes", ORGANISER, code_hashes=[b"x"])["number"] == 4
    refused("request.field", invited, "make_entry_codes", ORGANISER, code_hashes=[b"y"])
