"""Tests of the chairs' tools against a flood of questions from new phones.

The tools are: the counts of new phones, the switch "new phones wait", and the acts on all questions of one kind. While
the switch is on, questions of new phones wait for release.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_main_path import ask, row
from tests.browser.watched_pages import cookies_of
from tests.web.phones import flood, phone

pytestmark = pytest.mark.browser

WINDOW = {"viewport": {"width": 1280, "height": 665}}
BAR = ".newcomers-bar"
HELD = "Received, waiting for release by the chairs"


def test_chairs_handle_a_flood_with_the_meter_the_switch_and_acts_by_kind(watched, server):
    assert phone(server, minutes_ago=30).command("ask", {"text": "Honest, from before?"})[0] == 201
    a, b = watched.enter("chair/a", **WINDOW), watched.enter("chair/b", **WINDOW)
    expect(row(a, "incoming", 1)).to_be_visible()
    expect(a.locator(BAR)).to_have_count(0)

    assert {status for status, _ in flood(server, 20)} == {201}
    for page in (a, b):
        expect(page.locator(BAR)).to_contain_text("new phones since")
        expect(page.locator(BAR)).to_contain_text("20 questions in Incoming")

    a.locator("[data-act=hold_newcomers]").click()
    for page in (a, b):
        expect(page.locator(BAR)).to_contain_text("New phones wait since")
    asker = watched.enter()
    ask(asker, "New and honest?")
    expect(asker.locator(".own-row .status")).to_have_text(HELD)
    expect(b.locator(BAR)).to_contain_text("1 waits for release")
    expect(row(b, "incoming", 22)).to_have_count(0)

    row(a, "incoming", 2).click()
    row(a, "incoming", 2).locator("[data-act=menu]").click()
    a.get_by_role("button", name="Several questions…").last.click()
    dialog = a.locator("#kinds")
    expect(dialog.locator("[data-kind=alike]")).to_contain_text("20 questions in Incoming")
    expect(dialog.locator("[data-kind=asker]")).to_contain_text("1 question in Incoming")
    dialog.get_by_role("button", name="Decline 20 questions").click()
    for page in (a, b):
        expect(page.locator(".panel.incoming [data-row]")).to_have_count(1)
    expect(dialog).to_be_hidden()
    expect(a.locator(".undo")).to_contain_text("You declined 20 questions")
    a.locator("[data-act=undo]").click()
    for page in (a, b):
        expect(page.locator(".panel.incoming [data-row]")).to_have_count(21)

    b.locator("[data-act=show_held]").click()
    held = row(b, "history", 22)
    expect(held).to_contain_text("New and honest?")
    held.locator("[data-act=release]").click()
    expect(row(a, "incoming", 22)).to_contain_text("New and honest?")
    expect(asker.locator(".own-row .status")).to_have_text("Received, waiting")
    expect(held).to_have_count(0)
    b.locator("[data-act=admit_newcomers]").click()
    expect(a.locator("[data-act=hold_newcomers]")).to_be_visible()


def test_a_page_without_scripts_says_that_the_question_waits(watched, server):
    server.chair.command("hold_newcomers")
    asker = server["asker"]
    assert asker.command("ask", {"text": "New?"})[0] == 201
    person = watched.person(java_script_enabled=False)
    person.add_cookies(cookies_of(asker))
    page = person.new_page()
    page.goto(f"{server.url}/s/{server.code}/own")
    expect(page.locator(".own-row .status")).to_contain_text(HELD)
