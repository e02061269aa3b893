"""Tests of the versions of a session's definition, and of the count of questions per entry of the definition.

An entry is, for example, one of the groups or topics that a question can have.
"""

from __future__ import annotations

import sqlite3

import pytest

from moderation.core.model import Phase, Seat, Session, Settings
from moderation.store import definitions, purge, questions, seats, sessions
from tests.factories import add, caller, execute_act, make_database, make_definition, make_question

LATER = "2021-04-14T14:00:00.000Z"


def session_of(store: sqlite3.Connection) -> Session:
    return sessions.get_by_code(store, "PANEL1")


def change(store: sqlite3.Connection, **changes: object) -> Session:
    """Replace values of the session's definition. Return the changed session."""
    session = session_of(store)
    return definitions.replace_definition(store, session, definitions.present(session) | changes, LATER)


@pytest.fixture
def store():
    return make_database(phase=Phase.REHEARSAL)


def test_each_change_has_a_version_and_the_earlier_ones_are_kept(store):
    first = definitions.present(session_of(store))
    sessions.set_settings(store, session_of(store), Settings(stage_upcoming=False))
    assert change(store, title={"en": "Second"}).definition_version == 2
    third = change(store, title={"en": "Third"}, list_public=False)
    assert (third.definition_version, third.settings) == (3, Settings(list_public=False, stage_upcoming=False))
    titles = [definitions.at_version(store, third, version)["title"] for version in (1, 2, 3)]
    assert titles == [first["title"], {"en": "Second"}, {"en": "Third"}]
    assert not definitions.at_version(store, third, 1)["stage_upcoming"], "a version has the switches of its time"
    with pytest.raises(LookupError):
        definitions.at_version(store, third, 4)


def test_seats_and_streams_follow_the_definition(store):
    ada = {"key": "ada", "name": "Ada", "role": None}
    moliehi = session_of(store).definition["panellists"]
    session = change(
        store, languages=["en", "fr"], panellists=[ada], chairs=[{"seat": "a", "name": "Joyce", "role": None}]
    )
    rows = store.execute("SELECT stream FROM streams WHERE session = ? ORDER BY stream", [session.id])
    assert [row["stream"] for row in rows] == ["booth", "chairs", "floor.en", "floor.fr", "stage"]
    names = ("panel.ada", "panel.moliehi", "chair.b")
    links = {name: seats.generation(store, session, Seat.parse(name)) for name in names}
    assert links == {"panel.ada": 1, "panel.moliehi": None, "chair.b": None}
    session = change(store, panellists=[*moliehi, ada])
    assert seats.generation(store, session, Seat.parse("panel.moliehi")) == 3, "an added seat has a new link"


def test_uses_are_counted_for_each_entry(store):
    add(store, make_question(1, "approved", group="media", region="weog", topic="rights", to="moliehi", language="es"))
    add(store, make_question(2, group="media", region="undisclosed", language="und"))
    add(store, make_question(3))
    session = session_of(store)
    store.execute("INSERT INTO flags (question, panellist) SELECT id, 'moliehi' FROM questions WHERE number = 1")
    assert definitions.uses(store, session) == {
        "languages": {"en": 1, "es": 1},
        "groups": {"media": 2},
        "regions": {"weog": 1},
        "topics": {"rights": 1},
        "panellists": {"moliehi": 2},
    }


def test_removed_entries_leave_the_questions(store):
    add(store, make_question(1, "approved", group="media", region="weog", to="moliehi", language="es", looks_like="en"))
    add(store, make_question(2, group="academia", region="africa", topic="access", language="en", looks_like="es"))
    store.execute("UPDATE questions SET topic = 'rights' WHERE number = 1")
    store.execute("INSERT INTO flags (question, panellist) SELECT id, 'moliehi' FROM questions")
    groups = [group for group in make_definition()["groups"] if group["key"] != "media"]
    regions = [region for region in make_definition()["regions"] if region["key"] != "weog"]
    topics = [topic for topic in make_definition()["topics"] if topic["key"] != "rights"]
    session = change(store, languages=["en", "fr"], groups=groups, regions=regions, topics=topics, panellists=[])
    first, second = (questions.get(store, session, number) for number in (1, 2))
    assert (first.language, first.looks_like, first.group, first.region, first.to, first.flags) == (
        "und",
        "en",
        "undisclosed",
        None,
        None,
        (),
    )
    assert (first.topic, second.topic) == (None, "access")
    assert (second.language, second.looks_like, second.group, second.region) == ("en", None, "academia", "africa")


def test_a_renamed_person_is_a_version(store):
    execute_act(store, "renew", caller("organiser"), seat="chair.a", name="Ana Ruiz")
    session = session_of(store)
    assert session.definition_version == 2
    assert definitions.at_version(store, session, 1)["chairs"][0]["name"] == "Joyce"
    assert session.definition["chairs"][0]["name"] == "Ana Ruiz"


def test_the_end_of_the_rehearsal_and_a_purge_delete_the_earlier_versions(store):
    change(store, title={"en": "Second"})
    execute_act(store, "open", caller("organiser"))
    assert store.execute("SELECT count(*) FROM definitions").fetchone()[0] == 0
    assert session_of(store).definition_version == 2
    change(store, title={"en": "Third"})
    execute_act(store, "close", caller("organiser"))
    purge.purge(store, session_of(store))
    assert store.execute("SELECT count(*) FROM definitions").fetchone()[0] == 0
    assert store.execute("SELECT definition_version FROM sessions").fetchone()[0] == 1
