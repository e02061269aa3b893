"""Tests of the space for an open editor: the editor's buttons are visible.

An editor of the live or the next question shortens only the list below this question.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.dashboard_steps import expect_slot
from tests.browser.test_open_editors import EDITORS, asked

pytestmark = pytest.mark.browser

SMALL = {"viewport": {"width": 1280, "height": 665}}
SHOWN = """button => {
    const { top, bottom, left } = button.getBoundingClientRect();
    return [top, bottom - 1].every((y) => button.contains(document.elementFromPoint(left + 5, y)));
}"""
"""A script that returns whether the whole button is visible."""


@pytest.mark.parametrize(("list_name", "panel"), [("next", "incoming"), ("live", "queue")])
def test_an_editor_of_now_or_next_shortens_only_the_list_below_it(watched, server, list_name, panel):
    asked(server)
    assert server.client("chair/b").command("advance", {"live": None, "next": None})[0] == 200
    page = watched.enter("chair/a", **SMALL)
    expect_slot(page, "next", 2)
    top = page.locator(f".panel[data-list={panel}]").bounding_box()["y"]
    page.locator(f"[data-list={list_name}] [data-row]").click()
    page.keyboard.press("e")
    expect(page.locator("[data-wording] textarea")).to_be_focused()
    assert page.locator(f".panel[data-list={panel}]").bounding_box()["y"] <= top
    assert page.get_by_role("button", name="Save these words").evaluate(SHOWN)


@pytest.mark.parametrize("key", ["e", "c"])
def test_the_buttons_of_an_opened_editor_are_visible(watched, server, key):
    for number in range(1, 13):
        body = {"text": f"¿Quién paga la medida {number}?", "language": "es"}
        assert server.client().command("ask", body)[0] == 201
    page = watched.enter("chair/a", **SMALL)
    rows = page.locator("[data-list=incoming] [data-row]")
    expect(rows).to_have_count(12)
    for place in (5, 6, 11):
        rows.nth(place).locator(".asked").click()
        page.keyboard.press(key)
        editor = rows.nth(place).locator(EDITORS[key])
        expect(editor.locator("textarea")).to_be_focused()
        assert editor.locator("button").first.evaluate(SHOWN)
        page.keyboard.press("Escape")
        expect(editor).to_have_count(0)
