"""Movement of the focus on the chairs' dashboard, only with the keyboard."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.dashboard_driver import DashboardDriver

FAR = 6
"""Maximum distance in rows that the driver covers with J and K alone.

To reach a more distant row, the driver first searches for the question's number.
"""
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
    """The key presses that move the focus. The subclass KeyboardDriver adds the key presses of the acts."""

    def settled(self) -> None:
        """Wait until the server has answered every act (`DashboardDriver.settled`).

        If the driver has pressed a key, also check that an element has the focus. Without a focused element, the next
        key press would have no target.
        """
        super().settled()
        assert self.page.evaluate("document.activeElement !== document.body || !inputs.key")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def go_to(self, name: str, number: int) -> None:
        """Move the focus to this row with the arrow keys, J and K.

        If the row is more than FAR rows away, first search for its number.
        """
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
        """Move the focus to this list.

        Return the distance in rows from the current row to question `number`; negative means upwards.
        """
        current = self.page.evaluate(CURRENT)
        if current is None or current[0] != name:
            self.press("ArrowLeft" if name == "incoming" else "ArrowRight")
            current = self.page.evaluate(CURRENT)
        assert current and current[0] == name, current
        numbers = self.page.evaluate(NUMBERS, name)
        return numbers.index(number) - numbers.index(current[1])

    def to_band(self, status: str) -> None:
        """Move the focus to the live or the next question (`status`). Both questions are above the two lists.

        First, an arrow key moves the focus to the first row of a list. Then K moves the focus upwards.
        """
        current = self.page.evaluate(CURRENT)
        self.press("ArrowRight" if current and current[0] == "incoming" else "ArrowLeft", "k")
        if self.page.evaluate(CURRENT)[0] != status:
            self.press("ArrowRight" if status == "next" else "ArrowLeft")
        assert self.page.evaluate(CURRENT)[0] == status

    def tab_to(self, target: Locator) -> None:
        """Move the focus to a button or field with Tab, or with Shift+Tab if this element comes before the focused
        element.
        """
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
        """Open the row's menu and press this entry."""
        self.press(".")
        entry = self.page.locator("#chair-menu").get_by_role("button", name=words)
        expect(entry).to_be_visible()
        for _ in range(20):
            if entry.evaluate("(element) => element === document.activeElement"):
                break
            self.press("ArrowDown")
        self.press("Enter")

    def history(self, status: str, number: int) -> None:
        """Open the list of older questions with this status, and move to the row of question `number`."""
        self.press("h")
        self.page.wait_for_selector("[data-list=history]:not([aria-busy=true])")
        if status != "answered":
            self.tab_to(self.page.locator(f"[data-act=older][data-value={status}]"))
            self.press("Enter")
        self.go_to("history", number)

    def show_new(self) -> None:
        """If the page hides new questions, press J on the last incoming row to show them."""
        if self.page.locator("[data-act=show_new]").count():
            self.go_to("incoming", self.page.evaluate(NUMBERS, "incoming")[-1])
            self.press("j")
