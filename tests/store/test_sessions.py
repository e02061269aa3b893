"""Tests of the session file at the start of a server. An unchanged file has no effect; a changed file is applied
once.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from moderation.core.model import Phase, Seat, Session
from moderation.store import definitions, purge, seats, sessions
from tests.factories import AT, add, caller, dump, execute_act, make_database, make_definition, make_question

ORGANISER = caller("organiser")


def session_of(store: sqlite3.Connection) -> Session:
    return sessions.get_by_code(store, "PANEL1")


def file_hash(store: sqlite3.Connection) -> str:
    return store.execute("SELECT file_hash FROM sessions").fetchone()[0]


@pytest.fixture
def changed():
    """Return the store of an open session. One setting, one name and one passphrase differ from the session file."""
    store = make_database()
    execute_act(store, "set", ORGANISER, chatham_house_rule=True)
    execute_act(store, "renew", ORGANISER, seat="chair.a", name="Ana Ruiz")
    seats.set_passphrases(store, session_of(store), {"booth": "by the command line"})
    return store


def test_an_unchanged_file_changes_nothing(changed):
    before = dump(changed)
    assert definitions.redefine(changed, make_definition(), AT)
    assert dump(changed) == before


def test_the_passphrase_of_an_unchanged_file_does_not_replace_a_later_one():
    store = make_database()
    definition = make_definition() | {"passphrases": {"booth": "in the file"}}
    assert definitions.redefine(store, definition, AT)
    seats.set_passphrases(store, session_of(store), {"booth": "by the command line"})
    assert definitions.redefine(store, definition, AT)
    assert seats.passphrases(store, session_of(store)) == {"booth": "by the command line"}


def test_the_order_of_the_keys_and_a_new_key_without_a_value_are_no_edit(changed):
    before = dump(changed)
    definition = dict(reversed(make_definition().items())) | {"key_of_a_later_version": None}
    assert definitions.redefine(changed, definition, AT)
    assert dump(changed) == before


def test_the_file_of_a_session_from_an_older_version_is_remembered_and_not_applied(changed):
    expected = file_hash(changed)
    before = dump(changed)
    changed.execute("UPDATE sessions SET file_hash = ''")
    assert definitions.redefine(changed, make_definition(), AT)
    assert dump(changed) == before and len(expected) == 64


def test_an_edited_file_is_applied_once_and_does_not_turn_the_rule_off(changed):
    edited = make_definition(list_public=False, title={"en": "New"})
    assert definitions.redefine(changed, edited, AT)
    session = session_of(changed)
    assert (session.definition["title"], session.settings.list_public) == ({"en": "New"}, False)
    assert session.settings.chatham_house_rule, "the rule is binding outside the rehearsal"
    sessions.set_settings(changed, session, replace(session.settings, list_public=True))
    assert definitions.redefine(changed, edited, AT) and session_of(changed).settings.list_public


def test_an_edited_file_turns_the_rule_off_in_the_rehearsal():
    store = make_database(phase=Phase.REHEARSAL)
    execute_act(store, "set", ORGANISER, chatham_house_rule=True)
    assert definitions.redefine(store, make_definition(title={"en": "New"}), AT)
    assert not session_of(store).settings.chatham_house_rule


def test_an_edited_file_with_a_locked_field_is_ignored_after_the_first_question_at_each_start(changed):
    add(changed, make_question(1))
    before = dump(changed)
    edited = make_definition(title={"en": "New"}, retention_days=31)
    assert not definitions.redefine(changed, edited, AT)
    assert not definitions.redefine(changed, edited, AT)
    assert dump(changed) == before
    assert definitions.redefine(changed, make_definition(), AT), "an unchanged file is not reported"
    assert dump(changed) == before


def test_an_edited_file_is_applied_after_the_first_question_if_the_phase_allows_it(changed):
    add(changed, make_question(1))
    assert definitions.redefine(changed, make_definition(title={"en": "New"}), AT)
    session = session_of(changed)
    assert (session.definition["title"], session.settings.chatham_house_rule) == ({"en": "New"}, True)


def test_a_rehearsal_with_questions_locks_nothing():
    store = make_database(phase=Phase.REHEARSAL)
    add(store, make_question(1))
    assert definitions.redefine(store, make_definition(retention_days=31, panellists=[]), AT)
    assert session_of(store).definition["retention_days"] == 31


def test_a_replaced_person_stays_after_a_restart(changed):
    definitions.redefine(changed, make_definition(), AT)
    assert [chair["name"] for chair in session_of(changed).definition["chairs"]] == ["Ana Ruiz", "Patryk"]
    assert seats.generation(changed, session_of(changed), Seat.parse("chair.a")) == 2


def test_a_purge_deletes_the_hash_of_the_file(changed):
    execute_act(changed, "close", ORGANISER)
    purge.purge(changed, session_of(changed))
    assert file_hash(changed) == ""


def test_epochs_of_the_sessions_that_are_not_purged(store):
    session = sessions.get_by_code(store, "PANEL1")
    assert sessions.epochs(store) == {session.id: session.epoch}
    store.execute("UPDATE sessions SET phase = 'purged'")
    assert sessions.epochs(store) == {}
