"""Tests of the signals of an asker's turn: the bar, the title, the vibration, the notification."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_asker import PHONE, TEXT, ask_by_phone, focused
from tests.browser.test_main_path import ask, my_question
from tests.browser.watched_pages import LIVE

pytestmark = pytest.mark.browser

NO_NOTIFICATION = "Object.defineProperty(window, 'Notification', {value: undefined}); delete window.Notification"
FAKE_NOTIFICATION = """
  window.shown = [];
  window.Notification = class {
    static permission = "default";
    static async requestPermission() { return (Notification.permission = "granted"); }
    constructor(title, options) { window.shown.push([title, options.body]); }
    close() {}
  };
"""


def test_the_bar_stays_until_it_is_read_and_leads_to_the_question(watched, server):
    phone = ask_by_phone(watched)
    for person in range(20):
        server.act("approve", server.ask("Which treaties?", who=f"person {person}"))
    server.act("approve", 1)
    expect(phone.locator("#list .public-row")).to_have_count(21)
    title = phone.title()
    phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    server.act("set_next", 1)
    bar = phone.locator(".turn")
    expect(bar).to_have_attribute("data-turn", "next")
    expect(bar).to_be_in_viewport(ratio=1)
    expect(bar).to_contain_text("Get ready: yours is next")
    assert phone.title() == f"Get ready · {title}"
    bar.locator("[data-turn-see]").click()
    expect(bar).to_have_count(0)
    expect(my_question(phone)).to_be_in_viewport()
    assert focused(phone) == "Get ready: yours is next"

    phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    server.act("take", 1)
    expect(bar).to_have_attribute("data-turn", "live")
    assert phone.title() == f"Now · {title}"
    phone.reload()
    phone.wait_for_selector(LIVE)
    expect(bar).to_contain_text("Now: your question is on the screen")
    bar.locator("[data-turn-read]").click()
    expect(bar).to_have_count(0)
    assert focused(phone) != "body"
    phone.reload()
    phone.wait_for_selector(LIVE)
    expect(bar).to_have_count(0)
    server.act("answer", 1)
    expect(my_question(phone)).to_have_attribute("data-fate", "answered")
    assert phone.title() == title


def test_the_phone_vibrates_once_for_each_turn(watched, server):
    context = watched.person("en", **PHONE)
    context.add_init_script("window.pulses = []; navigator.vibrate = (pattern) => window.pulses.push(pattern) > 0")
    phone = context.new_page()
    phone.goto(watched.link("attendee"))
    phone.wait_for_selector(LIVE)
    ask(phone, TEXT)
    expect(my_question(phone)).to_have_attribute("data-status", "pending")
    server.act("approve", 1)
    server.act("set_next", 1)
    expect(phone.locator(".turn")).to_have_attribute("data-turn", "next")
    server.act("take", 1)
    expect(phone.locator(".turn")).to_have_attribute("data-turn", "live")
    assert phone.evaluate("window.pulses") == [[200, 100, 200]] * 2


def test_notifications_are_shown_only_after_the_person_has_asked_for_them(watched, server):
    context = watched.person("en", **PHONE)
    context.add_init_script(FAKE_NOTIFICATION)
    context.add_init_script("Object.defineProperty(Document.prototype, 'hidden', {get: () => window.isAway === true})")
    phone = context.new_page()
    phone.goto(watched.link("attendee"))
    phone.wait_for_selector(LIVE)
    ask(phone, TEXT)
    switch = phone.locator("[data-notify]")
    expect(switch).to_have_attribute("aria-pressed", "false")
    server.act("approve", 1)
    phone.evaluate("window.isAway = true")
    server.act("set_next", 1)
    expect(phone.locator(".turn")).to_have_attribute("data-turn", "next")
    assert phone.evaluate("window.shown") == []
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert phone.evaluate("window.shown.splice(0)") == [["Open Floor", "You will be told here when it is your turn."]]
    server.act("take", 1)
    expect(phone.locator(".turn")).to_have_attribute("data-turn", "live")
    assert phone.evaluate("window.shown") == [["Now", TEXT]]


def test_no_switch_where_the_browser_has_no_notifications(watched, server):
    context = watched.person("en", **PHONE)
    context.add_init_script(NO_NOTIFICATION)
    phone = context.new_page()
    phone.goto(watched.link("attendee"))
    phone.wait_for_selector(LIVE)
    ask(phone, TEXT)
    expect(my_question(phone)).to_have_attribute("data-status", "pending")
    expect(phone.locator("[data-notify]")).to_have_count(0)
