"""Tests of conflicting acts.

Both chairs act on the same question, undo acts, or send an act before the previous act is answered.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_steps import expect_current, expect_queue, expect_slot, fill, first_route, go_to
from tests.browser.test_main_path import row
from tests.servers import Client

pytestmark = pytest.mark.browser


def test_two_different_acts_on_one_question(watched, server):
    fill(server, 2)
    a, b = watched.enter("chair/a", allow=("status of 409",)), watched.enter("chair/b", allow=("status of 409",))
    row(b, "incoming", 1).click()
    expect(row(a, "incoming", 1).locator(".reader")).to_contain_text("Patryk Pawlak")
    expect(a.locator(".chair-reads")).to_contain_text("1")

    # Delay chair B's request until chair A has declined the question. So chair B acts on an outdated state.
    delayed = []
    b.route("**/approve/*", lambda route: delayed.append(route))
    row(b, "incoming", 1).locator("[data-act=approve]").click()
    b.wait_for_function("() => document.querySelector('[data-list=incoming] [data-number=\"1\"][aria-busy=true]')")
    row(a, "incoming", 1).locator("[data-act=decline]").first.click()
    a.locator("#decline [data-reason=off_topic]").click()
    expect(row(a, "incoming", 1)).to_have_count(0)
    first_route(b, delayed).continue_()
    expect(b.locator('[data-list=incoming] [data-number="1"] .message')).to_contain_text("Joyce Hakmeh declined this")
    declined = server.client("chair/b").read("questions?status=declined")[1]["questions"]
    assert [view["number"] for view in declined] == [1]


def test_the_same_act_of_both_chairs_is_no_conflict(watched, server):
    fill(server, 1)
    a, b = watched.enter("chair/a"), watched.enter("chair/b")
    delayed = []
    b.route("**/approve/*", lambda route: delayed.append(route))
    row(b, "incoming").locator("[data-act=approve]").click()
    expect(row(b, "incoming")).to_have_attribute("aria-busy", "true")
    row(a, "incoming").locator("[data-act=approve]").click()
    expect_queue(a, 1)
    first_route(b, delayed).continue_()
    expect_queue(b, 1)
    expect(b.locator('[data-act="dismiss"]')).to_have_count(0)


def test_a_refused_undo_names_the_other_chair(watched, server):
    fill(server, 1)
    a = watched.enter("chair/a", allow=("status of 409",))
    row(a, "incoming").locator("[data-act=approve]").click()
    expect_queue(a, 1)
    assert server.client("chair/b").command("set_next", {"number": 1, "version": 2})[0] == 200
    expect_slot(a, "next", 1)
    a.locator(".undo [data-act=undo]").click()
    expect(a.locator(".undo")).to_contain_text("Patryk Pawlak")
    expect_slot(a, "next", 1)


def undo_too_late(a: Page, b: Client) -> None:
    """Perform three acts: chair A approves No. 1, chair B sets No. 1 next, and chair A presses Undo."""
    go_to(a, "incoming", 1)
    a.keyboard.press("a")
    expect_queue(a, 1)
    assert b.command("set_next", {"number": 1, "version": 2})[0] == 200
    expect_slot(a, "next", 1)
    a.keyboard.press("u")


def test_undo_is_offered_again_after_the_other_chair_has_undone(watched, server):
    fill(server, 1)
    a, b = watched.enter("chair/a", allow=("status of 409",)), server.client("chair/b")
    undo_too_late(a, b)
    expect(a.locator(".undo")).to_contain_text("Patryk Pawlak changed No. 1")
    expect(a.locator(".undo [data-act=undo]")).to_have_count(0)
    assert b.command("undo")[0] == 200
    expect(a.locator(".undo")).to_have_text(re.compile("^\\s*You approved No. 1"))
    a.keyboard.press("u")
    expect(row(a, "incoming", 1)).to_be_visible()


def test_no_second_undo_before_the_answer_to_the_first(watched, server):
    fill(server, 1)
    a, b = watched.enter("chair/a", allow=("status of 409",)), server.client("chair/b")
    delayed = []
    a.route("**/chair/a/undo", lambda route: delayed.append(route))
    undo_too_late(a, b)
    expect(a.locator(".undo [data-act=undo]")).to_have_count(0)
    first_route(a, delayed).continue_()
    expect(a.locator(".undo")).to_contain_text("Patryk Pawlak changed No. 1")
    expect(a.locator(".undo [data-act=undo]")).to_have_count(0)


def test_undo_of_an_act_whose_change_arrives_before_its_answer(watched, server):
    fill(server, 1)
    page = watched.enter("chair/a")
    go_to(page, "incoming", 1)
    page.keyboard.press("a")
    expect(page.locator(".undo")).to_contain_text("You approved No. 1")
    answers = []
    page.route("**/set_next/*", lambda route: answers.append((route, route.fetch())))
    go_to(page, "queue", 1)
    page.keyboard.press("n")
    expect_slot(page, "next", 1)
    page.keyboard.press("u")
    route, answer = first_route(page, answers)
    route.fulfill(response=answer)
    expect_queue(page, 1)


def test_key_presses_during_a_move_are_executed_after_it(watched, server):
    fill(server, 5, approved=5)
    page = watched.enter("chair/a")
    delayed = []
    page.route("**/move/*", lambda route: delayed.append(route) if not delayed else route.continue_())
    go_to(page, "queue", 1)
    for _ in range(3):
        page.keyboard.press("Shift+J")
    expect(row(page, "queue", 1)).to_have_attribute("aria-busy", "true")
    first_route(page, delayed).continue_()
    expect_queue(page, 2, 3, 4, 1, 5)
    expect_current(page, "queue", 1)
