"""Tests of the dashboard when changes arrive 0.6 s late. A row stays busy until the change of its question arrives."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.dashboard_steps import expect_queue, fill, go_to

pytestmark = pytest.mark.browser

DELAYED_SOCKETS = """const Real = WebSocket;
window.WebSocket = class extends Real {
  set onmessage(receive) { super.onmessage = (event) => setTimeout(() => receive(event), window.delay ?? 0); }
};"""


def open_delayed_dashboard(watched):
    """Open chair A's dashboard. Delay its socket messages by `window.delay` ms.

    Return (page, acts). Each act that the page sends is appended to the list `acts`.
    """
    page = watched.person().new_page()
    page.add_init_script(DELAYED_SOCKETS)
    acts = []
    page.on("request", lambda request: acts.append(request.url.split("/")[-2]) if request.method == "PUT" else None)
    page.goto(watched.link("chair/a"))
    page.locator("[data-heading]").first.wait_for()
    return page, acts


@pytest.mark.parametrize("key", ["Shift+J", "Alt+ArrowDown"])
def test_two_quick_presses_move_a_question_two_places(watched, server, key):
    fill(server, 5, approved=5)
    page, _ = open_delayed_dashboard(watched)
    go_to(page, "queue", 1)
    page.evaluate("window.delay = 600")
    page.keyboard.press(key)
    page.wait_for_timeout(150)
    page.keyboard.press(key)
    expect_queue(page, 2, 3, 1, 4, 5)
    expect(page.locator("#main [aria-busy=true]")).to_have_count(0)


def test_undo_twice_takes_back_two_acts_and_no_third(watched, server):
    fill(server, 3)
    page, acts = open_delayed_dashboard(watched)
    go_to(page, "incoming", 1)
    page.evaluate("window.delay = 600")
    page.keyboard.press("a")
    expect_queue(page, 1)
    go_to(page, "incoming", 2)
    page.keyboard.press("a")
    expect_queue(page, 1, 2)
    page.keyboard.press("u")
    page.keyboard.press("u")
    page.wait_for_timeout(150)
    page.keyboard.press("u")
    expect_queue(page)
    expect(page.locator("#main [aria-busy=true]")).to_have_count(0)
    assert acts.count("undo") == 2


def test_two_presses_of_undo_before_the_offer_is_read_take_back_two_acts(watched, server):
    """Press Undo twice before the page has read which act Undo would take back. The page must execute both presses,
    although the first undo is not finished at the second press.
    """
    fill(server, 3)
    page, acts = open_delayed_dashboard(watched)
    for number in (1, 2):
        go_to(page, "incoming", number)
        page.keyboard.press("a")
        expect_queue(page, *range(1, number + 1))
    expect(page.locator(".undo")).to_contain_text("approved")
    page.evaluate("""() => {
      const read = window.fetch;
      window.fetch = (url, options) =>
        String(url).endsWith("/undo") && options?.method !== "PUT"
          ? new Promise((resolve) => setTimeout(() => resolve(read(url, options)), 600)) : read(url, options);
    }""")
    go_to(page, "incoming", 3)
    page.keyboard.press("a")
    expect_queue(page, 1, 2, 3)
    page.keyboard.press("u")
    page.keyboard.press("u")
    expect_queue(page, 1)
    expect(page.locator("#main [aria-busy=true]")).to_have_count(0)
    assert acts.count("undo") == 2


def test_two_notes_in_a_row_are_both_sent(watched):
    page, _ = open_delayed_dashboard(watched)
    page.evaluate("window.delay = 600")
    page.keyboard.press("w")
    expect(page.locator("#note-text")).to_be_focused()
    for text in ("One", "Two"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.locator("#note-text")).to_have_value("")
    expect(page.locator(".chair-note")).to_have_count(2)
