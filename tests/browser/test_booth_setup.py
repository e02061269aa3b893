"""Tests of the booths and documents on the set-up page. Open pages show each change of a booth or document."""

from __future__ import annotations

import tomllib

import pytest
from playwright.sync_api import expect

from tests.browser.watched_pages import WatchedPages
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser


@pytest.fixture
def server(running_server):
    """Create a session in rehearsal."""
    return make_served_session(running_server, limits={}, demo=False)


def test_booths_and_documents_from_the_set_up_to_the_booth(watched: WatchedPages, server):
    setup = watched.enter("organiser", allow=("status of 400",))
    setup.goto(setup.url.replace("/organiser", "/setup"))
    setup.locator("#block-booths [data-add]").click()
    name = setup.locator("#booth-1-name")
    expect(name).to_have_value("en–es booth")
    name.fill("English–Spanish booth")
    name.blur()
    setup.locator("#block-booths [data-add]").click()
    expect(setup.locator("#booth-2-name")).to_have_value("en–fr booth")
    expect(setup.locator("[data-saved]")).to_have_attribute("data-saved", "yes")
    organiser = server.client("organiser")
    server.links = organiser.read("state")[1]["links"]
    assert list(server.links["booths"]) == ["en_es", "en_fr"]

    booth = watched.enter("booth/en_es", viewport={"width": 1280, "height": 800})
    expect(booth.locator("h1")).to_have_text("English–Spanish booth")
    booth.locator('[data-panel="documents"]').click()
    expect(booth.locator(".panel-body")).to_have_text("The organiser has listed no documents.")
    name.fill("Cabina 1")
    name.blur()
    expect(booth.locator("h1")).to_have_text("Cabina 1")

    setup.locator("#block-documents [data-add]").click()
    setup.locator("#document-1-title-en").fill("Draft convention")
    url = setup.locator("#document-1-url")
    url.fill("http://un.example/draft")
    url.blur()
    expect(setup.locator("#document-1-url-error")).to_have_text("Write a link that begins with https://.")
    url.fill("https://un.example/draft")
    url.blur()
    expect(booth.locator(".documents a")).to_have_text("Draft convention")
    values = tomllib.loads(organiser.raw("GET", f"/api/s/{server.code}/organiser/session-file")[2].decode())
    assert values["document"] == [{"title": "Draft convention", "url": "https://un.example/draft"}]
    assert values["booth"] == [
        {"key": "en_es", "name": "Cabina 1", "languages": ["en", "es"]},
        {"key": "en_fr", "name": "en–fr booth", "languages": ["en", "fr"]},
    ]

    # The organiser's page lists the booths, and can make a new link for each booth.
    organiser_page = watched.enter("organiser")
    seat = organiser_page.locator('[data-seat="booth.en_es"]')
    expect(seat.locator(".seat-name")).to_contain_text("Cabina 1")
    seat.get_by_role("button", name="New link").click()
    expect(seat.locator(".replacement")).to_have_count(0)
