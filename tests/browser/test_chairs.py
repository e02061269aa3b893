"""Tests of the dashboard of a chair who uses only the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.dashboard_steps import expect_current, expect_queue, expect_slot, fill, go_to, wait_until_settled
from tests.browser.test_main_path import row

pytestmark = pytest.mark.browser


def test_every_act_by_keyboard(watched, server):
    fill(server, 6)
    page = watched.enter("chair/a")
    press = page.keyboard.press
    expect(row(page, "incoming", 6)).to_be_visible()

    press("j")
    expect_current(page, "incoming", 1)
    press("a")
    expect_queue(page, 1)
    for number in (2, 4, 5):
        go_to(page, "incoming", number)
        press("a")
        expect(row(page, "queue", number)).to_be_visible()
    expect_queue(page, 1, 2, 4, 5)

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
    expect_queue(page, 4, 1, 2, 5)
    press("Shift+J")
    expect_queue(page, 1, 4, 2, 5)
    press("n")
    expect_slot(page, "next", 4)
    go_to(page, "queue", 2)
    press("l")
    expect_slot(page, "live", 2)
    wait_until_settled(page)
    press("Shift+Enter")
    expect_slot(page, "live", 4)
    expect_slot(page, "next", 1)

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


def test_an_empty_list_says_how_many_questions_the_filter_hides(watched, server):
    fill(server, 3)
    page = watched.enter("chair/a")
    empty = page.locator("[data-list=incoming] .empty")
    page.keyboard.press("/")
    page.locator("#find-text").fill("#2")
    expect(row(page, "incoming", 1)).to_have_count(0)
    expect(empty).to_have_count(0)
    # The only question that the filter shows leaves the list. The filter stays active.
    row(page, "incoming", 2).locator("[data-act=approve]").click()
    expect(empty).to_contain_text("The filter hides 2 questions.")
    expect(page.locator("[data-list=incoming] .count")).to_have_text("0 of 2")
    empty.get_by_role("button", name="Show all").press("Enter")
    expect(row(page, "incoming", 1)).to_be_visible()
    expect(page.locator("#find-text")).to_have_count(0)
    # The focus must be on a row, not on the body of the page.
    assert page.evaluate("document.activeElement.closest('[data-row]') !== null")

    # If no question is pending, the list says that there is nothing to review.
    chair = server.client("chair/b")
    for view in chair.read("snapshot")[1]["put"]:
        if view["status"] == "pending":
            assert chair.command("approve", {"number": view["number"], "version": view["version"]})[0] == 200
    expect(empty).to_have_text("Nothing to review. Questions come here first.")


def test_the_focus_returns_from_the_history(watched, server):
    fill(server, 4, approved=2)
    assert server.client("chair/b").command("decline", {"number": 1, "version": 2, "reason": "off_topic"})[0] == 200
    page = watched.enter("chair/a")
    go_to(page, "incoming", 4)

    def open_declined() -> None:
        page.keyboard.press("h")
        page.locator("[data-act=older][data-value=declined]").press("Enter")
        expect(page.locator('[data-list=history] [data-row][data-number="1"]')).to_be_visible()
        page.keyboard.press("ArrowRight")
        expect_current(page, "history", 1)

    open_declined()
    page.keyboard.press("h")
    expect_current(page, "incoming", 4)
    page.keyboard.press("k")
    expect_current(page, "incoming", 3)

    # After `reconsider`, the row of the question is no longer the current row. So the key A must not approve this
    # question.
    open_declined()
    page.keyboard.press("Tab")
    expect(page.locator("[data-list=history] [data-act=reconsider]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-list=history] [data-row]")).to_have_count(0)
    page.keyboard.press("a")
    page.keyboard.press("ArrowLeft")
    expect_current(page, "incoming", 1)
    page.keyboard.press("h")
    expect_queue(page, 2)


def test_several_questions_are_declined_by_keyboard(watched, server):
    fill(server, 5)
    page = watched.enter("chair/a")
    for number in (2, 3, 5):
        go_to(page, "incoming", number)
        page.keyboard.press("x")
    expect(page.locator(".selection")).to_contain_text("3 selected")
    assert server.client("chair/b").command("approve", {"number": 3, "version": 1})[0] == 200
    expect(page.locator(".selection")).to_contain_text("2 selected")
    page.keyboard.press("d")
    expect(page.locator("#decline-title")).to_have_text("Decline 2 questions: for which reason?")
    page.keyboard.press("Digit1")
    expect(page.locator(".selection")).to_have_count(0)
    declined = server.client("chair/b").read("questions?status=declined")[1]["questions"]
    assert [view["number"] for view in declined] == [5, 2]
    page.keyboard.press("j")
    expect_current(page, "incoming", 4)


def test_the_keys_reach_now_and_next_above_the_columns(watched, server):
    fill(server, 5, approved=4)
    page = watched.enter("chair/a")
    press = page.keyboard.press
    press("Shift+Enter")
    expect_slot(page, "next", 2)
    go_to(page, "incoming", 5)
    press("k")
    expect_current(page, "live", 1)
    press("ArrowRight")
    expect_current(page, "next", 2)
    press("j")
    expect_current(page, "queue", 3)
    press("k")
    press("ArrowLeft")
    expect_current(page, "live", 1)

    press("e")
    expect(page.locator("[data-list=live] [data-wording] textarea")).to_be_focused()
    press("Escape")
    expect_current(page, "live", 1)
    press("ArrowRight")
    wait_until_settled(page)
    press("l")
    expect_slot(page, "live", 2)
    page.locator(".advance:not([aria-busy])").wait_for()
    press("k")
    press("k")
    expect_current(page, "live", 2)
    press("d")
    expect(page.locator("#decline-title")).to_contain_text("No. 2")
    press("Digit1")
    expect(page.locator("[data-list=live] [data-row]")).to_have_count(0)
    press("j")
    expect(page.locator("[data-row][data-current]")).to_be_focused()


def test_enter_moves_from_the_search_field_to_the_result(watched, server):
    fill(server, 6, approved=4)
    page = watched.enter("chair/a")
    page.keyboard.press("/")
    page.keyboard.type("courts")
    page.keyboard.press("Enter")
    expect_current(page, "queue", 4)
    page.keyboard.press("n")
    expect_slot(page, "next", 4)
    page.keyboard.press("Escape")
    expect(page.locator(".find")).to_have_count(0)
    expect_queue(page, 1, 2, 3)


def test_the_arrow_keys_move_in_their_direction_in_arabic(watched, server):
    fill(server, 4, approved=3)
    page = watched.enter("chair/a", lang="ar")
    page.keyboard.press("Shift+Enter")
    expect_slot(page, "next", 2)
    page.keyboard.press("j")
    expect_current(page, "incoming", 4)
    page.keyboard.press("ArrowLeft")
    expect_current(page, "queue", 3)
    page.keyboard.press("k")
    expect_current(page, "next", 2)
    page.keyboard.press("ArrowRight")
    expect_current(page, "live", 1)
    page.keyboard.press("ArrowRight")
    expect_current(page, "live", 1)
