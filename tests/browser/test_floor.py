"""Tests of the attendee's page under faults: a reload, no network, a stopped server, no WebSocket.

Each question is stored only once.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from moderation.web.realtime.socket_limits import MOST_SOCKETS
from tests.browser.test_main_path import ask, my_question
from tests.browser.watched_pages import LIVE, LOST, lose_first_answer

pytestmark = pytest.mark.browser

TEXT = "Who keeps what I write here?"
PHONE = {"viewport": {"width": 390, "height": 844}}
BEFORE_POLLING, POLL = 8_000, 3_750
"""Maximum milliseconds from the loss of the WebSocket to the first poll, and maximum milliseconds between two polls."""


def texts(server) -> list[str]:
    """Return the texts of the questions in the chairs' snapshot, in the order of the snapshot."""
    return [view["text"] for view in server.client("chair/b").read("snapshot")[1]["put"]]


def approve(server, number: int) -> None:
    assert server.client("chair/a").command("approve", {"number": number, "version": 1})[0] == 200


def test_a_draft_survives_reload_and_language_switch(watched):
    phone = watched.enter(**PHONE)
    phone.locator("#text").fill(TEXT)
    phone.locator("#group").select_option("media")
    phone.reload()
    expect(phone.locator("#text")).to_have_value(TEXT)
    phone.locator("[data-switch] summary").click()
    phone.locator("[data-switch] button[value=fr]").click()
    expect(phone.locator("html")).to_have_attribute("lang", "fr")
    expect(phone.locator("#text")).to_have_value(TEXT)
    expect(phone.locator("#group")).to_have_value("media")


def test_a_question_without_network_is_saved_and_sent_once(watched, server):
    phone = watched.enter(allow=LOST, **PHONE)
    phone.context.set_offline(True)
    ask(phone, TEXT)
    expect(phone.locator("#own [data-status=saved]")).to_contain_text(TEXT)
    expect(phone.locator("#bar [data-offline]")).to_be_visible()
    assert texts(server) == []
    phone.context.set_offline(False)
    expect(my_question(phone)).to_contain_text(TEXT)
    expect(phone.locator("#bar [data-offline]")).to_have_count(0)
    phone.wait_for_selector(LIVE)
    phone.reload()
    expect(phone.locator("#own .own-row")).to_have_count(1)
    assert texts(server) == [TEXT]


def test_a_saved_question_is_sent_once_after_a_reload(watched, server):
    phone = watched.enter(allow=LOST, **PHONE)
    block(phone, "**/ask/*")
    ask(phone, TEXT)
    expect(phone.locator("#own [data-status=saved]")).to_contain_text(TEXT)
    phone.unroute("**/ask/*")
    phone.reload()
    expect(my_question(phone)).to_contain_text(TEXT)
    expect(phone.locator("#own .own-row")).to_have_count(1)
    assert texts(server) == [TEXT]


def test_a_command_without_answer_is_repeated_with_the_same_key(watched, server):
    phone = watched.enter(allow=LOST, **PHONE)
    keys = lose_first_answer(phone, "**/ask/*")
    ask(phone, TEXT)
    expect(my_question(phone)).to_contain_text(TEXT)
    expect(phone.locator("#own [data-key]")).to_have_count(0)
    assert len(set(keys)) == 1 < len(keys)
    assert texts(server) == [TEXT]


def test_the_page_recovers_after_the_server_was_killed_and_restarted(watched, server, running_server):
    phone = watched.enter(allow=LOST, **PHONE)
    asker = server.client()
    asker.command("ask", {"text": "Which treaties?"})
    running_server.kill()
    ask(phone, TEXT)
    expect(phone.locator("#own [data-status=saved]")).to_contain_text(TEXT)
    running_server.start()
    approve(server, 1)
    phone.wait_for_selector(LIVE)
    expect(my_question(phone, 2)).to_contain_text(TEXT)
    expect(phone.locator('#list [data-number="1"]')).to_contain_text("Which treaties?")
    expect(phone.locator("#own .own-row")).to_have_count(1)
    assert sorted(texts(server)) == sorted([TEXT, "Which treaties?"])


def test_after_a_restart_only_pages_with_own_questions_read_them_again(watched, server, running_server):
    reader, asker = (watched.enter(allow=LOST, **PHONE) for _ in range(2))
    ask(asker, TEXT)
    expect(my_question(asker)).to_contain_text(TEXT)
    for text in ("Which treaties?", "Which courts?", "Which police?", "Which borders?"):
        server.client().command("ask", {"text": text})
    reads = {page: [] for page in (reader, asker)}
    for page, names in reads.items():
        page.on(
            "response",
            lambda response, names=names: names.append(response.url.partition("?")[0].rpartition("/")[2]),
        )
    # After the restart of the server, the page of `reader` must read the snapshot. But if the server starts slowly, the
    # page has begun to poll, and requests the changes instead. In this case, repeat the restart, at most four times.
    for number in (1, 2, 3, 4, 5):
        for names in reads.values():
            names.clear()
        running_server.kill()
        running_server.start()
        approve(server, number)
        for page in reads:
            expect(page.locator(f'#list [data-number="{number}"]')).to_be_visible()
            page.wait_for_selector(LIVE)
        if "changes" not in reads[reader]:
            break
    expect(my_question(asker)).to_have_attribute("data-status", "approved")
    assert "own" in reads[asker] and "snapshot" in reads[reader] and "own" not in reads[reader]


def test_every_act_works_by_polling_without_a_websocket(watched, server):
    context = watched.person("en", LOST, **PHONE)
    context.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    phone = context.new_page()
    phone.clock.install()
    phone.goto(watched.link("attendee"))
    phone.clock.fast_forward(BEFORE_POLLING)
    phone.wait_for_selector("html[data-link=polling]")
    ask(phone, TEXT)
    expect(my_question(phone)).to_have_attribute("data-status", "pending")
    server.client().command("ask", {"text": "Which treaties?"})
    approve(server, 1)
    approve(server, 2)
    phone.clock.fast_forward(POLL)
    expect(my_question(phone)).to_have_attribute("data-status", "approved")
    vote = phone.locator('#list [data-vote="2"]')
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    phone.clock.fast_forward(POLL)
    expect(vote).to_contain_text("1")
    chair = server.client("chair/a")
    chair.command("advance", {"live": None, "next": None})
    phone.clock.fast_forward(POLL)
    expect(phone.locator('#now [data-number="1"]')).to_contain_text(TEXT)
    chair.command("set_next", {"number": 2, "version": 3})
    phone.clock.fast_forward(POLL)
    expect(phone.locator('#list [data-number="2"]')).to_have_attribute("data-status", "next")


def test_the_fifth_tab_of_a_phone_polls_until_another_tab_closes(watched, server):
    context = watched.person("en", LOST, **PHONE)
    tabs = [context.new_page() for _ in range(MOST_SOCKETS + 1)]
    for tab in tabs[:-1]:
        tab.goto(watched.link("attendee"))
        tab.wait_for_selector(LIVE)
    fifth = tabs[-1]
    fifth.goto(watched.link("attendee"))
    fifth.wait_for_selector("html[data-link=polling]")
    ask(fifth, TEXT)
    expect(my_question(fifth)).to_have_attribute("data-status", "pending")
    approve(server, 1)
    expect(my_question(fifth)).to_have_attribute("data-status", "approved")
    for tab in tabs[:-1]:
        expect(tab.locator('#list [data-number="1"]')).to_contain_text(TEXT)
        expect(tab.locator("html")).to_have_attribute("data-link", "live")
    tabs[0].close()
    fifth.wait_for_selector(LIVE)


def test_every_act_by_keyboard(watched, server):
    server.client().command("ask", {"text": "Which treaties?"})
    approve(server, 1)
    phone = watched.enter(**PHONE)
    reach(phone, "#text")
    phone.keyboard.type(TEXT)
    reach(phone, "#ask .send")
    phone.keyboard.press("Enter")
    expect(my_question(phone, 2)).to_have_attribute("data-status", "pending")

    reach(phone, '[data-vote="1"]')
    phone.keyboard.press("Space")
    expect(phone.locator('[data-vote="1"]')).to_have_attribute("aria-pressed", "true")
    expect(phone.locator('[data-vote="1"]')).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.locator('[data-vote="1"]')).to_have_attribute("aria-pressed", "false")

    reach(phone, '#own [data-number="2"] summary')
    phone.keyboard.press("Enter")
    reach(phone, '[data-withdraw="2"]')
    phone.keyboard.press("Enter")
    expect(my_question(phone, 2)).to_have_attribute("data-status", "withdrawn")


@pytest.mark.parametrize("lang", ["es-ES", "ar-EG", "de-DE", "fr-FR", "pt-BR", "ru-RU", "zh-CN"])
def test_the_first_load_transfers_at_most_60_kb_in_8_files(watched, lang):
    weights: dict[str, int] = {}
    context = watched.person(lang, **PHONE)
    page = context.new_page()
    page.on("requestfinished", lambda request: weights.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto(watched.link("attendee"))
    page.wait_for_selector(LIVE)
    page.wait_for_load_state("networkidle")
    weights = {url: size for url, size in weights.items() if not url.startswith("data:")}
    scripts = sum(size for url, size in weights.items() if re.search(r"\.js$", url))
    print(weights)
    assert len(weights) <= 8
    assert sum(weights.values()) <= 60_000
    assert scripts <= 35 * 1024


def block(page: Page, pattern: str) -> None:
    page.route(pattern, lambda route: route.abort())


def reach(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus.

    Fail after 80 presses, because the page has fewer focusable elements.
    """
    target = page.locator(selector).first
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")
