"""Fixtures of the browser tests: a real Chromium and a real server.

WatchedPages fails a test if a page has a problem: a logged error or warning, a dialog, or a request to another address.
"""

from __future__ import annotations

import os
import shutil
from functools import cache

import pytest
from playwright.sync_api import Page, expect

from moderation.services.translation.engines import apertium
from tests.browser.dashboard_session import dashboard_session, phrase_book_server
from tests.browser.shared_browser import SharedBrowser
from tests.browser.watched_pages import WatchedPages
from tests.servers import APERTIUM, Server, session_with
from tests.web.served_session import make_served_session

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

expect.set_options(timeout=20_000)


def chromium() -> str:
    """Return the path of Chromium. If Chromium is missing, skip the test; with CI=true, fail the test."""
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else ("chromium-headless-shell", "chromium", "google-chrome"):
        if path := shutil.which(name):
            return path
    missing = "Chromium is missing: run apt-get install chromium, or set CHROMIUM=/path/to/chrome"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def shared_browser(pytestconfig):
    shared = SharedBrowser()
    pytestconfig.pluginmanager.register(shared)
    return shared


@pytest.fixture(scope="module")
def browser(shared_browser):
    """Return Chromium without open pages. Consecutive modules use one Chromium process."""
    return shared_browser.start(chromium(), FLAGS)


@pytest.fixture(scope="session")
def running_server(tmp_path_factory):
    """Start one server for all tests, because each start costs about 1 s of processor time."""
    server = Server(tmp_path_factory.mktemp("server")).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()


@pytest.fixture
def server(running_server):
    """Create a session on the running server, with the definition and the limits of the demo session.

    If the server is not running, for example after a failed test, start it first.
    """
    if running_server.process.poll() is not None:
        running_server.start()
    logged = len(running_server.log())
    yield make_served_session(running_server, limits={})
    assert "Traceback" not in running_server.log()[logged:]


@pytest.fixture
def fresh_server(tmp_path, request):
    """Start a server that has only the demo session. A test chooses the concurrency mode by an `indirect` parameter."""
    server = Server(tmp_path / "data", **({"mode": request.param} if hasattr(request, "param") else {})).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()


@pytest.fixture
def watched(browser, server):
    """Return the WatchedPages of `server`. After the test, check that no page had a problem: a logged error or warning,
    a dialog, or a request to another address.
    """
    with WatchedPages(browser, server) as watched:
        yield watched


@pytest.fixture(scope="module")
def dashboard_sessions(tmp_path_factory):
    """Return a function that creates a dashboard session. A second call with the same arguments returns the same
    session.
    """
    folder = tmp_path_factory.mktemp("dashboard")
    with phrase_book_server(folder / "server") as server:
        yield cache(lambda **options: dashboard_session(server, folder, **options))


@pytest.fixture
def enter_dashboard(browser, dashboard_sessions):
    """Return a function that opens the page of chair A in a session of `dashboard_sessions`."""
    pages = []

    def open_page(lang: str = "en", size: tuple[int, int] = (1280, 665), touch: bool = False, **options) -> Page:
        watched = WatchedPages(browser, dashboard_sessions(**options))
        pages.append(watched)
        window = {"width": size[0], "height": size[1]}
        return watched.__enter__().enter("chair/a", lang=lang, viewport=window, has_touch=touch, is_mobile=touch)

    yield open_page
    for watched in pages:
        watched.__exit__(None)


@pytest.fixture(scope="session")
def apertium_server(tmp_path_factory):
    """Start a server with Apertium, once for all tests. The server translates between English, Spanish and French."""
    if not apertium.modes(APERTIUM):
        missing = "No Apertium here: make apertium"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("apertium")
    server = Server(
        folder / "data",
        session_file=session_with("apertium", folder),
        environment={"OPEN_FLOOR_APERTIUM": str(APERTIUM)},
    ).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()
