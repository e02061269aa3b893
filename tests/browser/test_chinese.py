"""Tests of every page in Chinese: no blank after a full-width mark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser import example_session
from tests.browser.test_pseudo_locale import PAGES, Sessions
from tests.browser.watched_pages import WatchedPages
from tests.servers import Server
from tests.web.served_session import control, make_served_session

pytestmark = pytest.mark.browser

BLANK = re.compile(r".{0,20}[。！？；：，][ \u00a0]\S.{0,20}")
PERSONS = ".voice, textarea, option"
"""Elements with texts of people, who may write any blank."""
WORDS = """(persons) => {
  for (const part of document.querySelectorAll(persons)) part.remove();
  return document.body.innerText;
}"""


@pytest.fixture(scope="module")
def sessions(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("chinese") / "data").start()
    worked = make_served_session(server, limits={}, languages=["en", "es", "fr", "zh"], terms=[])
    asker = example_session.worked(worked)
    empty = make_served_session(
        server, demo=False, entry_codes="ask_and_vote", chatham_house_rule=True, starts="2126-07-01T15:00:00.000Z"
    )
    later = make_served_session(server, demo=False, starts="2126-07-01T15:00:00.000Z", wait_for_start=True)
    assert later.client("organiser").command("open")[0] == 200
    yield Sessions(server, worked, asker, empty, later, control(server, "admin_link", {})["admin_link"])
    server.stop()
    assert "Traceback" not in server.log()


def blanks(page: Page) -> list[str]:
    """Return the places of the page with a blank after a full-width mark."""
    return BLANK.findall(page.evaluate(WORDS, PERSONS))


def test_no_blank_follows_a_full_width_mark(browser, sessions):
    blanks_of_pages = {}
    with WatchedPages(browser, sessions.server) as watched:
        for name, (open_page, sizes) in PAGES.items():
            if name.startswith("report"):
                continue
            width, height = sizes[0]
            context = watched.person("zh", allow=("status of 40",), viewport={"width": width, "height": height})
            if places := blanks(open_page(context, sessions)):
                blanks_of_pages[name] = places
            context.close()
    assert blanks_of_pages == {}
