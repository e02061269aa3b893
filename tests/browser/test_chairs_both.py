"""Both chairs at once at one question, what undo takes back, and acts that come one upon the other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_steps import caught, current, fill, go_to, queue, stands
from tests.browser.test_main_path import row
from tests.servers import Client

pytestmark = pytest.mark.browser


def test_both_at_one_question(watched, server):
    fill(server, 2)
    a, b = watched.enter("chair/a", allow=("status of 409",)), watched.enter("chair/b", allow=("status of 409",))
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
    caught(b, held).continue_()
    expect(b.locator('[data-list=incoming] [data-number="1"] .message')).to_contain_text("Joyce Hakmeh declined this")
    declined = server.client("chair/b").read("questions?status=declined")[1]["questions"]
    assert [view["number"] for view in declined] == [1]


def test_the_same_wish_twice_is_no_conflict(watched, server):
    fill(server, 1)
    a, b = watched.enter("chair/a"), watched.enter("chair/b")
    held = []
    b.route("**/approve/*", lambda route: held.append(route))
    row(b, "incoming").locator("[data-act=approve]").click()
    expect(row(b, "incoming")).to_have_attribute("aria-busy", "true")
    row(a, "incoming").locator("[data-act=approve]").click()
    queue(a, 1)
    caught(b, held).continue_()
    queue(b, 1)
    expect(b.locator('[data-act="dismiss"]')).to_have_count(0)


def test_undo_that_the_other_has_overtaken_says_who(watched, server):
    fill(server, 1)
    a = watched.enter("chair/a", allow=("status of 409",))
    row(a, "incoming").locator("[data-act=approve]").click()
    queue(a, 1)
    assert server.client("chair/b").command("set_next", {"number": 1, "version": 2})[0] == 200
    stands(a, "next", 1)
    a.locator(".undo [data-act=undo]").click()
    expect(a.locator(".undo")).to_contain_text("Patryk Pawlak")
    stands(a, "next", 1)


def undo_overtaken(a: Page, b: Client) -> None:
    """A approves No. 1, B sets it next, and A wants to take the approval back."""
    go_to(a, "incoming", 1)
    a.keyboard.press("a")
    queue(a, 1)
    assert b.command("set_next", {"number": 1, "version": 2})[0] == 200
    stands(a, "next", 1)
    a.keyboard.press("u")


def test_undo_is_offered_again_once_nothing_stands_in_its_way(watched, server):
    fill(server, 1)
    a, b = watched.enter("chair/a", allow=("status of 409",)), server.client("chair/b")
    undo_overtaken(a, b)
    expect(a.locator(".undo")).to_contain_text("Patryk Pawlak changed No. 1")
    expect(a.locator(".undo [data-act=undo]")).to_have_count(0)
    assert b.command("undo")[0] == 200
    expect(a.locator(".undo")).to_have_text(re.compile("^\\s*You approved No. 1"))
    a.keyboard.press("u")
    expect(row(a, "incoming", 1)).to_be_visible()


def test_undo_right_after_an_act_waits_for_what_it_would_take_back(watched, server):
    fill(server, 1)
    a, b = watched.enter("chair/a", allow=("status of 409",)), server.client("chair/b")
    late = []
    a.route("**/chair/a/undo", lambda route: late.append(route))
    undo_overtaken(a, b)
    expect(a.locator(".undo [data-act=undo]")).to_have_count(0)
    caught(a, late).continue_()
    expect(a.locator(".undo")).to_contain_text("Patryk Pawlak changed No. 1")
    expect(a.locator(".undo [data-act=undo]")).to_have_count(0)


def test_undo_of_an_act_that_is_seen_before_it_is_answered(watched, server):
    fill(server, 1)
    page = watched.enter("chair/a")
    go_to(page, "incoming", 1)
    page.keyboard.press("a")
    expect(page.locator(".undo")).to_contain_text("You approved No. 1")
    answers = []
    page.route("**/set_next/*", lambda route: answers.append((route, route.fetch())))
    go_to(page, "queue", 1)
    page.keyboard.press("n")
    stands(page, "next", 1)
    page.keyboard.press("u")
    route, answer = caught(page, answers)
    route.fulfill(response=answer)
    queue(page, 1)


def test_what_is_pressed_while_a_move_is_under_way_is_done_after_it(watched, server):
    fill(server, 5, approved=5)
    page = watched.enter("chair/a")
    held = []
    page.route("**/move/*", lambda route: held.append(route) if not held else route.continue_())
    go_to(page, "queue", 1)
    for _ in range(3):
        page.keyboard.press("Shift+J")
    expect(row(page, "queue", 1)).to_have_attribute("aria-busy", "true")
    caught(page, held).continue_()
    queue(page, 2, 3, 4, 1, 5)
    current(page, "queue", 1)
