"""Tests of the path of a Spanish question from the phone to the screen.

At each step, the asker reads the right status.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.interface_text import sentence

pytestmark = pytest.mark.browser

ASKED = "¿Quién decide qué organizaciones pueden entrar en la sala?"
AGAIN = "¿Y quién lo comprueba?"
PHONE = {"viewport": {"width": 390, "height": 844}}


def my_question(page: Page, number: int = 1):
    return page.locator(f'#own [data-number="{number}"]')


def my_question_in_frame(page: Page, number: int = 1):
    """Return the row of the asker's question in the frame of a page without JavaScript."""
    return page.frame_locator(".own-frame").locator(f'.own-row[data-number="{number}"]')


def expect_status(page: Page, msgid: str, number: int = 1, **values) -> None:
    """Check the status of this question in the asker's list, in the language of the page."""
    lang = page.locator("html").get_attribute("lang")
    expect(my_question(page, number).locator(".status")).to_contain_text(sentence(lang, msgid, **values))


def row(page: Page, list_name: str, number: int = 1):
    return page.locator(f'[data-list={list_name}] [data-row][data-number="{number}"]')


def ask(page: Page, text: str) -> None:
    lang = page.locator("html").get_attribute("lang")
    page.get_by_label(sentence(lang, "Your question"), exact=True).fill(text)
    page.get_by_role("button", name=sentence(lang, "Send"), exact=True).click()


@pytest.fixture
def server(fresh_server):
    return fresh_server


@pytest.mark.parametrize("fresh_server", ["eventlet", pytest.param("threading", marks=pytest.mark.long)], indirect=True)
def test_a_question_travels_from_a_phone_to_the_screen(watched):
    phone = watched.enter(lang="es-ES", **PHONE)
    a, b = watched.enter("chair/a", lang="fr-FR"), watched.enter("chair/b", lang="en-GB")
    stage = watched.enter("stage")
    assert [page.locator("html").get_attribute("lang") for page in (phone, a, b)] == ["es", "fr", "en"]

    ask(phone, ASKED)
    expect_status(phone, "Received, waiting")
    for chair in (a, b):
        expect(row(chair, "incoming")).to_contain_text(ASKED)
        expect(row(chair, "incoming").locator("[lang=es]").first).to_be_visible()
    expect(stage.get_by_text(ASKED)).to_have_count(0)

    row(a, "incoming").locator("[data-act=approve]").click()
    for chair in (a, b):
        expect(row(chair, "queue")).to_contain_text(ASKED)
        expect(row(chair, "incoming")).to_have_count(0)
    expect_status(phone, "Approved: number %(place)s in the list", place=1)
    expect(phone.locator('#list [data-number="1"]')).to_contain_text(ASKED)

    row(a, "queue").click()
    row(a, "queue").locator("[data-act=set_next]").click()
    expect(b.locator('[data-list=next][data-number="1"]')).to_contain_text(ASKED)
    expect_status(phone, "Get ready: yours is next")

    b.locator("[data-act=advance]").click()
    for page in (a, b):
        expect(page.locator('[data-list=live][data-number="1"]')).to_contain_text(ASKED)
    expect(stage.locator('[data-status=live][data-number="1"] .said')).to_have_text(ASKED)
    expect(phone.locator('#now [data-number="1"]')).to_contain_text(ASKED)
    expect_status(phone, "Now")

    a.locator("[data-list=live] [data-act=answer]").click()
    expect(my_question(phone)).to_have_attribute("data-status", "answered")
    expect(stage.get_by_text(ASKED)).to_have_count(0)
    expect(my_question(phone).locator("[aria-current=step]")).to_have_text(sentence("es", "Answered"))


def test_the_asker_reads_each_status_without_javascript(watched, server):
    with_script = watched.enter(lang="es-ES", **PHONE)
    ask(with_script, ASKED)
    expect_status(with_script, "Received, waiting")
    other_asker, chair = server.client(), server.client("chair/a")
    other_asker.command("ask", {"text": "Which treaties should it build on?"})
    assert chair.command("approve", {"number": 2, "version": 1})[0] == 200

    phone = watched.enter(
        lang="es-ES",
        allow=("status of 400",),
        java_script_enabled=False,
        storage_state=with_script.context.storage_state(),
        **PHONE,
    )
    expect_my_question(phone, 1, ASKED, "pending", "Received, waiting")

    ask(phone, AGAIN)
    expect_my_question(phone, 3, AGAIN, "pending", "Received, waiting")
    phone.go_back()
    ask(phone, AGAIN)  # the server returns the same answer to a repeated form
    expect_my_question(phone, 3, AGAIN, "pending", "Received, waiting")
    phone.reload()  # the server answers the form with a redirect, so a reload does not send the form again
    expect(rows(phone)).to_have_count(2)

    withdrawn = my_question_in_frame(phone, 3)
    withdrawn.get_by_text(sentence("es", "Withdraw"), exact=True).click()
    withdrawn.get_by_role("button", name=sentence("es", "Withdraw it now")).click()
    expect_my_question(phone, 3, sentence("es", "The words are erased."), "withdrawn", "Withdrawn")
    expect(my_question_in_frame(phone, 3)).not_to_contain_text(AGAIN)

    vote = phone.locator('[data-vote="2"]')
    for pressed in ("false", "true", "false"):
        expect(vote).to_have_attribute("aria-pressed", pressed)
        vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")

    ask(phone, "   ")
    expect(phone.locator("#text-error")).not_to_be_empty()

    phone.goto(f"{server.url}/s/{server.code}")
    phone.locator("[data-switch] summary").click()
    phone.locator("[data-switch] button[value=fr]").click()
    expect(phone.locator("html")).to_have_attribute("lang", "fr")
    expect_my_question(phone, 1, ASKED, "pending", "Received, waiting")

    chair.command("decline", {"number": 1, "version": 1, "reason": "off_topic"})
    phone.reload()
    expect_my_question(phone, 1, ASKED, "declined", "Will not be asked. %(reason)s", reason="Hors sujet")


def rows(page: Page):
    return page.frame_locator(".own-frame").locator(".own-row")


def expect_my_question(page: Page, number: int, text: str, status: str, msgid: str, **values) -> None:
    """Check the row of the asker's question in the frame of a page without JavaScript."""
    lang = page.locator("html").get_attribute("lang")
    row = my_question_in_frame(page, number)
    expect(row).to_contain_text(text)
    expect(row).to_have_attribute("data-status", status)
    expect(row.locator(".status")).to_contain_text(sentence(lang, msgid, **values))
