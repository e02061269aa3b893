"""Tests of the public ledger with and without JavaScript, and of the organiser's export and deletion of a session."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

READ_EVERY = 10_000  # the interval in ms at which the page reads the ledger


def figure(page, name: str):
    return page.locator(f'.figures [data-figure="{name}"] dd')


def test_the_page_updates_itself(watched, server):
    page = watched.person().new_page()
    page.clock.install()
    page.goto(f"{server.url}/s/{server.code}/ledger")
    expect(figure(page, "received")).to_have_text("0")
    page.evaluate("window.stayed = true")
    attendee, chair = server.client(), server.client("chair/a")
    earlier = attendee.request("GET", f"/api/s/{server.code}/ledger")
    attendee.command("ask", {"text": "Who decides?", "group": "media", "language": "en"})
    chair.command("approve", {"number": 1, "version": 1})
    while attendee.request("GET", f"/api/s/{server.code}/ledger") == earlier:
        page.wait_for_timeout(50)
    page.clock.fast_forward(READ_EVERY)
    expect(figure(page, "received")).to_have_text("1")
    expect(figure(page, "approved")).to_have_text("1")
    row = page.locator('[data-margin=group] [data-key="media"]')
    expect(row.locator('[data-figure="approved"]')).to_have_text("1")
    expect(row.locator(".marks")).to_have_count(1)
    assert page.evaluate("window.stayed") is True, "the page was not loaded again"


def test_the_page_is_complete_without_a_script(watched, server):
    server.client().command("ask", {"text": "Who decides?", "group": "media", "language": "en"})
    page = watched.person("es", java_script_enabled=False).new_page()
    page.goto(f"{server.url}/s/{server.code}")
    page.locator(f'a[href="/s/{server.code}/ledger"]').click()
    expect(figure(page, "received")).to_have_text("1")
    expect(page.locator('[data-key="media"]')).to_contain_text("Medios de comunicación")
    page.locator("[data-switch] summary").click()
    page.locator('button[value="fr"]').click()
    assert page.url == f"{server.url}/s/{server.code}/ledger"
    expect(page.locator('[data-key="media"]')).to_contain_text("Médias / presse")


def test_no_row_is_wider_than_a_phone(watched, server):
    phones = [server.client() for _ in range(12)]
    for index in range(45):
        phones[index % 12].command("ask", {"text": f"Question {index}?", "group": "media", "language": "en"})
    for width in (320, 390, 1024):
        page = watched.person("fr", viewport={"width": width, "height": 800}).new_page()
        page.goto(f"{server.url}/s/{server.code}/ledger")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), width


def test_the_organiser_downloads_the_record_and_purges_the_session(watched, server):
    server.client().command("ask", {"text": "Who decides?", "group": "media"})
    page = watched.enter("organiser", allow=("status of 404", "status of 401"))
    phone = watched.enter(allow=("status of 404",))
    with page.expect_download() as download:
        page.locator("[data-export=html]").click()
    assert download.value.suggested_filename == f"{server.code}.html"
    expect(page.locator("[data-name=purge]")).to_have_count(0)
    page.locator("[data-name=close]").click()
    page.locator("[data-name=close] + .confirm .main").click()
    expect(page.locator("[data-phase=closed]")).to_be_visible()
    page.locator("[data-name=purge]").click()
    page.locator("[data-name=purge] + .confirm .main").click()
    expect(page.locator("[data-phase=purged]")).to_be_visible()
    expect(page.locator("[data-seat]")).to_have_count(0)
    expect(phone.locator("main[data-code='session.unknown']")).to_be_visible()


def test_in_arabic_the_english_title_and_organisers_are_two_lines_from_left_to_right(watched, server):
    page = watched.person("ar", viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{server.url}/s/{server.code}/ledger")
    lines = page.locator(".head .voice").evaluate_all(
        "lines => lines.map((line) => [line.lang, getComputedStyle(line).direction, line.innerText])"
    )
    assert lines == [
        ["en", "ltr", "Paths for multi-stakeholder engagement in the fight against cybercrime"],
        ["en", "ltr", "Chatham House and the European Union Institute for Security Studies (EUISS)"],
        ["", "rtl", "14 أبريل 2021"],
    ]
    first, second = (page.locator(".head .voice").nth(index).bounding_box() for index in (0, 1))
    assert second["y"] >= first["y"] + first["height"] - 1
