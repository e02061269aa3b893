"""Movement on the chairs' dashboard by keyboard only."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.dashboard_driver import DashboardDriver

FAR = 6
"""Rows; a more distant row is reached by the search for its number."""
CURRENT = """() => {
  const row = document.querySelector("[data-row][data-current]");
  return row && [row.closest("[data-list]").dataset.list, Number(row.dataset.number)];
}"""
NUMBERS = """(list) => {
  const rows = document.querySelectorAll(`[data-list=${list}] [data-row]`);
  return [...rows].map((row) => Number(row.dataset.number));
}"""
FOCUSED = """([list, number]) =>
  document.activeElement.matches(`[data-list="${list}"] [data-row][data-number="${number}"]`)"""


class KeyboardNavigation(DashboardDriver):
    """The keys that move the focus; KeyboardDriver adds the keys of the acts."""

    def settled(self) -> None:
        """Check also that an element has the focus after a key press, so that the next key has a target."""
        super().settled()
        assert self.page.evaluate("document.activeElement !== document.body || !inputs.key")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def go_to(self, name: str, number: int) -> None:
        """Move the focus to this row by the arrow keys, J and K; find a row more than FAR rows away by its number."""
        expect(self.row(name, number)).to_have_count(1)
        steps = self.steps(name, number)
        if is_far := abs(steps) > FAR:
            self.press("/")
            expect(self.page.locator("#find-text")).to_be_focused()
            self.type(str(number))
            self.press("Enter")
            steps = self.steps(name, number)
        self.press(*("j" if steps > 0 else "k") * abs(steps), *["Escape"] * is_far)
        self.page.wait_for_function(FOCUSED, arg=[name, number])

    def steps(self, name: str, number: int) -> int:
        """Move to this list; return the distance in rows from the current row to this number, negative upwards."""
        current = self.page.evaluate(CURRENT)
        if current is None or current[0] != name:
            self.press("ArrowLeft" if name == "incoming" else "ArrowRight")
            current = self.page.evaluate(CURRENT)
        assert current and current[0] == name, current
        numbers = self.page.evaluate(NUMBERS, name)
        return numbers.index(number) - numbers.index(current[1])

    def to_band(self, status: str) -> None:
        """Move to Now (`live`) or Next (`next`): change the list, which selects its first row, then go up."""
        current = self.page.evaluate(CURRENT)
        self.press("ArrowRight" if current and current[0] == "incoming" else "ArrowLeft", "k")
        if self.page.evaluate(CURRENT)[0] != status:
            self.press("ArrowRight" if status == "next" else "ArrowLeft")
        assert self.page.evaluate(CURRENT)[0] == status

    def tab_to(self, target: Locator) -> None:
        """Move the focus to this button or field by Tab, or by Shift+Tab if it precedes the focused element."""
        element = target.element_handle()
        before = self.page.evaluate(
            "(target) => document.activeElement.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING",
            element,
        )
        for _ in range(30):
            if self.page.evaluate("(element) => element === document.activeElement", element):
                return
            self.press("Shift+Tab" if before else "Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def menu(self, words: str) -> None:
        """Open the menu of the row and press this entry."""
        self.press(".")
        entry = self.page.locator("#chair-menu").get_by_role("button", name=words)
        expect(entry).to_be_visible()
        for _ in range(20):
            if entry.evaluate("(element) => element === document.activeElement"):
                break
            self.press("ArrowDown")
        self.press("Enter")

    def history(self, status: str, number: int) -> None:
        """Open the history of this status and move to the row of this number."""
        self.press("h")
        self.page.wait_for_selector("[data-list=history]:not([aria-busy=true])")
        if status != "answered":
            self.tab_to(self.page.locator(f"[data-act=older][data-value={status}]"))
            self.press("Enter")
        self.go_to("history", number)

    def show_new(self) -> None:
        """Show the new questions, if the page has hidden some: press J on the last incoming row."""
        if self.page.locator("[data-act=show_new]").count():
            self.go_to("incoming", self.page.evaluate(NUMBERS, "incoming")[-1])
            self.press("j")
