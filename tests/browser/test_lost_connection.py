"""Tests that every page shows the time at which it lost the connection.

The shown time is the server's time, so it is right even if the device's clock is wrong.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.watched_pages import LOST

pytestmark = pytest.mark.browser

WRONG_CLOCK = """{
  const RightDate = Date;
  const AHEAD = 3 * 3600 * 1000;
  globalThis.Date = class extends RightDate {
    constructor(...given) {
      if (given.length) super(...given);
      else super(RightDate.now() + AHEAD);
    }
    static now() {
      return RightDate.now() + AHEAD;
    }
  };
}"""
NOTICES = {
    "attendee": "#bar",
    "chair/a": "#main .notice-bar",
    "stage": ".lost",
    "booth": "[data-offline]",
    "panel/fatafta": "[data-offline]",
    "organiser": "[data-offline]",
}


def minutes_until_now(start: datetime) -> list[str]:
    """Return each minute from `start` to the minute after now, as "14:22"."""
    count = int((datetime.now(UTC) - start).total_seconds() // 60) + 2
    return [f"{start + timedelta(minutes=index):%H:%M}" for index in range(count)]


@pytest.mark.parametrize(("seat", "notice"), NOTICES.items())
def test_the_time_of_a_lost_connection_is_the_servers(watched, server, seat, notice):
    start = datetime.now(UTC)
    context = watched.person(allow=LOST)
    context.add_init_script(WRONG_CLOCK)
    page = context.new_page()
    page.goto(watched.link(seat))
    page.wait_for_selector("html[data-link=live], html[data-read]:not([data-read='0'])")
    context.set_offline(True)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    words = page.locator(notice).first
    expect(words).to_be_visible()
    expect(words).to_contain_text(":")
    assert any(minute in words.inner_text() for minute in minutes_until_now(start)), words.inner_text()
