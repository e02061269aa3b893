"""Tests that no page keeps the secret of a staff link in its address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watched_pages import LIVE, cookies_of

pytestmark = pytest.mark.browser

SEATS = ("chair/a", "chair/b", "stage", "booth", "panel/fatafta", "organiser")
READY = f"{LIVE}, html[data-read]:not([data-read='0'])"
UNKNOWN = "A" * 32


def paste(page: Page, address: str) -> None:
    """Navigate to an address. If only the fragment differs from the page's address, the browser does not reload the
    page.
    """
    page.evaluate("address => location.assign(address)", address)


def expect_clean(page: Page, path: str) -> None:
    """Wait until the page has this path and no fragment."""
    page.wait_for_function("path => location.pathname === path && location.hash === ''", arg=path)


@pytest.mark.parametrize("seat", SEATS)
def test_a_link_pasted_over_its_own_open_page_leaves_no_secret(watched, server, seat):
    page = watched.enter(seat, allow=("status of 40[01]",))
    path = f"/s/{server.code}/{seat}"
    page.evaluate("document.documentElement.dataset.mark = 'kept'")
    with page.expect_response(lambda response: response.url.endswith("/enter")) as entered:
        paste(page, watched.link(seat))
    assert entered.value.status == 204
    expect_clean(page, path)
    with page.expect_response(lambda response: response.url.endswith("/enter")) as entered:
        paste(page, f"{path}#{UNKNOWN}")
    assert entered.value.status >= 400
    expect_clean(page, path)
    assert page.evaluate("document.documentElement.dataset.mark") == "kept"


@pytest.mark.parametrize("seat", SEATS)
def test_a_link_opened_with_a_valid_cookie_leaves_no_secret(watched, server, seat):
    context = watched.person()
    context.add_cookies(cookies_of(server.client(seat)))
    page = context.new_page()
    page.goto(watched.link(seat))
    page.wait_for_selector(READY)
    expect_clean(page, f"/s/{server.code}/{seat}")


@pytest.mark.parametrize("open_seat", ["attendee", "chair/a", "organiser"])
def test_the_link_of_another_seat_pasted_over_an_open_page_leaves_no_secret(watched, server, open_seat):
    page = watched.enter(open_seat)
    for seat in ("chair/b", "organiser", "stage"):
        paste(page, watched.link(seat))
        page.wait_for_url(lambda url, seat=seat: url.endswith(f"/{seat}"))
        page.wait_for_selector(READY)
        expect_clean(page, f"/s/{server.code}/{seat}")


def test_a_secret_pasted_over_a_public_page_leaves_no_secret(watched, server):
    phone = watched.enter()
    secret = watched.link("stage").split("#")[1]
    paste(phone, f"/s/{server.code}#{secret}")
    expect_clean(phone, f"/s/{server.code}")
    paste(phone, f"/s/{server.code}#text")
    phone.wait_for_function("() => location.hash === '#text'")
    ledger = watched.person().new_page()
    ledger.goto(f"{server.url}/s/{server.code}/ledger#{secret}")
    expect_clean(ledger, f"/s/{server.code}/ledger")
    paste(ledger, f"/s/{server.code}/ledger#{secret}")
    expect_clean(ledger, f"/s/{server.code}/ledger")


@pytest.mark.parametrize("seat", ["organiser", "booth"])
def test_a_renewed_link_pasted_over_a_page_without_access_brings_it_back(watched, server, seat):
    page = watched.enter(seat, allow=("status of 401", "WebSocket"))
    # Prevent the reload of the page without access, because it would replace this page by the entry page. A page
    # reloads itself at most once in 30 s, so store that it has just reloaded.
    page.evaluate("sessionStorage.setItem('open-floor.reload', JSON.stringify(Date.now()))")
    status, answer = server.client("organiser").command("renew", {"seat": seat})
    assert status == 200
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-offline]")).to_be_visible()
    paste(page, answer["link"])
    expect(page.locator("[data-offline]")).to_have_count(0)
    expect_clean(page, f"/s/{server.code}/{seat}")


def test_an_organiser_who_renews_their_own_link_stays_on_the_page(watched, server):
    page = watched.enter("organiser")
    page.evaluate("document.documentElement.dataset.mark = 'kept'")
    first = {cookie["value"] for cookie in page.context.cookies()}
    with page.expect_response(lambda response: response.url.endswith("/enter")) as entered:
        page.locator('[data-name="renew:organiser"]').click()
        page.locator("#confirm-renew-organiser .button.main").click()
    assert entered.value.status == 204
    expect_clean(page, f"/s/{server.code}/organiser")
    assert page.evaluate("document.documentElement.dataset.mark") == "kept"
    assert {cookie["value"] for cookie in page.context.cookies()} != first


def test_the_skip_link_of_the_entry_page_leads_to_its_content(watched, server):
    page = watched.person().new_page()
    page.goto(f"{server.url}/s/{server.code}/stage")
    missing = page.locator('[data-part="missing"]')
    expect(missing).to_be_visible()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    expect(missing).to_be_visible()
    assert page.evaluate("location.hash") == "#main" and requests == []
    page.reload()
    expect(missing).to_be_visible()
    paste(page, watched.link("stage"))
    page.wait_for_selector(LIVE)
    expect_clean(page, f"/s/{server.code}/stage")


def test_the_skip_links_of_staff_pages_keep_their_target(watched, server):
    for seat in SEATS:
        page = watched.enter(seat)
        page.locator(".skip").evaluate("link => link.click()")
        page.wait_for_function("() => location.hash === '#main'")
        expect(page.locator("#main")).to_be_focused()
