"""The people of the scripted hour.

Each person writes in an editor all the time. The chairs also perform acts with keys.
"""

from __future__ import annotations

import random

from playwright.sync_api import Locator, Page, expect

PHRASES = (
    "judges and all the others? ",
    "no, and who decides that? ",
    "let us add: courts, data. ",
    "until now/then + a new mandate ",
    "Decline That? SHALL we JOIN ",
)
"""The texts that the people type.

Many letters of the texts are shortcuts. If a key press reaches the page instead of the editor, it starts an act.
"""
FIELD = "[data-correction] textarea, [data-wording] textarea"
ROW = "[data-list={list}] [data-row]:not([data-status=kept])"


class Writer:
    """A person in the booth who corrects translations."""

    rows = ".row[tabindex]:has(.into, .original-button)"
    keys = ("c",)

    def __init__(self, page: Page, seat: str, dice: random.Random):
        self.page, self.seat, self.dice = page, seat, dice
        self.number: int | None = None
        self.typed = ""
        self.words = 0
        self.meant: list[tuple[str, str, int]] = []

    @property
    def field(self) -> Locator:
        return self.page.locator(FIELD)

    def candidates(self) -> list[int]:
        return self.page.eval_on_selector_all(self.rows, "rows => rows.map(row => Number(row.dataset.number))")

    def choose(self, number: int) -> bool:
        """Choose the row of this question. Return False if the row is no longer in its list."""
        row = self.page.locator(f'{self.rows}[data-number="{number}"]').first
        if not row.count():
            return False
        row.focus()
        self.page.keyboard.press("Shift+Tab")
        self.page.keyboard.press("Tab")
        return row.count() > 0

    def open_if_closed(self) -> None:
        """If no editor of this person is open, open an editor of a random question."""
        numbers = self.candidates()
        if self.number is not None or not numbers:
            return
        number = self.dice.choice(numbers)
        if not self.choose(number):
            return
        self.page.keyboard.press(self.dice.choice(self.keys))
        if not self.field.count():
            return
        expect(self.field).to_be_focused()
        self.number = int(self.field.get_attribute("id").rpartition("-")[2])
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.typed = ""

    def write(self) -> None:
        """Write a part of a sentence in the editor. Check that no letter is lost."""
        if self.number is None:
            return
        phrase = self.dice.choice(PHRASES)
        self.field.focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(phrase)
        self.typed += phrase
        self.words += len(phrase.split())
        expect(self.field).to_have_value(self.typed)
        expect(self.field).to_be_focused()

    def finish(self) -> None:
        """Save the words of the open editor, and close it. If the server has refused the words, close it without
        saving.
        """
        if self.number is None:
            return
        expect(self.field).to_have_value(self.typed)
        for act in ("wording", "translate"):
            self.meant.append((self.seat, act, self.number))
        self.page.keyboard.press("Control+Enter")
        self.close()

    def close(self) -> None:
        """Wait for the server's answer. If the editor is still open, close it without saving.

        If the page then ignores single keys, type a phrase and Shift+Enter. None of these key presses may trigger an
        act.
        """
        form = self.page.locator("[data-correction], [data-wording]")
        expect(form.and_(self.page.locator("[aria-busy=true]"))).to_have_count(0)
        if form.count():
            expect(self.field).to_have_value(self.typed)
            form.locator(".correction-acts .quiet").click()
            expect(form).to_have_count(0)
        if self.page.locator(".keys-rest b").count():
            self.page.keyboard.type(self.dice.choice(PHRASES))
            self.page.keyboard.press("Shift+Enter")
        self.number = None


class ChairWriter(Writer):
    """A chair who writes in editors, and who also performs acts (`disturb`).

    The act may be on a question whose editor is open on the other chair's page.
    """

    rows = ROW.format(list="incoming") + ", " + ROW.format(list="queue")
    keys = ("e", "c")

    def row(self, list_name: str, number: int) -> Locator:
        return self.page.locator(ROW.format(list=list_name) + f'[data-number="{number}"]')

    def choose(self, number: int) -> bool:
        for list_name in ("incoming", "queue"):
            row = self.row(list_name, number)
            for _ in range(5):
                if not row.count():
                    break
                row.locator(".number").first.click(timeout=3000)
                if row.and_(self.page.locator("[data-current]")).count():
                    return True
                self.page.wait_for_timeout(200)  # the page ignores a click on a row that has just moved
        return False

    def disturb(self, view: dict) -> None:
        """Press the key of a random act for this question."""
        number, status = view["number"], view["status"]
        keys = {"pending": ("approve", "decline", "merge"), "approved": ("set_next", "take", "decline", "to_top")}
        act = self.dice.choice(keys.get(status, ("",)))
        if not act or number == self.number or not self.choose(number):
            return
        self.meant.append((self.seat, {"to_top": "move"}.get(act, act), number))
        press = self.page.keyboard.press
        press({"approve": "a", "decline": "d", "merge": "m", "set_next": "n", "take": "l", "to_top": "t"}[act])
        if act == "decline" and self.is_open("#decline"):
            press(f"Digit{self.dice.choice((1, 3, 4))}")
        if act == "merge" and self.is_open("#merge"):
            self.merge(number)
        self.free_keys()

    def merge(self, number: int) -> None:
        """Merge into the candidate that ArrowDown selects in the open dialog. If there are no candidates, close the
        dialog.
        """
        self.page.keyboard.press("ArrowDown")
        chosen = self.page.locator("#merge [aria-selected=true]")
        if chosen.count():
            self.meant.append((self.seat, "merge", int(chosen.get_attribute("data-candidate"))))
            self.page.keyboard.press("Enter")
        else:
            self.page.keyboard.press("Escape")
        expect(self.page.locator("#merge")).to_be_hidden()

    def is_open(self, selector: str) -> bool:
        self.page.wait_for_timeout(50)
        return self.page.locator(f"{selector}:popover-open").count() > 0

    def free_keys(self) -> None:
        """Close each dialog and each "save first" prompt that a key has opened."""
        for _ in range(2):
            if self.page.locator("[popover]:popover-open, [data-save-first]").count():
                self.page.keyboard.press("Escape")

    def advance(self) -> None:
        """If the button Advance is enabled, press it."""
        button = self.page.locator("[data-act=advance]:not([aria-disabled])")
        if button.count():
            self.meant.append((self.seat, "advance", 0))
            button.dispatch_event("click")
            self.free_keys()
