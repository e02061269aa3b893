"""Tests of the booths' tools: new terms, messages to the chairs, presence, documents, the name of the booth."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_axe import AXE, RUN
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser

WIDE = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
BOOTHS = [
    {"key": "en_es", "name": "English–Spanish booth", "languages": ["en", "es"]},
    {"key": "en_fr", "name": "English–French booth", "languages": ["en", "fr"]},
]
DOCUMENTS = [
    {"title": {"en": "Draft convention", "es": "Proyecto", "fr": "Projet"}, "url": "https://documents.example/A/22"},
    {"title": "Summary", "url": "https://un.example/s"},
]
ASKED = {1: ("en", "Who decides on the standard of care?"), 2: ("es", "¿Quién fija la norma de cuidado?")}


@pytest.fixture
def server(running_server):
    """Create a session with two booths, two documents and two approved questions: one in English, one in Spanish."""
    session = make_served_session(
        running_server, limits={}, translation="none", booths=BOOTHS, documents=DOCUMENTS, terms=[]
    )
    for number, (language, text) in ASKED.items():
        assert session.client().command("ask", {"text": text, "language": language})[0] == 201
        assert session.client("chair/a").command("approve", {"number": number, "version": 1})[0] == 200
    return session


def row(page: Page, number: int):
    return page.locator(f'.row[data-number="{number}"]')


def places(page: Page) -> list:
    """Return the positions of the rows and headings. A test compares two results to check that nothing has moved."""
    return page.evaluate(
        "[...document.querySelectorAll('.row, .part-heading, .column-heads')].map((e) => e.getBoundingClientRect().top)"
    )


def check_accessible(page: Page) -> None:
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(RUN, "light") + page.evaluate(RUN, "dark") == []


def test_a_term_is_added_by_keyboard_flagged_everywhere_and_taken_back(watched):
    booth = watched.enter("booth/en_es", **WIDE)
    other = watched.enter("booth/en_fr", **WIDE)
    chair = watched.enter("chair/a", **WIDE)
    expect(row(booth, 1)).to_be_visible()
    before = places(booth)
    booth.keyboard.press("t")
    fields = booth.locator(".panel .term-field input")
    expect(fields.first).to_be_focused()
    assert booth.locator(".panel .term-field span").all_inner_texts() == ["English", "Spanish", "French"]
    assert places(booth) == before
    booth.keyboard.type("standard of care")
    booth.keyboard.press("Tab")
    booth.keyboard.type("norma de cuidado")
    check_accessible(booth)
    booth.keyboard.press("Enter")
    expect(booth.locator(".term-added bdi")).to_have_text("standard of care – norma de cuidado")
    for page in (booth, other):
        expect(row(page, 1).locator(".flag")).to_have_text("standard of care")
        expect(page.locator("#said")).to_contain_text("New in the glossary: standard of care – norma de cuidado")
    expect(row(other, 2).locator(".flag")).to_have_text("norma de cuidado")
    expect(chair.locator('.row[data-number="1"] .asked .flag')).to_have_text("standard of care")
    expect(chair.locator('.row[data-number="1"] .asked')).to_have_text(ASKED[1][1])
    assert chair.locator('.row[data-number="1"] .flag').get_attribute("title") == "es: norma de cuidado"
    booth.locator("[data-undo-term]").click()
    expect(row(booth, 1).locator(".flag")).to_have_count(0)
    expect(chair.locator('.row[data-number="1"] .flag')).to_have_count(0)
    booth.keyboard.press("Escape")
    expect(booth.locator(".panel")).to_have_count(0)


def test_a_wrong_term_is_refused_with_a_sentence_and_stays_in_the_field(watched):
    booth = watched.enter("booth/en_es", allow=("status of 400",), **WIDE)
    booth.locator('[data-panel="term"]').click()
    booth.locator('.term-field input[lang="fr"]').fill("x")
    booth.locator(".term-form .main").click()
    expect(booth.locator("#term-error")).to_have_text(
        "Write each term in 2 to 80 characters, with at least one letter."
    )
    expect(booth.locator('.term-field input[lang="fr"]')).to_have_value("x")
    booth.keyboard.press("Escape")
    expect(booth.locator('[data-panel="term"]')).to_be_focused()


def test_selected_words_fill_the_field_of_a_new_term(watched):
    booth = watched.enter("booth/en_es", **WIDE)
    expect(row(booth, 2)).to_be_visible()
    row(booth, 2).locator(".voice").first.evaluate(
        """(text) => {
          const words = [...text.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.length > 6);
          getSelection().setBaseAndExtent(words, 0, words, 6);
        }"""
    )
    booth.keyboard.press("t")
    expect(booth.locator('.term-field input[lang="es"]')).to_have_value("¿Quién")


def test_a_chair_adds_a_term_from_a_question_and_undoes_it_in_the_footer(watched):
    chair = watched.enter("chair/a", **WIDE)
    chair.locator('[data-list="queue"] .row').first.click()
    chair.keyboard.press(".")
    chair.locator("#chair-menu .menu-entry", has_text="Add a term to the glossary…").click()
    chair.locator('#term input[lang="en"]').fill("standard of care")
    chair.locator('#term input[lang="en"]').press("Enter")
    expect(chair.locator('.row[data-number="1"] .flag')).to_have_text("standard of care")
    check_accessible(chair)
    chair.locator("#term header .button").click()
    expect(chair.locator(".chairs-foot, footer").first).to_contain_text("You added a term to the glossary")
    chair.keyboard.press("u")
    expect(chair.locator('.row[data-number="1"] .flag')).to_have_count(0)


def test_messages_between_booth_and_chairs_are_acknowledged_and_move_nothing(watched):
    booth = watched.enter("booth/en_es", **WIDE)
    colleague = watched.enter("booth/en_fr", **WIDE)
    chair = watched.enter("chair/a", **WIDE)
    expect(row(booth, 1)).to_be_visible()
    before = places(booth)
    booth.keyboard.press("w")
    expect(booth.locator("#message")).to_be_focused()
    booth.locator(".phrases .button", has_text="Slower, please.").click()
    strip = chair.locator(".note-strip")
    expect(strip.locator(".voice")).to_have_text("Slower, please.")
    expect(strip.locator(".note-from b")).to_have_text("English–Spanish booth")
    expect(booth.locator(".message-receipt b")).to_have_text("not yet read by Joyce Hakmeh and Patryk Pawlak")
    strip.locator('[data-act="acknowledge"]').click()
    expect(booth.locator(".message-receipt span")).to_have_text("read by Joyce Hakmeh")
    expect(colleague.locator(".message-card .message-text")).to_have_text("Slower, please.")
    booth.keyboard.press("Escape")

    chair.keyboard.press("w")
    expect(chair.locator("#chair-notes [data-to-booths]")).to_be_checked()
    chair.locator("#note-text").fill("Thank you, will do.")
    chair.locator("#note-text").press("Enter")
    card = booth.locator(".message-card")
    expect(card.locator(".message-text")).to_have_text("Thank you, will do.")
    assert places(booth) == before
    expect(booth.locator("[data-unread]")).to_have_text("1")
    expect(booth.get_by_role("button", name="Messages 1 unread")).to_be_visible()
    check_accessible(booth)
    card.locator(".button.main").click()
    expect(card).to_have_count(0)
    expect(booth.locator("[data-unread]")).to_be_hidden()
    expect(chair.locator("#chair-notes .chair-note").last.locator(".note-receipt")).to_contain_text(
        "English–Spanish booth"
    )


@pytest.mark.parametrize("width", [390, 768, 1024])
def test_a_message_moves_nothing_in_a_narrow_window(watched, server, width):
    booth = watched.enter("booth/en_es", viewport={"width": width, "height": 900}, reduced_motion="reduce")
    expect(row(booth, 1)).to_be_visible()
    before = places(booth)
    server.client("chair/a").command("note", {"text": "A long message. " * 25, "to_booths": True})
    expect(booth.locator(".message-card")).to_be_visible()
    assert places(booth) == before
    assert booth.evaluate("document.documentElement.scrollWidth <= innerWidth")
    booth.locator('[data-panel="term"]').click()
    expect(booth.locator(".panel")).to_be_visible()
    panel, card = (booth.locator(part).bounding_box() for part in (".panel", ".message-card"))
    assert panel["y"] + panel["height"] <= card["y"] + 1 or card["x"] + card["width"] <= panel["x"] + 1
    booth.locator(".message-card .button.main").click()
    expect(booth.locator(".message-card")).to_have_count(0)


def test_a_word_is_typed_into_a_prepared_message(watched):
    booth = watched.enter("booth", **WIDE)
    booth.keyboard.press("w")
    booth.locator("[data-sense]").click()
    booth.keyboard.type("“care”")
    expect(booth.locator("#message")).to_have_value("Which sense of “care”?")
    booth.keyboard.press("Enter")
    expect(booth.locator(".message-entry .message-text")).to_have_text("Which sense of “care”?")
    expect(booth.locator("#message")).to_have_value("")


def test_a_note_between_the_chairs_is_not_on_the_booths_page(watched, server):
    booth = watched.enter("booth/en_es", **WIDE)
    server.client("chair/a").command("note", {"text": "only for chairs"})
    server.client("chair/a").command("note", {"text": "for the booths", "to_booths": True})
    expect(booth.locator(".message-card .message-text")).to_have_text("for the booths")
    assert "only for chairs" not in booth.content()


def test_a_colleague_sees_which_translation_is_open(watched):
    first, second = watched.enter("booth/en_es", **WIDE), watched.enter("booth/en_es", **WIDE)
    other = watched.enter("booth/en_fr", **WIDE)
    row(first, 2).get_by_role("button", name="Translate", exact=True).click()
    expect(row(second, 2).locator(".open-elsewhere")).to_have_text("A colleague has this open")
    expect(row(other, 2).locator(".open-elsewhere")).to_have_text("English–Spanish booth has this open")
    expect(row(first, 2).locator(".open-elsewhere")).to_have_text("")
    row(second, 2).get_by_role("button", name="Translate", exact=True).click()
    expect(row(first, 2).locator(".into .open-elsewhere")).to_have_text("A colleague has this open")
    first.keyboard.press("Escape")
    expect(row(second, 2).locator(".open-elsewhere")).to_have_text("")


def test_documents_are_safe_links(watched):
    booth = watched.enter("booth/en_es", **WIDE)
    booth.locator('[data-panel="documents"]').click()
    links = booth.locator(".documents a")
    expect(links).to_have_text(["Draft convention", "Summary"])
    expect(links.first).to_be_focused()
    assert [
        (link.get_attribute("href"), link.get_attribute("target"), link.get_attribute("rel")) for link in links.all()
    ] == [(document["url"], "_blank", "noopener noreferrer") for document in DOCUMENTS]
    assert booth.locator(".documents .hint").all_inner_texts() == ["documents.example", "un.example"]
    check_accessible(booth)


def test_the_booth_page_and_the_dashboard_name_the_booth_of_a_correction(watched, server):
    booth = watched.enter("booth/en_es", **WIDE)
    chair = watched.enter("chair/a", **WIDE)
    expect(booth.locator("h1")).to_have_text("English–Spanish booth")
    body = {"number": 2, "language": "en", "text": "Who sets the standard of care?"}
    assert server.client("booth/en_fr").command("translate", body)[0] == 200
    expect(row(booth, 2).locator(".into .translation")).to_have_text("corrected by English–French booth")
    expect(chair.locator('.row[data-number="2"] .meta-booth')).to_have_text("English–French booth")
    server.client("booth").command("translate", body | {"text": "Who sets it?"})
    expect(row(booth, 2).locator(".into .translation")).to_have_text("corrected by the booth")
    expect(chair.locator('.row[data-number="2"] .meta-booth')).to_have_count(0)
