"""Tests of phones and staff pages in languages with and without a catalogue. Each page shows the questions in its
reader's language.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from moderation.services.words import invitation
from tests.browser.test_reading_language import choose, expect_text
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser

TEXTS = {
    "en": "Who controls the police?",
    "de": "Wer kontrolliert die Polizei?",
    "pt": "Quem controla a polícia?",
    "ar": "من يراقب الشرطة؟",
    "ru": "Кто контролирует полицию?",
    "zh": "谁来监督警察？",
    "nl": "Wie controleert de politie?",
}
TITLE = {
    "en": "Water for all",
    "de": "Wasser für alle",
    "pt": "Água",
    "ar": "الماء للجميع",
    "ru": "Вода",
    "zh": "水",
    "nl": "Water voor iedereen",
}
MIXED = """() => {
  const page = getComputedStyle(document.documentElement).direction;
  return [...document.querySelectorAll("[lang]:not(html, option)")].filter((part) => {
    if (!part.checkVisibility({ visibilityProperty: true }) || !part.textContent.trim()) return false;
    const { direction, unicodeBidi, display } = getComputedStyle(part);
    const own = /^ar/.test(part.lang) ? "rtl" : "ltr";
    if (part.dir) return direction !== own && part.dir !== "auto";
    const isApart = /plaintext|isolate/.test(unicodeBidi) || display !== "inline" || part.querySelector(":scope > bdi");
    return own !== page && !isApart;
  }).map((part) => `${part.lang} ${part.dir} ${part.className} ${part.textContent.trim().slice(0, 40)}`);
}"""
"""A script that returns the elements with a wrong writing direction.

An element with `dir` must have the direction of its language. An element without `dir` may have another direction than
the page, but must then be isolated from its line (`unicode-bidi`). Otherwise its letters change the order of the words
around the element.
"""
VOICE = '#list [data-number="1"] .voice >> nth=0'
DRAFT = "Was kostet das"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def server(running_server):
    """Create a session in seven languages with an approved question, translated by hand into all of them."""
    session = make_served_session(running_server, languages=[*TEXTS], title=TITLE, terms=[], translation="none")
    session.ask(TEXTS["en"], language="en", group="academia")
    for language in [*TEXTS][1:]:
        session.act("translate", 1, language=language, text=TEXTS[language])
    session.act("approve", 1)
    return session


@pytest.mark.parametrize(
    ("locale", "reading", "interface"),
    [
        ("de-DE", "de", "de"),
        ("pt-BR", "pt", "pt"),
        ("nl-NL", "nl", "en"),
        ("zh-CN", "zh", "zh"),
        ("ru-RU", "ru", "ru"),
        ("ar-EG", "ar", "ar"),
    ],
)
def test_a_phone_reads_its_language_and_a_switch_keeps_the_draft(watched, server, locale, reading, interface):
    frames: list[str] = []
    context = watched.person(locale, **PHONE)
    phone = context.new_page()
    phone.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    phone.goto(watched.link("attendee"))
    expect(phone.locator("html[data-link=live]")).to_have_attribute("lang", interface)
    direction = "rtl" if reading == "ar" else "ltr"
    for selector, text in ((VOICE, TEXTS[reading]), ("h1", TITLE[reading])):
        expect(phone.locator(selector)).to_have_text(text)
        expect(phone.locator(selector)).to_have_attribute("lang", reading)
        expect(phone.locator(selector)).to_have_attribute("dir", direction)
    invited = phone.locator("[data-invitation]")
    expect(invited).to_have_text([invitation(reading)] if reading == "nl" else [])
    phone.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    assert phone.evaluate(MIXED) == []
    phone.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = false })")
    phone.locator("#text").fill(DRAFT)
    other = "pt" if reading == "de" else "de"
    choose(phone, other)
    expect(phone.locator("#text")).to_have_value(DRAFT)
    expect_text(phone, VOICE, TEXTS[other], other)
    expect(phone.locator("html")).to_have_attribute("lang", interface)
    for language in ("ru", "zh", other):
        server.act("translate", 1, language=language, text=f"{TEXTS[language]} new-{language}")
    expect_text(phone, VOICE, f"{TEXTS[other]} new-{other}", other)
    received = [language for language in ("ru", "zh", other) if any(f"new-{language}" in frame for frame in frames)]
    assert received == [other]
    choose(phone, "ar")
    label = phone.locator('#list [data-number="1"] .group')
    # On a page that is not in Arabic, the Arabic label is inside a line of left-to-right text, so it must be isolated
    # from this line.
    expect(label).to_have_css("unicode-bidi", "normal" if interface == "ar" else "plaintext")


@pytest.mark.parametrize(
    ("seat", "selector"),
    [
        ("chair/a", '[data-list=queue] [data-row][data-number="1"] .asked'),
        ("panel/socco", '.part-queue [data-number="1"] .voice >> nth=0'),
    ],
)
def test_staff_with_a_german_browser_read_german(watched, server, seat, selector):
    page = watched.enter(seat, lang="de-DE")
    expect_text(page, selector, TEXTS["de"], "de")
    choose(page, "pt")
    expect_text(page, selector, TEXTS["pt"], "pt")


@pytest.mark.parametrize("locale", ["ar-EG", "de-DE", "zh-CN"])
@pytest.mark.parametrize("seat", ["chair/a", "stage", "panel/socco", "booth"])
def test_no_page_of_the_staff_mixes_directions(watched, server, seat, locale):
    server.act("take", 1)
    page = watched.enter(seat, lang=locale)
    assert page.evaluate(MIXED) == []
    if seat != "stage":
        choose(page, "de" if locale == "ar-EG" else "ar")
        page.locator("html[data-link=live]").wait_for()
        assert page.evaluate(MIXED) == []
