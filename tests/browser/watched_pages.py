"""Who is in the room: pages of one server, watched for foreign requests, errors and anything that pops up."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from tests.servers import Client, Server

LIVE = "html[data-link=live]"
LOST = (
    r"net::ERR_",
    r"WebSocket connection to",
    r"status of 50[234]",
)  # what Chromium says of a connection that is gone


class WatchedPages:
    """`enter` opens a page as somebody; `closed` over all of them fails with what they did wrong."""

    def __init__(self, browser: Browser, server: Server):
        self.browser, self.server = browser, server
        self.problems: list[str] = []
        self._contexts: list[BrowserContext] = []

    def enter(self, seat: str = "attendee", lang: str = "en", allow: tuple[str, ...] = (), **options) -> Page:
        """A person with a browser of their own at this seat's page, entered by its link, live.

        `allow`: expressions for what the console may say; `options`: of Playwright's context.
        """
        page = self.person(lang, allow, **options).new_page()
        page.goto(self.link(seat))
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-read]:not([data-read='0'])" if seat == "organiser" else LIVE)
        return page

    def link(self, seat: str) -> str:
        links = self.server.links
        kind, _, key = seat.partition("/")
        return links["panellists"][key] if kind == "panel" else links[seat.replace("/", "_")]

    def person(self, lang: str = "en", allow: tuple[str, ...] = (), **options) -> BrowserContext:
        """A browser of their own, watched."""
        context = self.browser.new_context(locale=lang, timezone_id="UTC", **options)
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        self._watch(context, allow)
        return context

    def _watch(self, context: BrowserContext, allow: tuple[str, ...]) -> None:
        def blame(kind: str, words: str) -> None:
            if not any(re.search(allowed, words) for allowed in allow):
                self.problems.append(f"{kind}: {words}")

        def request(sent) -> None:
            if not self.is_ours(sent.url):
                self.problems.append(f"foreign request: {sent.url}")

        def console(message) -> None:
            if message.type in ("error", "warning"):
                blame("console", f"{message.text} {message.location.get('url', '')}")

        def dialog(shown) -> None:
            self.problems.append(f"dialog: {shown.message}")
            shown.dismiss()

        context.on("request", request)
        context.on("console", console)
        context.on("dialog", dialog)
        context.on("weberror", lambda error: blame("page error", str(error.error)))
        context.on("page", lambda page: page.on("websocket", request))

    def is_ours(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme == "data" or (
            parts.scheme in ("http", "ws") and parts.netloc == f"127.0.0.1:{self.server.port}"
        )

    def __enter__(self) -> WatchedPages:
        return self

    def __exit__(self, kind, *rest) -> None:
        for context in self._contexts:
            context.close()
        if kind is None:
            assert self.problems == [], self.problems


def cookies_of(client: Client) -> list[dict]:
    """This person's cookies, for `add_cookies`."""
    return [{"name": cookie.name, "value": cookie.value, "url": client.server.url} for cookie in client.jar]
