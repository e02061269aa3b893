"""A chair at the dashboard, whatever the hands use: `keyboard.Keyboard` and `mouse.Mouse` do the same acts by the same names.

An act ends as soon as it has been asked for; `settled` waits until the page has its answer.
"""

from __future__ import annotations

from playwright.sync_api import Locator, Page

REASONS = ("off_topic", "duplicate", "no_question", "too_long", "personal_attack", "already_answered", "no_time_left")
"""In the order of their digits."""
WATCH = """() => {
  window.seen = { pointer: 0, drag: 0, key: 0 };
  addEventListener("pointerdown", () => (seen.pointer += 1), true);
  addEventListener("dragstart", () => (seen.drag += 1), true);
  addEventListener("keydown", (event) => (seen.key += event.target.matches("input, textarea") ? 0 : 1), true);
}"""

SETTLED = """async () => {
  const until = performance.now() + 20_000;
  while (document.querySelector("#main [aria-busy=true]") && performance.now() < until) await new Promise(requestAnimationFrame);
  return [...document.querySelectorAll("#main [aria-busy=true], .row:not(.remain) .message, .band .message, .error")].map((one) => one.innerText);
}"""
"""What is still under way after so long, and what is said of a refusal."""


class DashboardDriver:
    def __init__(self, page: Page):
        self.page = page
        page.evaluate(f"({WATCH})()")

    def row(self, name: str, number: int) -> Locator:
        return self.page.locator(f'[data-list={name}] [data-row][data-number="{number}"]:not(.remain)')

    def settled(self) -> None:
        """Nothing of this chair's is under way, and nothing was refused."""
        assert self.page.evaluate(SETTLED) == []

    def reach(self, seq: int) -> None:
        """The page shows what the chairs' stream says with this number, or later."""
        self.page.wait_for_function("(seq) => Number(document.documentElement.dataset.seq) >= seq", arg=seq)

    def seen(self) -> dict:
        """How often the pointer went down, a drag began, a key was pressed outside a text field."""
        return self.page.evaluate("seen")
