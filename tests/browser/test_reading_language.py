"""Tests of the reading language: each page shows questions in the language of its stream."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.interface_text import sentence
from tests.browser.test_main_path import row
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser

TEXTS = {"es": "¿Quién paga las traducciones?", "en": "Who pays for translations?", "fr": "Qui paie les traductions ?"}
ANSWERED = {"fr": "Qui contrôle la police ?", "en": "Who controls the police?", "es": "¿Quién controla a la policía?"}
TITLE = {"en": "Water for all", "fr": "De l’eau pour tous"}
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def server(running_server):
    """Create a session with an answered and an approved question, both translated by hand into en, es and fr."""
    session = make_served_session(running_server, limits={}, translation="none", title=TITLE)
    chair = session.client("chair/a")
    for number, texts in enumerate((ANSWERED, TEXTS), start=1):
        source = next(iter(texts))
        assert session.client().command("ask", {"text": texts[source], "language": source})[0] == 201
        for language, text in texts.items():
            if language != source:
                assert chair.command("translate", {"number": number, "language": language, "text": text})[0] == 200
        assert chair.command("approve", {"number": number, "version": 3})[0] == 200
    assert chair.command("take", {"number": 1, "version": 4})[0] == 200
    assert chair.command("answer", {"number": 1, "version": 5})[0] == 200
    return session


def choose(page: Page, language: str) -> None:
    page.locator("[data-switch] summary").click()
    page.locator(f"[data-read={language}]").click()
    expect(page.locator("html[data-link=live]")).to_have_count(1)


def expect_text(page: Page, selector: str, text: str, lang: str) -> None:
    expect(page.locator(selector)).to_have_text(text)
    expect(page.locator(selector)).to_have_attribute("lang", lang)
    expect(page.locator(selector)).to_have_attribute("dir", "ltr")


@pytest.mark.parametrize("scripted", [True, False])
def test_an_arabic_phone_reads_the_stream_that_it_gets(watched, server, scripted):
    phone = watched.enter(lang="ar", java_script_enabled=scripted, **PHONE)
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect_text(phone, '#list [data-number="2"] .voice >> nth=0', TEXTS["en"], "en")
    expect(phone.locator('#list [data-number="2"] .translation')).to_have_text(sentence("ar", "corrected by a chair"))
    expect(phone.locator("[data-switch] summary .tag span").first).to_have_text("EN")
    for selector in ("h1", "title"):
        assert phone.locator(selector).first.get_attribute("lang") == "en"
        assert phone.locator(selector).first.get_attribute("dir") == "ltr"


def test_answered_questions_come_in_the_reading_language(watched, server):
    for lang, reading in (("es-ES", "es"), ("ar", "en")):
        phone = watched.enter(lang=lang, **PHONE)
        phone.locator("#older summary").click()
        expect_text(phone, '#older [data-number="1"] .voice >> nth=0', ANSWERED[reading], reading)
    choose(phone, "asked")
    phone.locator("#older summary").click()
    expect_text(phone, '#older [data-number="1"] .voice >> nth=0', ANSWERED["fr"], "fr")


def test_the_reading_language_is_chosen_apart_from_the_interface(watched, server):
    phone = watched.enter(lang="ar", **PHONE)
    choose(phone, "fr")
    expect(phone.locator("html")).to_have_attribute("lang", "ar")
    expect_text(phone, '#list [data-number="2"] .voice >> nth=0', TEXTS["fr"], "fr")
    assert (
        server.client("chair/b").command(
            "translate", {"number": 2, "version": 4, "language": "fr", "text": "Qui paie ?"}
        )[0]
        == 200
    )
    expect_text(phone, '#list [data-number="2"] .voice >> nth=0', "Qui paie ?", "fr")
    choose(phone, "asked")
    expect_text(phone, '#list [data-number="2"] .voice >> nth=0', TEXTS["es"], "es")
    expect(phone.locator('#list [data-number="2"] .translation')).to_have_count(0)
    phone.locator("[data-switch] summary").click()
    phone.locator("[data-switch] button[value=en]").click()
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    expect_text(phone, '#list [data-number="2"] .voice >> nth=0', TEXTS["es"], "es")


def test_similar_questions_are_offered_in_the_reading_language(watched, server):
    phone = watched.enter(lang="fr-FR", **PHONE)
    phone.locator("#text").fill("¿Quién paga las traducciones de todos?")
    expect(phone.locator("#similar .voice").first).to_have_text(TEXTS["fr"])


@pytest.mark.parametrize(
    ("seat", "selector"),
    [
        ("chair/a", '[data-list=queue] [data-row][data-number="2"] .asked'),
        ("panel/socco", '.part-queue [data-number="2"] .voice >> nth=0'),
    ],
)
def test_staff_with_an_arabic_page_read_a_language_of_the_session(watched, server, seat, selector):
    page = watched.enter(seat, lang="ar")
    expect_text(page, selector, TEXTS["en"], "en")
    choose(page, "fr")
    expect_text(page, selector, TEXTS["fr"], "fr")


def test_a_chair_corrects_the_translation_that_the_chair_reads(watched, server):
    chair = watched.enter("chair/a", lang="ar")
    row(chair, "queue", 2).click()
    chair.keyboard.press("c")
    row(chair, "queue", 2).locator("[data-correction] textarea").fill("Who pays?")
    chair.keyboard.press("Control+Enter")
    expect_text(chair, '[data-list=queue] [data-row][data-number="2"] .asked', "Who pays?", "en")
