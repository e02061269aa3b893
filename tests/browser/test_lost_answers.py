"""Tests of commands whose answer is lost on the way to the page.

A second attempt does not execute the command again.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_floor import PHONE, approve, texts
from tests.browser.test_main_path import my_question
from tests.browser.test_outbox import lose_answers
from tests.browser.watched_pages import LOST

pytestmark = pytest.mark.browser

TEXT = "Who pays the interpreters?"
UNSURE = "The server did not answer. Check whether it has happened before you try again."


def test_a_question_asked_aloud_is_added_once(watched, server):
    chair = watched.enter("chair/a", allow=LOST)
    urls = lose_answers(chair, "**/add/*")
    chair.locator("[data-act=add]").click()
    chair.locator("#add-text").fill(TEXT)
    add = chair.locator("#add").get_by_text("Add to the queue")
    add.click()
    expect(chair.locator("#add-error")).to_have_text(UNSURE)
    chair.unroute("**/add/*")
    with chair.expect_request("**/add/*") as repeated:
        add.click()
    expect(chair.locator("#add")).to_be_hidden()
    assert [repeated.value.url] == urls
    assert texts(server) == [TEXT]
    # A repeated request is not a second question. But if the chair opens the form again and adds the same words, the
    # server stores a second question.
    chair.locator("[data-act=add]").click()
    chair.locator("#add-text").fill(TEXT)
    add.click()
    expect(chair.locator("#add")).to_be_hidden()
    assert texts(server) == [TEXT, TEXT]


def test_a_chairs_note_is_sent_once(watched, server):
    chair = watched.enter("chair/a", allow=LOST)
    lose_answers(chair, "**/note/*")
    chair.locator(".notes-button").click()
    chair.locator("#chair-notes textarea").fill("The mayor is here.")
    chair.keyboard.press("Control+Enter")
    expect(chair.locator("#chair-notes")).to_contain_text(UNSURE)
    chair.unroute("**/note/*")
    chair.locator("#chair-notes textarea").press("Control+Enter")
    expect(chair.locator("#chair-notes textarea")).to_have_value("")
    notes = server.client("chair/b").read("snapshot")[1]["notes"]
    assert [note["text"] for note in notes] == ["The mayor is here."]


def test_a_vote_and_a_withdrawal_whose_answer_is_lost_are_not_called_unchanged(watched, server):
    server.client().command("ask", {"text": TEXT})
    approve(server, 1)
    phone = watched.enter(allow=LOST, **PHONE)
    phone.locator("#text").fill("Mine?")
    phone.locator("#ask .send").click()
    expect(my_question(phone, 2)).to_have_attribute("data-status", "pending")
    for pattern in ("**/vote/*", "**/withdraw/*"):
        lose_answers(phone, pattern)
    phone.locator('[data-vote="1"]').click()
    expect(phone.locator('[data-vote="1"]')).to_have_attribute("aria-pressed", "true")
    my_question(phone, 2).locator("summary", has_text="Withdraw").click()
    phone.locator('[data-withdraw="2"]').click()
    expect(my_question(phone, 2)).to_have_attribute("data-status", "withdrawn")
    expect(phone.locator("#own .error, #list .error")).to_have_count(0)


def test_without_a_network_nothing_has_changed(watched, server):
    server.client().command("ask", {"text": TEXT})
    approve(server, 1)
    phone = watched.enter(allow=LOST, **PHONE)
    phone.context.set_offline(True)
    phone.locator('[data-vote="1"]').click()
    expect(phone.locator("#list")).to_contain_text("No connection. Nothing was changed.")
    expect(phone.locator('[data-vote="1"]')).to_have_attribute("aria-pressed", "false")
