"""Tests of leaving a staff seat, and of entering a staff seat with a passphrase."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from moderation.services import passphrase
from tests.browser.test_axe import AXE, RUN
from tests.browser.watched_pages import LIVE
from tests.web.served_session import control

pytestmark = pytest.mark.browser

SEATS = ["chair/a", "booth", "panel/socco", "stage", "organiser"]
STORED = "Object.keys(localStorage).length + Object.keys(sessionStorage).length"


def has_no_violation(page: Page) -> None:
    """Check with axe-core that the page is accessible in both themes."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(AXE.read_text("utf-8"))
    assert [page.evaluate(RUN, theme) for theme in ("light", "dark")] == [[], []]


@pytest.mark.parametrize("seat", SEATS)
def test_each_staff_page_leads_out_of_the_seat(watched, server, seat):
    page = watched.enter(seat)
    page.mouse.move(30, 30)
    page.mouse.move(60, 60)
    link = page.get_by_role("link", name="Leave this seat")
    expect(link).to_be_visible()
    expect(link).to_have_css("opacity", "1")
    link.click()
    expect(page.locator("h1")).to_have_text("Leave this seat?")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    page.get_by_role("link", name="Back to the page").click()
    page.wait_for_selector("html[data-read]:not([data-read='0'])" if seat == "organiser" else LIVE)


def test_leaving_warns_of_unsent_words_and_deletes_them_in_every_tab(watched, server):
    page = watched.enter("chair/a", allow=("401",))
    second = page.context.new_page()
    second.goto(f"{server.url}/s/{server.code}/chair/a")
    second.wait_for_selector(LIVE)
    page.locator(".notes-button").click()
    page.locator("#chair-notes textarea").fill("Half a note")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Leave this seat").click()
    expect(page.locator("[data-unsent]")).to_be_visible()
    has_no_violation(page)
    page.get_by_role("link", name="Back to the page").click()
    page.wait_for_selector(LIVE)
    page.locator(".notes-button").click()
    expect(page.locator("#chair-notes textarea")).to_have_value("Half a note")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Leave this seat").click()
    page.get_by_role("button", name="Leave this seat").click()
    expect(page.locator("h1")).to_have_text("You have left the seat.")
    expect(second.locator("h1:visible")).to_have_text("This page needs your own link")
    assert page.context.cookies() == []
    assert page.evaluate(STORED) == 0
    page.go_back()
    page.goto(f"{server.url}/s/{server.code}/chair/a")
    expect(page.locator("h1:visible")).to_have_text("This page needs your own link")
    page.goto(watched.link("chair/a"))
    page.wait_for_selector(LIVE)


def test_a_passphrase_is_asked_after_the_link(watched, server):
    hashed = passphrase.hash_of("correct horse battery")
    control(server.server, "passphrase", {"code": server.code, "seat": "booth", "hash": hashed})
    page = watched.person("en", allow=("401",)).new_page()
    page.goto(watched.link("booth"))
    field = page.get_by_label("Passphrase")
    expect(field).to_be_focused()
    assert "#" not in page.url
    field.fill("a wrong one")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("This passphrase is wrong.")
    expect(field).to_have_value("")
    has_no_violation(page)
    field.fill("correct horse battery")
    field.press("Enter")
    page.wait_for_selector(LIVE)


@pytest.mark.parametrize("seat", ["booth", "organiser"])
def test_an_open_page_renews_its_login(watched, seat):
    page = watched.person("en").new_page()
    page.clock.install()
    page.goto(watched.link(seat))
    page.wait_for_selector("html[data-read]:not([data-read='0'])" if seat == "organiser" else LIVE)
    with page.expect_response(lambda answer: answer.url.endswith(f"/{seat}/enter")) as renewed:
        page.clock.fast_forward(600_000)
    assert (renewed.value.request.method, renewed.value.status) == ("GET", 204)
