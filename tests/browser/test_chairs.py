"""Two co-chairs: one with the keyboard alone, one with the mouse alone, and both at once at one question."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_main_path import row
from tests.servers import Server

pytestmark = pytest.mark.browser

TEXTS = ["Who pays for the first measure?", "Who checks the second?", "Thank you all.", "Which courts, and where?", "When does it begin?", "Who was left out?"]


def fill(server: Server, count: int, approved: int = 0) -> None:
    """Questions 1 to `count`, each by another person; the first `approved` in the queue."""
    for text in TEXTS[:count]:
        server.client().command("ask", {"text": text})
    chair = server.client("chair/b")
    for number in range(1, approved + 1):
        assert chair.command("approve", {"number": number, "version": 1})[0] == 200


def stands(page: Page, status: str, number: int) -> None:
    """This question is Now (`live`) or Next (`next`)."""
    expect(page.locator(f"[data-list={status}]")).to_have_attribute("data-number", str(number))


def queue(page: Page, *numbers: int) -> None:
    rows = page.locator("[data-list=queue] [data-row]:not(.remain)")
    expect(rows).to_have_count(len(numbers))
    for place, number in enumerate(numbers):
        expect(rows.nth(place)).to_have_attribute("data-number", str(number))


def current(page: Page, list_name: str, number: int) -> None:
    expect(page.locator(f'[data-list={list_name}] [data-row][data-number="{number}"]')).to_be_focused()


def test_by_keyboard_alone(room, server):
    fill(server, 6)
    page = room.enter("chair/a")
    press = page.keyboard.press
    expect(row(page, "incoming", 6)).to_be_visible()

    press("j")
    current(page, "incoming", 1)
    press("a")
    queue(page, 1)
    for number in (2, 4, 5):
        go_to(page, "incoming", number)
        press("a")
        expect(row(page, "queue", number)).to_be_visible()
    queue(page, 1, 2, 4, 5)

    go_to(page, "incoming", 3)
    press("d")
    expect(page.locator("#decline")).to_be_visible()
    press("Digit3")
    expect(row(page, "incoming", 3)).to_have_count(0)
    declined = server.client("chair/b").read("questions?status=declined")[1]["questions"]
    assert [(view["number"], view["reason"]) for view in declined] == [(3, "no_question")]

    press("u")
    expect(row(page, "incoming", 3)).to_be_visible()

    go_to(page, "queue", 4)
    press("t")
    queue(page, 4, 1, 2, 5)
    press("Shift+J")
    queue(page, 1, 4, 2, 5)
    press("n")
    stands(page, "next", 4)
    go_to(page, "queue", 2)
    press("l")
    stands(page, "live", 2)
    press("Shift+Enter")
    stands(page, "live", 4)
    stands(page, "next", 1)

    press("/")
    expect(page.locator("#find-text")).to_be_focused()
    page.keyboard.type("courts")
    expect(page.locator("[data-list=incoming] [data-row]")).to_have_count(0)
    press("Escape")
    expect(row(page, "incoming", 6)).to_be_visible()
    press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    press("Escape")
    expect(page.locator("#keys-help")).to_be_hidden()

    press("h")
    history = page.locator('[data-list=history] [data-row][data-number="2"]')
    expect(history).to_be_visible()


def go_to(page: Page, list_name: str, number: int) -> None:
    """By the arrow keys to this row."""
    here = page.locator(f'[data-list={list_name}] [data-row][data-number="{number}"]')
    expect(here).to_be_visible()
    page.keyboard.press("ArrowRight" if list_name == "queue" else "ArrowLeft")
    for _ in range(8):
        page.keyboard.press("k")
    for _ in range(8):
        if here.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("j")
    raise AssertionError(f"the keys never reach No. {number} in {list_name}")


def test_by_touch_the_first_tap_acts(room, server):
    fill(server, 3)
    page = room.enter("chair/a", has_touch=True, viewport={"width": 1024, "height": 768})
    row(page, "incoming", 1).locator("[data-act=approve]").tap()
    queue(page, 1)
    row(page, "incoming", 3).locator("[data-act=decline]").tap()
    expect(page.locator("#decline")).to_be_visible()
    page.locator("#decline [data-reason=no_question]").tap()
    expect(row(page, "incoming", 3)).to_have_count(0)


def test_both_at_one_question(room, server):
    fill(server, 2)
    a, b = room.enter("chair/a", allow=("status of 409",)), room.enter("chair/b", allow=("status of 409",))
    row(b, "incoming", 1).click()
    expect(row(a, "incoming", 1).locator(".reader")).to_contain_text("Patryk Pawlak")
    expect(a.locator(".chair-reads")).to_contain_text("1")

    # B's wish is held on its way until A has decided: both acted on what they saw.
    held = []
    b.route("**/approve/*", lambda route: held.append(route))
    row(b, "incoming", 1).locator("[data-act=approve]").click()
    b.wait_for_function("() => document.querySelector('[data-list=incoming] [data-number=\"1\"][aria-busy=true]')")
    row(a, "incoming", 1).locator("[data-act=decline]").first.click()
    a.locator("#decline [data-reason=off_topic]").click()
    expect(row(a, "incoming", 1)).to_have_count(0)
    held[0].continue_()
    expect(b.locator('[data-list=incoming] [data-number="1"] .note')).to_contain_text("Joyce Hakmeh declined this")
    declined = server.client("chair/b").read("questions?status=declined")[1]["questions"]
    assert [view["number"] for view in declined] == [1]


def test_the_same_wish_twice_is_no_conflict(room, server):
    fill(server, 1)
    a, b = room.enter("chair/a"), room.enter("chair/b")
    held = []
    b.route("**/approve/*", lambda route: held.append(route))
    row(b, "incoming").locator("[data-act=approve]").click()
    expect(row(b, "incoming")).to_have_attribute("aria-busy", "true")
    row(a, "incoming").locator("[data-act=approve]").click()
    queue(a, 1)
    held[0].continue_()
    queue(b, 1)
    expect(b.locator('[data-act="dismiss"]')).to_have_count(0)


def test_undo_that_the_other_has_overtaken_says_who(room, server):
    fill(server, 1)
    a = room.enter("chair/a", allow=("status of 409",))
    row(a, "incoming").locator("[data-act=approve]").click()
    queue(a, 1)
    assert server.client("chair/b").command("set_next", {"number": 1, "version": 2})[0] == 200
    stands(a, "next", 1)
    a.locator(".undo [data-act=undo]").click()
    expect(a.locator(".undo")).to_contain_text("Patryk Pawlak")
    stands(a, "next", 1)


def test_by_mouse_alone_without_dragging(room, server):
    fill(server, 5, approved=3)
    page = room.enter("chair/a")
    act = lambda list_name, number, name: row(page, list_name, number).locator(f"[data-act={name}]").first.click()
    act("incoming", 4, "approve")
    queue(page, 1, 2, 3, 4)
    act("queue", 4, "move_up")
    queue(page, 1, 2, 4, 3)
    act("queue", 1, "move_down")
    queue(page, 2, 1, 4, 3)

    row(page, "queue", 3).click()
    act("queue", 3, "menu")
    page.locator("#chair-menu").get_by_text("To the top").click()
    queue(page, 3, 2, 1, 4)
    row(page, "queue", 1).click()
    act("queue", 1, "set_next")
    stands(page, "next", 1)
    page.locator("[data-act=advance]").click()
    stands(page, "live", 1)
    page.locator("[data-list=live] [data-act=put_back]").click()
    queue(page, 1, 2, 4)
    page.locator("[data-act=undo]").click()
    stands(page, "live", 1)
    page.locator("[data-list=live] [data-act=answer]").click()
    expect(page.locator("[data-list=live] .stage-question")).to_have_count(0)

    page.locator("[data-act=history]").click()
    answered = page.locator('[data-list=history] [data-row][data-number="1"]')
    answered.locator("[data-act=bring_back]").click()
    stands(page, "live", 1)
