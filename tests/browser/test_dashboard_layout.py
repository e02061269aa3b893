"""Tests of the dashboard's layout: fully visible rows, long texts, density, and the words about consent before each
name.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_measures import (
    CUT_PARTS,
    heights,
    is_wide,
    resize,
    tops,
    whole_rows,
)
from tests.browser.dashboard_texts import NOW_300, NOW_500
from tests.browser.interface_text import sentence
from tests.browser.watched_pages import WatchedPages

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fr", "ar")
TYPICAL = [(1280, 665, 5, 5), (1440, 900, 8, 8), (1024, 768, 5, 5)]
"""The minimum number of rows that must be fully visible in windows of typical sizes.

Each entry: (window width, window height, minimum in Incoming, minimum in the queue).
"""
INCOMING, QUEUE = ".panel[data-list=incoming] [data-row]", ".panel[data-list=queue] [data-row]"


@pytest.mark.parametrize("lang", [*LANGUAGES, "ru"])
def test_the_dashboard_shows_a_minimum_number_of_whole_rows(enter_dashboard, lang):
    page = enter_dashboard(lang)
    for width, height, incoming, queued in TYPICAL:
        resize(page, width, height)
        count = len(whole_rows(page, "incoming")), len(whole_rows(page, "queue"))
        assert count[0] >= incoming and count[1] >= queued, f"{width}×{height}: {count}"
        body = page.locator(".balance-body")
        assert body.evaluate("body => body.scrollHeight <= body.clientHeight"), f"{width}×{height}: balance cut"
        for share in page.locator(".share").all():
            box = share.bounding_box()
            assert box["y"] >= 0 and box["y"] + box["height"] <= height
        assert not is_wide(page)


def test_the_queue_has_the_same_rows_in_all_languages(enter_dashboard):
    by_language = {}
    for lang in LANGUAGES:
        page = enter_dashboard(lang)
        by_language[lang] = heights(page, QUEUE)
    assert by_language["fr"] == by_language["en"]
    assert by_language["ar"] == by_language["en"]
    assert set(by_language["en"]) == {70, 87}, "one line for facts; the name has a line of its own"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("now", "incoming"), [(NOW_300, 5), (NOW_500, 4)])
def test_a_long_live_question_is_completely_visible_and_shortens_only_incoming(enter_dashboard, lang, now, incoming):
    page, typical = enter_dashboard(lang, now=now), enter_dashboard(lang)
    text = page.locator("[data-list=live] .asked").first
    expect(text).to_have_text(now[LANGUAGES.index(lang)])
    box = text.bounding_box()
    assert text.evaluate("text => text.scrollHeight <= text.clientHeight + 1")
    assert box["y"] + box["height"] < page.locator(".panel.incoming").bounding_box()["y"]
    assert len(whole_rows(page, "incoming")) >= incoming
    assert whole_rows(page, "queue")[:5] == whole_rows(typical, "queue")[:5]
    rail = ".advance-button, #heading-balance, .share, #heading-suggestion"
    assert tops(page, rail)[:11] == tops(typical, rail)[:11], "the rail has moved"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_group_and_addressee_are_never_cut(enter_dashboard, lang):
    page = enter_dashboard(lang, overfull=True)
    for width, height in ((1440, 900), (1280, 665), (1024, 768), (820, 1180), (390, 844), (360, 740)):
        resize(page, width, height)
        assert page.evaluate(CUT_PARTS) == [], f"{width} px"
        assert not is_wide(page), f"{width} px"
        if width < 768:
            page.locator("[data-act=tab][data-value=queue]").click()
            assert page.evaluate(CUT_PARTS) == [], f"{width} px, queue"
            page.locator("[data-act=tab][data-value=incoming]").click()


def test_browsing_moves_no_row(enter_dashboard):
    page = enter_dashboard()
    before = tops(page, f"{INCOMING}, {QUEUE}")
    for key in ("j", "j", "j", "ArrowRight", "j", "j"):
        page.keyboard.press(key)
        expect(page.locator("[data-row][data-current]")).to_be_focused()
        assert tops(page, f"{INCOMING}, {QUEUE}") == before


def test_the_density_is_remembered(enter_dashboard):
    page = enter_dashboard()
    choice = page.locator(".foot-density")
    expect(choice.locator("[aria-pressed=true]")).to_have_text("compact")
    choice.get_by_text("comfortable").click()
    expect(page.locator("body")).to_have_attribute("data-density", "comfortable")
    assert heights(page, QUEUE)[:1] == [87]
    page.reload()
    expect(choice.locator("[aria-pressed=true]")).to_have_text("comfortable")
    assert heights(page, QUEUE)[:1] == [87]
    resize(page, 1440, 900)
    assert (len(whole_rows(page, "incoming")), len(whole_rows(page, "queue"))) >= (6, 6)
    choice.get_by_text("compact").click()
    assert heights(page, QUEUE)[:1] == [72]


def named(page: Page, list_name: str) -> list[str]:
    """Return the names in a list. Each name includes the words about consent ("may be read out: …")."""
    return page.locator(f"[data-list={list_name}] .meta-name").evaluate_all(
        "all => all.map((one) => one.innerText.trim().replace(/\\s+/g, ' '))"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_consent_is_in_words_before_every_name(enter_dashboard, lang):
    page = enter_dashboard(lang)
    public, private = (
        sentence(lang, words).replace("\u00a0", " ") for words in ("may be read out:", "name: only for chairs")
    )
    assert named(page, "live") == [f"{private} Lucía Fernández"]
    assert named(page, "next") == [f"{public} Mamadou Diallo"]
    assert named(page, "queue") == [f"{public} Lucía Fernández"]
    assert named(page, "incoming") == [f"{private} Lucía Fernández", f"{private} Lucía Fernández"]
    for width, height in ((1024, 768), (390, 844)):
        resize(page, width, height)
        assert named(page, "live") == [f"{private} Lucía Fernández"]
        assert named(page, "next") == [f"{public} Mamadou Diallo"]


def test_under_the_rule_no_name_is_shown(browser, dashboard_sessions):
    session = dashboard_sessions(regions=True)
    with WatchedPages(browser, session) as watched:
        page = watched.enter("chair/a", viewport={"width": 1280, "height": 665})
        expect(page.locator("[data-list=next] .consent")).to_have_text("may be read out:")
        assert session.client("organiser").command("set", {"chatham_house_rule": True})[0] == 200
        expect(page.locator(".meta-name")).to_have_count(0)


def test_the_menu_shows_the_whole_text_of_a_queued_question(enter_dashboard):
    page = enter_dashboard(overfull=True)
    row = page.locator(QUEUE).first
    assert row.locator(".asked").evaluate("text => text.scrollHeight > text.clientHeight")
    row.locator(".number").click()
    row.locator("[data-act=menu]").click()
    shown = page.locator("#chair-menu .menu-question")
    expect(shown.locator(".voice")).to_have_text(row.locator(".asked").text_content())
    expect(shown.locator(".asker")).to_have_text("Maria-Luisa von Hohenlohe-Schillingsfürst")
