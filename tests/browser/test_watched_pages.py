"""Tests that WatchedPages reports each kind of problem of a page."""

from __future__ import annotations

import pytest

from tests.browser.watched_pages import WatchedPages

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("fetch('http://example.invalid/').catch(() => 0)", "Content Security Policy"),
        ("new Image().src = 'http://example.invalid/p.png'", "foreign request"),
        (
            "document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))",
            "Content Security Policy",
        ),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("setTimeout(() => { throw new Error('oops') }, 0)", "page error"),
        ("setTimeout(() => alert('here'), 0)", "dialog"),
    ],
)
def test_a_misbehaving_page_is_reported(browser, server, script, problem):
    watched = WatchedPages(browser, server)
    page = watched.enter()
    with page.context.expect_event(
        "weberror" if problem == "page error" else "dialog" if problem == "dialog" else "console"
    ):
        page.evaluate(script)
    page.evaluate("0")  # Wait until Playwright has called all listeners.
    assert any(problem in reported for reported in watched.problems), watched.problems
    page.context.close()
