"""Tests of merged and reworded questions: the texts that the asker reads in Spanish, with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.example_session import done, version
from tests.browser.interface_text import sentence
from tests.browser.test_main_path import PHONE, ask, my_question, my_question_in_frame

pytestmark = pytest.mark.browser

MINE = "¿Quién decide qué organizaciones pueden entrar en la sala?"
LEAD = "Who decides which organisations may enter the room?"


@pytest.fixture
def act(server):
    """Return a function that sends an act of chair A on a question."""
    chair = server.client("chair/a")

    def act(name: str, number: int, **values) -> None:
        done(chair.command(name, {"number": number, "version": version(chair, number), **values}))

    return act


def enter_without_script(watched, phone: Page) -> Page:
    """Open the page of the same asker in a browser without JavaScript."""
    return watched.enter(lang="es-ES", java_script_enabled=False, storage_state=phone.context.storage_state(), **PHONE)


def expect_outcome(phone: Page, plain_phone: Page, fate: str, msgid: str, **values) -> None:
    """Check the row of question 1 on two pages of its asker, both in Spanish.

    `plain_phone` is the page without JavaScript; it is reloaded first. Each row must have the status `fate` and contain
    the sentence `msgid`. Each row must also say that the question is asked together with No. 2.
    """
    plain_phone.reload()
    for row in (my_question(phone), my_question_in_frame(plain_phone)):
        expect(row).to_have_attribute("data-fate", fate)
        expect(row.locator(".status")).to_contain_text(sentence("es", msgid, **values))
        expect(row.locator(".together")).to_have_text(sentence("es", "Asked together with No. %(number)s", number=2))


def test_a_merged_question_follows_its_lead(watched, server, act):
    phone = watched.enter(lang="es-ES", **PHONE)
    ask(phone, MINE)
    expect(my_question(phone)).to_have_attribute("data-fate", "pending")
    done(server.client().command("ask", {"text": LEAD, "group": "academia"}))
    act("approve", 2)
    plain_phone = enter_without_script(watched, phone)
    other_phone = watched.enter(**PHONE)

    act("merge", 1, into=2)
    expect_outcome(phone, plain_phone, "approved", "Approved: number %(place)s in the list", place=1)
    expect(my_question(phone)).to_have_attribute("data-status", "merged")
    for page in (phone, plain_phone):
        expect(page.locator('#list [data-number="2"] .yours')).to_be_visible()
        expect(page.locator('[data-vote="2"]')).to_have_count(0)
    expect(other_phone.locator('#list [data-number="2"] .also')).to_have_text("also asked by 1 other")
    expect(other_phone.locator('[data-vote="2"]')).to_be_visible()

    act("set_next", 2)
    expect_outcome(phone, plain_phone, "next", "Get ready: yours is next")
    act("take", 2)
    expect_outcome(phone, plain_phone, "live", "Now")
    act("decline", 2, reason="too_long")
    expect_outcome(
        phone, plain_phone, "declined", "Will not be asked. %(reason)s", reason="Demasiado larga: acórtela, por favor"
    )
    expect(
        my_question_in_frame(plain_phone).get_by_role("link", name=sentence("es", "Reword and send again"))
    ).to_be_visible()
    my_question(phone).locator("[data-reword]").click()
    expect(phone.locator("#text")).to_have_value(MINE)
    ask(phone, "¿Quién decide?")
    expect(my_question(phone, 3)).to_have_attribute("data-fate", "pending")


def test_the_chairs_rewording_is_shown_beside_the_askers_words(watched, server, act):
    phone = watched.enter(lang="es-ES", **PHONE)
    ask(phone, f"{MINE} Llámenme al 555.")
    expect(my_question(phone)).to_have_attribute("data-fate", "pending")
    act("approve", 1)
    plain_phone, other_phone = enter_without_script(watched, phone), watched.enter(lang="es-ES", **PHONE)
    act("wording", 1, text=MINE, hide=False)
    row = other_phone.locator('#list [data-number="1"]')
    expect(row.locator(".edited")).to_have_text(sentence("es", "edited by a chair"))
    expect(row.get_by_text("555")).to_have_count(0)
    row.locator("[data-act=original]").click()
    expect(row.locator("[data-behind=asked]")).to_contain_text("Llámenme al 555.")

    act("wording", 1, text=MINE, hide=True)
    expect(row.locator("[data-act=original]")).to_have_count(0)
    expect(other_phone.get_by_text("555")).to_have_count(0)
    plain_phone.reload()
    for own_row in (my_question(phone), my_question_in_frame(plain_phone)):
        expect(own_row.locator(".reminder")).to_contain_text("Llámenme al 555.")
        expect(own_row.locator(".wording .voice")).to_have_text(MINE)
        expect(own_row.locator(".wording")).to_contain_text(sentence("es", "The chairs put it this way:"))
        expect(own_row.locator(".wording")).to_contain_text(
            sentence("es", "Your own words are shown to nobody but you and the chairs.")
        )


def test_a_muted_asker_is_informed_and_keeps_the_text(watched, server):
    phone = watched.enter(allow=("status of 403",), **PHONE)
    ask(phone, "Buy my book?")
    expect(my_question(phone)).to_have_attribute("data-fate", "pending")
    done(server.client("chair/a").command("mute", {"number": 1}))
    expect(my_question(phone)).to_have_attribute("data-fate", "declined")
    ask(phone, MINE)
    expect(phone.locator("#text-error")).to_have_text(
        sentence("en", "The chairs take no further questions from this phone in this session.")
    )
    expect(phone.locator("#text")).to_have_value(MINE)
    expect(phone.locator("#own .own-row")).to_have_count(1)
