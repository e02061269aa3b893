"""The path of a newcomer from an empty data folder to the open session, only by links and buttons of the pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_imports import payload
from tests.browser.test_look import png
from tests.browser.watched_pages import LIVE, WatchedPages
from tests.servers import Server
from tests.services.imports import files
from tests.web.served_session import control

pytestmark = pytest.mark.browser

GROUPS = (("Cities", "Villes", "Ciudades"), ("Farmers", "Agriculteurs", "Agricultores"), ("Press", "Presse", "Prensa"))
PANEL = ("Ida Falk", "Omar Haddad", "Lucie Meunier", "Chen Yu", "Marta Gil")
QUESTIONS = [["Question", "Name", "Group"]] + [
    [f"Question {n}: who pays for measure {n}?", f"Person {n}", GROUPS[n % 3][n % 2]] for n in range(96)
]


@pytest.fixture
def server(tmp_path):
    """Start a server with an empty data folder and without a session file."""
    server = Server(tmp_path / "data", environment={"SESSION_FILE": ""}).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()


def test_a_newcomer_creates_and_opens_a_session_without_help(browser, server):
    with WatchedPages(browser, server) as watched:
        page = watched.person(allow=("status of 400",), viewport={"width": 1440, "height": 900}).new_page()
        page.goto(control(server, "admin_link", {})["admin_link"])
        create(page)
        set_up(page)
        hand_out(page)
        import_questions(page)
        code = re.search(r"/s/(\w+)/", page.url)[1]
        phones = [watched.person(lang).new_page() for lang in ("es", "en")]
        for phone in phones:
            phone.goto(f"{server.url}/s/{code}")
            phone.wait_for_selector(LIVE)
            phone.evaluate("window.isSame = true")
        correct(page, phones, "Agua para todas", "Omar El Haddad")
        expect(page.locator("[data-saved]")).to_contain_text("Saved")
        page.get_by_role("link", name="What is left to do").click()
        left = {item: page.locator(f".checklist [data-item={item}] .hint") for item in ("setup", "import", "handout")}
        expect(left["setup"]).to_have_text("done")
        expect(left["import"]).to_have_text("96 questions")
        expect(left["handout"]).to_have_text("9 links not opened yet")
        page.get_by_role("button", name="Open the session").click()
        early = page.locator(".confirm [data-early]")
        expect(early).to_contain_text(
            re.compile(r"^The session starts on 4 June 2030 at 15:00.* \(in [\d,]+ days\)\. Open it now\?$")
        )
        page.get_by_role("button", name="Delete the rehearsal and open").click()
        expect(page.locator(".outcome")).to_have_text("The session is open.")
        expect(page.locator(".checklist")).to_have_count(0)
        expect(page.locator(".counts dd").first).to_have_text("96")
        correct(page, phones, "Agua para todos, hoy", "Omar Al-Haddad", buttons=2)
        assert all(phone.evaluate("window.isSame === true") for phone in phones)


def create(page: Page) -> None:
    page.get_by_role("link", name="New session").click()
    page.get_by_label("Title").fill("Water for all")
    page.get_by_text("Other languages of the session").click()
    page.get_by_label("Français").check()
    page.get_by_label("Español").check()
    page.get_by_label("Date").fill("2030-06-04")
    page.get_by_label("Starts").fill("15:00")
    page.get_by_role("button", name="Create the session").click()
    page.get_by_role("button", name="Set up the session myself").click()
    expect(page.locator("#title-en")).to_have_value("Water for all")


def set_up(page: Page) -> None:
    page.get_by_label("Title, French").fill("L’eau pour tous")
    page.get_by_label("Title, Spanish").fill("Agua para todos")
    for seat, name in (("a", "Ana Ruiz"), ("b", "Ben Ode")):
        page.locator(f'[data-person="{seat}"]').get_by_label("Name", exact=True).fill(name)
    for name in PANEL:
        page.get_by_role("button", name="Add a panellist").click()
        page.wait_for_function("document.activeElement.id.startsWith('panellist') && !document.activeElement.value")
        page.keyboard.type(name)
    page.get_by_role("button", name="Remove all groups").click()
    for texts in GROUPS:
        page.get_by_role("button", name="Add a group of your own").click()
        page.wait_for_function("document.activeElement.id.startsWith('group') && !document.activeElement.value")
        for text in texts:
            page.keyboard.type(text)
            page.keyboard.press("Tab")
    # The French "Presse" begins with the English "Press". Check that the page keeps the whole French text.
    expect(page.locator("#group-3-label-fr")).to_have_value("Presse")
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": png()}
    page.locator("#look-logo").set_input_files(logo)
    expect(page.locator("[data-logo=logo] img")).to_be_visible()
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    expect(page.locator("#form .error")).to_have_count(0)
    for phrase in ("Starts", "Ends"):
        expect(page.locator(".index").get_by_text(phrase, exact=True)).to_have_count(0)


def hand_out(page: Page) -> None:
    page.get_by_role("link", name="Hand out the links").click()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Show the sheets to print").click()
    # Nine sheets: for two chairs, five panellists, the stage and the booth.
    expect(opened.value.locator(".sheet")).to_have_count(9)
    opened.value.close()


def import_questions(page: Page) -> None:
    page.get_by_role("link", name="Import questions").click()
    page.locator("#file").set_input_files(payload(files.as_csv(QUESTIONS), "registration.csv"))
    expect(page.locator("[data-count]")).to_have_text("96 questions go to Incoming.")
    page.get_by_role("button", name="Import 96 questions").click()
    expect(page.locator("[data-figure=added]")).to_have_text("96")


def correct(page: Page, phones: list[Page], title: str, name: str, buttons: int = 0) -> None:
    """Correct a title and a panellist. Press "Show the change" whenever the page of the open session offers this
    button.
    """
    page.get_by_role("link", name="Set-up").click()
    page.get_by_label("Title, Spanish").fill(title)
    page.locator('[data-person="panellist_2"]').get_by_label("Name", exact=True).fill(name)
    page.keyboard.press("Tab")
    show = page.get_by_role("button", name="Show the change")
    expect(show).to_have_count(buttons)
    for left in range(buttons, 0, -1):
        show.first.click()
        expect(show).to_have_count(left - 1)
    for phone in phones:
        expect(phone.locator('#to option[value="panellist_2"]')).to_have_text(name)
    expect(phones[0].locator("h1")).to_have_text(title)
    expect(phones[1].locator("h1")).to_have_text("Water for all")
