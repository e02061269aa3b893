"""A real Chromium before a real server. Every page is watched: what it must never do fails the test that opened it."""

from __future__ import annotations

import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.watched_pages import WatchedPages
from tests.servers import Server

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

expect.set_options(timeout=20_000)


def chromium() -> str:
    """Where Chromium is; the test is left out where there is none, and fails under CI=true."""
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else ("chromium", "google-chrome"):
        if path := shutil.which(name):
            return path
    missing = "No Chromium here: apt-get install chromium, or name one with CHROMIUM=/path/to/chrome"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="module")
def browser():
    """One Chromium for a module. Not for the whole run: while it is there, no other test may start an event loop."""
    path = chromium()
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=FLAGS) as browser:
        yield browser


@pytest.fixture
def server(tmp_path, request):
    """A fresh demo session; a test that wants both modes takes them by `indirect`."""
    server = Server(tmp_path / "data", **({"mode": request.param} if hasattr(request, "param") else {})).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()


@pytest.fixture
def watched(browser, server):
    """Opens pages of `server`; at the end none of them has done what it must not."""
    with WatchedPages(browser, server) as watched:
        yield watched
