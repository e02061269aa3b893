"""Browser pages whose problems are recorded: requests to foreign addresses, errors, warnings and dialogs."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.servers import Client, Server
from tests.web.served_session import ServedSession

LIVE = "html[data-link=live]"
LOST = (
    r"net::ERR_",
    r"WebSocket connection to",
    r"status of 50[234]",
)
"""Patterns of the messages that Chromium logs about a lost connection."""


def lose_first_answer(page: Page, pattern: str) -> list[str]:
    """Let the page lose the server's answer to the first request that matches `pattern`.

    Return a list to which the address of each matching request is appended.
    """
    addresses: list[str] = []

    def answer(route: Route) -> None:
        addresses.append(route.request.url)
        if len(addresses) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(pattern, answer)
    return addresses


class WatchedPages:
    """A context manager that opens pages and records their problems.

    At the end of the block, raise AssertionError if a page has had a problem. If the block itself raises an exception,
    raise only this exception.
    """

    def __init__(self, browser: Browser, server: Server | ServedSession):
        self.browser, self.server = browser, server
        self.problems: list[str] = []
        self._contexts: list[BrowserContext] = []

    def enter(self, seat: str = "attendee", lang: str = "en", allow: tuple[str, ...] = (), **options) -> Page:
        """Open the link of this seat in a new browser context. Return the page when its stream is connected.

        The organiser's page has no stream, so return this page when it has read the session's state. If JavaScript is
        disabled, do not wait at all.

        `allow`: patterns of console messages that are not problems. `options`: options of Playwright's `new_context`.
        """
        page = self.person(lang, allow, **options).new_page()
        page.goto(self.link(seat))
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-read]:not([data-read='0'])" if seat == "organiser" else LIVE)
        return page

    def link(self, seat: str) -> str:
        links = self.server.links
        kind, _, key = seat.partition("/")
        if kind == "booth" and key:
            return links["booths"][key]
        return links["panellists"][key] if kind == "panel" else links[seat.replace("/", "_")]

    def person(self, lang: str = "en", allow: tuple[str, ...] = (), **options) -> BrowserContext:
        """Return a new browser context whose problems are recorded. It simulates the browser of one person."""
        context = self.browser.new_context(locale=lang, timezone_id="UTC", **options)
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        self._watch(context, allow)
        return context

    def _watch(self, context: BrowserContext, allow: tuple[str, ...]) -> None:
        def add_problem(kind: str, message: str) -> None:
            if not any(re.search(pattern, message) for pattern in allow):
                self.problems.append(f"{kind}: {message}")

        def on_request(request) -> None:
            if not self.is_ours(request.url):
                self.problems.append(f"foreign request: {request.url}")

        def on_console(message) -> None:
            if message.type in ("error", "warning"):
                add_problem("console", f"{message.text} {message.location.get('url', '')}")

        def on_dialog(dialog) -> None:
            self.problems.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        context.on("request", on_request)
        context.on("console", on_console)
        context.on("dialog", on_dialog)
        context.on("weberror", lambda error: add_problem("page error", str(error.error)))
        context.on("page", lambda page: page.on("websocket", on_request))

    def is_ours(self, url: str) -> bool:
        """Return whether the URL is a `data:` URL or an address of the tested server."""
        parts = urlsplit(url)
        return parts.scheme == "data" or (
            parts.scheme in ("http", "ws") and parts.netloc == urlsplit(self.server.url).netloc
        )

    def __enter__(self) -> WatchedPages:
        return self

    def __exit__(self, kind, *rest) -> None:
        for context in self._contexts:
            context.close()
        if kind is None:
            assert self.problems == [], self.problems


def cookies_of(client: Client) -> list[dict]:
    """Return the client's cookies in the form that `BrowserContext.add_cookies` expects."""
    return [{"name": cookie.name, "value": cookie.value, "url": client.server.url} for cookie in client.jar]
