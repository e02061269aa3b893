"""Tests of an asker's edits of a question. In some tests, a chair has already acted on the question, or the answer to
the edit is lost.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_asker import NEW, PHONE, TEXT, ask_by_phone, focused, open_editor
from tests.browser.test_main_path import ask, my_question
from tests.browser.watched_pages import lose_first_answer

pytestmark = pytest.mark.browser


def test_an_edit_keeps_the_number_and_reaches_the_chairs(watched, server):
    phone, chair = ask_by_phone(watched), watched.enter("chair/a")
    row = chair.locator('[data-list=incoming] [data-number="1"]')
    expect(row).to_contain_text(TEXT)
    open_editor(phone)
    phone.locator("#edit-group-1").select_option("academia")
    phone.get_by_role("button", name="Save").click()
    expect(my_question(phone).locator(".reminder")).to_have_text(NEW)
    expect(my_question(phone).locator(".facts .mark-academia")).to_be_visible()
    expect(row).to_contain_text(NEW)
    expect(row).to_contain_text("edited by its asker")
    assert focused(phone) == "Received, waiting"
    view = server.seen(1)
    assert (view["text"], view["group"], view["version"], view["by"]) == (NEW, "academia", 2, "attendee")


def test_a_chair_who_writes_clearer_words_is_told_that_the_asker_changed_them(watched, server):
    phone, chair = ask_by_phone(watched), watched.enter("chair/a", allow=("status of 409",))
    chair.locator('[data-list=incoming] [data-number="1"]').click()
    chair.keyboard.press("e")
    editor = chair.locator("[data-list=incoming] textarea").first
    editor.fill("Who pays for training?")
    open_editor(phone)
    phone.get_by_role("button", name="Save").click()
    expect(my_question(phone).locator(".reminder")).to_have_text(NEW)
    expect(chair.locator('[data-list=incoming] [data-number="1"]').first).to_contain_text(NEW)
    expect(editor).to_have_value("Who pays for training?")
    editor.press("Control+Enter")
    expect(chair.get_by_text(re.compile("The asker changed (the words of )?this at")).first).to_be_visible()
    assert (server.seen(1)["text"], server.seen(1)["edited"]) == (NEW, False)


@pytest.mark.parametrize("is_late", [False, True])
def test_if_a_chair_was_faster_the_new_words_stay_to_copy(watched, server, is_late):
    """A chair approves the question during the edit.

    If `is_late`, the phone learns this from the refusal of its edit; otherwise, from its stream.
    """
    phone = watched.enter(allow=("status of 409", "net::ERR_"), **PHONE)
    ask(phone, TEXT)
    expect(my_question(phone)).to_have_attribute("data-status", "pending")
    open_editor(phone)
    if is_late:
        phone.route("**/attendee/own", lambda route: route.abort())
        server.act("approve", 1)
        phone.get_by_role("button", name="Save").click()
    else:
        server.act("approve", 1)
    editor = phone.locator("[data-edit-form]")
    expect(editor.locator(".remark")).to_contain_text("The chairs approved it at")
    expect(editor.locator(".remark")).to_contain_text("These words were not sent:")
    expect(editor.locator("textarea")).to_have_value(NEW)
    expect(editor.locator("textarea")).to_have_js_property("readOnly", True)
    assert focused(phone) != "body"
    expect(my_question(phone).locator(".reminder")).to_have_text(TEXT)
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.get_by_role("button", name="Copy my new words").click()
    expect(phone.locator("#announce")).to_have_text("Copied")
    assert phone.evaluate("navigator.clipboard.readText()") == NEW
    phone.get_by_role("button", name="Close").click()
    expect(editor).to_have_count(0)
    assert server.seen(1)["text"] == TEXT


def test_the_words_of_an_editor_survive_a_reload_and_a_language_switch(watched, server):
    phone = ask_by_phone(watched)
    open_editor(phone)
    phone.locator("[data-switch] summary").click()
    phone.locator("[data-switch] button[value=fr]").click()
    expect(phone.locator("html")).to_have_attribute("lang", "fr")
    expect(phone.locator("#edit-text-1")).to_have_value(NEW)


def test_after_a_lost_answer_the_same_edit_is_sent_with_the_same_key(watched, server):
    phone = watched.enter(allow=("net::ERR_",), **PHONE)
    ask(phone, TEXT)
    open_editor(phone)
    keys = lose_first_answer(phone, "**/edit/*")
    keep = phone.get_by_role("button", name="Save")
    keep.click()
    expect(phone.locator("[data-edit-form] .error")).to_have_text(
        "No answer from the server. Your new words are kept here: please try again."
    )
    keep.click()
    expect(phone.locator("[data-edit-form]")).to_have_count(0)
    assert (len(keys), len(set(keys)), server.seen(1)["version"]) == (2, 1, 2)


def test_a_reworded_question_names_the_new_one_and_offers_no_second_rewording(watched, server):
    phone = ask_by_phone(watched)
    server.act("decline", 1, reason="too_long")
    my_question(phone).locator("[data-reword]").click()
    phone.locator("#text").fill(NEW)
    phone.locator("#ask .send").click()
    expect(my_question(phone, 2)).to_have_attribute("data-status", "pending")
    expect(my_question(phone).get_by_role("link")).to_have_text("Reworded as No. 2")
    expect(my_question(phone).locator("[data-reword]")).to_have_count(0)
    my_question(phone).get_by_role("link").click()
    expect(my_question(phone, 2)).to_be_in_viewport()
