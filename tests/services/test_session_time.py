"""Tests of times in the session's time zone."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest

from moderation.services import session_time
from moderation.services.record import retention
from tests.factories import make_database, make_reader, make_session
from tests.servers import ROOT

AT = "2026-12-09T01:30:00.000Z"


@pytest.mark.parametrize(
    ("name", "shown", "offset"),
    [
        ("UTC", "2026-12-09 01:30", "UTC"),
        ("-05:00", "2026-12-08 20:30", "UTC−05:00"),
        ("+05:45", "2026-12-09 07:15", "UTC+05:45"),
        ("America/Bogota", "2026-12-08 20:30", "UTC−05:00"),
        ("Europe/Paris", "2026-12-09 02:30", "UTC+01:00"),
        ("No/Such_Zone", "2026-12-09 01:30", "UTC"),
        ("America", "2026-12-09 01:30", "UTC"),
        ("../UTC", "2026-12-09 01:30", "UTC"),
    ],
)
def test_a_time_is_local_in_the_zone(name, shown, offset):
    moment = session_time.local(AT, name)
    assert (f"{moment:%Y-%m-%d %H:%M}", session_time.utc_offset(moment)) == (shown, offset)


def test_a_zone_follows_the_change_of_the_clocks():
    summer = session_time.local("2026-07-01T10:00:00.000Z", "Europe/Paris")
    assert (summer.hour, session_time.utc_offset(summer)) == (12, "UTC+02:00")


@pytest.mark.parametrize(
    ("minutes", "name"), [(0, "UTC"), (-300, "-05:00"), (345, "+05:45"), (-210, "-03:30"), (840, "+14:00")]
)
def test_an_offset_has_a_name_that_is_read_back(minutes, name):
    assert session_time.of_offset(timedelta(minutes=minutes)) == name
    assert session_time.zone(name).utcoffset(None if minutes else session_time.local(AT, "UTC")) == timedelta(
        minutes=minutes
    )


def test_a_session_without_a_zone_has_utc_and_the_page_gets_the_offset_at_the_start():
    assert session_time.zone_name(make_session()) == "UTC"
    session = make_session(definition={"starts": "2026-07-01T10:00:00.000Z", "time_zone": "Europe/Paris"})
    assert session_time.offset_minutes(session, AT) == 120
    assert session_time.offset_minutes(make_session(definition={"time_zone": "Europe/Paris"}), AT) == 60


def test_zones_are_read_without_the_systems_database():
    script = "from moderation.services import session_time as t; print(len(t.names()) > 400, t.zone('Asia/Kathmandu'))"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={"PYTHONTZPATH": ""}, capture_output=True, text=True, check=True
    )
    assert run.stdout == "True Asia/Kathmandu\n"


def test_the_reminder_to_purge_names_the_day_in_the_sessions_zone(tmp_path):
    path = tmp_path / "store.db"
    make_database(str(path), ends="2026-12-09T02:00:00.000Z", time_zone="-05:00", retention_days=30)
    reminder = retention.overdue(make_reader(path), "2027-06-01T00:00:00.000Z")
    assert reminder == ["Session PANEL1 was to be kept until 2027-01-07: open-floor purge PANEL1"]


@pytest.mark.parametrize(
    ("starts", "items", "expected"),
    [
        (None, ["15:00"], []),
        ("2026-07-01T13:00:00.000Z", [], []),
        (
            "2026-07-01T13:00:00.000Z",
            ["15:00", "15:10", "16:25"],
            ["2026-07-01T13:00:00.000Z", "2026-07-01T13:10:00.000Z", "2026-07-01T14:25:00.000Z"],
        ),
        (
            "2026-12-08T21:30:00.000Z",
            ["22:30", "23:50", "00:10", "01:00"],
            [
                "2026-12-08T21:30:00.000Z",
                "2026-12-08T22:50:00.000Z",
                "2026-12-08T23:10:00.000Z",
                "2026-12-09T00:00:00.000Z",
            ],
        ),
    ],
)
def test_the_programme_is_in_the_zone_of_the_session_and_may_continue_after_midnight(starts, items, expected):
    programme = [{"at": at, "title": "x"} for at in items]
    definition = {"starts": starts, "time_zone": "Europe/Paris", "programme": programme}
    assert session_time.programme_times(make_session(definition=definition)) == expected
