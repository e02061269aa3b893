"""The watch over the pages bites: each thing that a page must not do is noticed."""

from __future__ import annotations

import pytest

from tests.browser.watched_pages import WatchedPages

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "deed, noticed",
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
def test_what_a_page_must_not_do_is_noticed(browser, server, deed, noticed):
    watched = WatchedPages(browser, server)
    page = watched.enter()
    with page.context.expect_event(
        "weberror" if noticed == "page error" else "dialog" if noticed == "dialog" else "console"
    ):
        page.evaluate(deed)
    page.evaluate("0")  # a turn more, so that every listener has heard of it
    assert any(noticed in problem for problem in watched.problems), watched.problems
    page.context.close()
