"""Tests that each page shows times in the session's time zone. The browsers are in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from moderation.services.session_time import local
from tests.browser.test_main_path import my_question
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser


@pytest.fixture(params=["-05:00", "Asia/Kathmandu"])
def zone(request):
    return request.param


@pytest.fixture
def server(running_server, zone):
    return make_served_session(running_server, time_zone=zone, starts="2026-12-09T01:30:00.000Z")


def clock_at(at: str, zone: str) -> str:
    return f"{local(at, zone):%H:%M}"


def clocks_now(zone: str) -> list[str]:
    """Return the times of day that a page may show for the present, in the zone `zone` and in the form "14:22".

    The list has four minutes, from one minute before this call to two minutes after it.
    """
    minutes = (datetime.now(UTC) + timedelta(minutes=minute) for minute in range(-1, 3))
    return [clock_at(minute.isoformat(), zone) for minute in minutes]


def test_staff_read_the_time_of_the_room(watched, server, zone):
    served = server
    served.ask("Who decides?")
    served.act("decline", 1, reason="off_topic")
    chair, booth, organiser = (watched.enter(seat) for seat in ("chair/a", "booth", "organiser"))
    assert chair.locator(".clock time").inner_text() in clocks_now(zone)
    assert booth.locator("#clock").inner_text() in clocks_now(zone)
    status, _ = served["organiser"].command("note", {"text": "Ten minutes left."})
    assert status == 200
    at = served["organiser"].read("state")[1]["notes"][0]["at"]
    expect(chair.locator(f"time[datetime='{at}']").first).to_have_text(clock_at(at, zone))
    organiser.reload()
    offset = {"-05:00": "UTC−5", "Asia/Kathmandu": "UTC+5:45"}[zone]
    expect(organiser.locator(".note-foot")).to_contain_text(f"{clock_at(at, zone)} {offset} ·")


@pytest.mark.parametrize("lang", ["en", "fr", "ar", "ru"])
def test_an_asker_elsewhere_reads_the_zone_too(watched, server, zone, lang):
    phone = watched.enter(lang=lang, viewport={"width": 390, "height": 844})
    phone.locator("#text").fill("Who decides?")
    phone.locator("#ask .send").click()
    expect(my_question(phone)).to_have_attribute("data-status", "pending")
    for act in ("approve", "take", "answer"):
        server.act(act, 1)
    at = server.seen(1)["changed_at"]
    offset = {"-05:00": "UTC−5", "Asia/Kathmandu": "UTC+5:45"}[zone]
    expect(my_question(phone).locator(".status")).to_contain_text(f"{clock_at(at, zone)} {offset}")
