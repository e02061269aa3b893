"""Tests of the dashboard's masthead and of long notes.

The text of the phase is never cut, and has the same baseline as the texts beside it. A long note is cut and ends with
an ellipsis.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.interface_text import sentence

pytestmark = pytest.mark.browser

LANGUAGES = ["en", "fr", "ar", "de", "pt", "ru", "zh"]
CUT = """() => {
  const boxes = (names) => [...document.querySelectorAll(names)].map((part) => part.getBoundingClientRect());
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(".phase b"));
  const { left, right } = range.getBoundingClientRect();
  const holders = boxes(".phase, .chair-top, .masthead"), others = boxes(".seats, .notes-button, .clock");
  const isInside = holders.every((box) => left >= box.left - 1 && right <= box.right + 1);
  const isFree = others.every((box) => left >= box.right - 1 || right <= box.left + 1 || !box.width);
  return { isInside, isFree, page: document.documentElement.scrollWidth <= innerWidth };
}"""
WHOLE = {"isInside": True, "isFree": True, "page": True}
TEXT_BOTTOMS = """() => [".phase b", ".phase .rule-button", ".notes-word"].map((name) => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(name));
  return range.getBoundingClientRect().bottom;
})"""  # all three texts have the same font size, so equal bottom edges mean the same baseline
NOTE = (
    "Could we take one from the technical people next? They have been silent all day, and two have raised a hand. " * 3
)


def enter(watched, lang: str = "en", width: int = 390, height: int = 844) -> Page:
    return watched.enter("chair/a", lang=lang, viewport={"width": width, "height": height})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", [False, True])
def test_the_phase_is_never_cut_on_a_phone(watched, server, lang, rule):
    server.ask("Who decides?")
    if rule:
        assert server.client("organiser").command("set", {"chatham_house_rule": True})[0] == 200
    page, other = enter(watched, lang), watched.enter("chair/b")
    other.locator('[data-list=incoming] [data-number="1"]').click()
    expect(page.locator(".chair-reads")).to_have_text(sentence(lang, "reads No. %(number)s", number=1))
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(CUT) == WHOLE, f"{width} px"


def test_under_the_rule_the_phase_has_the_baseline_of_the_texts_beside_it(watched, server):
    assert server.client("organiser").command("set", {"chatham_house_rule": True})[0] == 200
    page = enter(watched, "en", 1280, 720)
    phase, rule, notes = page.evaluate(TEXT_BOTTOMS)
    assert abs(phase - rule) <= 0.5
    assert abs(phase - notes) <= 1


@pytest.mark.parametrize("width", [390, 1280])
def test_a_note_that_is_cut_ends_with_an_ellipsis(watched, server, width):
    server.client("chair/b").command("note", {"text": NOTE})
    page = enter(watched, "en", width)
    note = page.locator(".note-strip .voice")
    expect(note).to_be_visible()
    lines = 3 if width < 768 else 2
    expect(note).to_have_css("-webkit-line-clamp", str(lines))
    expect(note).to_have_css("overflow-y", "hidden")
    assert (
        note.evaluate("note => Math.round(note.clientHeight / parseFloat(getComputedStyle(note).lineHeight))") == lines
    )
    note.focus()
    expect(note).to_have_css("overflow-y", "auto")
