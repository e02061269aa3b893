"""Tests of the list of sessions on the administration page: sections, local times, counts, and the next step."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel

from moderation.core.model import Phase, Status
from moderation.paths import TRANSLATIONS
from moderation.store import administration, sessions
from moderation.web.pages import session_list
from tests.factories import AT, add, make_database, make_definition, make_question

NOW = "2027-03-10T20:00:00.000Z"


@pytest.fixture(scope="module", autouse=True)
def translations():
    app = Flask("test")
    Babel(app, default_translation_directories=str(TRANSLATIONS))
    with app.test_request_context():
        yield


@pytest.fixture
def store():
    connection = make_database(phase=Phase.REHEARSAL, starts="2027-03-11T02:30:00.000Z", time_zone="Asia/Kuala_Lumpur")
    yield connection
    connection.close()


def new(store, code: str, phase: Phase = Phase.REHEARSAL, **definition) -> None:
    sessions.create(store, make_definition(code, **definition), phase, AT)


def listed(store, at: str = NOW, lang: str = "en") -> dict[str, list[str]]:
    sections = session_list.sections(store, at, lang)
    return {name: [row.code for row in rows] for name, rows in sections.items()}


def row_of(store, code: str = "PANEL1", at: str = NOW, lang: str = "en") -> session_list.Row:
    return next(row for rows in session_list.sections(store, at, lang).values() for row in rows if row.code == code)


def test_today_is_the_day_in_the_session_s_own_zone(store):
    assert listed(store) == {"today": ["PANEL1"]}, "11 March in Kuala Lumpur, 10 March in UTC"
    row = row_of(store)
    assert (row.day, row.time, row.place) == ("11 March 2027", "10:30", "Kuala Lumpur")
    assert row_of(store, lang="fr").day == "11 mars 2027"
    assert listed(store, "2027-03-10T12:00:00.000Z") == {"upcoming": ["PANEL1"]}


def test_sections_follow_phase_and_time_and_have_an_order(store):
    new(store, "LATER1", starts="2027-05-01T08:00:00.000Z")
    new(store, "SOON1", starts="2027-04-01T08:00:00.000Z")
    new(store, "UNDATED")
    new(store, "OPEN1", Phase.OPEN, starts="2027-03-01T08:00:00.000Z")
    new(store, "DONE1", Phase.CLOSED, starts="2027-02-01T08:00:00.000Z", ends="2027-03-09T08:00:00.000Z")
    new(store, "PAST1", Phase.CLOSED, starts="2027-01-01T08:00:00.000Z", ends="2027-01-01T09:00:00.000Z")
    new(store, "OLD1", Phase.CLOSED, starts="2027-03-01T08:00:00.000Z")
    administration.archive(store, sessions.get_by_code(store, "OLD1"), AT)
    assert listed(store) == {
        "today": ["OPEN1", "PANEL1"],
        "upcoming": ["SOON1", "LATER1", "UNDATED"],
        "purge": ["PAST1"],
        "earlier": ["DONE1"],
        "archived": ["OLD1"],
    }
    assert not row_of(store, "OPEN1").can_archive and row_of(store, "DONE1").can_archive
    assert not row_of(store, "OLD1").can_archive


def test_an_archived_session_that_is_open_is_listed_among_those_of_today(store):
    session = sessions.get_by_code(store, "PANEL1")
    administration.archive(store, session, AT)
    assert listed(store) == {"archived": ["PANEL1"]}
    sessions.set_phase(store, session, Phase.OPEN)
    assert listed(store) == {"today": ["PANEL1"]}


@pytest.mark.parametrize(
    ("phase", "at", "changes", "due", "is_late"),
    [
        (Phase.REHEARSAL, "2027-03-01T00:00:00.000Z", {}, None, False),
        (Phase.REHEARSAL, NOW, {}, "To be opened by the organiser", False),
        (Phase.REHEARSAL, "2027-03-11T02:30:00.000Z", {}, "Not opened yet: it was to begin on 11 March 2027", True),
        (Phase.OPEN, NOW, {}, None, False),
        (Phase.CLOSED, NOW, {"purge_when_due": True}, "The server purges it on 4 April 2027", False),
        (Phase.CLOSED, NOW, {}, "Purge due on 4 April 2027", False),
        (Phase.CLOSED, "2027-04-05T00:00:00.000Z", {}, "Purge overdue since 4 April 2027", True),
        (Phase.CLOSED, NOW, {"retention_days": None}, None, False),
    ],
)
def test_the_next_step_is_named(store, phase, at, changes, due, is_late):
    times = {"starts": "2027-03-11T02:30:00.000Z", "ends": "2027-03-05T04:00:00.000Z"}
    new(store, "OTHER1", phase, **(times | {"time_zone": "Asia/Kuala_Lumpur"} | changes))
    row = row_of(store, "OTHER1", at)
    assert (row.due, row.is_late) == (due, is_late)


def test_the_row_counts_all_questions_and_the_answered_ones(store):
    assert (row_of(store).questions, row_of(store).answered) == (0, 0)
    for number, status in enumerate((Status.PENDING, Status.ANSWERED, Status.ANSWERED), 1):
        add(store, make_question(number, status=status))
    new(store, "EMPTY1")
    assert (row_of(store).questions, row_of(store).answered) == (3, 2)
    assert (row_of(store, "EMPTY1").questions, row_of(store, "EMPTY1").title) == (0, "Who is heard?")


def test_a_zone_without_a_city_is_an_offset(store):
    new(store, "OFFSET1", starts=NOW, time_zone="-05:00")
    new(store, "UTC1", starts=NOW)
    assert [(row_of(store, code).time, row_of(store, code).place) for code in ("OFFSET1", "UTC1")] == [
        ("15:00", "UTC−05:00"),
        ("20:00", "UTC"),
    ]
