"""Tests of unsent texts when the server accepts no more questions (close, pause, purge, limit): no text is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_asker import delete
from tests.browser.test_floor import PHONE, texts
from tests.browser.test_main_path import ask, my_question
from tests.browser.test_outbox import lose_answers, rows
from tests.browser.watched_pages import LIVE, LOST

pytestmark = pytest.mark.browser

TEXT = "Who keeps what I write here?"
DRAFT = "Half a question"
CLOSED = "Not sent: the session has closed"
GONE = "Not sent: this session no longer exists"


def set_phase(server, act: str) -> None:
    assert server.client("organiser").command(act)[0] == 200


def status_of(row) -> str:
    return row.locator(".status").inner_text()


def acts_of(row) -> list[str]:
    return row.locator(":is(button, summary):visible").all_inner_texts()


def copied(page: Page, row) -> str:
    row.locator("[data-copy]").click()
    expect(row.locator("[data-copy]")).to_have_text("Copied")
    return page.evaluate("navigator.clipboard.readText()")


def test_words_saved_offline_stay_after_the_close(watched, server):
    phone = watched.enter(allow=(*LOST, "409"), permissions=["clipboard-read", "clipboard-write"], **PHONE)
    phone.context.set_offline(True)
    ask(phone, TEXT)
    phone.locator("#text").fill(DRAFT)
    set_phase(server, "close")
    phone.context.set_offline(False)
    unsent, draft = phone.locator("#own [data-key]"), phone.locator("#own [data-draft]")
    expect(unsent).to_have_attribute("data-status", "refused")
    for _ in range(2):
        expect(phone.locator("#ask")).to_be_hidden()
        expect(rows(phone)).to_have_count(2)
        for row, text in ((unsent, TEXT), (draft, DRAFT)):
            assert status_of(row) == CLOSED
            expect(row.locator(".voice")).to_have_text(text)
            assert acts_of(row) == ["Copy", "Delete"]
        phone.reload()
        phone.wait_for_selector(LIVE)
    for row, text in ((unsent, TEXT), (draft, DRAFT)):
        assert copied(phone, row) == text
        delete(row)
    expect(rows(phone)).to_have_count(0)
    phone.reload()
    phone.wait_for_selector(LIVE)
    expect(rows(phone)).to_have_count(0)
    assert texts(server) == []


def test_after_a_reopening_unsent_words_can_be_edited_and_sent(watched, server):
    phone = watched.enter(allow=(*LOST, "409"), **PHONE)
    phone.context.set_offline(True)
    ask(phone, TEXT)
    set_phase(server, "close")
    phone.context.set_offline(False)
    row = phone.locator("#own [data-key]")
    expect(row).to_have_attribute("data-status", "refused")
    set_phase(server, "reopen")
    expect(phone.locator("#ask")).to_be_visible()
    assert (status_of(row), acts_of(row)) == ("Not sent", ["Edit", "Delete"])
    expect(row.locator(".remark")).to_have_text("The session was closed. It is open again.")
    row.locator("[data-edit]").click()
    expect(phone.locator("#text")).to_have_value(TEXT)
    phone.locator("#ask .send").click()
    expect(my_question(phone)).to_contain_text(TEXT)
    expect(rows(phone)).to_have_count(1)


def test_a_question_that_arrived_before_the_close_is_not_called_unsent(watched, server):
    phone = watched.enter(allow=(*LOST, "409"), **PHONE)
    lose_answers(phone)
    ask(phone, TEXT)
    # Wait until the row shows the question's number. The number comes from the server, so the server then has the
    # command.
    expect(my_question(phone)).to_contain_text(TEXT)
    set_phase(server, "close")
    phone.unroute("**/ask/*")
    phone.reload()
    expect(my_question(phone)).to_be_visible()
    expect(phone.locator("#own [data-key]")).to_have_count(0)
    expect(rows(phone)).to_have_count(1)


def test_words_written_while_the_session_closes_stay(watched, server):
    phone = watched.enter(allow=(*LOST, "409"), **PHONE)
    phone.locator("#text").fill(DRAFT)

    def close_first(route: Route) -> None:
        set_phase(server, "close")
        route.continue_()

    phone.route("**/ask/*", close_first)
    phone.locator("#ask .send").click()
    expect(phone.locator("#own .own-row[data-status=refused]")).to_contain_text(DRAFT)
    assert status_of(rows(phone)) == CLOSED


def test_in_a_pause_words_stay_and_are_sent_once(watched, server):
    phone = watched.enter(allow=(*LOST, "409"), **PHONE)
    phone.context.set_offline(True)
    ask(phone, TEXT)
    phone.locator("#text").fill(DRAFT)
    set_phase(server, "pause")
    phone.context.set_offline(False)
    row = phone.locator("#own [data-key]")
    expect(row.locator(".remark")).to_contain_text("The session is paused")
    expect(row.locator(".status")).to_have_text("Saved on this phone")
    expect(row.locator(":is(button, summary):visible")).to_have_text(["Edit", "Delete"])
    expect(phone.locator("#text")).to_have_value(DRAFT)
    set_phase(server, "open")
    expect(my_question(phone)).to_contain_text(TEXT)
    expect(rows(phone)).to_have_count(1)
    expect(phone.locator("#text")).to_have_value(DRAFT)
    assert texts(server) == [TEXT]


@pytest.mark.parametrize("knows", [False, True])
def test_after_a_pause_that_ended_without_a_connection_the_draft_can_be_sent(watched, server, knows):
    """`knows`: true if the pause starts before the phone loses the connection, false if it starts afterwards."""
    phone = watched.enter(allow=LOST, **PHONE)
    phone.locator("#text").fill(DRAFT)
    if knows:
        set_phase(server, "pause")
        expect(phone.locator("#ask .send")).to_be_disabled()
    phone.context.set_offline(True)
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.wait_for_selector("html[data-link=offline]")
    if not knows:
        set_phase(server, "pause")
    set_phase(server, "open")
    phone.context.set_offline(False)
    phone.wait_for_selector(LIVE)
    expect(phone.locator("#text")).to_have_value(DRAFT)
    phone.locator("#ask .send").click()
    expect(my_question(phone)).to_contain_text(DRAFT)


def test_words_stay_on_the_phone_if_the_server_has_too_many_pending_questions(watched, server):
    phone = watched.enter(allow=(*LOST, "429"), **PHONE)

    def refuse(route: Route) -> None:
        full = {"ok": False, "code": "limit.pending", "message": "A lot of questions are waiting.", "retry_after": 30}
        route.fulfill(status=429, json=full)

    phone.route("**/ask/*", refuse)
    ask(phone, TEXT)
    row = phone.locator("#own [data-key]")
    expect(row.locator(".remark")).to_have_text("A lot of questions are waiting.")
    assert (status_of(row), acts_of(row)) == ("Saved on this phone", ["Edit", "Delete"])
    phone.unroute("**/ask/*")
    phone.reload()
    expect(my_question(phone)).to_contain_text(TEXT)
    expect(rows(phone)).to_have_count(1)


@pytest.mark.parametrize("is_open", [True, False], ids=["open page", "later"])
def test_after_a_purge_unsent_words_can_be_copied(watched, server, is_open):
    allow = (*LOST, "40[49]")
    phone = watched.enter(allow=allow, permissions=["clipboard-read", "clipboard-write"], **PHONE)
    phone.context.set_offline(True)
    ask(phone, TEXT)
    phone.locator("#text").fill(DRAFT)
    address = phone.url
    if not is_open:
        phone.goto("about:blank")
    set_phase(server, "close")
    set_phase(server, "purge")
    phone.context.set_offline(False)
    if not is_open:
        phone.goto(address.replace(server.code, server.code.lower()))
    phone.wait_for_selector("main[data-code='session.unknown']")
    unsent, draft = phone.locator("#own [data-key]"), phone.locator("#own [data-draft]")
    for row, text in ((unsent, TEXT), (draft, DRAFT)):
        assert status_of(row) == GONE
        assert acts_of(row) == ["Copy", "Delete"]
        assert copied(phone, row) == text
        delete(row)
        expect(row).to_have_count(0)
    phone.reload()
    expect(rows(phone)).to_have_count(0)
