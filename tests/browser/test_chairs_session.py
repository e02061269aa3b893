"""Tests of spoken questions, the cleared screen, chair notes and panellists' flags on the chairs' dashboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_steps import expect_queue, expect_slot, fill, go_to, wait_until_settled
from tests.browser.test_main_path import row

pytestmark = pytest.mark.browser


def test_a_question_asked_aloud_goes_to_the_screen(watched, server):
    fill(server, 1, approved=1)
    page, stage = watched.enter("chair/a"), watched.enter("stage")
    page.keyboard.press("Shift+Enter")
    expect_slot(page, "live", 1)
    page.keyboard.press("+")
    expect(page.locator("#add-text")).to_be_focused()
    page.locator("#add-group").select_option("media")
    page.locator("#add-to").select_option("socco")
    language = page.locator("#add-language option").first
    expect(language).to_have_text("English, your language")
    page.locator("#add-text").fill("Who pays the interpreters?")
    expect(language).to_have_text("Detect language")
    expect(page.locator("#add .hint")).to_contain_text("No. 1 will be marked answered")
    wait_until_settled(page)
    page.locator("[data-add-live]").click()
    expect_slot(page, "live", 2)
    expect(page.locator("#add")).to_be_hidden()
    expect(page.locator("[data-list=live] .meta")).to_contain_text("asked in the room")
    expect(stage.get_by_text("Who pays the interpreters?")).to_be_visible()
    page.keyboard.press("u")
    expect_slot(page, "live", 1)


def test_an_empty_queue_says_that_no_question_is_approved_only_if_none_is(watched, server):
    fill(server, 1)
    chair, booth = watched.enter("chair/a"), watched.enter("booth")
    lists = {chair: "Nothing is waiting.", booth: "No other question yet."}
    for page in lists:
        expect(page.get_by_text("No question approved yet.")).to_be_visible()
    acting = server.client("chair/b")
    assert acting.command("approve", {"number": 1, "version": 1})[0] == 200
    expect_queue(chair, 1)
    assert acting.command("advance", {"live": None, "next": None})[0] == 200
    expect_slot(chair, "live", 1)
    for page, words in lists.items():
        expect(page.get_by_text("No question approved yet.")).to_be_hidden()
        expect(page.get_by_text(words, exact=True)).to_be_visible()


def test_words_typed_directly_after_the_form_opens_are_the_question_text(watched):
    page = watched.enter("chair/a")
    page.locator("[data-act=add]").click()
    group = page.locator("#add-group").input_value()
    page.keyboard.press("Escape")
    page.keyboard.press("+")
    page.keyboard.type("media, judges and international organisations?")
    expect(page.locator("#add-text")).to_have_value("media, judges and international organisations?")
    expect(page.locator("#add-group")).to_have_value(group)
    page.keyboard.press("Escape")
    expect(page.locator("#add")).to_be_hidden()
    page.keyboard.press("+")
    expect(page.locator("#add-text")).to_have_value("media, judges and international organisations?")
    expect(page.locator("#add-text")).to_be_focused()
    expect(page.locator("#add-group")).to_have_value(group)


def test_a_question_without_text_is_counted_as_asked_in_the_room(watched, server):
    page = watched.enter("chair/a", allow=("status of 400",))
    page.locator("[data-act=add]").click()
    page.locator("#add-text").fill("x" * 301)
    page.locator("#add").get_by_text("Add to the queue").click()
    expect(page.locator("#add-error")).to_contain_text("too long")
    # Close the form by Escape, as if by mistake. When the form is opened again, it must still contain the entered text.
    page.keyboard.press("Escape")
    expect(page.locator("#add")).to_be_hidden()
    page.locator("[data-act=add]").click()
    expect(page.locator("#add-text")).to_have_value("x" * 301)
    page.locator("#add-text").fill("")
    page.locator("#add-group").select_option("igo")
    page.locator("#add").get_by_text("Add to the queue").click()
    expect_queue(page, 1)
    expect(row(page, "queue", 1)).to_contain_text("Asked in the room")
    expect(page.locator(".share[data-key=igo] .share-figures b")).to_have_text("0")
    expect(page.locator(".undo")).to_contain_text("You added No. 1")


def test_the_screen_is_cleared_and_shown_again(watched, server):
    fill(server, 1, approved=1)
    a, b, stage = watched.enter("chair/a"), watched.enter("chair/b"), watched.enter("stage")
    a.keyboard.press("Shift+Enter")
    expect(stage.locator("[data-status=live]")).to_contain_text("Who pays for the first measure?")
    a.locator("[data-act=clear_screen]").click()
    for chair in (a, b):
        expect(chair.locator("[data-screen-cleared]")).to_contain_text("The chairs have cleared the screen")
        expect_slot(chair, "live", 1)
    # Shift+Backspace clears the screen, or restores a cleared screen. Chair B presses the keys just after chair A has
    # cleared the screen. This press must not restore the screen, because chair B probably wants to clear it too.
    b.keyboard.press("Shift+Backspace")
    b.wait_for_timeout(600)
    expect(b.locator("[data-screen-cleared]")).to_be_visible()
    b.locator("[data-act=restore_screen]").click()
    for chair in (a, b):
        expect(chair.locator("[data-screen-cleared]")).to_have_count(0)
    a.keyboard.press("Shift+Backspace")
    expect(b.locator("[data-screen-cleared]")).to_be_visible()
    a.keyboard.press("u")
    expect(b.locator("[data-screen-cleared]")).to_have_count(0)


def test_a_chair_note_remains_until_it_is_acknowledged(watched, server):
    fill(server, 1)
    a, b = watched.enter("chair/a"), watched.enter("chair/b")
    a.keyboard.press("w")
    expect(a.locator("#note-text")).to_be_focused()
    a.keyboard.type("Civil society next?")
    a.keyboard.press("Enter")
    my_note = a.locator("#chair-notes .chair-note")
    expect(my_note).to_contain_text("not yet read by Patryk Pawlak")
    expect(a.locator("#note-text")).to_have_value("")
    expect(a.locator(".notes-count")).to_have_count(0)

    strip = b.locator("[role=status] .note-strip")
    expect(strip).to_contain_text("Civil society next?")
    expect(b.locator(".notes-count")).to_have_text("1")
    # Chair B can still act while the chair note is visible. The act does not hide the chair note.
    go_to(b, "incoming", 1)
    b.keyboard.press("a")
    expect_queue(b, 1)
    expect(strip).to_be_visible()
    strip.locator("[data-act=acknowledge]").click()
    expect(strip).to_have_count(0)
    expect(my_note).to_contain_text("read by Patryk Pawlak")
    expect(my_note).not_to_contain_text("not yet")


def test_the_organisers_note_is_urgent_and_both_acknowledge_it(watched, server):
    a, b = watched.enter("chair/a"), watched.enter("chair/b")
    assert server.client("chair/b").command("note", {"text": "Coffee?"})[0] == 200
    assert server.client("organiser").command("note", {"text": "Ten minutes left."})[0] == 200
    for chair in (a, b):
        expect(chair.locator("[role=alert] .note-strip")).to_contain_text("Ten minutes left.")
    expect(a.locator(".notes-count")).to_have_text("2")
    a.reload()
    expect(a.locator("[role=alert] .note-strip")).to_contain_text("Ten minutes left.")

    a.keyboard.press("w")
    expect(a.locator("#chair-notes [data-act=acknowledge]")).to_have_count(2)
    expect(a.locator("#chair-notes .chair-note").last.locator("[data-act=acknowledge]")).to_be_focused()
    a.keyboard.press("Enter")
    expect(a.locator("[role=alert] .note-strip")).to_have_count(0)
    expect(a.locator("[role=status] .note-strip")).to_contain_text("Coffee?")
    expect(a.locator("#note-text")).to_be_focused()
    expect(a.locator("#chair-notes .chair-note").last).to_contain_text("not yet read by Patryk Pawlak")
    b.locator(".note-strip [data-act=acknowledge]").click()
    expect(a.locator("#chair-notes .chair-note").last).to_contain_text("read by Patryk Pawlak")
    expect(b.locator(".note-strip")).to_have_count(0)


def test_a_panellists_flag_is_shown_at_the_question(watched, server):
    fill(server, 2, approved=2)
    page = watched.enter("chair/a")
    panel = server.client("panel/socco")
    assert panel.command("flag", {"number": 2})[0] == 200
    expect(row(page, "queue", 2).locator(".meta-flags")).to_have_text("Answer offered by Michele Socco")
    go_to(page, "queue", 2)
    page.keyboard.press("n")
    expect(page.locator("[data-list=next] .meta-flags")).to_be_visible()
    assert panel.command("unflag", {"number": 2})[0] == 200
    expect(page.locator(".meta-flags")).to_have_count(0)


def test_the_list_of_keys_has_buttons_for_the_acts_of_the_page(watched, server):
    fill(server, 1)
    page: Page = watched.enter("chair/a")
    page.locator("[data-act=keys]").first.click()
    page.locator("#keys-help").get_by_text("Keyboard shortcuts act").click()
    page.locator("#keys-help").get_by_role("button", name="add a question asked in the room").click()
    expect(page.locator("#keys-help")).to_be_hidden()
    expect(page.locator("#add")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#add")).to_be_hidden()
    # The setting for single keys is off, so only key combinations (for example Shift+Backspace) trigger an act.
    row(page, "incoming", 1).click()
    page.keyboard.press("m")
    page.keyboard.press("+")
    expect(page.locator("[popover]:popover-open")).to_have_count(0)
    page.keyboard.press("Shift+Backspace")
    expect(page.locator("[data-screen-cleared]")).to_be_visible()
