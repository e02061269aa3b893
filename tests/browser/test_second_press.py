"""Tests of a second key press or click before the chair can see the result of the first.

The second press or click must have no effect.
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_steps import (
    TEXTS,
    expect_queue,
    expect_slot,
    fill,
    first_route,
    go_to,
    statuses,
    wait_until_settled,
)
from tests.browser.test_late_changes import open_delayed_dashboard

pytestmark = pytest.mark.browser


@contextmanager
def stopped_clock(page: Page):
    """Stop the page's clock. Otherwise the second press could come too late on a busy machine."""
    page.evaluate("() => { const now = performance.now(); performance.now = () => now; }")
    yield
    page.evaluate("() => { delete performance.now; }")


NOTHING_DONE = "The screen has just changed: this press did nothing. Press again if you mean it."


@pytest.mark.parametrize("between", [0, 50, 200, 400])
@pytest.mark.parametrize("late", [0, 300])
def test_a_second_advance_is_ignored(watched, server, between, late):
    fill(server, 5, approved=5)
    page, acts = open_delayed_dashboard(watched)
    expect_queue(page, 1, 2, 3, 4, 5)
    page.evaluate("late => { window.delay = late }", late)
    page.keyboard.press("Shift+Enter")
    page.wait_for_timeout(between)
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".undo")).to_contain_text(NOTHING_DONE)
    expect_slot(page, "live", 1)
    assert acts.count("advance") == 1
    wait_until_settled(page)
    assert statuses(server)[1] == "live"
    page.keyboard.press("Shift+Enter")
    expect_slot(page, "live", 2)
    assert acts.count("advance") == 2


def test_a_second_click_on_advance_is_ignored(watched, server):
    fill(server, 4, approved=4)
    page, acts = open_delayed_dashboard(watched)
    box = page.locator("[data-act=advance]").bounding_box()
    with stopped_clock(page):
        page.mouse.click(box["x"] + 10, box["y"] + 10)
        expect_slot(page, "live", 1)
        for x in (20, 60, 100):  # Use different positions, so that the clicks are no double click.
            page.mouse.click(box["x"] + x, box["y"] + 12)
        expect(page.locator("[data-act=advance]")).to_have_attribute("aria-disabled", "true")
    wait_until_settled(page)
    assert (acts.count("advance"), statuses(server)[1]) == (1, "live")


@pytest.mark.parametrize(("key", "act", "slot"), [("l", "take", "live"), ("n", "set_next", "next")])
def test_a_second_press_acts_on_no_other_row(watched, server, key, act, slot):
    fill(server, 4, approved=4)
    page, acts = open_delayed_dashboard(watched)
    go_to(page, "queue", 2)
    with stopped_clock(page):
        page.keyboard.press(key)
        expect_slot(page, slot, 2)
        page.keyboard.press(key)
        expect(page.locator(".undo")).to_contain_text(NOTHING_DONE)
    page.keyboard.press(key)
    wait_until_settled(page)
    assert acts.count(act) == 1
    assert statuses(server) == {1: "approved", 2: slot, 3: "approved", 4: "approved"}
    page.keyboard.press(key)
    expect_slot(page, slot, 3)


def test_a_question_just_taken_is_not_answered_by_another_key(watched, server):
    fill(server, 3, approved=3)
    page, acts = open_delayed_dashboard(watched)
    go_to(page, "queue", 2)
    page.keyboard.press("l")
    page.keyboard.press("Shift+Enter")
    expect_slot(page, "live", 2)
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".undo")).to_contain_text(NOTHING_DONE)
    wait_until_settled(page)
    assert (acts.count("advance"), statuses(server)[2]) == (0, "live")


def test_a_second_undo_does_not_change_the_screen(watched, server):
    fill(server, 3, approved=3)
    page, acts = open_delayed_dashboard(watched)
    for number in (1, 2):
        wait_until_settled(page)
        page.keyboard.press("Shift+Enter")
        expect_slot(page, "live", number)
    expect(page.locator(".undo")).to_contain_text("You advanced")
    with stopped_clock(page):
        page.keyboard.press("u")
        page.keyboard.press("u")
        expect(page.locator(".undo")).to_contain_text(NOTHING_DONE)
    expect_slot(page, "live", 1)
    assert acts.count("undo") == 1


def test_a_take_is_refused_if_the_live_question_has_changed(watched, server):
    fill(server, 3, approved=3)
    page, _ = open_delayed_dashboard(watched)
    context_errors = watched.problems
    go_to(page, "queue", 2)
    page.evaluate("window.delay = 1000")
    assert server.client("chair/b").command("take", {"number": 3, "version": 2})[0] == 200
    page.keyboard.press("l")
    expect(page.locator('[data-list=queue] [data-row][data-number="2"] .message')).to_contain_text(
        "Another question is on the screen now. Nothing was done."
    )
    assert statuses(server)[3] == "live"
    context_errors[:] = [problem for problem in context_errors if "status of 409" not in problem]


@pytest.mark.parametrize("late", [0, 600])
def test_ten_approvals_in_three_seconds_are_all_performed(watched, server, late):
    for number in range(11):
        assert server.client().command("ask", {"text": f"{TEXTS[number % 6]} {number}"})[0] == 201
    page, acts = open_delayed_dashboard(watched)
    go_to(page, "incoming", 1)
    page.evaluate("late => { window.delay = late }", late)
    for _ in range(10):
        page.keyboard.press("a")
        page.wait_for_timeout(250)
    expect_queue(page, *range(1, 11))
    assert acts.count("approve") == 10
    assert statuses(server)[11] == "pending"


def test_a_key_pressed_during_an_act_on_the_same_row_is_performed_afterwards(watched, server):
    fill(server, 3, approved=3)
    page, _ = open_delayed_dashboard(watched)
    go_to(page, "queue", 3)
    held: list = []
    page.route("**/chair/a/move/*", lambda route: held.append(route))
    page.keyboard.press("t")
    page.keyboard.press("n")
    first_route(page, held).continue_()
    expect_slot(page, "next", 3)
    expect_queue(page, 1, 2)


def test_a_reason_chosen_at_once_declines_the_next_row(watched, server):
    fill(server, 3)
    page, _ = open_delayed_dashboard(watched)
    go_to(page, "incoming", 1)
    page.evaluate("window.delay = 600")
    page.keyboard.press("a")
    page.keyboard.press("d")
    expect(page.locator("#decline-title")).to_contain_text("Decline No. 2")
    page.keyboard.press("Digit3")
    expect(page.locator("[data-list=incoming] [data-row]")).to_have_count(1)
    assert statuses(server) == {1: "approved", 3: "pending"}


def test_the_message_of_a_refused_advance_can_be_closed(watched, server):
    fill(server, 3, approved=3)
    page = watched.enter("chair/a", allow=("status of 409",))
    refusal = {"ok": False, "code": "advance.stale", "message": "Another question is on the screen now."}
    page.route("**/chair/a/advance/*", lambda route: route.fulfill(status=409, json=refusal))
    page.keyboard.press("Shift+Enter")
    message = page.locator(".advance .message")
    expect(message).to_contain_text("Another question is on the screen now.")
    message.get_by_role("button", name="Close").click()
    expect(message).to_have_count(0)
    expect(page.locator("body")).not_to_be_focused()
