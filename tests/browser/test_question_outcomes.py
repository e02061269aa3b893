"""Asked together, in the chairs' words: what its asker reads at each step, in Spanish, with and without a script."""

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
def chair(server):
    chair = server.client("chair/a")

    def act(name: str, number: int, **more) -> None:
        done(chair.command(name, {"number": number, "version": version(chair, number), **more}))

    return act


def plain(watched, phone: Page) -> Page:
    """The same asker on a phone without a script."""
    return watched.enter(lang="es-ES", java_script_enabled=False, storage_state=phone.context.storage_state(), **PHONE)


def read(phone: Page, without: Page, fate: str, msgid: str, **values) -> None:
    """Both pages say this of question 1, in Spanish; the plain one when it is opened."""
    without.reload()
    for row in (my_question(phone), my_question_in_frame(without)):
        expect(row).to_have_attribute("data-fate", fate)
        expect(row.locator(".status")).to_contain_text(sentence("es", msgid, **values))
        expect(row.locator(".together")).to_have_text(sentence("es", "Asked together with No. %(number)s", number=2))


def test_a_merged_question_follows_the_one_that_speaks_for_it(watched, server, chair):
    phone = watched.enter(lang="es-ES", **PHONE)
    ask(phone, MINE)
    expect(my_question(phone)).to_have_attribute("data-fate", "pending")
    done(server.client().command("ask", {"text": LEAD, "group": "academia"}))
    chair("approve", 2)
    without = plain(watched, phone)
    other = watched.enter(**PHONE)

    chair("merge", 1, into=2)
    read(phone, without, "approved", "Approved: number %(place)s in the list", place=1)
    expect(my_question(phone)).to_have_attribute("data-status", "merged")
    for page in (phone, without):
        expect(page.locator('#list [data-number="2"] .yours')).to_be_visible()
        expect(page.locator('[data-vote="2"]')).to_have_count(0)
    expect(other.locator('#list [data-number="2"] .also')).to_have_text("also asked by 1 other")
    expect(other.locator('[data-vote="2"]')).to_be_visible()

    chair("set_next", 2)
    read(phone, without, "next", "Be ready: yours is next")
    chair("take", 2)
    read(phone, without, "live", "Now")
    chair("decline", 2, reason="too_long")
    read(phone, without, "declined", "Will not be asked. %(reason)s", reason="Demasiado larga, acórtela, por favor")
    expect(
        my_question_in_frame(without).get_by_role("link", name=sentence("es", "Reword and send again"))
    ).to_be_visible()
    my_question(phone).locator("[data-reword]").click()
    expect(phone.locator("#text")).to_have_value(MINE)
    ask(phone, "¿Quién decide?")
    expect(my_question(phone, 3)).to_have_attribute("data-fate", "pending")


def test_the_chairs_words_beside_one_s_own(watched, server, chair):
    phone = watched.enter(lang="es-ES", **PHONE)
    ask(phone, f"{MINE} Llámenme al 555.")
    expect(my_question(phone)).to_have_attribute("data-fate", "pending")
    chair("approve", 1)
    without, other = plain(watched, phone), watched.enter(lang="es-ES", **PHONE)
    chair("wording", 1, text=MINE, hide=False)
    row = other.locator('#list [data-number="1"]')
    expect(row.locator(".edited")).to_have_text(sentence("es", "edited by a chair"))
    expect(row.get_by_text("555")).to_have_count(0)
    row.locator("[data-act=original]").click()
    expect(row.locator("[data-behind=asked]")).to_contain_text("Llámenme al 555.")

    chair("wording", 1, text=MINE, hide=True)
    expect(row.locator("[data-act=original]")).to_have_count(0)
    expect(other.get_by_text("555")).to_have_count(0)
    without.reload()
    for own_row in (my_question(phone), my_question_in_frame(without)):
        expect(own_row.locator(".reminder")).to_contain_text("Llámenme al 555.")
        expect(own_row.locator(".wording .voice")).to_have_text(MINE)
        expect(own_row.locator(".wording")).to_contain_text(sentence("es", "The chairs put it this way:"))
        expect(own_row.locator(".wording")).to_contain_text(
            sentence("es", "Your own words are shown to nobody but you and the chairs.")
        )


def test_a_muted_phone_says_so_and_keeps_the_text(watched, server):
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
