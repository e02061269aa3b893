"""Tests of open editors. A text in an editor is never lost, and never overwrites newer words that the chair has not
seen.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_steps import expect_current, fill, first_route, go_to, statuses
from tests.browser.test_axe import AXE, RUN
from tests.browser.test_open_editors import EDITORS, REST, asked, leave, open_editor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("key", "way"), [("e", "key"), ("c", "key"), ("e", "menu")])
def test_a_second_editor_leaves_the_focus_on_the_chosen_row(watched, server, key, way):
    asked(server)
    page = watched.enter("chair/a")
    editor = open_editor(page, "incoming", 5, key)
    editor.locator("textarea").fill("Half of a sentence")
    row = page.locator('[data-list=incoming] [data-row][data-number="6"]')
    row.locator(".asked").click()
    before = statuses(server)
    if way == "key":
        page.keyboard.press(key)
    else:
        page.keyboard.press(".")
        page.locator("#chair-menu").get_by_role("button", name="Clearer words").click()
    expect(page.locator(".undo")).to_contain_text("Save or close your words for No. 5 first.")
    expect(page.locator(".keys-rest")).to_have_text("Shortcuts are off until you choose a row")
    expect(row).to_be_focused()
    page.keyboard.type(REST)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(row).to_be_focused()
    expect(editor.locator("textarea")).to_have_value("Half of a sentence")
    expect(page.locator("[data-wording], [data-correction]")).to_have_count(1)
    assert statuses(server) == before
    page.locator(".undo").get_by_role("button", name="Keep writing").click()
    expect(editor.locator("textarea")).to_be_focused()
    expect(page.locator(".undo")).not_to_contain_text("Save or close")
    editor.get_by_role("button", name="Close").click()
    row.locator(".asked").click()
    page.keyboard.press(key)
    expect(row.locator(f"{EDITORS[key]} textarea")).to_be_focused()


def test_the_filter_hides_no_open_editor(watched, server):
    fill(server, 3)
    page = watched.enter("chair/a")
    editor = open_editor(page, "incoming", 1, "e")
    editor.locator("textarea").fill("Half of a sentence")
    page.locator("[data-act=find]").first.click()
    page.locator("#find-text").fill("Thank you all")
    expect(page.locator('[data-list=incoming] [data-row][data-number="2"]')).to_have_count(0)
    expect(editor.locator("textarea")).to_have_value("Half of a sentence")


def test_words_written_while_the_first_words_are_sent_stay(watched, server):
    """Check that the server's answer does not close an editor in which the chair still writes after sending.

    If the answer closed the editor, the next letters would trigger acts.
    """
    fill(server, 3, approved=1)
    page = watched.enter("chair/a")
    for path, key, field, send in (
        ("wording", "e", "[data-wording] textarea", "Control+Enter"),
        ("note", "w", "#note-text", "Enter"),
        ("add", "+", "#add-text", "Control+Enter"),
    ):
        held: list = []
        page.route(f"**/chair/a/{path}/*", holder(held))
        go_to(page, "incoming", 2)
        before = statuses(server)
        page.keyboard.press(key)
        page.locator(field).focus()
        page.locator(field).fill("Who pays?")
        page.keyboard.press(send)
        page.keyboard.type(" And all the others")
        first_route(page, held).continue_()
        expect(page.locator(".wording, .notes-form, .add-form").first).not_to_have_attribute("aria-busy", "true")
        page.keyboard.type(" and judges?")
        rest = "And all the others and judges?"
        expect(page.locator(field)).to_have_value(rest if path != "wording" else f"Who pays? {rest}")
        page.keyboard.press("Escape")
        assert {number: statuses(server)[number] for number in before} == before
    expect_current(page, "incoming", 2)


def holder(held: list):
    """Return a route handler that adds each request to `held` instead of sending the request."""
    return lambda route: held.append(route)


def test_after_a_reload_with_an_open_editor_typed_keys_trigger_no_act(watched, server):
    fill(server, 3, approved=2)
    page = watched.enter("chair/a")
    editor = open_editor(page, "incoming", 3, "e")
    editor.locator("textarea").fill("Half of a sentence")
    before = statuses(server)
    page.reload()
    expect(page.locator("html[data-link=live]")).to_have_count(1)
    expect(editor.locator("textarea")).to_have_value("Half of a sentence")
    page.keyboard.type(REST)
    page.keyboard.press("Shift+Enter")
    assert statuses(server) == before
    expect(page.locator(".keys-rest")).to_have_text("Shortcuts are off until you choose a row")
    page.locator('[data-list=incoming] [data-row][data-number="3"] .asked').first.click()
    page.keyboard.press("d")
    expect(page.locator("#decline")).to_be_visible()


def test_words_that_somebody_changes_are_shown_in_the_open_editor(watched, server):
    asked(server)
    page = watched.enter("chair/a", allow=("status of 409",))
    for key, act, fields, newer in (
        ("e", "wording", {"text": "¿Quién cobra?", "hide": False}, "¿Quién cobra?"),
        ("c", "translate", {"language": "en", "text": "Who is paid?"}, "Who is paid?"),
    ):
        editor = open_editor(page, "queue", 2, key)
        editor.locator("textarea").fill("Who pays?")
        version = next(v for v in server.client("chair/b").read("snapshot")[1]["put"] if v["number"] == 2)["version"]
        answer = server.client("chair/b").command(act, {"number": 2, "version": version, **fields})
        assert answer[0] == 200, answer
        expect(editor.locator(".newer .voice")).to_have_text(newer)
        page.keyboard.press("Control+Enter")
        expect(page.locator('[data-row][data-number="2"] .message')).to_contain_text("Patryk Pawlak changed")
        expect(editor.locator(".newer .voice")).to_have_text(newer)
        expect(editor.locator("textarea")).to_have_value("Who pays?")
        page.keyboard.press("Escape")


def test_open_editors_have_no_accessibility_violation(watched, server):
    """Run axe once, after three events. The question of an open editor has left its list.

    The other chair has changed the words of the question in a second open editor. The "save first" prompt has opened.
    """
    askers = asked(server)
    context = watched.person(bypass_csp=True, reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.goto(watched.link("chair/a"))
    page.wait_for_selector("html[data-link=live]")
    open_editor(page, "incoming", 5, "c").locator("textarea").fill("Who pays for it?")
    leave(server, askers, "withdraw", 5)
    expect(page.locator(".left-bar")).to_be_visible()
    open_editor_by_mouse(page, 4)
    body = {"number": 4, "version": 1, "text": "¿Quién cobra?", "hide": False}
    assert server.client("chair/b").command("wording", body)[0] == 200
    expect(page.locator("[data-wording] .newer")).to_be_visible()
    page.locator('[data-list=incoming] [data-row][data-number="4"] [data-act=approve]').first.click()
    expect(page.locator("[data-save-first]")).to_be_visible()
    assert page.evaluate(RUN, "light") + page.evaluate(RUN, "dark") == []


def open_editor_by_mouse(page: Page, number: int) -> None:
    """Click a pending question, open its wording editor with the key E, and write in the editor."""
    page.locator(f'[data-list=incoming] [data-row][data-number="{number}"] .asked').first.click()
    page.keyboard.press("e")
    page.locator("[data-wording] textarea").fill("¿Quién paga?")
