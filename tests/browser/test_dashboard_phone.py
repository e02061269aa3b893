"""Tests of the dashboard on a phone. They also test the size of the controls and the accessibility of every screen."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import expect

from tests.browser.dashboard_measures import BROKEN_TABS, CUT_CHOICES, SMALL_TARGETS, whole_rows
from tests.browser.dashboard_session import LANGUAGES
from tests.browser.dashboard_texts import NOW, NOW_500
from tests.browser.interface_text import sentence
from tests.browser.test_axe import AXE, RUN
from tests.browser.watched_pages import LIVE, WatchedPages
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_phone_is_used_with_one_thumb_while_a_note_waits(browser, dashboard_sessions, lang):
    session = dashboard_sessions(regions=False)
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with WatchedPages(browser, session) as watched:
        page = watched.enter("chair/a", lang=lang, **phone)
        text = "Could we take one from the technical people next? They have been silent all day."
        note = session.client("chair/b").command("note", {"text": text})[1]["note"]
        expect(page.locator(".note-strip .voice")).to_have_text(text)
        approve = page.locator(".thumb-bar [data-act=approve]")
        for target in (
            approve,
            page.locator(".thumb-bar [data-act=decline]"),
            page.locator(".thumb-bar [data-act=menu]"),
        ):
            box = target.bounding_box()
            assert box["height"] >= 52 and box["y"] > 844 - 90 and box["y"] + box["height"] <= 844
        assert len(whole_rows(page, "incoming")) >= 3, "the current question and two more"
        first, second = whole_rows(page, "incoming")[:2]
        expect(approve).to_have_text(sentence(lang, "Approve %(number)s", number=first))
        approve.tap()
        expect(approve).to_have_text(sentence(lang, "Approve %(number)s", number=second))
        expect(page.locator(f'[data-list=incoming] [data-row][data-number="{first}"]')).to_have_count(0)
        page.locator(".undo [data-act=undo]").tap()
        expect(approve).to_have_text(sentence(lang, "Approve %(number)s", number=first))
        page.locator("[data-act=tab][data-value=queue]").tap()
        advance = page.locator(".thumb-bar [data-act=advance]")
        expect(advance).to_contain_text(sentence(lang, "Advance to No. %(number)s", number=2))
        box = advance.bounding_box()
        assert box["height"] >= 52 and box["y"] + box["height"] <= 844
        page.locator(".note-strip [data-act=acknowledge]").tap()
        expect(page.locator(f'.note-strip[data-note="{note}"]')).to_have_count(0)


def test_a_tap_on_a_bar_that_has_just_changed_does_nothing(browser, dashboard_sessions):
    session = dashboard_sessions(now=NOW)
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with WatchedPages(browser, session) as watched:
        page = watched.person(**phone).new_page()
        page.clock.install()
        page.goto(watched.link("chair/a"))
        approve = page.locator(".thumb-bar [data-act=approve]")
        expect(approve).to_be_visible()
        first, second = whole_rows(page, "incoming")[:2]
        box = approve.bounding_box()
        at = box["x"] + 20, box["y"] + 20
        # The tap must come directly after the bar has changed. Therefore pause the page's clock, and advance it in
        # steps of 20 ms until the bar shows the second question. For the page, the tap then comes at most 20 ms after
        # the change.
        page.clock.pause_at(page.evaluate("Date.now() + 1000"))
        session.act("decline", first, seat="chair/b", reason="off_topic")
        while not page.locator(f'.thumb-acts[data-number="{second}"]').count():
            page.clock.run_for(20)
        page.touchscreen.tap(*at)
        expect(page.locator(".undo")).to_contain_text("Something moved as you pressed: nothing was done.")
        assert session.seen(second)["status"] == "pending"
        page.clock.fast_forward(600)
        page.touchscreen.tap(*at)
        expect(page.locator(f'.panel.queue [data-number="{second}"]')).to_have_count(1)


def test_a_long_live_question_can_be_expanded_on_a_phone(enter_dashboard):
    page = enter_dashboard(size=(390, 844), touch=True, now=NOW_500)
    text, button = page.locator("[data-list=live] .asked").first, page.locator(".whole-button")
    assert text.evaluate("text => text.scrollHeight > text.clientHeight")
    expect(button).to_have_text(f"Show the whole text, {len(NOW_500[0])} characters")
    button.tap()
    expect(button).to_have_text("Show less")
    assert text.evaluate("text => text.scrollHeight <= text.clientHeight + 1")
    part = page.locator(".stage-live")
    part.evaluate("part => part.scrollTo(0, part.scrollHeight)")
    box, frame = text.bounding_box(), part.bounding_box()
    assert box["y"] + box["height"] <= frame["y"] + frame["height"], "the end of the text cannot be reached"
    expect(page.locator(".thumb-bar")).to_be_in_viewport()


def test_the_chosen_options_of_a_question_asked_in_the_room_are_whole(browser, running_server):
    # The dialog preselects the chair's language only if it is a language of the session.
    languages = ["en", "fr", "ru", "zh", "de", "pt"]
    session = make_served_session(running_server, languages=languages, terms=[])
    for lang, size in product(languages, ((390, 844), (1280, 665))):
        with WatchedPages(browser, session) as watched:
            page = watched.enter("chair/a", lang=lang, viewport={"width": size[0], "height": size[1]})
            page.keyboard.press("+")
            expect(page.locator("#add-text")).to_be_focused()
            assert page.evaluate(CUT_CHOICES) == [], f"{lang}, {size[0]} px"


def test_a_note_and_the_controls_fit_on_a_narrow_phone(browser, dashboard_sessions):
    session = dashboard_sessions(regions=False)
    note = session.client("organiser").command("note", {"text": "Ten minutes left."})[1]["note"]
    for lang in ("en", "fr", "ru", "de"):
        with WatchedPages(browser, session) as watched:
            page = watched.enter("chair/a", lang=lang, viewport={"width": 320, "height": 640})
            text = page.locator(f'.note-strip[data-note="{note}"] .voice')
            expect(text).to_be_visible()
            assert text.bounding_box()["width"] >= 280, lang
            assert page.evaluate(BROKEN_TABS) == [], lang
            for button in page.locator(".thumb-acts > *").all():
                box = button.bounding_box()
                assert box["x"] >= 16 and box["x"] + box["width"] <= 304, lang
                assert button.evaluate("button => button.scrollWidth <= button.clientWidth"), lang
    session.client("chair/a").command("acknowledge", {"note": note})


def test_the_running_time_on_a_phone_is_whole_or_has_no_limit(enter_dashboard):
    cut_words = """(time) => {
      time.textContent = "10:00 /\u00a015:00";
      const frame = time.getBoundingClientRect(), range = document.createRange();
      return [[0, 5], [6, 13]].filter(([start, end]) => {
        range.setStart(time.firstChild, start);
        range.setEnd(time.firstChild, end);
        const box = range.getBoundingClientRect();
        const isHidden = start > 0 && box.top >= frame.bottom;
        return !isHidden && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1);
      });
    }"""
    for lang in ("en", "es", "fr", "ar", "ru", "zh", "de", "pt"):
        page = enter_dashboard(lang, size=(390, 844))
        assert page.locator(".stage-live .age").evaluate(cut_words) == [], lang


@pytest.mark.parametrize(
    ("size", "touch", "least"), [((1280, 665), False, 24), ((1024, 768), True, 44), ((390, 844), True, 44)]
)
def test_controls_have_the_minimum_size(enter_dashboard, size, touch, least):
    page = enter_dashboard(size=size, touch=touch)
    page.keyboard.press("j")
    assert page.evaluate(SMALL_TARGETS, least) == []


@pytest.mark.parametrize("size", [(1280, 665), (1024, 768), (390, 844)])
def test_no_screen_has_an_accessibility_violation_in_any_density(browser, dashboard_sessions, size):
    session = dashboard_sessions(overfull=True)
    with WatchedPages(browser, session) as watched:
        window = {"width": size[0], "height": size[1]}
        context = watched.person(bypass_csp=True, viewport=window, reduced_motion="reduce")
        context.add_init_script(path=AXE)
        page = context.new_page()
        page.goto(watched.link("chair/a"))
        page.wait_for_selector(LIVE)
        page.keyboard.press("j")
        note = session.client("organiser").command("note", {"text": "Ten minutes left."})[1]["note"]
        expect(page.locator(f'.note-strip[data-note="{note}"]')).to_be_visible()
        assert page.evaluate(RUN, "light") + page.evaluate(RUN, "dark") == []
        if size[0] > 767:
            page.locator("[data-act=density][data-value=comfortable]").click()
            assert page.evaluate(RUN, "light") + page.evaluate(RUN, "dark") == []
        session.client("chair/a").command("acknowledge", {"note": note})
        expect(page.locator(".note-strip")).to_have_count(0)
