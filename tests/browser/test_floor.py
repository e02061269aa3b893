"""The phone on a bad day: reloads, no network, a dead server, no websocket, no pointer. What was typed is sent once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_main_path import ask, own
from tests.browser.watched_pages import LIVE, LOST

pytestmark = pytest.mark.browser

TEXT = "Who keeps what I write here?"
PHONE = {"viewport": {"width": 390, "height": 844}}


def texts(server) -> list[str]:
    """What the chairs have, in order."""
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


def test_without_network_a_question_is_kept_and_sent_once(watched, server):
    phone = watched.enter(allow=LOST, **PHONE)
    phone.context.set_offline(True)
    ask(phone, TEXT)
    expect(phone.locator("#own [data-status=saved]")).to_contain_text(TEXT)
    expect(phone.locator("#bar [data-offline]")).to_be_visible()
    assert texts(server) == []
    phone.context.set_offline(False)
    expect(own(phone)).to_contain_text(TEXT)
    expect(phone.locator("#bar [data-offline]")).to_have_count(0)
    phone.wait_for_selector(LIVE)
    phone.reload()
    expect(phone.locator("#own .own-row")).to_have_count(1)
    assert texts(server) == [TEXT]


def test_a_question_kept_is_sent_once_after_a_reload(watched, server):
    phone = watched.enter(allow=LOST, **PHONE)
    block(phone, "**/ask/*")
    ask(phone, TEXT)
    expect(phone.locator("#own [data-status=saved]")).to_contain_text(TEXT)
    phone.unroute("**/ask/*")
    phone.reload()
    expect(own(phone)).to_contain_text(TEXT)
    expect(phone.locator("#own .own-row")).to_have_count(1)
    assert texts(server) == [TEXT]


def test_an_answer_that_never_came_is_asked_for_again_with_the_same_key(watched, server):
    phone = watched.enter(allow=LOST, **PHONE)
    keys = []

    def swallow(route: Route) -> None:
        keys.append(route.request.url)
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    phone.route("**/ask/*", swallow)
    ask(phone, TEXT)
    expect(own(phone)).to_contain_text(TEXT)
    expect(phone.locator("#own [data-key]")).to_have_count(0)
    assert len(set(keys)) == 1 < len(keys)
    assert texts(server) == [TEXT]


def test_a_server_that_died_and_came_back(watched, server):
    phone = watched.enter(allow=LOST, **PHONE)
    asker = server.client()
    asker.command("ask", {"text": "Which treaties?"})
    server.kill()
    ask(phone, TEXT)
    expect(phone.locator("#own [data-status=saved]")).to_contain_text(TEXT)
    server.start()
    approve(server, 1)
    phone.wait_for_selector(LIVE)
    expect(own(phone, 2)).to_contain_text(TEXT)
    expect(phone.locator('#list [data-number="1"]')).to_contain_text("Which treaties?")
    expect(phone.locator("#own .own-row")).to_have_count(1)
    assert sorted(texts(server)) == sorted([TEXT, "Which treaties?"])


def test_after_a_restart_only_who_has_asked_reads_their_own_again(watched, server):
    silent, asker = (watched.enter(allow=LOST, **PHONE) for _ in range(2))
    ask(asker, TEXT)
    expect(own(asker)).to_contain_text(TEXT)
    for text in ("Which treaties?", "Which courts?"):
        server.client().command("ask", {"text": text})
    reads = {page: [] for page in (silent, asker)}
    for page, seen in reads.items():
        page.on("response", lambda got, seen=seen: seen.append(got.url.partition("?")[0].rpartition("/")[2]))
    # A slow start lets the phones come to polling, which reads everything: then another one is looked at.
    for number in (1, 2, 3):
        for seen in reads.values():
            seen.clear()
        server.kill()
        server.start()
        approve(server, number)
        for page in reads:
            expect(page.locator(f'#list [data-number="{number}"]')).to_be_visible()
            page.wait_for_selector(LIVE)
        if "changes" not in reads[silent]:
            break
    expect(own(asker)).to_have_attribute("data-status", "approved")
    assert "own" in reads[asker] and "snapshot" in reads[silent] and "own" not in reads[silent]


def test_without_a_websocket_everything_works_by_polling(watched, server):
    context = watched.person("en", LOST, **PHONE)
    context.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    phone = context.new_page()
    phone.goto(watched.link("attendee"))
    phone.wait_for_selector("html[data-link=polling]")
    ask(phone, TEXT)
    expect(own(phone)).to_have_attribute("data-status", "pending")
    server.client().command("ask", {"text": "Which treaties?"})
    approve(server, 1)
    approve(server, 2)
    expect(own(phone)).to_have_attribute("data-status", "approved")
    vote = phone.locator('#list [data-vote="2"]')
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    expect(vote).to_contain_text("1")
    chair = server.client("chair/a")
    chair.command("advance", {"live": None, "next": None})
    expect(phone.locator('#now [data-number="1"]')).to_contain_text(TEXT)
    chair.command("set_next", {"number": 2, "version": 3})
    expect(phone.locator('#list [data-number="2"]')).to_have_attribute("data-status", "next")


def test_by_keyboard_alone(watched, server):
    server.client().command("ask", {"text": "Which treaties?"})
    approve(server, 1)
    phone = watched.enter(**PHONE)
    reach(phone, "#text")
    phone.keyboard.type(TEXT)
    reach(phone, "#ask .send")
    phone.keyboard.press("Enter")
    expect(own(phone, 2)).to_have_attribute("data-status", "pending")

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
    expect(own(phone, 2)).to_have_attribute("data-status", "withdrawn")


def test_the_first_load_is_light(watched, server):
    weights: dict[str, int] = {}
    context = watched.person("es-ES", **PHONE)
    page = context.new_page()
    page.on("requestfinished", lambda sent: weights.update({sent.url: sent.sizes()["responseBodySize"]}))
    page.goto(watched.link("attendee"))
    page.wait_for_selector(LIVE)
    page.wait_for_load_state("networkidle")
    weights = {url: size for url, size in weights.items() if not url.startswith("data:")}
    scripts = sum(size for url, size in weights.items() if re.search(r"\.js$", url))
    print(weights)
    assert len(weights) <= 8
    assert sum(weights.values()) <= 60_000
    assert scripts <= 35_000


def block(page: Page, pattern: str) -> None:
    page.route(pattern, lambda route: route.abort())


def reach(page: Page, selector: str) -> None:
    """Tab until the focus is there; a round through the whole page is the most."""
    target = page.locator(selector).first
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")
