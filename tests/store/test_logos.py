"""Tests of the stored logos, on both databases."""

from __future__ import annotations

from moderation.core.model import Phase
from moderation.store import definitions, logos, purge, sessions
from moderation.store.logos import Logo
from tests.factories import AT, make_database, make_definition

FIRST, SECOND = Logo("a" * 64, 800, 160, b"first"), Logo("b" * 64, 40, 40, b"second")


def look(logo: str | None = None, dark: str | None = None) -> dict:
    return {"name": "H", "accent": None, "logo": logo, "logo_dark": dark}


def test_a_logo_is_stored_once_and_found_by_its_hash():
    store = make_database()
    session = sessions.get_by_code(store, "PANEL1")
    for _ in range(2):
        logos.add(store, session, FIRST, AT)
    assert logos.count(store, session) == 1
    assert (logos.size(store, session, FIRST.hash), logos.content(store, FIRST.hash)) == ((800, 160), b"first")
    assert (logos.size(store, session, SECOND.hash), logos.content(store, SECOND.hash)) == (None, None)


def test_a_session_adopts_the_logos_that_its_definition_names_and_its_purge_deletes_only_its_own():
    store = make_database()
    first = sessions.get_by_code(store, "PANEL1")
    for logo in (FIRST, SECOND):
        logos.add(store, first, logo, AT)
    copy = sessions.create(store, make_definition("COPY1", look=look(SECOND.hash, "c" * 64)), Phase.REHEARSAL, AT)
    assert (logos.size(store, copy, SECOND.hash), logos.count(store, copy)) == ((40, 40), 1)
    purge.purge(store, first)
    assert (logos.content(store, FIRST.hash), logos.content(store, SECOND.hash)) == (None, b"second")
    purge.purge(store, copy)
    assert logos.content(store, SECOND.hash) is None


def test_a_changed_definition_adopts_the_logo_of_another_session():
    store = make_database()
    logos.add(store, sessions.get_by_code(store, "PANEL1"), FIRST, AT)
    other = sessions.create(store, make_definition("OTHER1"), Phase.REHEARSAL, AT)
    changed = definitions.replace_definition(store, other, definitions.present(other) | {"look": look(FIRST.hash)}, AT)
    assert logos.size(store, changed, FIRST.hash) == (800, 160)


def test_logos_of_the_present_and_of_earlier_definitions_are_kept():
    store = make_database()
    session = sessions.get_by_code(store, "PANEL1")
    third = Logo("d" * 64, 40, 40, b"third")
    for logo in (FIRST, SECOND, third):
        logos.add(store, session, logo, AT)
    for named in (FIRST.hash, SECOND.hash):
        session = definitions.replace_definition(
            store, session, definitions.present(session) | {"look": look(named)}, AT
        )
    logos.delete_unused(store, session)
    assert [logos.size(store, session, logo.hash) is None for logo in (FIRST, SECOND, third)] == [False, False, True]
