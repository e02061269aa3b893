"""A class that plays a chair who uses only the mouse, for the browser tests. The chair never drags, and uses the
keyboard only for text fields.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.dashboard_driver import DashboardDriver
from tests.browser.dashboard_steps import wait_until_settled


class MouseDriver(DashboardDriver):
    """The acts of a chair, performed only with the mouse."""

    clicks = 0

    def click(self, target: Locator) -> None:
        """Click at alternating positions.

        The dashboard ignores a second click at the same position, because the two clicks may be a double click.
        """
        self.clicks += 1
        box = target.bounding_box() or {"width": 0, "height": 0}
        target.click(position={"x": box["width"] * (0.25, 0.75)[self.clicks % 2], "y": box["height"] / 2})

    def open(self, name: str, number: int) -> Locator:
        """Click the row so that the row shows all its buttons. Return the row."""
        row = self.row(name, number)
        self.click(row.locator(".number").first)
        expect(row).to_have_attribute("data-current", "")
        return row

    def act(self, name: str, number: int, act: str) -> None:
        self.click(self.row(name, number).locator(f"[data-act={act}]").first)

    def menu(self, words: str, row: Locator) -> None:
        self.click(row.locator("[data-act=menu]"))
        self.click(self.page.locator("#chair-menu").get_by_role("button", name=words))

    def history(self, status: str, number: int) -> Locator:
        self.click(self.page.locator("[data-panel=queue] [data-act=history]"))
        if status != "answered":
            self.click(self.page.locator(f"[data-act=older][data-value={status}]"))
        return self.open("history", number)

    def close_history(self) -> None:
        self.settled()
        self.click(self.page.locator("[data-panel=queue] [data-act=history]"))

    def approve(self, number: int) -> None:
        self.act("incoming", number, "approve")

    def approve_top(self, number: int) -> None:
        self.menu("Approve, to the top of the queue", self.open("incoming", number))

    def approve_after(self, number: int, after: int) -> None:
        self.after(self.open("incoming", number), after, "Approve")

    def move_to(self, number: int, after: int) -> None:
        self.after(self.open("queue", number), after, "Move")

    def after(self, row: Locator, number: int, words: str) -> None:
        self.click(row.locator("[data-act=menu]"))
        self.page.locator("#menu-after").select_option(str(number))
        self.click(self.page.locator("#chair-menu form").get_by_role("button", name=words))

    def decline(self, number: int, reason: str, duplicate_of: int | None = None, name: str = "incoming") -> None:
        if name in ("live", "next"):
            self.menu("Decline…", self.page.locator(f"[data-list={name}]"))
        else:
            if name == "queue":
                self.menu("Decline…", self.open(name, number))
            else:
                self.act(name, number, "decline")
        self.reason(reason, duplicate_of)

    def reason(self, reason: str, duplicate_of: int | None = None) -> None:
        self.click(self.page.locator(f"#decline [data-reason={reason}]"))
        if duplicate_of:
            self.page.locator("#decline-number").fill(str(duplicate_of))
            self.click(self.page.locator("#decline .duplicate button"))

    def decline_several(self, numbers: list[int], reason: str) -> None:
        self.click(self.page.locator("[data-act=selecting]"))
        for number in numbers:
            self.act("incoming", number, "select")
        self.click(self.page.locator("[data-act=decline_selected]"))
        self.reason(reason)

    def merge(self, number: int, lead: int, name: str = "incoming") -> None:
        row = self.open(name, number)
        button = row.locator("[data-act=merge]:visible")
        # A narrow row has no space for the button, so use the menu.
        if button.count():
            self.click(button.first)
        else:
            self.menu("Merge…", row)
        self.page.locator("#merge-find").fill(str(lead))
        self.click(self.page.locator(f'[data-candidate="{lead}"]'))
        self.click(self.page.locator("[data-merge]"))

    def split(self, number: int, lead: int) -> None:
        row = self.open("queue", lead)
        self.click(row.locator("[data-act=together]"))
        self.click(row.locator(f'.follower[data-number="{number}"] [data-act=split]'))

    def wording(self, number: int, text: str, hide: bool, name: str = "incoming") -> None:
        row = self.open(name, number)
        self.menu(re.compile("Clearer words…|Change the words…"), row)
        row.locator("[data-wording] textarea").fill(text)
        if hide:
            self.click(row.locator("[data-wording] input"))
        self.click(row.locator("[data-wording] .button").first)

    def set_language(self, number: int, language: str) -> None:
        self.click(self.row("incoming", number).locator(f".doubt [data-value={language}]"))

    def translate(self, number: int, text: str, name: str = "queue") -> None:
        row = self.open(name, number)
        self.menu(re.compile("translation…"), row)
        row.locator("[data-correction] textarea").fill(text)
        self.click(row.locator("[data-correction] .button").first)

    def original(self, number: int, name: str = "queue") -> None:
        self.click(self.open(name, number).locator("[data-act=original]").first)

    def to_top(self, number: int) -> None:
        self.menu("To the top", self.open("queue", number))

    def move_up(self, number: int) -> None:
        self.act("queue", number, "move_up")

    def move_down(self, number: int) -> None:
        self.act("queue", number, "move_down")

    def set_next(self, number: int) -> None:
        wait_until_settled(self.page)
        self.menu("Set next", self.open("queue", number))

    def take(self, number: int) -> None:
        wait_until_settled(self.page)
        self.menu("Take now", self.open("queue", number))

    def advance(self) -> None:
        wait_until_settled(self.page)
        self.click(self.page.locator("[data-act=advance]"))

    def put_back(self, status: str) -> None:
        self.click(self.page.locator(f"[data-list={status}] [data-act=put_back]"))

    def answer(self) -> None:
        wait_until_settled(self.page)
        self.click(self.page.locator("[data-list=live] [data-act=answer]"))

    def bring_back(self, number: int) -> None:
        self.click(self.history("answered", number).locator("[data-act=bring_back]"))
        self.close_history()

    def reconsider(self, number: int) -> None:
        self.click(self.history("declined", number).locator("[data-act=reconsider]"))
        self.close_history()

    def mute(self, number: int, reason: str, other_numbers: tuple[int, ...]) -> None:
        self.menu("Stop this asker…", self.open("incoming", number))
        self.reason(reason)

    def unmute(self, number: int) -> None:
        self.menu("Let this asker ask again", self.history("declined", number))
        self.close_history()

    def add(self, text: str, group: str, live: bool) -> None:
        self.click(self.page.locator("[data-act=add]"))
        # Do not click: headless Chromium does not draw the list of a <select>.
        self.page.locator("#add-group").select_option(group)
        self.page.locator("#add-text").fill(text)
        self.click(self.page.locator("[data-add-live]" if live else "#add .button.main"))

    def clear_screen(self) -> None:
        self.click(self.page.locator("[data-act=clear_screen]"))

    def restore_screen(self) -> None:
        self.click(self.page.locator("[data-act=restore_screen]"))

    def show_new(self) -> None:
        if self.page.locator("[data-act=show_new]").count():
            self.click(self.page.locator("[data-act=show_new]"))

    def undo(self) -> None:
        expect(self.page.locator(".undo [data-act=undo]:not([aria-disabled])")).to_be_visible()
        self.click(self.page.locator(".undo [data-act=undo]"))
