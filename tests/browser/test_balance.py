"""The suggestion on the dashboards, and their clock: the same for both chairs, and nothing moves by itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_steps import current, queue, stands
from tests.servers import Server

pytestmark = pytest.mark.browser

GROUPS = ("media", "media", "academia", "technical")
WIDE = {"viewport": {"width": 1440, "height": 900}}


def fill(server: Server) -> None:
    """Four questions by four people in the queue: two of the media, one of academia, one of the technical community."""
    for number, group in enumerate(GROUPS, 1):
        server.client().command("ask", {"text": f"Question {number}, and who asks it?", "group": group})
    chair = server.client("chair/b")
    for number in range(1, len(GROUPS) + 1):
        assert chair.command("approve", {"number": number, "version": 1})[0] == 200


def suggested(page: Page, number: int) -> None:
    """The panel and the row of the queue both say so, and no other row does."""
    expect(page.locator(".suggestion-body")).to_have_attribute("data-number", str(number))
    mark = page.locator(".meta-suggested")
    expect(mark).to_have_count(1)
    expect(page.locator(f'[data-list=queue] [data-row][data-number="{number}"]').locator(mark)).to_be_visible()


def test_both_see_the_same_and_one_sets_it_next(watched, server):
    fill(server)
    a, b = watched.enter("chair/a", **WIDE), watched.enter("chair/b", **WIDE)
    for page in (a, b):
        suggested(page, 1)
        expect(page.locator(".why li")).to_contain_text(
            ["Media, not yet heard", "first question of this person", "waiting for"]
        )
        queue(page, 1, 2, 3, 4)
    a.locator(".suggestion [data-act=set_next]").click()
    for page in (a, b):
        stands(page, "next", 1)
        queue(page, 2, 3, 4)
        suggested(page, 3)  # not the media again while others wait
    b.locator(".suggestion [data-act=set_next]").click()
    for page in (a, b):
        stands(page, "next", 3)
        queue(page, 1, 2, 4)


def test_not_now_is_for_oneself_and_until_another_is_suggested(watched, server):
    fill(server)
    a, b = watched.enter("chair/a", **WIDE), watched.enter("chair/b", **WIDE)
    suggested(a, 1)
    a.locator("[data-act=not_now]").click()
    expect(a.locator(".suggestion-body")).to_have_count(0)
    expect(a.locator(".meta-suggested")).to_have_count(0)
    suggested(b, 1)
    queue(a, 1, 2, 3, 4)
    a.locator("[data-act=now_again]").click()
    suggested(a, 1)
    a.locator("[data-act=not_now]").click()
    b.locator(".suggestion [data-act=set_next]").click()
    suggested(a, 3)
    b.locator("[data-list=next] [data-act=put_back]").click()
    suggested(a, 1)


def test_key_and_footer_lead_to_its_row(watched, server):
    fill(server)
    page = watched.enter("chair/a", **WIDE)
    suggested(page, 1)
    page.keyboard.press("h")
    expect(page.locator("[data-list=history]")).to_be_visible()
    page.keyboard.press("s")
    current(page, "queue", 1)

    narrow = watched.enter("chair/b", viewport={"width": 1024, "height": 768})
    expect(narrow.locator(".foot-suggestion")).to_contain_text("No. 1, Media, not yet heard")
    expect(narrow.locator(".suggestion")).to_be_hidden()
    narrow.locator(".foot-suggestion [data-act=see_suggestion]").click()
    current(narrow, "queue", 1)
    narrow.keyboard.press("n")
    stands(narrow, "next", 1)
    expect(narrow.locator(".foot-suggestion")).to_contain_text("No. 3, Academia, not yet heard")


def test_what_is_live_is_counted_in_seconds_without_drawing_the_page(watched, server):
    fill(server)
    page = watched.enter("chair/a", **WIDE)
    page.locator("[data-act=advance]").click()
    clock = page.locator("[data-list=live] [data-since]")
    expect(clock).to_have_text(re.compile(r"^0:\d\d$"))
    first = clock.text_content()
    expect(clock).not_to_have_text(first)
    expect(clock).to_have_text(re.compile(r"^0:\d\d$"))
