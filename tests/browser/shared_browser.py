"""One Chromium for consecutive browser tests of a test worker, because Playwright and Chromium need 1 s to start."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright


class SharedBrowser:
    """A pytest plugin that starts one Chromium for all modules that use `browser`.

    Before a module that does not use `browser`, the plugin closes Chromium and ends Playwright. While Playwright is
    running, a test cannot start an event loop or a second Playwright.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._browser: Browser | None = None
        self._module: Path | None = None

    def start(self, path: str, flags: list[str]) -> Browser:
        """Start Chromium if it does not run yet, and close all its contexts. Return the browser."""
        if self._browser is None or not self._browser.is_connected():
            self.close()
            playwright = self._stack.enter_context(sync_playwright())
            self._browser = self._stack.enter_context(playwright.chromium.launch(executable_path=path, args=flags))
        for context in self._browser.contexts:
            context.close()
        return self._browser

    def close(self) -> None:
        self._browser = None
        self._stack.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if "browser" in getattr(item, "fixturenames", ()):
            self._module = item.path
        elif item.path != self._module:
            self.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self.close()
