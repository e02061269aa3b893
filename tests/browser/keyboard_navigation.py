"""The ways about the chairs' dashboard by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.dashboard_driver import DashboardDriver

FAR = 6
WHERE = """() => {
  const row = document.querySelector("[data-row][data-current]");
  return row && [row.closest("[data-list]").dataset.list, Number(row.dataset.number)];
}"""
NUMBERS = "(list) => [...document.querySelectorAll(`[data-list=${list}] [data-row]`)].map((row) => Number(row.dataset.number))"
FOCUSED = """([list, number]) => document.activeElement.matches(`[data-list="${list}"] [data-row][data-number="${number}"]`)"""


class KeyboardNavigation(DashboardDriver):
    """Finds its way about the dashboard."""

    def settled(self) -> None:
        """And the focus is somewhere: the next key goes on from there."""
        super().settled()
        assert self.page.evaluate("document.activeElement !== document.body || !seen.key")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def go_to(self, name: str, number: int) -> None:
        """By the arrows and J and K to this row, which then has the focus; where it is far, by finding its number."""
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
        """In this list, and how many rows above or below the current one it is."""
        here = self.page.evaluate(WHERE)
        if here is None or here[0] != name:
            self.press("ArrowLeft" if name == "incoming" else "ArrowRight")
            here = self.page.evaluate(WHERE)
        assert here and here[0] == name, here
        numbers = self.page.evaluate(NUMBERS, name)
        return numbers.index(number) - numbers.index(here[1])

    def to_band(self, status: str) -> None:
        """To Now or Next: the top of the other list, and up from there."""
        here = self.page.evaluate(WHERE)
        self.press("ArrowRight" if here and here[0] == "incoming" else "ArrowLeft", "k")
        if self.page.evaluate(WHERE)[0] != status:
            self.press("ArrowRight" if status == "next" else "ArrowLeft")
        assert self.page.evaluate(WHERE)[0] == status

    def tab_to(self, target: Locator) -> None:
        """By Tab and Shift+Tab, whichever way it lies, to a button or field."""
        element = target.element_handle()
        before = self.page.evaluate(
            "(one) => document.activeElement.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING", element
        )
        for _ in range(30):
            if self.page.evaluate("(one) => one === document.activeElement", element):
                return
            self.press("Shift+Tab" if before else "Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def menu(self, words: str) -> None:
        """The row's menu, and down to this entry."""
        self.press(".")
        entry = self.page.locator("#chair-menu").get_by_role("button", name=words)
        expect(entry).to_be_visible()
        for _ in range(20):
            if entry.evaluate("(one) => one === document.activeElement"):
                break
            self.press("ArrowDown")
        self.press("Enter")

    def history(self, status: str, number: int) -> None:
        self.press("h")
        self.page.wait_for_selector("[data-list=history]:not([aria-busy=true])")
        if status != "answered":
            self.tab_to(self.page.locator(f"[data-act=older][data-value={status}]"))
            self.press("Enter")
        self.go_to("history", number)

    def show_new(self) -> None:
        """Behind the last row that is shown."""
        if self.page.locator("[data-act=show_new]").count():
            self.go_to("incoming", self.page.evaluate(NUMBERS, "incoming")[-1])
            self.press("j")
