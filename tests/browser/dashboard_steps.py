"""Steps and checks of the dashboard tests: ask questions, check positions, move the focus by keys."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.servers import Server

TEXTS = [
    "Who pays for the first measure?",
    "Who checks the second?",
    "Thank you all.",
    "Which courts, and where?",
    "When does it begin?",
    "Who was left out?",
]


def fill(server: Server, count: int, approved: int = 0) -> None:
    """Ask questions 1 to `count`, each by a new attendee; approve the first `approved` of them."""
    for text in TEXTS[:count]:
        server.client().command("ask", {"text": text})
    chair = server.client("chair/b")
    for number in range(1, approved + 1):
        assert chair.command("approve", {"number": number, "version": 1})[0] == 200


def expect_slot(page: Page, status: str, number: int) -> None:
    """Check that this question is live (slot `live`) or next (slot `next`)."""
    expect(page.locator(f"[data-list={status}]")).to_have_attribute("data-number", str(number))


def wait_until_settled(page: Page) -> None:
    """Wait until the page accepts an act that changes the projected screen.

    Directly after a change of the screen, the page ignores these acts, because the chair cannot have seen the change
    yet.
    """
    expect(page.locator(".columns:not([data-unsettled])")).to_have_count(1)


def expect_queue(page: Page, *numbers: int) -> None:
    rows = page.locator("[data-list=queue] [data-row]")
    expect(rows).to_have_count(len(numbers))
    for place, number in enumerate(numbers):
        expect(rows.nth(place)).to_have_attribute("data-number", str(number))


def expect_current(page: Page, list_name: str, number: int) -> None:
    expect(page.locator(f'[data-list={list_name}] [data-row][data-number="{number}"]')).to_be_focused()


def go_to(page: Page, list_name: str, number: int) -> None:
    """Move the focus to this row with the keys ←, →, J and K."""
    row = page.locator(f'[data-list={list_name}] [data-row][data-number="{number}"]')
    expect(row).to_be_visible()
    page.keyboard.press("ArrowRight" if list_name == "queue" else "ArrowLeft")
    for _ in range(8):
        page.keyboard.press("k")
    for _ in range(8):
        if row.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("j")
    raise AssertionError(f"the keys never reach No. {number} in {list_name}")


def statuses(server: Server) -> dict[int, str]:
    return {view["number"]: view["status"] for view in server.client("chair/b").read("snapshot")[1]["put"]}


def first_route(page: Page, routes: list):
    """Wait until the route handler has added a request to `routes`. Return the first request."""
    while not routes:
        page.wait_for_timeout(10)
    return routes[0]
