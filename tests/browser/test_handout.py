"""Test of the hand-out page: sheets that print on one page each, the copied table and invitation, the calendar file."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_entry_codes import has_no_violation
from tests.browser.watched_pages import WatchedPages
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser


def test_the_links_are_handed_out(watched, server):
    page = watched.enter("organiser", reduced_motion="reduce", bypass_csp=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Hand out the links").click()
    expect(page.get_by_label("Chair A Joyce Hakmeh", exact=True)).to_be_checked()
    has_no_violation(page)
    assert server.links["chair_a"].split("#")[1] not in page.content()

    # Nine seats are chosen. Each seat has one sheet on a separate page.
    page.locator("[name='lang.chair.b']").select_option("fr")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Show the sheets to print").press("Enter")
    sheets = opened.value
    expect(sheets.locator(".sheet")).to_have_count(9)
    expect(sheets.locator(".sheet").nth(1)).to_contain_text("Cette feuille est une clé.")
    has_no_violation(sheets)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets.pdf(prefer_css_page_size=True))) == 9
    sheets.close()

    # Copy the table and an invitation. Then "Hide the links" leads back to the page without links.
    page.get_by_role("button", name="Show table and invitations").press("Enter")
    row = page.locator("#links [data-seat='chair.b']")
    expect(row).to_contain_text(server.links["chair_b"])
    has_no_violation(page)
    page.get_by_role("button", name="Copy the table").press("Enter")
    expect(page.locator("#outcome")).to_have_text("Copied")
    table = page.evaluate("navigator.clipboard.readText()")
    assert table.splitlines()[:3] == [
        "Seat\tPerson\tLink",
        f"Chair A\tJoyce Hakmeh\t{server.links['chair_a']}",
        f"Chair B\tPatryk Pawlak\t{server.links['chair_b']}",
    ]
    page.locator("[data-copy='text-2-fr']").press("Enter")
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('Bonjour Patryk Pawlak,'))")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Hide the links").press("Enter")
    expect(page.get_by_role("button", name="Show table and invitations")).to_be_visible()
    # The page still has, for each person, the language that was chosen above for the person's sheet.
    expect(page.locator("[name='lang.chair.b']")).to_have_value("fr")
    expect(page.locator("[name='lang.chair.a']")).to_have_value("en")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Español (.ics)").click()
    assert saved.value.suggested_filename == f"{server.code}.ics"


LANGUAGES = ["en", "es", "fr", "ar", "ru", "zh", "de"]


@pytest.mark.parametrize(("size", "millimetres"), [("A4", (210, 297)), ("A3", (297, 420))])
def test_the_poster_prints_on_one_page_with_a_long_title_and_seven_languages(
    browser, running_server, size, millimetres
):
    title = dict.fromkeys(LANGUAGES, "How do we share water? " * 8)
    served = make_served_session(running_server, languages=LANGUAGES, title=title)
    with WatchedPages(browser, served) as watched:
        page = watched.enter("organiser", bypass_csp=True)
        page.get_by_role("link", name="Hand out the links").click()
        with page.expect_popup() as opened:
            page.get_by_role("link", name=f"Poster, {size}").click()
        poster = opened.value
        expect(poster.locator(".sentences li")).to_have_count(len(LANGUAGES))
        has_no_violation(poster)
        content = poster.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
        [(width, height)] = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", content)
        assert (round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) == millimetres
        # The whole poster fits on its page.
        excess = "page => [page.scrollHeight - page.clientHeight, page.scrollWidth - page.clientWidth]"
        assert poster.locator(".poster").evaluate(excess) == [0, 0]
