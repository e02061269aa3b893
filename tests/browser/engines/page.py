"""The interface of a page in a browser engine. With this interface, a scenario runs in every engine."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable

DEADLINE, PAUSE = 30.0, 0.05  # s
LIVE = "() => document.documentElement.dataset.link === 'live'"
VISIBLE_TEXT = "(selector) => document.querySelector(selector)?.innerText.replace(/\\s+/g, ' ').trim() ?? null"


class EngineError(Exception):
    """The exception for a command that the browser has refused or can no longer execute."""


def wait_until(condition: Callable[[], object], name: str = "", seconds: float = DEADLINE):
    """Call `condition` until its result is true, and return the result. Raise AssertionError at the deadline.

    An EngineError counts as false, because the page may be loading.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            if result := condition():
                return result
            problem: object = result
        except EngineError as error:
            problem = error
        if time.monotonic() > end:
            raise AssertionError(f"not true after {seconds} s: {name}: {problem}")
        time.sleep(PAUSE)


class EnginePage(ABC):
    """A tab of a browser. `function` is the text of a JavaScript function; its arguments and result are JSON values.

    `press` takes one key with its modifiers: "Shift+Enter". `type` sends one key press for each character.
    """

    @abstractmethod
    def open(self, url: str) -> None: ...

    @abstractmethod
    def another_tab(self) -> EnginePage:
        """Open an empty tab that has the size, the cookies and the storage of this tab."""

    @abstractmethod
    def run(self, function: str, *arguments):
        """Call the function with the arguments. Return its result. Raise EngineError on failure."""

    @abstractmethod
    def click(self, selector: str) -> None:
        """Click the first element of this selector with the mouse."""

    @abstractmethod
    def type(self, text: str) -> None: ...

    @abstractmethod
    def press(self, key: str) -> None: ...

    @abstractmethod
    def close(self) -> None: ...

    def go_back(self) -> None:
        self.run("() => { setTimeout(() => history.back()); }")

    def fill(self, selector: str, text: str) -> None:
        """Focus the field of this selector and type the text."""
        self.wait_for("(selector) => document.querySelector(selector) !== null", selector)
        self.run("(selector) => document.querySelector(selector).focus()", selector)
        self.type(text)

    def wait_for(self, function: str, *arguments, seconds: float = DEADLINE):
        """Call the function until its result is true, and return the result. Raise AssertionError at the deadline."""
        return wait_until(lambda: self.run(function, *arguments), f"{function} {arguments}", seconds)

    def wait_for_text(self, selector: str, text: str) -> None:
        """Wait until the visible text of the first element of this selector contains `text`."""
        self.wait_for(f"(selector, text) => (({VISIBLE_TEXT})(selector) ?? '').includes(text)", selector, text)

    def wait_until_gone(self, selector: str) -> None:
        self.wait_for("(selector) => !document.querySelector(selector)", selector)

    def wait_until_live(self) -> None:
        self.wait_for(LIVE)

    def text(self, selector: str) -> str | None:
        """Return the visible text of the first element of this selector, or None if there is no such element."""
        return self.run(VISIBLE_TEXT, selector)
