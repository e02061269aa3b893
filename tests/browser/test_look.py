"""Tests of the look (the institution's name, logos and colour) on the set-up page and on open pages. Also tests of the
countdown on the phone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_setup import IS_SAME, NOT_RELOADED, open_setup
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser

LIGHT, NEAREST = "rgb(35, 62, 144)", "rgb(3, 119, 134)"
"""The accent colour of Open Floor, and the nearest readable colour to #2FA3B5."""


@pytest.fixture
def server(running_server):
    """Create a session in rehearsal."""
    return make_served_session(running_server, limits={}, demo=False)


def png() -> bytes:
    out = BytesIO()
    Image.new("RGBA", (300, 60), (0, 88, 107, 255)).save(out, "PNG")
    return out.getvalue()


def test_open_pages_follow_the_logo_and_the_colour_that_the_organiser_chooses(watched, server):
    phone = watched.enter()
    pages = (phone, watched.enter("stage"))
    for page in pages:
        page.evaluate(NOT_RELOADED)
    phone.locator("#text").fill("Half a quest")
    setup = open_setup(watched, allow=("status of 400",))

    svg = {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"<svg><script>alert(1)</script></svg>"}
    setup.locator("#look-logo").set_input_files(svg)
    expect(setup.locator("#look-logo-error")).to_contain_text("This is not a PNG file.")
    setup.locator("#look-logo").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": png()})
    expect(setup.locator("[data-logo=logo] img")).to_be_visible()
    expect(setup.locator("#look-logo-error")).to_have_count(0)

    setup.locator("#look-accent").fill("#2FA3B5")
    setup.locator("#look-accent").blur()
    expect(setup.locator("#look-accent-error")).to_have_attribute("data-code", "contrast")
    setup.locator("[data-nearest]").click()
    expect(setup.locator("#look-accent")).to_have_value("#037786")
    expect(setup.locator("#look-accent-error")).to_have_count(0)

    for page in pages:
        expect(page.locator(".logo-light")).to_be_visible()
        assert page.evaluate(IS_SAME)
    expect(phone.locator("#about strong").first).to_have_css("color", NEAREST)
    expect(pages[1].locator("#look")).to_have_attribute("href", "/look/037786.css")
    expect(phone.locator("#made-with")).to_have_text("Made with Open Floor")
    expect(phone.locator("#text")).to_have_value("Half a quest")

    setup.locator("[data-undo]").click()
    expect(phone.locator("#about strong").first).to_have_css("color", LIGHT)


def test_the_phone_counts_down_in_the_reader_s_zone_and_takes_questions_from_the_start(watched, server):
    start = datetime.now(UTC) + timedelta(days=2, hours=1, minutes=30)
    times = {"starts": start.isoformat(), "ends": (start + timedelta(hours=1)).isoformat(), "time_zone": "Asia/Tokyo"}
    organiser = server.client("organiser")
    assert organiser.command("redefine", {"changes": times | {"wait_for_start": True}})[0] == 200
    assert organiser.command("open")[0] == 200
    phone = watched.enter()
    expect(phone.locator(".countdown h2")).to_have_text("Starts in 2 days 1 hr")
    expect(phone.locator(".countdown [data-reader-time]")).to_contain_text("where you are")
    expect(phone.locator("#ask")).to_be_hidden()
    phone.locator("#about > summary").click()
    expect(phone.locator(".about-people li")).to_have_count(7)
    assert organiser.command("redefine", {"changes": {"wait_for_start": False}})[0] == 200
    expect(phone.locator("#ask")).to_be_visible()
    expect(phone.locator(".countdown")).to_contain_text("Questions are taken already.")


def test_a_phone_of_the_rehearsal_hides_the_form_when_the_session_opens_before_its_start(watched, server):
    start = datetime.now(UTC) + timedelta(hours=4)
    times = {"starts": start.isoformat(), "ends": (start + timedelta(hours=1)).isoformat(), "wait_for_start": True}
    organiser = server.client("organiser")
    assert organiser.command("redefine", {"changes": times})[0] == 200
    phone = watched.enter()
    expect(phone.locator("#ask")).to_be_visible()
    expect(phone.locator(".countdown")).not_to_contain_text("Questions are taken")
    assert organiser.command("open")[0] == 200
    expect(phone.locator("#ask")).to_be_hidden()
    expect(phone.locator(".countdown")).to_contain_text("Questions are taken from the start.")


def test_short_texts_of_another_direction_begin_on_the_side_of_the_page(watched, server):
    topics = [{"key": "trade", "label": "Trade"}]
    assert server.client("organiser").command("redefine", {"changes": {"topic": topics}})[0] == 200
    phone = watched.enter(lang="ar", viewport={"width": 320, "height": 800})
    phone.locator("#about > summary").click()
    for short in (".about-organisers", ".about-topics li", ".about-people p"):
        expect(phone.locator(short).first).to_have_css("direction", "ltr")
        expect(phone.locator(short).first).to_have_css("text-align", "right")
    expect(phone.locator(".about-time .about-dot")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth") == 320
