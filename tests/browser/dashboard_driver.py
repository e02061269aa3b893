"""The base class of KeyboardDriver and MouseDriver. Both drivers have the same methods for the acts of a chair.

Most methods return directly after the input, and do not wait for the server. `settled` waits for the server's answers.
"""

from __future__ import annotations

from playwright.sync_api import Locator, Page

REASONS = ("off_topic", "duplicate", "no_question", "too_long", "personal_attack", "already_answered", "no_time_left")
"""The reasons to decline, in the order of the digit keys that choose them."""
COUNT_INPUTS = """() => {
  window.inputs = { pointer: 0, drag: 0, key: 0 };
  addEventListener("pointerdown", () => (inputs.pointer += 1), true);
  addEventListener("dragstart", () => (inputs.drag += 1), true);
  addEventListener("keydown", (event) => (inputs.key += event.target.matches("input, textarea") ? 0 : 1), true);
}"""

SETTLED = """async () => {
  const busy = "#main [aria-busy=true]";
  const until = performance.now() + 20_000;
  while (document.querySelector(busy) && performance.now() < until) await new Promise(requestAnimationFrame);
  const problems = document.querySelectorAll(`${busy}, .row .message, .stage-part .message, .advance .message, .error`);
  return [...problems].map((element) => element.innerText);
}"""
"""A script that waits until no element is busy, at most 20 s.

The script returns the texts of all error messages, and the texts of the elements that are still busy after 20 s.
"""


class DashboardDriver:
    """The dashboard page of one chair, with counters of its input events."""

    def __init__(self, page: Page):
        self.page = page
        page.evaluate(f"({COUNT_INPUTS})()")

    def row(self, name: str, number: int) -> Locator:
        return self.page.locator(f'[data-list={name}] [data-row][data-number="{number}"]')

    def settled(self) -> None:
        """Wait until the server has answered every act of this chair. Check that the page shows no error message."""
        assert self.page.evaluate(SETTLED) == []

    def reach(self, seq: int) -> None:
        """Wait until the page has reached sequence number `seq` of the chairs' stream."""
        self.page.wait_for_function("(seq) => Number(document.documentElement.dataset.seq) >= seq", arg=seq)

    def inputs(self) -> dict[str, int]:
        """Return the counts of inputs: `pointer` presses, `drag` starts, and `key` presses outside text fields."""
        return self.page.evaluate("inputs")
