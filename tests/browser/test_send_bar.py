"""Tests of the bar that keeps the button "Send" visible on a phone.

If the page is scrolled to the end of the form, the bar covers no text.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.interface_text import sentence

pytestmark = pytest.mark.browser

WINDOWS = [(390, 844), (320, 568)]
LANGUAGES = ["en", "fr", "ar", "de", "pt", "ru", "zh"]
BAR = """() => {
  const bar = document.querySelector("#ask .send-bar"), style = getComputedStyle(bar);
  const { left, right } = bar.getBoundingClientRect();
  const form = document.querySelector("#ask").getBoundingClientRect();
  const isOpaque = style.backgroundColor !== "rgba(0, 0, 0, 0)";
  const coversForm = left <= form.left + 1 && right >= form.right - 1;
  return { position: style.position, edge: style.borderTopWidth, isOpaque, coversForm };
}"""
COVERED = """() => {
  const bar = document.querySelector("#ask .send-bar").getBoundingClientRect();
  return [...document.querySelectorAll("#ask :is(.hint, .ask-row, .ask-line, .more, .tick)")]
    .filter((line) => line.checkVisibility())
    .filter((line) => line.getBoundingClientRect().bottom > bar.top + 1)
    .map((line) => line.textContent.trim());
}"""


def enter(watched, lang: str, size: tuple[int, int]) -> Page:
    return watched.enter(lang=lang, viewport={"width": size[0], "height": size[1]})


@pytest.mark.parametrize("size", WINDOWS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_bar_has_an_edge_and_covers_no_line_at_the_end_of_the_form(watched, lang, size):
    phone = enter(watched, lang, size)
    assert phone.evaluate(BAR) == {"position": "sticky", "edge": "1px", "isOpaque": True, "coversForm": True}
    phone.locator("#ask").evaluate("form => form.scrollIntoView({ block: 'end' })")
    assert phone.evaluate(COVERED) == []


@pytest.mark.parametrize("size", WINDOWS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_a_pause_the_bar_covers_nothing(watched, server, lang, size):
    assert server.client("organiser").command("pause")[0] == 200
    phone = enter(watched, lang, size)
    expect(phone.locator("#ask .send")).to_be_disabled()
    assert phone.evaluate(BAR)["position"] == "static"
    assert phone.evaluate(COVERED) == []
    expect(phone.locator("#paused-hint")).to_have_text(
        sentence(lang, "Questions are paused. What you write stays here; send it when they open again.")
    )
