"""Fixtures of the browser tests: a real Chromium and a real server.

WatchedPages fails a test if one of the test's pages misbehaves.
"""

from __future__ import annotations

import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.watched_pages import WatchedPages
from tests.servers import Server
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


@pytest.fixture(scope="module")
def browser():
    """Start Chromium for the tests of one module.

    While Playwright is running, a test cannot start its own event loop.
    """
    path = chromium()
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=FLAGS) as browser:
        yield browser


@pytest.fixture(scope="module")
def running_server(tmp_path_factory):
    """Start a server for all tests of a module, because each start costs about 1 s of processor time."""
    server = Server(tmp_path_factory.mktemp("server")).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()


@pytest.fixture
def server(running_server):
    """Create a session on the module's server, with the definition and the limits of the demo session."""
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
    """Return the WatchedPages of `server`. After the test, check that no page has misbehaved."""
    with WatchedPages(browser, server) as watched:
        yield watched
