"""Tests of the keyboard focus. After every act, an element has the focus, not the body of the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_steps import TEXTS, fill, first_route, go_to, wait_until_settled
from tests.browser.keyboard_driver import KeyboardDriver
from tests.browser.mouse_driver import MouseDriver
from tests.browser.watched_pages import LIVE

pytestmark = pytest.mark.browser


def expect_focus(page: Page, act: str) -> None:
    """Wait until no element is busy. Check that an element has the focus, and not the body of the page."""
    expect(page.locator("#main [aria-busy=true]")).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body"), act


@pytest.mark.parametrize("driver", [KeyboardDriver, MouseDriver])
def test_no_act_loses_the_focus(watched, server, driver):
    fill(server, 6, approved=2)
    assert server.client().command("ask", {"text": "¿Quién paga?", "language": "es"})[0] == 201
    page = watched.enter("chair/a")
    chair = driver(page)
    go_to(page, "incoming", 3)
    for name, arguments in (
        ("approve", (3,)),
        ("approve_top", (4,)),
        ("decline", (5, "off_topic")),
        ("reconsider", (5,)),
        ("wording", (5, "Who begins?", False)),
        ("merge", (5, 6)),
        ("approve", (6,)),
        ("split", (5, 6)),
        ("to_top", (6,)),
        ("move_down", (6,)),
        ("set_next", (1,)),
        ("put_back", ("next",)),
        ("take", (1,)),
        ("put_back", ("live",)),
        ("advance", ()),
        ("answer", ()),
        ("bring_back", (1,)),
        ("decline", (1, "off_topic", None, "live")),
        ("translate", (7, "Who pays?", "incoming")),
        ("decline_several", ([5, 7], "off_topic")),
    ):
        getattr(chair, name)(*arguments)
        chair.settled()
        expect_focus(page, name)


def test_a_button_that_disappears_after_its_act_does_not_lose_the_focus(watched, server):
    fill(server, 3, approved=2)
    page = watched.enter("chair/a")
    wait_until_settled(page)
    for selector in (
        "[data-act=clear_screen]",
        "[data-act=restore_screen]",
        "[data-act=advance]",
        "[data-list=live] [data-act=put_back]",
        "[data-act=undo]",
    ):
        wait_until_settled(page)
        page.wait_for_timeout(600)  # wait longer than the interval of a double tap
        page.locator(selector).first.focus()
        page.keyboard.press("Enter")
        expect_focus(page, selector)
    assert server.client("chair/b").command("note", {"text": "Please take No. 2."})[0] in (200, 201)
    page.locator(".note-strip [data-act=acknowledge]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".note-strip")).to_have_count(0)
    expect_focus(page, "acknowledge")
    page.locator("[data-act=selecting]").first.focus()
    page.keyboard.press("Enter")
    page.locator("[data-act=selecting]").first.focus()
    page.keyboard.press("Enter")
    expect_focus(page, "selecting")


def test_acts_of_the_other_chair_do_not_move_the_focus(watched, server):
    fill(server, 4, approved=2)
    page = watched.enter("chair/a")
    chair_b = server.client("chair/b")
    page.locator("[data-act=advance]").focus()
    assert chair_b.command("advance", {"live": None, "next": None})[0] == 200
    expect(page.locator("[data-list=live]")).to_have_attribute("data-number", "1")
    page.locator("[data-list=live] [data-act=answer]").focus()
    assert chair_b.command("answer", {"number": 1, "version": 3})[0] == 200
    expect(page.locator("[data-list=live] [data-row]")).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body")


def test_enter_that_ends_a_composition_merges_and_sends_nothing(watched, server):
    fill(server, 3, approved=1)
    page = watched.enter("chair/a")
    press_enter = """field => field.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }))"""
    go_to(page, "incoming", 2)
    page.keyboard.press("m")
    page.locator("#merge-find").fill("1")
    expect(page.locator('[data-candidate="1"]')).to_have_attribute("aria-selected", "true")
    page.locator("#merge-find").evaluate(press_enter)
    expect(page.locator("#merge")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.locator("#note-text").fill("にほん")
    page.locator("#note-text").evaluate(press_enter)
    expect(page.locator("#note-text")).to_have_value("にほん")
    expect(page.locator(".chair-note")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".chair-note")).to_have_count(1)


HIDE = """isHidden => {
  Object.defineProperty(document, "visibilityState", { value: isHidden ? "hidden" : "visible", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_the_title_of_a_hidden_tab_counts_new_questions_and_notes(watched, server):
    fill(server, 2)
    page = watched.enter("chair/a")
    title = page.title()
    page.evaluate(HIDE, True)
    fill(server, 3)
    expect(page).to_have_title(f"(3) {title}")
    assert server.client("chair/b").command("note", {"text": "Please come back."})[0] in (200, 201)
    expect(page).to_have_title(f"(4) {title}")
    page.evaluate(HIDE, False)
    expect(page).to_have_title(f"(1) {title}")
    page.locator(".note-strip [data-act=acknowledge]").click()
    expect(page).to_have_title(title)


def test_a_new_question_is_shown_when_the_focused_row_leaves_in_the_same_change(watched, server):
    fill(server, 2)
    context, lost = watched.person(), []

    def connect(route):
        socket = route.connect_to_server()
        socket.on_message(lambda message: lost.append(message) if is_lost(message) else route.send(message))

    def is_lost(message) -> bool:
        return '["change"' in message and not lost

    context.route_web_socket("**/socket.io/**", connect)
    page = context.new_page()
    page.goto(watched.link("chair/a"))
    page.wait_for_selector(LIVE)
    go_to(page, "incoming", 1)
    # The route drops the first change. When the second change arrives, the page requests both changes and gets them as
    # one change.
    assert server.client("chair/b").command("approve", {"number": 1, "version": 1})[0] == 200
    first_route(page, lost)
    server.client().command("ask", {"text": TEXTS[2]})
    shown = """() => {
      const rows = [...document.querySelectorAll("[data-list=incoming] [data-row]")];
      const numbers = rows.map((row) => row.dataset.number);
      return !numbers.includes("1") && numbers;
    }"""
    assert page.wait_for_function(shown).json_value() == ["2", "3"]
