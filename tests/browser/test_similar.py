"""Tests of the similar questions that the page shows while an attendee writes. The attendee can vote for a similar
question instead of asking, but can always ask.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.interface_text import plural_sentence, sentence
from tests.browser.test_axe import AXE, RUN
from tests.browser.test_floor import PHONE, approve, reach
from tests.browser.test_main_path import ask, my_question
from tests.browser.watched_pages import LOST

pytestmark = pytest.mark.browser

ASKED = "Which treaties should the new convention build on?"
WRITTEN = "On which treaties will the convention build?"


@pytest.fixture
def questions(server):
    """Ask two questions from two attendees, and approve both. Return the questions' views in the floor stream."""
    for text in (ASKED, "What is a treaty?"):
        server.client().command("ask", {"text": text, "group": "academia"})
    approve(server, 1)
    approve(server, 2)
    return server.client().read("snapshot")[1]["put"]


def stub(page: Page, views: list[dict], requests: list | None = None, status: int = 200) -> None:
    """Answer the page's requests for similar questions instead of the server.

    If `status` is 200, the answer contains `views`; otherwise, it is a refusal with this status. Append each request to
    `requests`.
    """

    def answer(route: Route) -> None:
        if requests is not None:
            requests.append(route.request)
        route.fulfill(
            status=status,
            json={"ok": True, "similar": views}
            if status == 200
            else {"ok": False, "code": "server.error", "message": "No."},
        )

    page.route("**/attendee/similar*", answer)


def test_an_offer_is_joined_and_the_draft_deleted(watched, server, questions):
    phone = watched.enter(lang="es-ES", **PHONE)
    requests: list = []
    stub(phone, questions, requests)
    phone.locator("#text").press_sequentially(WRITTEN)
    expect(phone.locator("[data-similar]")).to_have_count(2)
    assert json.loads(requests[-1].post_data) == {"text": WRITTEN, "hint": "es"}
    assert requests[-1].headers["x-open-floor"] == "1"
    announcement = plural_sentence(
        "es",
        "A question like yours is above the Send button.",
        "%(n)s questions like yours are above the Send button.",
        2,
    )
    expect(phone.locator("#announce")).to_have_text(announcement)

    phone.locator(".similar-fold summary").click()
    row = phone.locator('[data-similar="1"]')
    expect(row).to_contain_text(ASKED)
    expect(row).to_contain_text(sentence("es", "Number %(place)s in the list", place=1))
    expect(phone.locator("[data-similar-discard]")).to_have_count(0)
    row.locator("[data-join]").click()
    expect(row).to_contain_text(sentence("es", "You have voted for it."))
    expect(row.locator("[data-join]")).to_have_count(0)
    expect(phone.locator('#list [data-vote="1"]')).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("#text")).to_have_value(WRITTEN)
    phone.locator("[data-similar-discard]").click()
    expect(phone.locator("#text")).to_have_value("")
    expect(phone.locator(".similar-fold")).to_have_count(0)
    phone.reload()
    expect(phone.locator("#text")).to_have_value("")
    assert len(server.client("chair/a").read("snapshot")[1]["put"]) == 2


def test_an_attendee_who_keeps_the_question_gets_no_second_offer(watched, questions):
    phone = watched.enter(**PHONE)
    stub(phone, questions)
    phone.locator("#text").press_sequentially(WRITTEN)
    phone.locator(".similar-fold summary").click()
    phone.locator("[data-similar-keep]").click()
    expect(phone.locator(".similar-fold")).to_have_count(0)
    expect(phone.locator("#text")).to_be_focused()
    with phone.expect_response("**/attendee/similar*"):
        phone.keyboard.type(" And when?")
    phone.wait_for_timeout(200)
    expect(phone.locator(".similar-fold")).to_have_count(0)
    phone.locator("#ask .send").click()
    expect(my_question(phone, 3)).to_contain_text(f"{WRITTEN} And when?")


@pytest.mark.parametrize("width", [320, 390])
def test_an_offer_does_not_move_the_send_button(watched, questions, width):
    phone = watched.enter(viewport={"width": width, "height": 844})
    stub(phone, questions)
    phone.locator("#text").press_sequentially(WRITTEN)
    before = phone.locator("#ask .send").bounding_box()
    expect(phone.locator(".similar-fold")).to_have_count(1)
    assert phone.locator("#ask .send").bounding_box() == before
    assert phone.locator(".similar-fold summary").bounding_box()["height"] >= 44
    phone.locator("#ask .send").click()
    expect(my_question(phone, 3)).to_contain_text(WRITTEN)
    expect(phone.locator(".similar-fold")).to_have_count(0)


@pytest.mark.parametrize("status", [404, 429, 500])
def test_a_refusal_shows_no_message(watched, questions, status):
    phone = watched.enter(allow=(f"status of {status}",), **PHONE)
    stub(phone, questions, status=status)
    with phone.expect_response("**/attendee/similar*"):
        phone.locator("#text").press_sequentially(WRITTEN)
    phone.wait_for_timeout(200)
    expect(phone.locator(".similar-fold")).to_have_count(0)
    expect(phone.locator("#text-error")).to_be_empty()
    ask(phone, WRITTEN)
    expect(my_question(phone, 3)).to_contain_text(WRITTEN)


def test_a_failed_request_shows_no_message(watched, questions):
    phone = watched.enter(allow=LOST, **PHONE)
    phone.route("**/attendee/similar*", lambda route: route.abort())
    with phone.expect_event("requestfailed"):
        phone.locator("#text").press_sequentially(WRITTEN)
    ask(phone, WRITTEN)
    expect(my_question(phone, 3)).to_contain_text(WRITTEN)


def test_the_offer_by_keyboard_and_without_accessibility_violations(watched, questions):
    context = watched.person(bypass_csp=True, reduced_motion="reduce", **PHONE)
    context.add_init_script(path=AXE)
    phone = context.new_page()
    stub(phone, questions)
    phone.goto(watched.link("attendee"))
    phone.wait_for_selector("html[data-link=live]")
    phone.locator("#text").press_sequentially(WRITTEN)
    expect(phone.locator("[data-similar]")).to_have_count(2)
    reach(phone, ".similar-fold summary")
    phone.keyboard.press("Enter")
    reach(phone, '[data-join="2"]')
    phone.keyboard.press("Enter")
    expect(phone.locator(".similar-voted")).to_be_visible()
    assert phone.evaluate(RUN, "light") + phone.evaluate(RUN, "dark") == []
