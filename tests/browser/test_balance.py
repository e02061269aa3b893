"""Tests of the suggestion and the clock on the dashboards.

Both chairs see the same suggestion, and no question moves automatically.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_steps import expect_current, expect_queue, expect_slot, wait_until_settled
from tests.browser.watched_pages import WatchedPages
from tests.servers import Server
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser

GROUPS = ("media", "media", "academia", "technical")
WIDE = {"viewport": {"width": 1440, "height": 900}}


def fill(server: Server) -> None:
    """Ask and approve four questions, each from a different attendee. The attendees' groups are GROUPS."""
    for number, group in enumerate(GROUPS, 1):
        server.client().command("ask", {"text": f"Question {number}, and who asks it?", "group": group})
    chair = server.client("chair/b")
    for number in range(1, len(GROUPS) + 1):
        assert chair.command("approve", {"number": number, "version": 1})[0] == 200


def expect_suggestion(page: Page, number: int) -> None:
    """Check that the panel shows the suggestion. Check that in the queue, only the row of the suggested question is
    marked.
    """
    expect(page.locator(".suggestion-body")).to_have_attribute("data-number", str(number))
    mark = page.locator(".meta-suggested")
    expect(mark).to_have_count(1)
    expect(page.locator(f'[data-list=queue] [data-row][data-number="{number}"]').locator(mark)).to_be_visible()


def test_both_chairs_see_the_suggestion_and_set_it_next(watched, server):
    fill(server)
    a, b = watched.enter("chair/a", **WIDE), watched.enter("chair/b", **WIDE)
    for page in (a, b):
        expect_suggestion(page, 1)
        expect(page.locator(".why li")).to_contain_text(
            ["Media, not yet heard", "first question of this person", "waiting for"]
        )
        expect_queue(page, 1, 2, 3, 4)
    a.locator(".suggestion [data-act=set_next]").click()
    for page in (a, b):
        expect_slot(page, "next", 1)
        expect_queue(page, 2, 3, 4)
        expect_suggestion(page, 3)  # the group `media` now counts as heard, so the suggestion changes
    wait_until_settled(b)
    b.locator(".suggestion [data-act=set_next]").click()
    for page in (a, b):
        expect_slot(page, "next", 3)
        expect_queue(page, 1, 2, 4)


def test_not_now_hides_the_suggestion_from_one_chair_until_it_changes(watched, server):
    fill(server)
    a, b = watched.enter("chair/a", **WIDE), watched.enter("chair/b", **WIDE)
    expect_suggestion(a, 1)
    a.locator("[data-act=not_now]").click()
    expect(a.locator(".suggestion-body")).to_have_count(0)
    expect(a.locator(".meta-suggested")).to_have_count(0)
    expect_suggestion(b, 1)
    expect_queue(a, 1, 2, 3, 4)
    a.locator("[data-act=now_again]").click()
    expect_suggestion(a, 1)
    a.locator("[data-act=not_now]").click()
    b.locator(".suggestion [data-act=set_next]").click()
    expect_suggestion(a, 3)
    b.locator("[data-list=next] [data-act=put_back]").click()
    expect_suggestion(a, 1)


def test_the_key_and_the_footer_move_to_the_suggested_row(watched, server):
    fill(server)
    page = watched.enter("chair/a", **WIDE)
    expect_suggestion(page, 1)
    page.keyboard.press("h")
    expect(page.locator("[data-list=history]")).to_be_visible()
    page.keyboard.press("s")
    expect_current(page, "queue", 1)

    narrow = watched.enter("chair/b", viewport={"width": 1024, "height": 768})
    expect(narrow.locator(".foot-suggestion")).to_contain_text("No. 1, Media, not yet heard")
    expect(narrow.locator(".suggestion")).to_be_hidden()
    narrow.locator(".foot-suggestion [data-act=see_suggestion]").click()
    expect_current(narrow, "queue", 1)
    narrow.keyboard.press("n")
    expect_slot(narrow, "next", 1)
    expect(narrow.locator(".foot-suggestion")).to_contain_text("No. 3, Academia, not yet heard")


def test_the_clock_of_the_live_question_runs_in_seconds(watched, server):
    fill(server)
    page = watched.enter("chair/a", **WIDE)
    page.locator("[data-act=advance]").click()
    clock = page.locator("[data-list=live] [data-since]")
    expect(clock).to_have_text(re.compile(r"^0:\d\d$"))
    first = clock.text_content()
    expect(clock).not_to_have_text(first)
    expect(clock).to_have_text(re.compile(r"^0:\d\d$"))


LEGEND_GAPS = """() => [...document.querySelectorAll(".legend > span:not(.legend-sum)")].map((entry) => {
  const words = document.createRange();
  words.selectNodeContents(entry);
  words.setStartAfter(entry.querySelector("svg"));
  return Math.round(words.getBoundingClientRect().left - entry.querySelector("svg").getBoundingClientRect().right);
})"""


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_marks_of_the_legend_have_a_distance_from_their_words(watched, width):
    page = watched.enter("chair/a", viewport={"width": width, "height": 800})
    gaps = page.evaluate(LEGEND_GAPS)
    assert len(gaps) == 3 and min(gaps) >= (6 if width == 1280 else 4)


CLOCK = """(time) => {
  const words = document.createRange();
  words.selectNodeContents(time);
  const [text, box] = [words.getBoundingClientRect(), time.getBoundingClientRect()];
  return text.width <= box.width + 1 && text.height <= box.height;
}"""


@pytest.mark.every_parameter
@pytest.mark.parametrize("lang", ["en", "de", "ru", "ar"])
def test_a_phone_shows_the_whole_clock_of_the_live_question(browser, running_server, lang):
    session = make_served_session(running_server, limits={}, minutes_per_question=4)
    fill(session)
    assert session.client("chair/b").command("advance", {"live": None, "next": None})[0] == 200
    with WatchedPages(browser, session) as watched:
        page = watched.enter("chair/a", lang=lang, viewport={"width": 390, "height": 844}, is_mobile=True)
        clock = page.locator(".ticking")
        expect(clock).to_have_text(re.compile(r"^\d:\d\d /\s4:00$"))
        assert clock.evaluate(CLOCK)
