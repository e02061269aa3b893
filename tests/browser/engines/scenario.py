"""The people of one session in one browser engine, and the steps of their scenarios."""

from __future__ import annotations

import pytest

from tests.browser.engines.network import Network
from tests.browser.engines.page import EnginePage
from tests.web.served_session import ServedSession

# A JavaScript function that returns whether the page shows the current state. The organiser's page has no stream; its
# attribute `data-read` counts how often the page has read its state.
IS_CURRENT = "() => document.documentElement.matches('[data-link=live], [data-read]:not([data-read=\"0\"])')"
CHROMIUM_FIRST = pytest.mark.parametrize(
    "engine",
    ["chromium", *(pytest.param(name, marks=pytest.mark.long) for name in ("firefox", "webkit"))],
    indirect=True,
)
"""A pytest mark for a test module: it selects the browser engines of the tests.

The tests in Firefox and WebKit have the mark `long`. A test run without the `long` tests uses only Chromium.
"""
PHONE, DESKTOP = (390, 844), (1440, 900)


class Scenario:
    """A session with the pages of its people in one browser engine.

    `engine`: Chromium, Firefox or WebKit. `network`: all pages use this network. The clients of `session` do not use
    it.
    """

    def __init__(self, engine, session: ServedSession, network: Network):
        self.engine, self.session, self.network = engine, session, network

    def phone(self) -> EnginePage:
        """Open the floor page as a new attendee. Return the page when its stream is live."""
        page = self.engine.person(*PHONE)
        page.open(self.address)
        page.wait_until_live()
        return page

    @property
    def address(self) -> str:
        """The address of the floor page."""
        return self.session.links["attendee"]

    def staff(self, seat: str) -> EnginePage:
        """Open the link of this seat as a new person.

        Return the page when its stream is live. The organiser's page has no stream, so return this page when it has
        read the session's state.
        """
        kind, _, key = seat.partition("/")
        links = self.session.links
        page = self.engine.person(*DESKTOP)
        page.open(links["panellists"][key] if kind == "panel" else links[seat.replace("/", "_")])
        page.wait_for(IS_CURRENT)
        return page


def ask(phone: EnginePage, text: str) -> None:
    phone.fill("#text", text)
    phone.click("#ask .send")


def my_question(number: int) -> str:
    """Return the selector of this question in the asker's own list."""
    return f'#own [data-number="{number}"]'


def row(list_name: str, number: int) -> str:
    """Return the selector of this question in a list of the dashboard."""
    return f'[data-list={list_name}] [data-row][data-number="{number}"]'
