"""A class that plays a chair who uses only the keyboard, for the browser tests."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.dashboard_driver import REASONS
from tests.browser.dashboard_steps import wait_until_settled
from tests.browser.keyboard_navigation import KeyboardNavigation


class KeyboardDriver(KeyboardNavigation):
    """The acts of a chair, performed only with the keyboard."""

    def approve(self, number: int) -> None:
        self.go_to("incoming", number)
        self.press("a")

    def approve_top(self, number: int) -> None:
        self.go_to("incoming", number)
        self.menu("Approve, to the top of the queue")

    def approve_after(self, number: int, after: int) -> None:
        self.go_to("incoming", number)
        self.after(after)

    def move_to(self, number: int, after: int) -> None:
        self.go_to("queue", number)
        self.after(after)

    def after(self, number: int) -> None:
        """With the row's menu, place the current question after question `number`.

        If the current question is pending, this also approves it.
        """
        self.press(".")
        expect(self.page.locator("#chair-menu")).to_be_visible()
        self.tab_to(self.page.locator("#menu-after"))
        self.type(f"No. {number} ")
        self.press("Tab", "Enter")

    def decline(self, number: int, reason: str, duplicate_of: int | None = None, name: str = "incoming") -> None:
        if name in ("live", "next"):
            self.to_band(name)
        else:
            self.go_to(name, number)
        self.press("d")
        self.reason(reason, duplicate_of)

    def reason(self, reason: str, duplicate_of: int | None = None) -> None:
        expect(self.page.locator("#decline [data-first]")).to_be_focused()
        self.press(f"Digit{REASONS.index(reason) + 1}")
        if duplicate_of:
            expect(self.page.locator("#decline-number")).to_be_focused()
            self.type(str(duplicate_of))
            self.press("Enter")

    def decline_several(self, numbers: list[int], reason: str) -> None:
        for number in numbers:
            self.go_to("incoming", number)
            self.press("x")
        self.press("d")
        self.reason(reason)

    def merge(self, number: int, lead: int, name: str = "incoming") -> None:
        self.go_to(name, number)
        self.press("m")
        expect(self.page.locator("#merge-find")).to_be_focused()
        self.type(str(lead))
        expect(self.page.locator(f'[data-candidate="{lead}"]')).to_have_attribute("aria-selected", "true")
        self.press("Enter")

    def split(self, number: int, lead: int) -> None:
        self.go_to("queue", lead)
        self.menu(f"Split No. {number}")

    def wording(self, number: int, text: str, hide: bool, name: str = "incoming") -> None:
        self.go_to(name, number)
        self.press("e")
        expect(self.row(name, number).locator("[data-wording] textarea")).to_be_focused()
        self.press("Control+a")
        self.type(text)
        if hide:
            self.press("Tab", "Space")
        self.press("Control+Enter")

    def set_language(self, number: int, language: str) -> None:
        """Press the row's button for this language. The row has such buttons if the detected language is uncertain."""
        self.go_to("incoming", number)
        self.tab_to(self.row("incoming", number).locator(f".doubt [data-value={language}]"))
        self.press("Enter")

    def translate(self, number: int, text: str, name: str = "queue") -> None:
        self.go_to(name, number)
        self.press("c")
        expect(self.row(name, number).locator("[data-correction] textarea")).to_be_focused()
        self.type(text)
        self.press("Control+Enter")

    def original(self, number: int, name: str = "queue") -> None:
        self.go_to(name, number)
        self.press("o")

    def to_top(self, number: int) -> None:
        self.go_to("queue", number)
        self.press("t")

    def move_up(self, number: int) -> None:
        self.go_to("queue", number)
        self.press("Shift+K")

    def move_down(self, number: int) -> None:
        self.go_to("queue", number)
        self.press("Shift+J")

    def set_next(self, number: int) -> None:
        wait_until_settled(self.page)
        self.go_to("queue", number)
        self.press("n")

    def take(self, number: int) -> None:
        wait_until_settled(self.page)
        self.go_to("queue", number)
        self.press("l")

    def advance(self) -> None:
        wait_until_settled(self.page)
        expect(self.page.locator("[data-act=advance]:not([aria-disabled])")).to_be_visible()
        self.press("Shift+Enter")

    def put_back(self, status: str) -> None:
        self.to_band(status)
        self.menu("Put back in the queue")

    def answer(self) -> None:
        wait_until_settled(self.page)
        self.to_band("live")
        self.menu("Mark answered")

    def bring_back(self, number: int) -> None:
        self.history("answered", number)
        self.menu("Bring back to the screen")
        self.settled()
        self.press("h")

    def reconsider(self, number: int) -> None:
        self.history("declined", number)
        self.menu("Reconsider")
        self.settled()
        self.press("h")

    def mute(self, number: int, reason: str, other_numbers: tuple[int, ...]) -> None:
        self.go_to("incoming", number)
        self.menu("Stop this asker…")
        self.reason(reason)

    def unmute(self, number: int) -> None:
        self.history("declined", number)
        self.menu("Let this asker ask again")
        self.settled()
        self.press("h")

    def add(self, text: str, group: str, live: bool) -> None:
        self.press("+")
        expect(self.page.locator("#add-text")).to_be_focused()
        self.type(text)
        self.tab_to(self.page.locator("#add-group"))
        # When a list of options has the focus, the browser selects the option whose text is typed.
        self.type(self.page.locator(f"#add-group option[value={group}]").inner_text())
        self.tab_to(self.page.locator("[data-add-live]" if live else "#add .button.main"))
        self.press("Enter")

    def clear_screen(self) -> None:
        self.press("Shift+Backspace")

    restore_screen = clear_screen

    def undo(self) -> None:
        expect(self.page.locator(".undo [data-act=undo]:not([aria-disabled])")).to_be_visible()
        self.press("u")
