"""Tests of the warnings that a chair sees before a question is projected.

The tests look at Incoming and at Next, in English and in French.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.example_session import done, version
from tests.browser.interface_text import sentence
from tests.browser.watched_pages import WatchedPages
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_warning_is_shown_until_a_wording_hides_its_reason(running_server, browser, lang):
    session = make_served_session(running_server)
    asker, chair = session.client(), session.client("chair/a")
    done(asker.command("ask", {"text": "Who answers at +44 20 7946 0958?", "language": "en", "group": "media"}))
    done(asker.command("ask", {"text": "Who answers to the public?", "language": "en", "group": "media"}))
    expected = sentence(lang, "Check: %(warnings)s") % {"warnings": sentence(lang, "telephone number")}
    with WatchedPages(browser, session) as watched:
        page = watched.enter("chair/a", lang)
        marks = page.locator(".meta-warning")
        expect(marks).to_have_text([expected])
        expect(page.locator("[data-list=incoming] [data-row][data-number='1'] .meta-warning")).to_have_text(expected)
        for act in ("approve", "set_next"):
            done(chair.command(act, {"number": 1, "version": version(chair, 1)}))
        expect(page.locator("[data-list=next] .meta-warning")).to_have_text(expected)
        reworded = {"number": 1, "text": "Who answers?"}
        done(chair.command("wording", {**reworded, "version": version(chair, 1)}))
        expect(page.locator("[data-list=next] .asked")).to_have_text("Who answers?")
        expect(marks).to_have_text([expected])
        done(chair.command("wording", {**reworded, "version": version(chair, 1), "hide": True}))
        expect(marks).to_have_count(0)
