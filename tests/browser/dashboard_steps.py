"""What tests of the dashboard do and look at: questions to choose from, where they stand, and the way there by keys."""

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
    """Questions 1 to `count`, each by another person; the first `approved` in the queue."""
    for text in TEXTS[:count]:
        server.client().command("ask", {"text": text})
    chair = server.client("chair/b")
    for number in range(1, approved + 1):
        assert chair.command("approve", {"number": number, "version": 1})[0] == 200


def stands(page: Page, status: str, number: int) -> None:
    """This question is Now (`live`) or Next (`next`)."""
    expect(page.locator(f"[data-list={status}]")).to_have_attribute("data-number", str(number))


def queue(page: Page, *numbers: int) -> None:
    rows = page.locator("[data-list=queue] [data-row]:not(.remain)")
    expect(rows).to_have_count(len(numbers))
    for place, number in enumerate(numbers):
        expect(rows.nth(place)).to_have_attribute("data-number", str(number))


def current(page: Page, list_name: str, number: int) -> None:
    expect(page.locator(f'[data-list={list_name}] [data-row][data-number="{number}"]')).to_be_focused()


def go_to(page: Page, list_name: str, number: int) -> None:
    """By the arrow keys to this row."""
    here = page.locator(f'[data-list={list_name}] [data-row][data-number="{number}"]')
    expect(here).to_be_visible()
    page.keyboard.press("ArrowRight" if list_name == "queue" else "ArrowLeft")
    for _ in range(8):
        page.keyboard.press("k")
    for _ in range(8):
        if here.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("j")
    raise AssertionError(f"the keys never reach No. {number} in {list_name}")


def statuses(server: Server) -> dict[int, str]:
    return {view["number"]: view["status"] for view in server.client("chair/b").read("snapshot")[1]["put"]}


def caught(page: Page, routes: list):
    """The first that a route has caught, as soon as there is one."""
    while not routes:
        page.wait_for_timeout(10)
    return routes[0]
