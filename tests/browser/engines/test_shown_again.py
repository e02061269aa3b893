"""Tests of pages that the browser shows again after Back or after sleep, also while the server does not answer."""

from __future__ import annotations

import signal

import pytest

from tests.browser.engines.scenario import CHROMIUM_FIRST

pytestmark = [pytest.mark.browser, CHROMIUM_FIRST]

FOLLOWERS = ("attendee", "chair/a", "stage", "booth", "panel/fatafta")
PAGES = (*FOLLOWERS, "organiser")
IN_EVERY_ENGINE = ("attendee", "chair/a")


def in_turn(seats):
    """Return the seats as parameters of a test. All seats except those of IN_EVERY_ENGINE have the mark `long`."""
    return [seat if seat in IN_EVERY_ENGINE else pytest.param(seat, marks=pytest.mark.long) for seat in seats]


# The pages that the browser shows from its cache after Back. The browser loads all other pages again. Firefox does not
# cache a page with an open socket. Chromium does not cache a page with the header no-store.
CACHED = {"chromium": {"attendee"}, "firefox": set(), "webkit": set(PAGES)}
SOON = 10
"""Maximum seconds until a page connects again.

A page that does not check its old socket needs at least 25 s. With this limit, the test fails on that page.
"""
# This script adds a listener that is called after the page's own listeners. The listener records the page's connection
# state.
MARK = """() => {
  window.kept = [];
  addEventListener("pageshow", () => window.kept.push(document.documentElement.dataset.link ?? null));
}"""
OPEN = "(address) => { setTimeout(() => { location.href = address; }); }"
IS_OPEN = "(address) => location.href === address && document.readyState === 'complete'"
IS_BACK = "(path) => location.pathname === path && document.readyState === 'complete'"
HAS_TEXT = "(text) => document.body.innerText.includes(text)"
NO_NOTICE = """() => [...document.querySelectorAll('.notice-bar, .lost')]
  .every((line) => getComputedStyle(line).visibility === 'hidden')"""
"""A script that returns true if no notice is visible.

The script checks `visibility` and not the size, because the stage's notice takes its space even while it is hidden.
"""
SLEEP = "(ms) => { const real = Date.now.bind(Date); Date.now = () => real() + ms; }"


def skip_unless(is_needed: bool, scenario) -> None:
    """Skip the test in Firefox and WebKit, unless `is_needed`. It always runs in Chromium.

    `is_needed` is false if the same test with another seat already runs the same code in this browser engine.
    """
    if not is_needed and scenario.engine.name != "chromium":
        pytest.skip("tested in Chromium")


def leave(scenario, page) -> None:
    """Run MARK in the page, then open the ledger in the same tab."""
    page.run(MARK)
    ledger = f"{scenario.address}/ledger"
    page.run(OPEN, ledger)
    page.wait_for(IS_OPEN, ledger)


def seat_page(scenario, seat):
    return scenario.phone() if seat == "attendee" else scenario.staff(seat)


@pytest.mark.parametrize("seat", in_turn(FOLLOWERS))
def test_after_back_a_page_follows_its_stream_again_at_once(scenario, seat):
    skip_unless(seat in IN_EVERY_ENGINE or seat in CACHED[scenario.engine.name], scenario)
    page = seat_page(scenario, seat)
    path = page.run("() => location.pathname")
    leave(scenario, page)
    scenario.session.asked_and("approve", "take", text="Asked while the page was away?")
    page.go_back()
    page.wait_for(IS_BACK, path)
    page.wait_for_text("body", "Asked while the page was away?")
    # Check whether the page comes from the cache. A page from the cache still has the listener of MARK. This listener
    # must have recorded only "connecting", because at that time the page has no new socket yet. A page that was loaded
    # again has no listener of MARK.
    assert page.run("() => window.kept ?? null") == (["connecting"] if seat in CACHED[scenario.engine.name] else None)
    page.wait_until_live()
    scenario.session.asked_and("approve", "take", text="Asked after Back?")
    page.wait_for(HAS_TEXT, "Asked after Back?", seconds=SOON)


def test_after_back_the_organisers_page_reads_its_state(scenario):
    page = scenario.staff("organiser")
    path = page.run("() => location.pathname")
    leave(scenario, page)
    scenario.session["organiser"].command("pause")
    page.go_back()
    page.wait_for(IS_BACK, path)
    page.wait_for_text("#organiser [aria-current]", "Paused")


@pytest.mark.parametrize("seat", in_turn(PAGES))
def test_a_page_from_the_cache_says_that_the_server_does_not_answer(scenario, seat):
    if seat not in CACHED[scenario.engine.name]:
        pytest.skip("Back loads this page instead of taking it out of the cache")
    page = seat_page(scenario, seat)
    path = page.run("() => location.pathname")
    leave(scenario, page)
    process = scenario.session.server.process
    process.send_signal(signal.SIGSTOP)
    try:
        page.go_back()
        page.wait_for(IS_BACK, path)
        page.wait_for(f"() => !({NO_NOTICE})()", seconds=SOON)
    finally:
        process.send_signal(signal.SIGCONT)
    page.wait_for(NO_NOTICE)


@pytest.mark.parametrize("seat", in_turn(FOLLOWERS))
def test_after_sleep_a_page_connects_again_at_once(scenario, seat):
    skip_unless(seat in IN_EVERY_ENGINE, scenario)
    page = seat_page(scenario, seat)
    scenario.network.lose_sockets()
    scenario.session.asked_and("approve", "take", text="Asked while the machine slept?")
    page.run(SLEEP, 60_000)
    page.wait_for(HAS_TEXT, "Asked while the machine slept?", seconds=SOON)
    page.wait_until_live()
    scenario.session.asked_and("approve", "take", text="Asked after the sleep?")
    page.wait_for(HAS_TEXT, "Asked after the sleep?", seconds=SOON)


def test_a_frozen_page_is_not_live(scenario):
    page = scenario.phone()
    page.run("() => { document.dispatchEvent(new Event('freeze')); }")
    assert page.run("() => document.documentElement.dataset.link") == "connecting"
    scenario.session.asked_and("approve", "take", text="Asked while the tab was frozen?")
    page.run("() => { document.dispatchEvent(new Event('resume')); }")
    page.wait_for(HAS_TEXT, "Asked while the tab was frozen?")
    page.wait_until_live()
