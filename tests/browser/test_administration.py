"""Test of the administration page in a browser, from the first link to the purge."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from moderation.services import passphrase
from tests.browser.test_leaving import has_no_violation
from tests.browser.watched_pages import WatchedPages
from tests.servers import ROOT
from tests.web.served_session import control

pytestmark = pytest.mark.browser

COUNCIL = ROOT / "data" / "sessions" / "city-council.toml"
PHONE = {"viewport": {"width": 360, "height": 740}}
WORDS = "eight long words"


def create(page: Page, *fields: tuple[str, str]) -> None:
    for selector, value in fields:
        page.locator(selector).fill(value)
    page.get_by_role("button", name="Create the session").click()


def row(page: Page, code: str):
    return page.locator(f'.session[data-code="{code}"]')


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_administrator_creates_hands_over_archives_and_purges_sessions(browser, fresh_server):
    server = fresh_server
    refused = ("status of 40[014]",)
    with WatchedPages(browser, server) as watched:
        link = control(server, "admin_link", {"hash": passphrase.hash_of(WORDS)})["admin_link"]
        page = watched.person(allow=refused, **PHONE).new_page()
        page.goto(f"{server.url}/admin")
        expect(page.get_by_text("open-floor admin-link").first).to_be_visible()
        page.goto(link)
        page.get_by_label("Passphrase").fill(WORDS)
        page.get_by_role("button", name="Open the page").click()
        expect(row(page, server.code)).to_be_visible()
        assert "#" not in page.url and fits(page)
        has_no_violation(page)

        # The form proposes the time zone of the browser. After an error in a field, the form keeps all entered values.
        page.get_by_role("link", name="New session").click()
        expect(page.locator("#zone")).to_have_value("UTC")
        page.get_by_text("Round table under the Chatham House Rule").click()
        page.locator("summary", has_text="Other languages").click()
        # The list of additional languages leaves out the session's first language.
        others = page.locator(".languages label:visible")
        expect(others.first).to_have_text("العربية Arabic")
        expect(page.locator(".languages input[value=en]")).to_be_hidden()
        # The field for a language tag is as wide as the field for the title.
        widths = [page.locator(field).bounding_box()["width"] for field in ("#language-tag", "#title")]
        assert widths[0] == widths[1]
        page.locator("#first").select_option("ar")
        expect(others.first).to_have_text("中文 Chinese")
        page.locator("#first").select_option("en")
        page.get_by_label("Français").check()
        create(page, ("#title", "Whose river?"), ("#time", "15:00"), ("#code", "river-1"))
        expect(page.locator("#date-error")).to_have_text("Give the date and the time of the start.")
        expect(page.get_by_label("Français")).to_be_checked()
        assert fits(page)
        has_no_violation(page)
        create(page, ("#date", "2030-06-01"))

        # The page shows the organiser's link until somebody has opened the link.
        shown = page.locator("[data-link]").input_value()
        assert re.fullmatch(rf"{server.url}/s/RIVER1/organiser#\S{{32}}", shown) and fits(page)
        has_no_violation(page)
        organiser = watched.person(allow=refused).new_page()
        organiser.goto(shown)
        organiser.wait_for_selector("html[data-read]:not([data-read='0'])")
        page.reload()
        page.get_by_role("button", name="Make a new link").click()
        expect(page.locator("[data-link]")).not_to_have_value(shown)
        page.get_by_role("link", name="Back to the sessions").click()
        expect(row(page, "RIVER1")).to_contain_text("1 June 2030 15:00 · UTC")

        # Upload a session file with a problem, then a correct session file.
        page.get_by_role("link", name="New session").click()
        page.get_by_role("link", name="A session file").click()
        wrong = COUNCIL.read_text("utf-8").replace('languages = ["en", "ar"]', 'languages = ["en", "xx"]')
        page.locator("#file").set_input_files({"name": "s.toml", "mimeType": "text/plain", "buffer": wrong.encode()})
        create(page)
        expect(page.locator(".problems li").first).to_contain_text("cannot have this language: xx")
        page.locator("#file").set_input_files(COUNCIL)
        create(page)
        expect(page.locator("[data-link]")).to_be_visible()
        page.get_by_role("button", name="Set up the session myself").click()
        page.wait_for_selector("html[data-read]:not([data-read='0'])")
        assert page.url.endswith("/setup")

        # Create an event: one code for several sessions.
        page.goto(f"{server.url}/admin")
        page.get_by_role("link", name="New event").click()
        page.locator("#title").fill("Days of water")
        page.locator("#code").fill("days12")
        page.get_by_role("button", name="Create the event").click()
        page.get_by_label("RIVER1").check()
        page.get_by_label(server.code).check()
        has_no_violation(page)
        page.get_by_role("button", name="Save").click()
        expect(page.locator('[data-event="DAYS12"]')).to_contain_text("2 sessions")
        phone = watched.person(allow=refused, **PHONE).new_page()
        phone.goto(server.url)
        phone.locator("#code").fill("days 12")
        phone.get_by_role("button", name="Join").click()
        expect(phone.locator(".programme li")).to_have_count(2)
        expect(phone.locator(".programme li[aria-current]")).to_contain_text("Now")
        assert phone.url.endswith("/e/DAYS12") and fits(phone)
        has_no_violation(phone)
        phone.locator(".programme li[aria-current] a").click()
        expect(phone.locator("#text")).to_be_visible()

        row(page, "RIVER1").get_by_role("button", name="Archive").click()
        expect(row(page, "RIVER1")).to_be_hidden()
        page.locator("summary", has_text="Archived (1)").click()
        row(page, "RIVER1").get_by_role("button", name="Take out of the archive").click()
        expect(row(page, "RIVER1")).to_be_visible()

        control(server, "close", {"code": server.code})
        page.reload()
        row(page, server.code).get_by_role("link", name="Purge").click()
        page.locator("#typed").fill("RIVER1")
        page.get_by_role("button", name="Delete everything").click()
        expect(page.locator("#typed-error")).to_be_visible()
        has_no_violation(page)
        page.locator("#typed").fill(server.code)
        page.get_by_role("button", name="Delete everything").click()
        expect(row(page, "RIVER1")).to_be_visible()
        expect(row(page, server.code)).to_have_count(0)
        page.get_by_role("button", name="Leave this page on this device").click()
        expect(page.locator('[data-part="missing"]')).to_be_visible()
