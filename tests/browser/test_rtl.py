"""Tests of right-to-left text: an Arabic question on every page, and pages in Arabic."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import Page, expect

from moderation.services.session_file import definition as session_file
from tests.browser.interface_text import sentence
from tests.browser.test_main_path import ask, row
from tests.browser.watched_pages import WatchedPages
from tests.servers import ROOT
from tests.web.served_session import ServedSession, control, make_served_session

pytestmark = pytest.mark.browser

ARABIC = "من يقرر كم من الماء يبقى في النهر؟"
FRENCH = "Qui paie les compteurs ?"


@pytest.fixture
def server(running_server):
    """Create a session in rehearsal from `water.toml`.

    The file has the languages French, Arabic and English, its own groups, and the Chatham House Rule.
    """
    definition = session_file.load(ROOT / "data" / "sessions" / "water.toml")
    session = control(
        running_server, "create", {"definition": definition | {"code": "W" + secrets.token_hex(4).upper()}}
    )
    return ServedSession(running_server, session["code"], session["links"])


def expect_text(page: Page, selector: str, text: str, direction: str) -> None:
    """Check the text of an element and its direction, and check that the page is not wider than its window."""
    words = page.locator(selector).first
    expect(words).to_have_text(text)
    assert words.evaluate("element => getComputedStyle(element).direction") == direction
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the window"


def number_of(phone: Page, text: str) -> int:
    """Return the number of the question with this text in the phone's list.

    Under the Chatham House Rule, numbers are random. So the test cannot know the number in advance.
    """
    return int(phone.locator("#own [data-number]", has_text=text).first.get_attribute("data-number"))


def test_every_page_shows_a_session_in_french_and_arabic_in_the_right_direction(watched: WatchedPages, server):
    phone = watched.enter(lang="fr-FR", viewport={"width": 320, "height": 640})
    expect(phone.locator("html")).to_have_attribute("lang", "fr")
    expect(phone.locator("h1")).to_contain_text("À qui appartient la rivière")
    expect(phone.locator("#group option[value=farmers]")).to_have_text("Agriculteurs et irrigants")
    expect(phone.locator("#name")).to_be_hidden()
    expect(phone.locator("main")).to_contain_text(sentence("fr", "No name. Your group is for the chairs only."))
    phone.locator("#region").select_option("africa")
    phone.locator("#group").select_option("farmers")
    ask(phone, ARABIC)
    arabic = number_of(phone, ARABIC)
    expect_text(phone, f'#own [data-number="{arabic}"] .voice', ARABIC, "rtl")
    ask(phone, FRENCH)
    french = number_of(phone, FRENCH)
    expect_text(phone, f'#own [data-number="{french}"] .voice', FRENCH, "ltr")

    chair = watched.enter("chair/a", lang="en")
    expect_text(chair, f'[data-list=incoming] [data-number="{arabic}"] .asked', ARABIC, "rtl")
    expect(row(chair, "incoming", arabic).locator(".meta")).to_contain_text("Farmers")
    for number in (arabic, french):
        row(chair, "incoming", number).locator("[data-act=approve]").press("Enter")
        expect(row(chair, "queue", number)).to_be_visible()
    expect_text(chair, f'[data-list=queue] [data-number="{arabic}"] .asked', ARABIC, "rtl")
    expect_text(phone, f'#list [data-number="{arabic}"] .voice', ARABIC, "rtl")
    expect(phone.locator("#list .group")).to_have_count(0)

    booth = watched.enter("booth", lang="en")
    expect_text(booth, f'.part-approved [data-number="{arabic}"] .voice', ARABIC, "rtl")
    chair.locator("[data-act=advance]").click()
    stage, panel = (
        watched.enter("stage", viewport={"width": 1920, "height": 1080}),
        watched.enter("panel/haddad", lang="fr-FR", viewport={"width": 390, "height": 844}),
    )
    expect_text(stage, f'[data-status=live][data-number="{arabic}"] .said', ARABIC, "rtl")
    expect_text(panel, f'.part-live [data-number="{arabic}"] .voice', ARABIC, "rtl")
    expect(stage.locator(".about-group")).to_have_count(0)
    expect(panel.locator(".group")).to_have_count(0)

    organiser = watched.enter("organiser", lang="fr-FR")
    expect(organiser.locator("h1")).to_contain_text("À qui appartient la rivière")


def test_an_arabic_question_in_a_session_without_arabic(browser, running_server):
    with WatchedPages(browser, make_served_session(running_server, limits={})) as watched:
        phone = watched.enter(viewport={"width": 390, "height": 844})
        ask(phone, ARABIC)
        expect_text(phone, '#own [data-number="1"] .voice', ARABIC, "rtl")
        chair = watched.enter("chair/a")
        expect_text(chair, '[data-list=incoming] [data-number="1"] .asked', ARABIC, "rtl")
        row(chair, "incoming").locator("[data-act=approve]").click()
        plain = watched.enter(java_script_enabled=False)
        expect_text(plain, '#list [data-number="1"] .voice', ARABIC, "rtl")


@pytest.mark.parametrize(
    ("seat", "width", "height"),
    [
        ("attendee", 320, 640),
        ("chair/a", 1440, 900),
        ("chair/a", 1024, 768),
        ("booth", 1280, 800),
        ("panel/haddad", 390, 844),
        ("organiser", 1280, 900),
    ],
)
def test_an_arabic_page_is_mirrored(watched, server, seat, width, height):
    """Check that the wordmark is on the left of a French page and on the right of an Arabic page.

    The pages must not be wider than their windows.
    """
    asked = server.client().command("ask", {"text": ARABIC})[1]["question"]
    server.client().command("ask", {"text": FRENCH})
    assert server.client("chair/b").command("approve", {"number": asked["number"], "version": 1})[0] == 200
    for lang, direction in (("fr", "ltr"), ("ar", "rtl")):
        page = watched.enter(seat, lang=lang, viewport={"width": width, "height": height})
        expect(page.locator("html")).to_have_attribute("dir", direction)
        wordmark = page.locator(".wordmark").bounding_box()
        assert (wordmark["x"] + wordmark["width"] / 2 < width / 2) == (direction == "ltr")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{lang} is wider than the window"
