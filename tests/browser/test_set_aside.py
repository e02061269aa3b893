"""Tests of Escape in an editor. The page keeps the unsaved text, and shows this text when the same editor is opened
again.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.dashboard_steps import statuses
from tests.browser.test_open_editors import EDITORS, REST, asked, leave, open_editor

pytestmark = pytest.mark.browser

WORDS = "Half of a sentence"
WIDE = {"viewport": {"width": 1440, "height": 900}}


@pytest.mark.parametrize(("list_name", "number"), [("incoming", 5), ("queue", 2)])
@pytest.mark.parametrize("key", ["e", "c"])
def test_escape_sets_unsaved_words_aside(watched, server, key, list_name, number):
    asked(server)
    page = watched.enter("chair/a")
    editor = open_editor(page, list_name, number, key)
    editor.locator("textarea").fill(WORDS)
    page.keyboard.press("Escape")
    row = page.locator(f'[data-list={list_name}] [data-row][data-number="{number}"]')
    expect(editor).to_have_count(0)
    expect(row).to_be_focused()
    other = open_editor(page, "incoming", 6, key)
    expect(other.locator("textarea")).not_to_have_value(WORDS)
    page.keyboard.press("Escape")
    page.reload()
    editor = open_editor(page, list_name, number, key)
    expect(editor.locator("textarea")).to_have_value(WORDS)
    editor.get_by_role("button", name="Close").click()
    expect(row).to_be_focused()
    editor = open_editor(page, list_name, number, key)
    expect(editor.locator("textarea")).not_to_have_value(WORDS)


def test_escape_after_the_question_save_first_sets_the_words_aside(watched, server):
    asked(server)
    page = watched.enter("chair/a")
    editor = open_editor(page, "incoming", 5, "e")
    editor.locator("textarea").fill(WORDS)
    row = page.locator('[data-list=incoming] [data-row][data-number="5"]')
    row.locator(".asked").first.click()
    page.keyboard.press("a")
    expect(row.locator("[data-save-first]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(editor.locator("textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(row).to_be_focused()
    page.keyboard.press("e")
    expect(editor.locator("textarea")).to_have_value(WORDS)
    page.keyboard.press("Control+Enter")
    expect(row.locator(".asked").first).to_have_text(WORDS)
    page.keyboard.press("e")
    editor.locator("textarea").fill("Other words")
    editor.get_by_role("button", name="Close").click()
    page.keyboard.press("e")
    expect(editor.locator("textarea")).to_have_value(WORDS)


def test_words_that_changed_while_others_were_set_aside_are_shown(watched, server):
    asked(server)
    page = watched.enter("chair/a")
    editor = open_editor(page, "incoming", 5, "e")
    editor.locator("textarea").fill(WORDS)
    page.keyboard.press("Escape")
    fields = {"number": 5, "version": 1, "text": "¿Quién cobra?", "hide": False}
    assert server.client("chair/b").command("wording", fields)[0] == 200
    row = page.locator('[data-list=incoming] [data-row][data-number="5"]')
    expect(row.locator(".asked").first).to_have_text("¿Quién cobra?")
    page.keyboard.press("e")
    expect(editor.locator("textarea")).to_have_value(WORDS)
    expect(editor.locator(".newer .voice")).to_have_text("¿Quién cobra?")


@pytest.mark.parametrize("key", ["e", "c"])
def test_escape_does_not_close_the_editor_of_a_question_that_left(watched, server, key):
    askers = asked(server)
    page = watched.enter("chair/a")
    editor = open_editor(page, "incoming", 5, key)
    editor.locator("textarea").fill(WORDS)
    leave(server, askers, "withdraw", 5)
    expect(editor.locator(".left-bar")).to_contain_text("What you wrote stays here and is not sent.")
    before = statuses(server)
    page.keyboard.press("Escape")
    page.keyboard.type(REST)
    expect(editor.locator("textarea")).to_have_value(WORDS + REST)
    assert statuses(server) == before
    editor.get_by_role("button", name="Close").click()
    expect(page.locator(EDITORS[key])).to_have_count(0)
    expect(page.locator("[data-heading]:focus")).to_have_count(1)


def test_escape_sets_the_words_of_the_booth_aside(watched, server):
    asked(server)
    booth = watched.enter("booth", **WIDE)
    row = booth.locator('.part-approved .row[data-number="2"]')
    field = row.locator("[data-correction] textarea")
    row.focus()
    booth.keyboard.press("c")
    field.fill(WORDS)
    booth.keyboard.press("Escape")
    expect(row).to_be_focused()
    booth.locator('.part-approved .row[data-number="3"]').focus()
    booth.keyboard.press("c")
    expect(booth.locator("[data-correction] textarea")).to_have_value("")
    booth.keyboard.press("Escape")
    booth.reload()
    row.focus()
    booth.keyboard.press("c")
    expect(field).to_have_value(WORDS)
    booth.keyboard.press("Control+Enter")
    expect(row.locator(".into")).to_contain_text(WORDS)


def test_escape_does_not_close_the_booths_editor_of_a_question_that_left(watched, server):
    askers = asked(server)
    booth = watched.enter("booth", **WIDE)
    booth.locator('.part-approved .row[data-number="2"]').focus()
    booth.keyboard.press("c")
    editor = booth.locator("[data-correction]")
    editor.locator("textarea").fill(WORDS)
    leave(server, askers, "withdraw", 2)
    expect(editor.locator(".left-bar")).to_contain_text("What you wrote stays here and is not sent.")
    booth.keyboard.press("Escape")
    booth.keyboard.type(REST)
    expect(editor.locator("textarea")).to_have_value(WORDS + REST)
    editor.get_by_role("button", name="Close").click()
    expect(editor).to_have_count(0)
