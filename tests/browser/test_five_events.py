"""Tests that set up five real events in the browser. The result must equal the definition in the session file of the
event.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from moderation.services.session_file import definition as session_file
from moderation.services.session_file.toml_text import to_toml
from moderation.services.session_file.values import as_values
from tests.browser import setup_driver
from tests.browser.watched_pages import WatchedPages
from tests.servers import ROOT, Server
from tests.web.served_session import control

pytestmark = pytest.mark.browser

# The console messages about refused changes. The server refuses a change while an entry is only half typed.
HALF_TYPED = ("status of 400", "status of 409")


def show(server: Server, code: str) -> str:
    """Return the output of `open-floor show`."""
    command = [sys.executable, "-m", "moderation", "show", code]
    environment = os.environ | {"DATA_DIR": str(server.data_dir)}
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def make_in_browser(browser, server: Server, name: str, lang: str) -> None:
    """Make the event of a session file in the browser, and compare the definitions."""
    definition = session_file.load(ROOT / "data" / "sessions" / f"{name}.toml")
    values = as_values(definition)
    with WatchedPages(browser, server) as watched:
        page = watched.person(lang, allow=HALF_TYPED, viewport={"width": 1440, "height": 900}).new_page()
        page.goto(control(server, "admin_link", {})["admin_link"])
        expect(page.locator("a[href='/admin/new']")).to_be_visible()
        setup_driver.create_blank(page, server.url, values)
        setup_driver.fill_form(page, values)
        if "ar" in values["languages"]:
            expect(page.locator("#title-ar")).to_have_css("direction", "rtl")
    assert show(server, definition["code"]) == to_toml(values)


def test_a_talk_in_one_language_is_set_up_from_a_blank_session(browser, running_server):
    make_in_browser(browser, running_server, "university-talk", "en")


@pytest.mark.parametrize(
    ("name", "lang"),
    [("city-council", "ar"), ("igf-open-forum", "fr"), ("icann-forum", "en"), ("summit", "ru")],
)
def test_an_event_in_several_languages_is_set_up_from_a_blank_session(browser, running_server, name, lang):
    make_in_browser(browser, running_server, name, lang)
