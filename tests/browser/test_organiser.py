"""What the organiser decides reaches every open page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_main_path import ask, own

pytestmark = pytest.mark.browser


def test_a_pause_keeps_what_is_being_written(room, server):
    phone, chair = room.enter(viewport={"width": 390, "height": 844}), room.enter("chair/a")
    organiser = server.client("organiser")
    phone.locator("#text").fill("Half a quest")
    assert organiser.command("pause")[0] == 200
    expect(phone.locator("#bar [data-phase=paused]")).to_be_visible()
    expect(phone.locator("#ask .send")).to_be_disabled()
    expect(phone.locator("#text")).to_have_value("Half a quest")
    expect(chair.locator(".phase")).to_have_attribute("data-phase", "paused")
    assert organiser.command("open")[0] == 200
    expect(phone.locator("#ask .send")).to_be_enabled()
    ask(phone, "Half a question, and the other half?")
    expect(own(phone)).to_have_attribute("data-status", "pending")


def test_a_link_renewed_is_dead_on_open_pages(room, server):
    page = room.enter("chair/a", allow=("status of 401",))
    status, answer = server.client("organiser").command("renew", {"seat": "chair.a"})
    assert status == 200
    expect(page.locator('main[data-enter] [data-part="missing"]')).to_be_visible()
    assert page.locator("[data-list]").count() == 0
    page.goto(answer["link"])
    expect(page.locator("[data-list=incoming]")).to_be_visible()


def test_a_closed_session_leaves_no_one_without_a_word(room, server):
    phone = room.enter(viewport={"width": 390, "height": 844})
    ask(phone, "Will there be time for this?")
    expect(own(phone)).to_have_attribute("data-status", "pending")
    assert server.client("organiser").command("close")[0] == 200
    expect(own(phone)).to_have_attribute("data-status", "declined")
    expect(own(phone).locator(".status")).to_contain_text("No time left")
    expect(phone.locator("#ask")).to_be_hidden()
