"""Tests of the keyboard focus on the page of the asker. The focus stays in the list when a row leaves the list or
changes.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_asker import NEW, PHONE, TEXT, ask_by_phone, delete, focused
from tests.browser.test_main_path import ask, my_question
from tests.browser.watched_pages import LOST

pytestmark = pytest.mark.browser


def test_the_focus_stays_in_the_list_after_a_withdrawal(watched, server):
    phone = ask_by_phone(watched)
    my_question(phone).locator("details.confirm summary").click()
    phone.locator('[data-withdraw="1"]').click()
    expect(my_question(phone)).to_have_attribute("data-status", "withdrawn")
    assert focused(phone) == "Withdrawn"


def test_the_focus_stays_in_the_list_when_a_row_leaves_it(watched, server):
    for text in ("Which treaties?", "Which courts?"):
        server.ask(text, who="ben")
    server.act("approve", 1)
    server.act("approve", 2)
    phone = watched.enter(**PHONE)
    phone.locator('[data-vote="1"]').focus()
    server.act("decline", 1, reason="off_topic")
    expect(phone.locator('#list [data-number="1"]')).to_have_count(0)
    assert focused(phone) == "Which courts?"
    phone.locator('[data-vote="2"]').focus()
    server.act("decline", 2, reason="off_topic")
    expect(phone.locator("#list .public-row")).to_have_count(0)
    assert focused(phone) == "Coming up"


def test_the_focus_stays_on_the_page_after_a_question_on_the_phone_is_deleted(watched, server):
    phone = watched.enter(allow=LOST, **PHONE)
    phone.context.set_offline(True)
    for text in (TEXT, NEW):
        ask(phone, text)
    expect(phone.locator("#own .own-row")).to_have_count(2)
    for count, heading in ((1, "Saved on this phone"), (0, phone.locator("h1").inner_text())):
        delete(phone.locator("#own .own-row").first)
        expect(phone.locator("#own .own-row")).to_have_count(count)
        assert focused(phone) == heading


def test_the_focus_stays_on_the_page_after_the_last_page_of_answered_questions(watched, server):
    for number in range(1, 52):
        server.ask(f"Question {number}?", who=f"person {number}")
        server.act("approve", number)
        server.act("take", number)
    server.act("answer", 51)
    phone = watched.enter(**PHONE)
    phone.locator("#older summary").click()
    phone.get_by_role("button", name="Show more").press("Enter")
    expect(phone.locator("#older .public-row")).to_have_count(51)
    assert focused(phone) == "Question 1?"


def test_the_focus_stays_on_the_page_when_the_form_is_closed(watched, server):
    phone = watched.enter(**PHONE)
    phone.locator("#text").focus()
    server["organiser"].command("close", {})
    expect(phone.locator("#ask")).to_be_hidden()
    assert focused(phone) != "body"
