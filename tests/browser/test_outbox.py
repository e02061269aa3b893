"""Tests of questions that the server has not stored yet: with two tabs, after lost answers, and at the end of the
session.

Each question has exactly one row at all times. No written word is lost.
"""

from __future__ import annotations

import contextlib

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.browser.test_asker import delete
from tests.browser.test_floor import PHONE, block, texts
from tests.browser.test_main_path import ask, my_question
from tests.browser.watched_pages import LIVE, LOST, WatchedPages

pytestmark = pytest.mark.browser

TEXT = "Who keeps what I write here?"
OTHER = "Who reads it first?"
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined })"
"""A script that removes the Web Locks API. On plain HTTP, browsers do not have this API."""


@pytest.fixture(params=["locks", "no locks"])
def tabs(request, watched, server):
    """Return two tabs of one browser.

    Each test runs twice: first with the Web Locks API in both tabs, then without this API, as on plain HTTP.
    """
    person = watched.person("en", LOST, **PHONE)
    if request.param == "no locks":
        person.add_init_script(NO_LOCKS)
    return open_tab(watched, person), open_tab(watched, person)


def open_tab(watched: WatchedPages, person) -> Page:
    page = person.new_page()
    page.goto(watched.link("attendee"))
    page.wait_for_selector(LIVE)
    return page


def rows(page: Page):
    return page.locator("#own .own-row")


def lose_answers(page: Page, pattern: str = "**/ask/*") -> list[str]:
    """Let each command reach the server, but lose its answer. Return the list of the commands' URLs."""
    urls: list[str] = []

    def lose(route: Route) -> None:
        urls.append(route.request.url)
        route.fetch()
        with contextlib.suppress(Error):  # if the page has been reloaded, the request has ended and `abort` fails
            route.abort()

    page.route(pattern, lose)
    return urls


def test_two_tabs_share_one_outbox(tabs, server):
    first, second = tabs
    first.context.set_offline(True)
    for tab, text in ((first, TEXT), (second, OTHER)):
        ask(tab, text)
        expect(tab.locator("#own")).to_contain_text(text)
    for tab in tabs:
        expect(tab.locator("#own [data-key]")).to_contain_text([TEXT, OTHER])
    first.context.set_offline(False)
    for tab in tabs:
        expect(tab.locator("#own [data-number]")).to_have_count(2)
        expect(tab.locator("#own [data-key]")).to_have_count(0)
        expect(rows(tab)).to_have_count(2)
    assert sorted(texts(server)) == sorted([TEXT, OTHER])


def test_a_question_that_one_tab_deletes_is_not_sent_by_the_other(tabs, server):
    first, second = tabs
    first.context.set_offline(True)
    for text in (TEXT, OTHER):
        ask(first, text)
    expect(second.locator("#own [data-key]")).to_have_count(2)
    delete(second.locator("#own [data-key]", has_text=OTHER))
    for tab in tabs:
        expect(tab.locator("#own [data-key]")).to_contain_text([TEXT])
    first.context.set_offline(False)
    for tab in tabs:
        expect(tab.locator("#own [data-number]")).to_have_count(1)
        expect(rows(tab)).to_have_count(1)
    assert texts(server) == [TEXT]


def test_a_tried_question_that_one_tab_deletes_is_withdrawn_for_both(tabs, server):
    first, second = tabs
    for tab in tabs:
        block(tab, "**/ask/*")
    ask(first, TEXT)
    delete(second.locator("#own [data-status=saved]"))
    for tab in tabs:
        expect(tab.locator("#own [data-pending=delete]")).to_contain_text(TEXT)
    second.close()
    first.unroute("**/ask/*")
    expect(my_question(first)).to_have_attribute("data-status", "withdrawn")
    expect(rows(first)).to_have_count(1)
    assert texts(server) == []


def test_drafts_of_two_tabs_do_not_overwrite_each_other(tabs, watched):
    first, second = tabs
    for tab, text in ((first, TEXT), (second, OTHER)):
        tab.locator("#text").fill(text)
    for tab, text in ((first, TEXT), (second, OTHER)):
        tab.reload()
        expect(tab.locator("#text")).to_have_value(text)
    for tab in tabs:
        with tab.expect_event("close"):
            tab.close(run_before_unload=True)
    # A new tab must show the drafts of both closed tabs: the newer draft in the form, the older draft in the list.
    tab = open_tab(watched, first.context)
    texts_of_tab = [tab.locator("#text").input_value(), *tab.locator("#own [data-draft] .voice").all_inner_texts()]
    assert sorted(texts_of_tab) == sorted([TEXT, OTHER])


def test_the_draft_of_a_tab_that_the_browser_ended_comes_back_once(watched):
    person = watched.person("en", LOST, **PHONE)
    tab = open_tab(watched, person)
    tab.locator("#text").fill(TEXT)
    tab.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    tab.close()
    tab = open_tab(watched, person)
    expect(tab.locator("#text")).to_have_value(TEXT)
    tab.locator("#ask .send").click()
    expect(my_question(tab)).to_contain_text(TEXT)
    for page in (tab, open_tab(watched, person)):
        page.reload()
        page.wait_for_selector(LIVE)
        expect(page.locator("#text")).to_have_value("")


def test_a_duplicated_tab_gets_a_draft_of_its_own(tabs):
    first, second = tabs
    first.locator("#text").fill(TEXT)
    name = first.evaluate("sessionStorage.getItem('open-floor.tab')")
    second.evaluate("name => sessionStorage.setItem('open-floor.tab', name)", name)
    second.reload()
    second.locator("#text").fill(OTHER)
    first.locator("#text").press("End")
    first.keyboard.type(" And when?")
    for tab, text in ((first, f"{TEXT} And when?"), (second, OTHER)):
        tab.reload()
        expect(tab.locator("#text")).to_have_value(text)


def test_a_lost_answer_leaves_one_row(watched, server):
    phone = watched.enter(allow=LOST, **PHONE)
    lose_answers(phone)
    ask(phone, TEXT)
    expect(my_question(phone)).to_contain_text(TEXT)
    expect(rows(phone)).to_have_count(1)
    phone.reload()
    expect(my_question(phone)).to_contain_text(TEXT)
    expect(rows(phone)).to_have_count(1)
    phone.unroute("**/ask/*")
    expect(phone.locator("#own [data-key]")).to_have_count(0)
    expect(rows(phone)).to_have_count(1)
    assert texts(server) == [TEXT]


@pytest.fixture
def doubtful(watched, server):
    """Ask a question, but block the answers. Return (page of a phone, URLs of its `ask` commands).

    The server has stored the question, but the page cannot know this. The answer to `ask` and the list of the asker's
    questions are both blocked.
    """
    person = watched.person("en", LOST, **PHONE)
    # Block the socket and the list `own`. So only the answer to `ask` can tell the page that the question has arrived.
    person.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    phone = person.new_page()
    phone.goto(watched.link("attendee"))
    block(phone, "**/own")
    urls = lose_answers(phone)
    ask(phone, TEXT)
    expect(phone.locator("#own [data-status=saved]")).to_contain_text(TEXT)
    assert texts(server) == [TEXT] and urls
    return phone, urls


def connect(phone: Page) -> None:
    for pattern in ("**/ask/*", "**/own"):
        phone.unroute(pattern)
    phone.evaluate("dispatchEvent(new Event('online'))")


def test_delete_after_a_lost_answer_withdraws_the_question(doubtful, server):
    phone, urls = doubtful
    delete(phone.locator("#own"))
    expect(phone.locator("#own [data-pending=delete]")).to_contain_text("It may have arrived already.")
    expect(rows(phone)).to_have_count(1)
    connect(phone)
    expect(my_question(phone)).to_have_attribute("data-status", "withdrawn")
    expect(rows(phone)).to_have_count(1)
    assert (texts(server), len(set(urls))) == ([], 1)


def test_a_deletion_survives_a_reload(doubtful, server, watched):
    phone, _ = doubtful
    delete(phone.locator("#own"))
    expect(phone.locator("#own [data-pending=delete]")).to_have_count(1)
    for pattern in ("**/ask/*", "**/own"):
        phone.unroute(pattern)
    phone.reload()
    expect(my_question(phone)).to_have_attribute("data-status", "withdrawn")
    assert texts(server) == []


def test_cancel_keeps_a_question_that_may_have_arrived(doubtful, server):
    phone, _ = doubtful
    delete(phone.locator("#own"))
    phone.locator("[data-cancel]").click()
    connect(phone)
    expect(my_question(phone)).to_have_attribute("data-status", "pending")
    expect(rows(phone)).to_have_count(1)
    assert texts(server) == [TEXT]


def test_edit_after_a_lost_answer_makes_no_second_copy(doubtful, server):
    phone, _ = doubtful
    phone.locator("#own [data-edit]").click()
    expect(phone.locator("#own [data-pending=edit]")).to_contain_text("It may have arrived already.")
    expect(phone.locator("#text")).to_have_value("")
    connect(phone)
    editor = my_question(phone).locator("textarea")
    expect(editor).to_have_value(TEXT)
    expect(rows(phone)).to_have_count(1)
    editor.fill(OTHER)
    my_question(phone).locator("button.main").click()
    expect(editor).to_have_count(0)
    expect(my_question(phone)).to_contain_text(OTHER)
    expect(rows(phone)).to_have_count(1)
    assert texts(server) == [OTHER]


def test_edit_keeps_the_words_that_are_in_the_form(watched, server):
    phone = watched.enter(allow=LOST, **PHONE)
    phone.context.set_offline(True)
    for text in (TEXT, OTHER):
        ask(phone, text)
    phone.locator("#text").fill("Half a question")
    phone.locator("#own [data-key]", has_text=OTHER).locator("[data-edit]").click()
    expect(phone.locator("#text")).to_have_value(OTHER)
    expect(phone.locator("#own [data-draft]")).to_contain_text("Half a question")
    phone.locator("#own [data-draft] [data-edit]").click()
    expect(phone.locator("#text")).to_have_value("Half a question")
    expect(phone.locator("#own [data-draft]")).to_contain_text(OTHER)


def test_delete_asks_for_one_confirmation(watched, server):
    phone = watched.enter(allow=LOST, **PHONE)
    phone.context.set_offline(True)
    ask(phone, TEXT)
    phone.locator("#own [data-key] .confirm summary").click()
    expect(phone.locator("#own [data-key] .confirm")).to_contain_text("Delete this question?")
    expect(rows(phone)).to_have_count(1)
    phone.locator("#own [data-key] [data-delete]").click()
    expect(rows(phone)).to_have_count(0)
