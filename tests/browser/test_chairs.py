"""Two co-chairs: one with the keyboard alone, one with the mouse alone, and both at once at one question."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

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


def test_the_hand_comes_back_from_the_history(room, server):
    fill(server, 4, approved=2)
    assert server.client("chair/b").command("decline", {"number": 1, "version": 2, "reason": "off_topic"})[0] == 200
    page = room.enter("chair/a")
    go_to(page, "incoming", 4)

    def open_declined() -> None:
        page.keyboard.press("h")
        page.locator("[data-act=older][data-value=declined]").press("Enter")
        expect(page.locator('[data-list=history] [data-row][data-number="1"]')).to_be_visible()
        page.keyboard.press("ArrowRight")
        current(page, "history", 1)

    open_declined()
    page.keyboard.press("h")
    current(page, "incoming", 4)
    page.keyboard.press("k")
    current(page, "incoming", 3)

    # What was brought back has left the hand's row: no key does anything to it.
    open_declined()
    page.keyboard.press("Tab")
    expect(page.locator("[data-list=history] [data-act=reconsider]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-list=history] [data-row]")).to_have_count(0)
    page.keyboard.press("a")
    page.keyboard.press("ArrowLeft")
    current(page, "incoming", 1)
    page.keyboard.press("h")
    queue(page, 2)


def test_several_are_declined_by_keyboard_alone(room, server):
    fill(server, 5)
    page = room.enter("chair/a")
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
    current(page, "incoming", 4)


def point_at(page: Page, target: Locator) -> None:
    """The mouse rests on it."""
    box = target.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def press_here(page: Page, count: int = 1) -> None:
    """A click wherever the mouse is, whatever is there."""
    page.mouse.down(click_count=count)
    page.mouse.up(click_count=count)


def statuses(server: Server) -> dict[int, str]:
    return {view["number"]: view["status"] for view in server.client("chair/b").read("snapshot")[1]["put"]}


def test_a_double_click_is_one_act(room, server):
    fill(server, 6, approved=3)
    page = room.enter("chair/a")
    point_at(page, row(page, "incoming", 4).locator("[data-act=approve]"))
    press_here(page)
    expect(row(page, "incoming", 4)).to_have_count(0)
    page.wait_for_timeout(600)
    press_here(page, 2)
    point_at(page, page.locator("[data-act=advance]"))
    press_here(page)
    stands(page, "live", 1)
    press_here(page, 2)
    expect(page.locator(".undo")).not_to_contain_text("You approved")  # else it changes under the mouse
    point_at(page, page.locator(".undo [data-act=undo]"))
    press_here(page)
    expect(page.locator("[data-list=live] .stage-question")).to_have_count(0)
    expect(page.locator(".undo")).to_contain_text("You approved No. 4")
    page.wait_for_timeout(600)  # a hand that double-clicks slowly
    press_here(page, 2)
    page.locator("[data-act=find]").first.click()
    assert statuses(server) == {1: "approved", 2: "approved", 3: "approved", 4: "approved", 5: "pending", 6: "pending"}


def test_what_the_other_chair_puts_under_the_mouse_is_not_hit(room, server):
    fill(server, 6, approved=1)
    a, b = server.client("chair/a"), room.enter("chair/b")
    assert a.command("approve", {"number": 2, "version": 1})[0] == 200
    expect(row(b, "incoming", 2)).to_have_count(0)
    point_at(b, row(b, "incoming", 4).locator("[data-act=approve]"))
    assert a.command("undo")[0] == 200
    expect(row(b, "incoming", 2)).to_be_visible()
    press_here(b)
    expect(b.locator(".undo")).to_contain_text("Something moved as you pressed: nothing was done.")
    b.wait_for_timeout(600)
    assert statuses(server)[3] == "pending"

    # It is there to stay: a click now means it.
    press_here(b)
    expect(row(b, "queue", 3)).to_be_visible()

    # Advance would do something else than it said a moment ago.
    point_at(b, b.locator("[data-act=advance]"))
    assert a.command("advance", {"live": None, "next": None})[0] == 200
    stands(b, "live", 1)
    press_here(b)
    b.keyboard.press("Shift+Enter")
    expect(b.locator("[data-act=advance]:not([aria-disabled])")).to_be_visible()
    assert statuses(server)[1] == "live"
    press_here(b)
    stands(b, "live", 3)


def test_now_and_next_are_above_the_columns_for_the_keys_too(room, server):
    fill(server, 5, approved=4)
    page = room.enter("chair/a")
    press = page.keyboard.press
    press("Shift+Enter")
    stands(page, "next", 2)
    go_to(page, "incoming", 5)
    press("k")
    current(page, "live", 1)
    press("ArrowRight")
    current(page, "next", 2)
    press("j")
    current(page, "queue", 3)
    press("k")
    press("ArrowLeft")
    current(page, "live", 1)

    press("e")
    expect(page.locator("[data-list=live] [data-wording] textarea")).to_be_focused()
    press("Escape")
    current(page, "live", 1)
    press("ArrowRight")
    press("l")
    stands(page, "live", 2)
    page.locator(".advance:not([aria-busy])").wait_for()
    press("k")
    press("k")
    current(page, "live", 2)
    press("d")
    expect(page.locator("#decline-title")).to_contain_text("No. 2")
    press("Digit1")
    expect(page.locator("[data-list=live] [data-row]")).to_have_count(0)
    press("j")
    expect(page.locator("[data-row][data-current]")).to_be_focused()


def test_what_is_pressed_while_a_move_is_under_way_is_done_after_it(room, server):
    fill(server, 5, approved=5)
    page = room.enter("chair/a")
    held = []
    page.route("**/move/*", lambda route: held.append(route) if not held else route.continue_())
    go_to(page, "queue", 1)
    for _ in range(3):
        page.keyboard.press("Shift+J")
    expect(row(page, "queue", 1)).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    queue(page, 2, 3, 4, 1, 5)
    current(page, "queue", 1)


def test_undo_is_offered_again_once_nothing_stands_in_its_way(room, server):
    fill(server, 1)
    a, b = room.enter("chair/a", allow=("status of 409",)), server.client("chair/b")
    go_to(a, "incoming", 1)
    a.keyboard.press("a")
    queue(a, 1)
    assert b.command("set_next", {"number": 1, "version": 2})[0] == 200
    stands(a, "next", 1)
    a.keyboard.press("u")
    expect(a.locator(".undo")).to_contain_text("Patryk Pawlak changed No. 1")
    expect(a.locator(".undo [data-act=undo]")).to_have_count(0)
    assert b.command("undo")[0] == 200
    expect(a.locator(".undo")).to_have_text(re.compile("^\\s*You approved No. 1"))
    a.keyboard.press("u")
    expect(row(a, "incoming", 1)).to_be_visible()


def test_undo_right_after_an_act_waits_for_what_it_would_take_back(room, server):
    fill(server, 1)
    a, b = room.enter("chair/a", allow=("status of 409",)), server.client("chair/b")
    late = []
    a.route("**/chair/a/undo", lambda route: late.append(route))
    go_to(a, "incoming", 1)
    a.keyboard.press("a")
    queue(a, 1)
    assert b.command("set_next", {"number": 1, "version": 2})[0] == 200
    stands(a, "next", 1)
    a.keyboard.press("u")
    expect(a.locator(".undo [data-act=undo]")).to_have_count(0)
    late.pop(0).continue_()
    expect(a.locator(".undo")).to_contain_text("Patryk Pawlak changed No. 1")
    expect(a.locator(".undo [data-act=undo]")).to_have_count(0)


def test_enter_goes_from_the_words_to_what_they_find(room, server):
    fill(server, 6, approved=4)
    page = room.enter("chair/a")
    page.keyboard.press("/")
    page.keyboard.type("courts")
    page.keyboard.press("Enter")
    current(page, "queue", 4)
    page.keyboard.press("n")
    stands(page, "next", 4)
    page.keyboard.press("Escape")
    expect(page.locator(".find")).to_have_count(0)
    queue(page, 1, 2, 3)


def test_the_arrows_go_to_the_side_that_they_point_at(room, server):
    fill(server, 4, approved=3)
    page = room.enter("chair/a", lang="ar")
    page.keyboard.press("Shift+Enter")
    stands(page, "next", 2)
    page.keyboard.press("j")
    current(page, "incoming", 4)
    page.keyboard.press("ArrowLeft")
    current(page, "queue", 3)
    page.keyboard.press("k")
    current(page, "next", 2)
    page.keyboard.press("ArrowRight")
    current(page, "live", 1)
    page.keyboard.press("ArrowRight")
    current(page, "live", 1)
