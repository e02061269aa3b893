"""Tests of the booth's glossary: terms are marked in the text and explained in the margin.

Also a test of a translation by hand: an interpreter writes the first translation of a question.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.interface_text import sentence
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser

ASKED = {
    1: ("fr", "Que dit Joyce Hakmeh du GEG et du GTCNL ?"),
    2: ("en", "Will the UN and EFF read what UNODC wrote on cybercrime?"),
}
BY_HAND = "What does Joyce Hakmeh say of the GGE and of the OEWG?"


@pytest.fixture
def server(running_server):
    """Create a session without a translation engine, with two approved questions in the queue."""
    session = make_served_session(running_server, limits={}, translation="none")
    for number, (language, text) in ASKED.items():
        assert session.client().command("ask", {"text": text, "language": language})[0] == 201
        assert session.client("chair/a").command("approve", {"number": number, "version": 1})[0] == 200
    return session


def marked_terms(row) -> list[str]:
    """Return the marked terms of the text, in the order of the text."""
    return row.locator(".voice .flag").all_inner_texts()


def margin_entries(row) -> list[list[str]]:
    """Return the entries of the margin as lists [reference number, term in the text, term in the margin, note].

    If the term in the text equals the term in the margin, leave out the term in the text.
    """
    return [
        [part.strip() for part in entry.inner_text().split("\n") if part.strip()]
        for entry in row.locator(".margin li").all()
    ]


def test_terms_are_marked_and_explained_in_the_booths_language(watched):
    booth = watched.enter("booth", lang="en-GB", viewport={"width": 1440, "height": 900})
    first, second = (booth.locator(f'.row[data-number="{number}"]') for number in ASKED)
    expect(first.locator(".flag")).to_have_count(3)
    assert marked_terms(first) == ["Joyce Hakmeh", "GEG", "GTCNL"]
    expect(first.locator(".voice .figure")).to_have_text(["1", "2", "3"])
    assert margin_entries(first) == [
        ["1", "Joyce Hakmeh", "Co-chair"],
        ["2", "GEG:", "GGE", "Group of Governmental Experts"],
        ["3", "GTCNL:", "OEWG", "open-ended working group"],
    ]
    # Acronyms are marked even if they are not in the glossary, for example EFF. Only terms that the margin explains
    # have a reference number.
    assert {"EFF", "UNODC"} <= set(marked_terms(second))
    assert margin_entries(second) == [["1", "UNODC", "United Nations Office on Drugs and Crime"]]
    box, text = (first.locator(part).bounding_box() for part in (".margin", ".voice"))
    assert box["x"] >= text["x"] + text["width"]


def test_a_narrow_booth_has_the_margin_below_the_text(watched):
    booth = watched.enter("booth", lang="fr-FR", viewport={"width": 390, "height": 844})
    row = booth.locator('.row[data-number="2"]')
    expect(row.locator(".margin")).to_be_visible()
    box, text = (row.locator(part).bounding_box() for part in (".margin", ".voice"))
    assert box["y"] >= text["y"] + text["height"]
    assert booth.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_booth_writes_the_first_translation_without_an_engine(watched):
    booth, chair = watched.enter("booth", lang="en-GB"), watched.enter("chair/a", lang="en-GB")
    row = booth.locator('.row[data-number="1"]')
    expect(booth.locator('.row[data-number="2"]').get_by_role("button", name="Translate")).to_have_count(0)
    row.get_by_role("button", name="Translate").click()
    editor = row.locator("textarea")
    expect(editor).to_be_focused()
    expect(editor).to_have_value("")
    booth.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    expect(row).to_be_focused()
    booth.keyboard.press("c")
    editor.fill(BY_HAND)
    booth.keyboard.press("Control+Enter")
    expect(row.locator(".into .translation")).to_contain_text("corrected by the booth")
    assert row.locator(".into .flag").all_inner_texts() == ["Joyce Hakmeh", "GGE", "OEWG"]
    assert (
        row.locator(".into .voice .figure").all_inner_texts()
        == row.locator(".as-asked .voice .figure").all_inner_texts()
        == ["1", "2", "3"]
    )
    line = chair.locator('[data-list=queue] [data-number="1"]')
    expect(line.locator(".translation")).to_have_text("corrected by the booth")


def test_a_booth_in_a_language_outside_the_session_uses_the_first_language(watched):
    booth = watched.enter("booth", lang="ar")
    expect(booth.locator('.row[data-number="1"] .voice')).to_be_visible()
    expect(booth.locator(".side").nth(1).locator("select")).to_have_value("en")
    expect(
        booth.locator('.row[data-number="1"]').get_by_role("button", name=sentence("ar", "Translate"))
    ).to_have_count(1)
    expect(
        booth.locator('.row[data-number="2"]').get_by_role("button", name=sentence("ar", "Translate"))
    ).to_have_count(0)
