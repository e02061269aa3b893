"""Tests of rows that leave a chair's list after an act of the other chair or of the asker.

For some seconds, a line above the list names the act. The row under the mouse does not move.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_measures import heights
from tests.browser.test_main_path import row
from tests.web.served_session import ServedSession

pytestmark = pytest.mark.browser

WINDOW = {"viewport": {"width": 1280, "height": 665}}
LINES = ".panel.incoming .handled-line"
SHOWN = 8000
"""The line about an act disappears after this time (ms)."""


def fill(server: ServedSession, count: int) -> None:
    for number in range(1, count + 1):
        server.ask(f"Which of the {number} measures comes first, and who decides?", who=f"asker {number}")


def enter_with_clock(watched, count: int) -> Page:
    """Open the page of chair A with a clock that the test can move. Wait until the page shows `count` rows."""
    person = watched.person(**WINDOW)
    page = person.new_page()
    page.clock.install()
    page.goto(watched.link("chair/a"))
    expect(page.locator(".panel.incoming [data-row]")).to_have_count(count)
    return page


def place_of(page: Page, number: int) -> dict:
    return row(page, "incoming", number).bounding_box()


def test_at_most_three_lines_name_the_acts_on_removed_rows_for_eight_seconds(watched, server):
    fill(server, 9)
    page = enter_with_clock(watched, 9)
    pointed = row(page, "incoming", 5).locator("[data-act=approve]")
    pointed.hover()
    before = place_of(page, 5)
    server.act("approve", 1, seat="chair/b")
    server.act("decline", 2, seat="chair/b", reason="off_topic")
    server.act("approve", 3, seat="chair/b")
    assert server["asker 4"].command("withdraw", {"number": 4})[0] == 200
    expect(page.locator(".panel.incoming [data-row]")).to_have_count(5)
    lines = page.locator(LINES)
    expect(lines).to_have_count(3)
    expect(page.locator(f'{LINES}[data-number="4"]')).to_contain_text("The asker withdrew this")
    assert heights(page, LINES) == [24, 24, 24]
    assert place_of(page, 5) == before, "the row under the mouse has moved"

    page.clock.fast_forward(SHOWN)
    expect(lines).to_have_count(0)
    assert place_of(page, 5) == before
    assert pointed.evaluate("button => button.matches(':hover')")

    page.mouse.move(1200, 500)
    expect(page.locator(".panel.incoming [style*='--gap']")).to_have_count(0)
    assert place_of(page, 5)["y"] < before["y"], "the gap has not closed"


def test_a_row_below_and_a_row_above_move_nothing_under_the_mouse(watched, server):
    fill(server, 12)
    page = watched.enter("chair/a", **WINDOW)
    expect(page.locator(".panel.incoming [data-row]")).to_have_count(12)
    row(page, "incoming", 3).locator("[data-act=decline]").hover()
    before = place_of(page, 3)
    server.act("approve", 5, seat="chair/b")
    expect(page.locator(LINES)).to_have_count(1)
    assert place_of(page, 3) == before
    assert place_of(page, 4)["y"] == before["y"] + before["height"]

    server.act("approve", 1, seat="chair/b")
    expect(row(page, "incoming", 1)).to_have_count(0)
    expect(page.locator(LINES)).to_have_count(2)
    assert place_of(page, 3) == before
    assert server["chair/b"].command("undo")[0] == 200
    expect(row(page, "incoming", 1)).to_have_count(1)
    assert place_of(page, 3) == before


def test_a_longer_now_moves_no_row_under_the_mouse(watched, server):
    fill(server, 8)
    server.ask("Who pays? " * 20, who="asker 9")
    for number in (1, 9):
        server.act("approve", number, seat="chair/b")
    assert server["chair/b"].command("advance", {"live": None, "next": None})[0] == 200
    page = watched.enter("chair/a", **WINDOW)
    expect(page.locator("[data-list=live]")).to_have_attribute("data-number", "1")
    row(page, "incoming", 4).locator("[data-act=approve]").hover()
    before, head = place_of(page, 4), page.locator("#heading-incoming").bounding_box()
    assert server["chair/b"].command("advance", {"live": 1, "next": 9})[0] == 200
    expect(page.locator("[data-list=live]")).to_have_attribute("data-number", "9")
    assert page.locator("#heading-incoming").bounding_box() != head
    assert place_of(page, 4) == before


def test_the_row_below_keeps_its_place_when_the_row_under_the_mouse_leaves(watched, server):
    fill(server, 6)
    page = watched.enter("chair/a", **WINDOW)
    expect(page.locator(".panel.incoming [data-row]")).to_have_count(6)
    row(page, "incoming", 2).hover()
    before = place_of(page, 3)
    server.act("approve", 2, seat="chair/b")
    expect(page.locator(LINES)).to_have_count(1)
    assert place_of(page, 3) == before


def test_act_keys_have_no_effect_after_another_seat_has_removed_the_current_row(watched, server):
    fill(server, 5)
    page = watched.enter("chair/a", **WINDOW)
    for _ in range(3):
        page.keyboard.press("j")
    expect(row(page, "incoming", 3)).to_be_focused()
    server.act("decline", 3, seat="chair/b", reason="off_topic")
    expect(page.locator(LINES)).to_have_count(1)
    assert page.evaluate("document.activeElement !== document.body")
    page.keyboard.press("a")
    page.keyboard.press("j")
    expect(row(page, "incoming", 4)).to_be_focused()
    assert [server.seen(number)["status"] for number in (1, 2, 4, 5)] == ["pending"] * 4
    page.keyboard.press("k")
    expect(row(page, "incoming", 2)).to_be_focused()
