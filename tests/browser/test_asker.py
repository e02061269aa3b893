"""Tests of the attendee's page: the full text of the asker's question, the Send button, the empty list, and a lost
event.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.browser.interface_text import sentence
from tests.browser.test_main_path import ask, my_question
from tests.browser.watched_pages import LIVE, cookies_of

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
SMALLEST = {"viewport": {"width": 320, "height": 568}}
TEXT = "Who pays for capacity building?"
NEW = "Who pays for capacity building, and who decides?"
LONG = (
    "Thirdly, what can you tell us about the role played by the United Kingdom in this system, or at least the role"
    " that it intends to play in the future, and what have you done about it so far?"
)


def focused(page: Page) -> str:
    """Return the first line of the focused element's text; "body" if no element has the focus."""
    return page.evaluate(
        "document.activeElement === document.body ? 'body' : document.activeElement.innerText.trim().split('\\n')[0]"
    )


def ask_by_phone(watched, lang="en", text=TEXT, **options) -> Page:
    phone = watched.enter(lang=lang, **PHONE | options)
    ask(phone, text)
    expect(my_question(phone)).to_have_attribute("data-status", "pending")
    return phone


def open_editor(phone: Page, text: str = NEW) -> None:
    phone.locator('[data-edit="1"]').click()
    field = phone.locator("#edit-text-1")
    expect(field).to_be_focused()
    assert field.evaluate("({ selectionStart, value }) => selectionStart === value.length"), (
        "the caret is not at the end"
    )
    field.fill(text)


def delete(row: Locator) -> None:
    """Delete the unsent question in this row, and confirm the deletion."""
    row.locator(".confirm summary").click()
    row.locator("[data-delete]").click()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_asker_reads_the_own_question_in_full(watched, server, lang):
    text = LONG[:280]
    number = server.client().command("ask", {"text": "Which treaties?"})[1]["question"]["number"] + 1
    phone = watched.enter(lang=lang, **PHONE)
    phone.locator("#text").fill(text)
    phone.locator("#group").select_option("media")
    phone.locator("[data-more] summary").click()
    phone.locator("#to").select_option("socco")
    phone.locator("#name").fill("Ana Sol")
    phone.locator("#ask .send").click()
    row = my_question(phone, number)
    expect(row.locator(".reminder")).to_have_text(text)
    assert row.locator(".reminder").evaluate("element => element.scrollHeight <= element.clientHeight + 1")
    expect(row.locator(".facts")).to_contain_text("Michele Socco")
    expect(row.locator(".facts")).to_contain_text("Ana Sol")
    expect(row.locator(".facts")).to_contain_text(sentence(lang, "only the chairs see it"))
    expect(row.locator(".facts .mark-media")).to_be_visible()


def test_after_the_outcome_the_cut_text_can_be_opened(watched, server):
    phone = ask_by_phone(watched, text=LONG)
    server.act("approve", 1)
    server.act("take", 1)
    server.act("answer", 1)
    reminder = my_question(phone).locator(".reminder")
    expect(my_question(phone)).to_have_attribute("data-fate", "answered")
    assert reminder.evaluate("element => element.scrollHeight > element.clientHeight")
    my_question(phone).get_by_text("Whole question").click()
    assert reminder.evaluate("element => element.scrollHeight <= element.clientHeight + 1")
    expect(my_question(phone).locator(".facts")).to_be_visible()


@pytest.mark.parametrize("rule", [False, True], ids=["open", "rule"])
@pytest.mark.parametrize("lang", ["en", "es", "fr", "ar", "de", "pt", "ru", "zh"])
def test_the_send_button_is_visible_at_the_first_visit_on_the_smallest_phone(watched, server, lang, rule):
    if rule:
        server["organiser"].command("set", {"chatham_house_rule": True})
    number = server.ask(LONG, who="ben")
    server.act("approve", number)
    server.act("take", number)
    phone = watched.enter(lang=lang, **SMALLEST)
    expect(phone.locator("#ask .send")).to_be_in_viewport(ratio=1)
    expect(phone.locator("#text")).to_be_in_viewport(ratio=0.3)
    assert phone.evaluate("scrollY") == 0
    now = phone.locator("#now .voice")
    assert now.evaluate("element => element.scrollHeight > element.clientHeight")
    phone.locator(".now-fold summary").click()
    assert now.evaluate("element => element.scrollHeight <= element.clientHeight + 1")


def test_an_empty_list_says_why_it_is_empty(watched, server):
    phone = watched.enter(**PHONE)
    empty = phone.locator("#list .empty")
    expect(empty).to_have_text("No question approved yet. Yours can be the first.")
    server.ask("Which treaties?", who="ben")
    server.act("approve", 1)
    server.act("take", 1)
    expect(empty).to_have_text("No further question is waiting. Yours can be the next.")
    server.act("answer", 1)
    expect(empty).to_have_text("All approved questions have been answered. Yours can be the next.")
    phone.reload()
    expect(empty).to_have_text("All approved questions have been answered. Yours can be the next.")
    scriptless = watched.enter(java_script_enabled=False, **PHONE)
    expect(scriptless.locator("#list .empty")).to_have_text(
        "All approved questions have been answered. Yours can be the next."
    )


def test_an_idle_asker_checks_a_counter_and_finds_a_lost_event(watched, server):
    """The event `own` is lost.

    The answer to the page's next `subscribe` contains a higher counter. So the page learns of the change of its
    questions.
    """
    context = watched.person("en", **PHONE)
    sent: list[str] = []
    routes: list[WebSocketRoute] = []

    def lose_own(route: WebSocketRoute) -> None:
        routes.append(route)
        upstream = route.connect_to_server()
        route.on_message(lambda message: (sent.append(message), upstream.send(message)))
        upstream.on_message(lambda message: None if message.startswith('42["own"') else route.send(message))

    context.route_web_socket("**/socket.io/**", lose_own)
    server.ask(TEXT)
    context.add_cookies(cookies_of(server["ana"]))
    phone = context.new_page()
    phone.clock.install()
    reads: list[str] = []
    phone.on("request", lambda request: reads.append(request.url) if request.url.endswith("/own") else None)
    phone.goto(watched.link("attendee"))
    phone.wait_for_selector(LIVE)

    def pass_a_minute() -> None:
        for _ in range(3):
            phone.clock.run_for(20_000)
            # Send a ping and an event; without them, the page would close the socket.
            routes[0].send("2")
            routes[0].send('42["presence",[]]')

    pass_a_minute()
    server.act("decline", 1, reason="too_long")
    pass_a_minute()
    expect(my_question(phone)).to_have_attribute("data-fate", "declined")
    assert (len(routes), sum('["subscribe"' in message for message in sent), len(reads)) == (1, 3, 1)
