"""Tests of the dashboard with only the mouse or only touch. In some tests, rows and buttons move under the pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.dashboard_steps import expect_queue, expect_slot, fill, statuses, wait_until_settled
from tests.browser.test_main_path import row
from tests.browser.watched_pages import LIVE

pytestmark = pytest.mark.browser


def point_at(page: Page, target: Locator) -> None:
    """Move the mouse to the centre of the element."""
    box = target.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def press(page: Page, count: int = 1) -> None:
    """Press the mouse button at the mouse's position, regardless of the element there."""
    page.mouse.down(click_count=count)
    page.mouse.up(click_count=count)


def test_every_act_by_mouse_without_dragging(watched, server):
    fill(server, 5, approved=3)
    page = watched.enter("chair/a")

    def act(list_name: str, number: int, name: str) -> None:
        row(page, list_name, number).locator(f"[data-act={name}]").first.click()

    act("incoming", 4, "approve")
    expect_queue(page, 1, 2, 3, 4)
    act("queue", 4, "move_up")
    expect_queue(page, 1, 2, 4, 3)
    act("queue", 1, "move_down")
    expect_queue(page, 2, 1, 4, 3)

    row(page, "queue", 3).click()
    act("queue", 3, "menu")
    page.locator("#chair-menu").get_by_text("To the top").click()
    expect_queue(page, 3, 2, 1, 4)
    row(page, "queue", 1).click()
    act("queue", 1, "set_next")
    expect_slot(page, "next", 1)
    page.locator("[data-act=advance]").click()
    expect_slot(page, "live", 1)
    page.locator("[data-list=live] [data-act=put_back]").click()
    expect_queue(page, 1, 2, 4)
    page.locator("[data-act=undo]").click()
    expect_slot(page, "live", 1)
    wait_until_settled(page)
    page.locator("[data-list=live] [data-act=answer]").click()
    expect(page.locator("[data-list=live] .stage-question")).to_have_count(0)

    page.locator("[data-act=history]").click()
    answered = page.locator('[data-list=history] [data-row][data-number="1"]')
    answered.locator("[data-act=bring_back]").click()
    expect_slot(page, "live", 1)


def test_a_double_click_is_a_single_act(watched, server):
    fill(server, 6, approved=3)
    page = watched.enter("chair/a")
    point_at(page, row(page, "incoming", 4).locator("[data-act=approve]"))
    press(page)
    expect(row(page, "incoming", 4)).to_have_count(0)
    page.wait_for_timeout(600)
    press(page, 2)
    point_at(page, page.locator("[data-act=advance]"))
    press(page)
    expect_slot(page, "live", 1)
    press(page, 2)
    # Wait until the button names the act that it would undo now. If the button has just changed, it ignores a click.
    expect(page.locator(".undo")).not_to_contain_text("You approved")
    point_at(page, page.locator(".undo [data-act=undo]"))
    press(page)
    expect(page.locator("[data-list=live] .stage-question")).to_have_count(0)
    expect(page.locator(".undo")).to_contain_text("You approved No. 4")
    page.wait_for_timeout(600)  # wait longer than the interval between the two clicks of a double click
    press(page, 2)
    page.locator("[data-act=find]").first.click()
    assert statuses(server) == {1: "approved", 2: "approved", 3: "approved", 4: "approved", 5: "pending", 6: "pending"}


def test_a_click_on_a_row_that_has_just_moved_does_nothing(watched, server):
    fill(server, 6, approved=3)
    a, b = server.client("chair/a"), watched.person().new_page()
    b.clock.install()
    b.goto(watched.link("chair/b"))
    b.wait_for_selector(LIVE)
    expect_queue(b, 1, 2, 3)
    point_at(b, row(b, "queue", 2).locator("[data-act=move_down]"))
    # Pause the page's clock. So for the page, the press comes directly after the move, even on a busy machine.
    b.clock.pause_at(b.evaluate("Date.now()") / 1000 + 1)
    assert a.command("move", {"number": 3, "after": 0})[0] == 200
    expect_queue(b, 3, 1, 2)
    press(b)
    expect(b.locator(".undo")).to_contain_text("Something moved as you pressed: nothing was done.")
    b.clock.run_for(600)
    b.clock.resume()
    expect_queue(b, 3, 1, 2)

    # Since the last press, the row has not moved. So this click acts on the row.
    press(b)
    expect_queue(b, 3, 2, 1)

    # Press Advance just after the other chair has advanced the programme. The click and the key must not advance the
    # programme a second time.
    point_at(b, b.locator("[data-act=advance]"))
    assert a.command("advance", {"live": None, "next": None})[0] == 200
    expect_slot(b, "live", 3)
    press(b)
    b.keyboard.press("Shift+Enter")
    expect(b.locator("[data-act=advance]:not([aria-disabled])")).to_be_visible()
    assert statuses(server)[3] == "live"
    press(b)
    expect_slot(b, "live", 2)


def test_on_a_touch_screen_the_first_tap_performs_the_act(watched, server):
    fill(server, 3)
    page = watched.enter("chair/a", has_touch=True, viewport={"width": 1024, "height": 768})
    row(page, "incoming", 1).locator("[data-act=approve]").tap()
    expect_queue(page, 1)
    row(page, "incoming", 3).locator("[data-act=decline]").tap()
    expect(page.locator("#decline")).to_be_visible()
    page.locator("#decline [data-reason=no_question]").tap()
    expect(row(page, "incoming", 3)).to_have_count(0)
