"""Tests of browsers that refuse storage or cookies: every page works, and its messages name the true cause."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.test_floor import PHONE, texts
from tests.browser.test_main_path import ask, my_question
from tests.browser.test_outbox import open_tab, rows
from tests.browser.watched_pages import LIVE, LOST, WatchedPages

pytestmark = pytest.mark.browser

TEXT = "Who keeps what I write here?"
FORBIDDEN = """for (const area of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, area, { get() { throw new DOMException('denied', 'SecurityError'); } });"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"""
SEATS = ["attendee", "chair/a", "stage", "booth", "panel/socco", "organiser"]


def refuse_cookies(person: BrowserContext) -> None:
    """Let this browser ignore all cookies and send none."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def answer(route: Route) -> None:
        sent = route.request
        headers = {name: value for name, value in sent.headers.items() if name not in ("cookie", "accept-encoding")}
        request = urllib.request.Request(sent.url, sent.post_data_buffer, headers, method=sent.method)
        try:
            received = opener.open(request, timeout=30)
        except urllib.error.HTTPError as refused:
            received = refused
        headers = {name: value for name, value in received.headers.items() if name.lower() != "set-cookie"}
        route.fulfill(status=received.status, headers=headers, body=received.read())

    person.route("**/*", answer)


def is_asked_before_leaving(watched: WatchedPages, page: Page) -> None:
    """Close the page, and check that the browser asks for a confirmation."""
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    watched.problems.remove(f"dialog: {asked.value.message}")


@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["forbidden", "full"])
@pytest.mark.parametrize("seat", SEATS)
def test_every_page_works_without_storage(watched, seat, script):
    person = watched.person("en", **PHONE)
    person.add_init_script(script)
    page = person.new_page()
    page.goto(watched.link(seat))
    page.wait_for_selector("html[data-read]:not([data-read='0'])" if seat == "organiser" else LIVE)
    expect(page.locator("h1").first).to_be_visible()


@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_a_question_that_cannot_be_saved_is_not_called_saved(watched, server, script):
    person = watched.person("en", LOST, **PHONE)
    person.add_init_script(script)
    phone = open_tab(watched, person)
    phone.context.set_offline(True)
    ask(phone, TEXT)
    row = phone.locator("#own [data-status=saved]")
    expect(row.locator(".status")).to_have_text("Not sent yet")
    expect(row.locator(".remark")).to_have_text("This browser cannot save it. Keep this page open until it is sent.")
    expect(phone.locator("#bar [data-offline]")).to_contain_text("Keep it open: this browser cannot save")
    expect(phone.locator("body")).not_to_contain_text("Saved on this phone")
    expect(phone.locator("body")).not_to_contain_text("is kept here")
    phone.context.set_offline(False)
    expect(my_question(phone)).to_contain_text(TEXT)
    expect(rows(phone)).to_have_count(1)
    assert texts(server) == [TEXT]


def test_the_browser_asks_before_words_are_lost_that_it_cannot_save(watched):
    person = watched.person("en", LOST, **PHONE)
    person.add_init_script(FULL)
    phone = open_tab(watched, person)
    phone.locator("#text").press_sequentially("Half")
    is_asked_before_leaving(watched, phone)


def test_the_browser_asks_before_a_chairs_note_is_lost_that_it_cannot_save(watched):
    person = watched.person("en", LOST)
    person.add_init_script(FULL)
    chair = person.new_page()
    chair.goto(watched.link("chair/a"))
    chair.wait_for_selector(LIVE)
    chair.locator(".notes-button").click()
    chair.locator("#chair-notes textarea").press_sequentially("Half a note")
    is_asked_before_leaving(watched, chair)


@pytest.mark.parametrize("seat", ["chair/a", "booth", "organiser"])
def test_a_seat_with_refused_cookies_is_told_the_reason(watched, seat):
    person = watched.person("en", ("401",))
    refuse_cookies(person)
    page = person.new_page()
    page.goto(watched.link(seat))
    expect(page.locator("h1:visible")).to_have_text("This browser refuses cookies")
    expect(page.locator("main")).to_contain_text("Your link is valid")
    assert "#" not in page.url


def test_a_void_link_is_reported_as_no_longer_valid(watched, server):
    page = watched.person("en", ("401",)).new_page()
    page.goto(f"{watched.link('chair/a')}x")
    expect(page.locator("h1:visible")).to_have_text("This link is no longer valid")


def test_a_busy_server_does_not_make_a_link_void(watched):
    page = watched.person("en", ("503",)).new_page()
    busy = {"ok": False, "code": "server.busy", "message": "The server is very busy. Please try again in a moment."}
    page.route("**/enter", lambda route: route.fulfill(status=503, json=busy))
    page.goto(watched.link("chair/a"))
    expect(page.locator("h1:visible")).to_have_text("The server is very busy. Please try again in a moment.")
    expect(page.locator("[data-later]")).to_be_visible()


def test_an_attendee_with_refused_cookies_is_told_the_reason(watched, server):
    person = watched.person("en", (*LOST, "401"), **PHONE)
    refuse_cookies(person)
    phone = person.new_page()
    loads = []
    phone.on("load", lambda: loads.append(phone.url))
    phone.goto(watched.link("attendee"))
    expect(phone.locator("#bar [data-no-cookie]")).to_contain_text("This page needs a cookie")
    expect(phone.locator("#bar [data-offline]")).to_have_count(0)
    phone.locator("#text").fill(TEXT)
    phone.locator("#ask .send").click()
    row = phone.locator("#own [data-key]")
    expect(row.locator(".remark")).to_contain_text("This page needs a cookie")
    expect(row.locator(".voice")).to_have_text(TEXT)
    # The page may reload itself once, because its cookie could be outdated. A second reload is an error.
    phone.evaluate("for (let time = 0; time < 3; time += 1) dispatchEvent(new Event('online'))")
    expect(phone.locator("#bar [data-no-cookie]")).to_be_visible()
    assert 1 <= len(loads) <= 2
    assert texts(server) == []
