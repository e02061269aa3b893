"""Tests of "save first?": the page asks the chair before an act publishes a question whose new wording is not saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_steps import expect_queue, expect_slot, fill, go_to, statuses, wait_until_settled

pytestmark = pytest.mark.browser

WITH_PHONE = "What comes next? You can reach me on +32 470 12 34 56."
WITHOUT = "What comes next?"


def view_of(server, number: int) -> dict:
    return next(view for view in server.client("chair/b").read("snapshot")[1]["put"] if view["number"] == number)


def edit(page: Page, list_name: str, number: int, text: str):
    """Write a wording without saving it, and select the row. Return the row."""
    go_to(page, list_name, number)
    page.keyboard.press("e")
    row = page.locator(f'[data-list={list_name}] [data-row][data-number="{number}"]')
    row.locator("[data-wording] textarea").fill(text)
    row.locator(".asked").first.click()
    return row


@pytest.fixture(autouse=True)
def asked(server):
    """Ask a question that contains a phone number, and five questions without one."""
    assert server.client().command("ask", {"text": WITH_PHONE})[0] == 201
    fill(server, 5)


@pytest.mark.parametrize("way", ["key", "click", "menu"])
def test_save_and_approve_stores_the_words_before_the_approval(watched, server, way):
    page = watched.enter("chair/a")
    row = edit(page, "incoming", 1, WITHOUT)
    if way == "key":
        page.keyboard.press("a")
    elif way == "click":
        row.locator("[data-act=approve]").first.click()
    else:
        page.keyboard.press(".")
        page.locator("#chair-menu").get_by_role("button", name="Approve, to the top of the queue").click()
    strip = row.locator("[data-save-first]")
    expect(strip).to_contain_text("Your clearer words for No. 1 are not saved. What should the room read?")
    expect(strip.get_by_role("button", name="Save and approve")).to_be_focused()
    assert statuses(server)[1] == "pending"
    page.keyboard.press("Digit1")
    expect_queue(page, 1)
    expect(page.locator('[data-list=queue] [data-row][data-number="1"] .asked')).to_have_text(WITHOUT)
    expect(page.locator("[data-wording]")).to_have_count(0)
    assert (view_of(server, 1)["status"], view_of(server, 1)["text"]) == ("approved", WITHOUT)


def test_approve_as_it_was_keeps_the_words_in_the_editor(watched, server):
    page = watched.enter("chair/a")
    row = edit(page, "incoming", 1, WITHOUT)
    page.keyboard.press("a")
    expect(row.locator("[data-save-first]")).to_be_visible()
    page.keyboard.press("Digit2")
    expect_queue(page, 1)
    assert view_of(server, 1)["text"] == WITH_PHONE
    expect(page.locator("[data-wording] textarea")).to_have_value(WITHOUT)
    expect(page.locator("[data-wording] .left-bar")).to_contain_text("You can still save your words.")


def test_keep_writing_returns_to_the_editor_without_an_act(watched, server):
    page = watched.enter("chair/a")
    row = edit(page, "incoming", 1, WITHOUT)
    page.keyboard.press("a")
    expect(row.locator("[data-save-first]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row.locator("[data-save-first]")).to_have_count(0)
    expect(row.locator("[data-wording] textarea")).to_be_focused()
    expect(row.locator("[data-wording] textarea")).to_have_value(WITHOUT)
    assert statuses(server)[1] == "pending"


def test_unchanged_words_cause_no_question_to_save_first(watched, server):
    page = watched.enter("chair/a")
    row = edit(page, "incoming", 1, WITH_PHONE)
    page.keyboard.press("a")
    expect_queue(page, 1)
    expect(row.locator("[data-save-first]")).to_have_count(0)


@pytest.mark.parametrize(
    ("key", "words", "slot"),
    [
        ("n", "Save and set next", "next"),
        ("l", "Save and take now", "live"),
        ("Shift+Enter", "Save and advance", "live"),
    ],
)
def test_every_act_that_shows_a_question_asks_to_save_unsaved_words(watched, server, key, words, slot):
    assert server.client("chair/b").command("approve", {"number": 1, "version": 1})[0] == 200
    page = watched.enter("chair/a")
    edit(page, "queue", 1, WITHOUT)
    page.keyboard.press(key)
    expect(page.get_by_role("button", name=words)).to_be_focused()
    assert statuses(server)[1] == "approved"
    page.keyboard.press("Enter")
    expect_slot(page, slot, 1)
    expect(page.locator(f"[data-list={slot}] .asked").first).to_have_text(WITHOUT)


def test_the_screen_is_not_shown_again_with_the_old_words(watched, server):
    assert server.client("chair/b").command("approve", {"number": 1, "version": 1})[0] == 200
    page = watched.enter("chair/a")
    page.keyboard.press("Shift+Enter")
    expect_slot(page, "live", 1)
    wait_until_settled(page)
    page.locator("[data-act=clear_screen]").first.click()
    page.locator("[data-list=live] [data-row]").click()
    page.keyboard.press("e")
    page.locator("[data-list=live] [data-wording] textarea").fill(WITHOUT)
    page.wait_for_timeout(600)  # Wait longer than the interval of a double tap.
    page.locator("[data-act=restore_screen]").first.click()
    expect(page.get_by_role("button", name="Save and show")).to_be_focused()
    assert server.client("chair/b").read("snapshot")[1]["settings"]["screen_cleared"] is True
    page.keyboard.press("Digit1")
    expect(page.locator("[data-list=live] .asked").first).to_have_text(WITHOUT)
    expect(page.locator("[data-act=restore_screen]")).to_have_count(0)


def test_an_unsaved_translation_also_causes_the_question_to_save_first(watched, server):
    assert server.client().command("ask", {"text": "¿Quién paga?", "language": "es"})[0] == 201
    page = watched.enter("chair/a")
    go_to(page, "incoming", 7)
    page.keyboard.press("c")
    row = page.locator('[data-list=incoming] [data-row][data-number="7"]')
    row.locator("[data-correction] textarea").fill("Who pays?")
    expect(row.locator("[data-correction] .original")).to_contain_text("¿Quién paga?")
    row.locator(".asked").first.click()
    page.keyboard.press("a")
    expect(row.locator("[data-save-first]")).to_contain_text("Your translation of No. 7 is not saved.")
    page.keyboard.press("Digit1")
    expect_queue(page, 7)
    assert view_of(server, 7)["translations"]["en"]["text"] == "Who pays?"


def test_refused_words_are_not_approved(watched, server):
    page = watched.enter("chair/a", allow=("status of 4",))
    row = edit(page, "incoming", 1, "x" * 301)
    page.keyboard.press("a")
    page.keyboard.press("Digit1")
    expect(row.locator("[data-wording] .error")).to_contain_text("too long")
    expect(row.locator("[data-wording] textarea")).to_be_focused()
    assert statuses(server)[1] == "pending"


def test_no_letter_key_performs_an_act_while_the_page_asks_to_save(watched, server):
    page = watched.enter("chair/a")
    row = edit(page, "incoming", 1, WITHOUT)
    page.keyboard.press("a")
    expect(row.locator("[data-save-first] button").first).to_be_focused()
    before = statuses(server)
    page.keyboard.type("judges,others?")
    expect(row.locator("[data-save-first] button").first).to_be_focused()
    assert statuses(server) == before


def test_keys_have_no_effect_if_the_question_leaves_while_a_control_of_the_editor_has_the_focus(watched, server):
    asker = server.client()
    assert asker.command("ask", {"text": "Who begins?"})[0] == 201
    page = watched.enter("chair/a")
    row = edit(page, "incoming", 7, WITHOUT)
    row.locator("[data-wording] input[type=checkbox]").focus()
    assert asker.command("withdraw", {"number": 7})[0] == 200
    expect(page.locator("[data-wording] .left-bar")).to_be_visible()
    before = statuses(server)
    page.keyboard.type("judges and all the others?")
    assert statuses(server) == before
    expect(page.locator("[data-wording] textarea")).to_have_value(WITHOUT)


def set_aside(page: Page, list_name: str, number: int, text: str):
    """Write a wording, and close the editor with Escape. Check that the row has the focus and says "unsaved words"."""
    go_to(page, list_name, number)
    page.keyboard.press("e")
    row = page.locator(f'[data-list={list_name}] [data-row][data-number="{number}"]')
    expect(row.locator(".meta-unsaved")).to_have_count(0)
    row.locator("[data-wording] textarea").fill(text)
    page.keyboard.press("Escape")
    expect(row.locator(".meta-unsaved")).to_have_text("unsaved words")
    expect(row).to_be_focused()
    return row


def test_words_that_escape_has_set_aside_are_marked_and_asked_about(watched, server):
    page = watched.enter("chair/a")
    row = set_aside(page, "incoming", 1, WITHOUT)
    expect(page.locator(".meta-unsaved")).to_have_count(1)
    page.keyboard.press("a")
    expect(row.get_by_role("button", name="Approve as it was")).to_be_visible()
    expect(row.locator("[data-wording] textarea")).to_have_value(WITHOUT)
    assert statuses(server)[1] == "pending"
    page.keyboard.press("Digit2")
    expect_queue(page, 1)
    assert view_of(server, 1)["text"] == WITH_PHONE
    queued = page.locator('[data-list=queue] [data-row][data-number="1"]')
    expect(queued.locator(".meta-unsaved")).to_have_text("unsaved words")
    expect(page.locator("[data-wording]")).to_have_count(0)
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_role("button", name="Save and advance")).to_be_focused()
    page.keyboard.press("Digit1")
    expect_slot(page, "live", 1)
    expect(page.locator("[data-list=live] .asked").first).to_have_text(WITHOUT)
    expect(page.locator(".meta-unsaved")).to_have_count(0)


def test_words_set_aside_wait_while_other_words_are_in_the_editor(watched, server):
    page = watched.enter("chair/a")
    row = set_aside(page, "incoming", 1, WITHOUT)
    edit(page, "incoming", 2, "Who pays at first?")
    row.locator("[data-act=approve]").first.click()
    expect(page.locator(".undo")).to_contain_text("Save or close your words for No. 2 first.")
    expect(page.locator("[data-save-first]")).to_have_count(0)
    expect(page.locator("[data-wording] textarea")).to_have_value("Who pays at first?")
    assert statuses(server)[1] == "pending"


def test_a_key_without_a_chosen_row_says_what_to_do(watched, server):
    page = watched.enter("chair/a")
    page.keyboard.press("a")
    status = page.locator(".undo[role=status]")
    expect(status).to_have_text("No row is chosen: choose a row with J, K, an arrow key or a click.")
    assert set(statuses(server).values()) == {"pending"}
    page.keyboard.press("j")
    expect(status).to_have_text("")
    page.keyboard.press("a")
    expect_queue(page, 1)
