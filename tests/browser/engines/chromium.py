"""Chromium with its back/forward cache, driven by Playwright. Each person has a separate browser context."""

from __future__ import annotations

import shutil

from playwright.sync_api import Error, Page, sync_playwright

from tests.browser.engines.page import EngineError, EnginePage

# Do not use chromium-headless-shell, because it has no back/forward cache.
TOOLS = ("chromium",)
PACKAGES = "chromium"


class Engine:
    """A context manager that starts Chromium, and closes it on exit."""

    name = "chromium"

    def __enter__(self) -> Engine:
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(
            executable_path=shutil.which(TOOLS[0]),
            args=["--no-sandbox", "--disable-gpu"],
            ignore_default_args=["--disable-back-forward-cache"],
        )
        return self

    def __exit__(self, *failure) -> None:
        self._browser.close()
        self._playwright.stop()

    def person(self, width: int, height: int) -> EnginePage:
        """Open a page with its own cookies."""
        context = self._browser.new_context(locale="en", viewport={"width": width, "height": height})
        return ChromiumPage(context.new_page())

    def close_people(self) -> None:
        for context in self._browser.contexts:
            context.close()


class ChromiumPage(EnginePage):
    def __init__(self, page: Page):
        self._page = page

    def open(self, url: str) -> None:
        self._page.goto(url)

    def another_tab(self) -> EnginePage:
        return ChromiumPage(self._page.context.new_page())

    def run(self, function: str, *arguments):
        try:
            return self._page.evaluate(f"(rest) => ({function})(...rest)", list(arguments))
        except Error as error:
            raise EngineError(error.message) from error

    def click(self, selector: str) -> None:
        self._page.locator(selector).first.click()

    def type(self, text: str) -> None:
        self._page.keyboard.type(text)

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def close(self) -> None:
        self._page.close()
