"""Tests of the rows of imported questions: the mark of the source, and the entries of the menu."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.dashboard_steps import go_to
from tests.browser.interface_text import sentence
from tests.browser.watched_pages import WatchedPages
from tests.web.served_session import control, make_served_session

pytestmark = pytest.mark.browser
ROW = "[data-list=incoming] [data-row][data-number='{}']"


@pytest.mark.parametrize("lang", ["en", "es", "fr", "ar"])
def test_source_is_shown_in_the_row(running_server, browser, lang):
    session = make_served_session(running_server)
    rows = [
        {"line": 2, "occurrence": 0, "text": "Who answers to the public?", "source": "Zoom <b>&amp;"},
        {"line": 3, "occurrence": 0, "text": "And who pays for it?"},
    ]
    assert control(running_server, "import", {"code": session.code, "rows": rows})["count"] == 2
    session.ask("When does it begin?", language="en")
    with WatchedPages(browser, session) as watched:
        page = watched.enter("chair/a", lang)
        expect(page.locator(".meta-source")).to_have_count(2)
        expect(page.locator(f"{ROW.format(1)} .meta-source")).to_have_text(
            sentence(lang, "from %(source)s") % {"source": "Zoom <b>&amp;"}
        )
        expect(page.locator(f"{ROW.format(2)} .meta-source")).to_have_text(sentence(lang, "sent before"))


def test_imported_question_has_no_asker_to_stop(running_server, browser):
    session = make_served_session(running_server)
    rows = [{"line": 2, "occurrence": 0, "text": "Who answers to the public?", "source": "Zoom"}]
    control(running_server, "import", {"code": session.code, "rows": rows})
    session.ask("When does it begin?", language="en")
    with WatchedPages(browser, session) as watched:
        page = watched.enter("chair/a")
        for number, entries in ((1, 0), (2, 1)):
            go_to(page, "incoming", number)
            page.keyboard.press(".")
            expect(page.locator("#chair-menu").get_by_text("Clearer words")).to_be_visible()
            expect(page.locator("#chair-menu").get_by_text("Stop this asker")).to_have_count(entries)
            page.keyboard.press("Escape")
