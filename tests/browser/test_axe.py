"""axe-core finds nothing to object to on any page, light and dark, in each language, empty and filled."""

from __future__ import annotations

import pytest

from tests.browser.example_session import done, typical, version, worked
from tests.browser.watched_pages import LIVE, WatchedPages, cookies_of
from tests.servers import ROOT, Server

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "join": "",
    "attendee": "attendee",
    "chair": "chair/a",
    "stage": "stage",
    "booth": "booth",
    "panel": "panel/fatafta",
    "organiser": "organiser",
    "ledger": "ledger",
}
PHONES = ("join", "attendee", "panel")
RUN = """async (theme) => {
  document.documentElement.dataset.theme = theme;
  const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false });
  return violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes.map(({ html, failureSummary }) => html + failureSummary).slice(0, 3).join("; ")}`);
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["empty", "filled"])
def story(request, tmp_path_factory):
    """A server, and the attendee whose page is looked at."""
    server = Server(tmp_path_factory.mktemp(request.param)).start()
    yield server, worked(server) if request.param == "filled" else server.client()
    server.stop()


@pytest.mark.parametrize("lang", ["en", "es", "fr", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_no_violation(browser, story, name, lang):
    server, attendee = story
    seat = PAGES[name]
    with WatchedPages(browser, server) as watched:
        viewport = {"width": 390, "height": 844} if name in PHONES else {"width": 1440, "height": 900}
        context = watched.person(lang, bypass_csp=True, viewport=viewport, reduced_motion="reduce")
        context.add_init_script(path=AXE)
        context.add_cookies(cookies_of(attendee if seat in ("", "attendee", "ledger") else server.client(seat)))
        page = context.new_page()
        page.goto(server.url + {"": "/", "attendee": f"/s/{server.code}"}.get(seat, f"/s/{server.code}/{seat}"))
        if seat not in ("", "ledger"):
            page.wait_for_selector(f"{LIVE}, html[data-read]:not([data-read='0'])")
        assert page.locator("html").get_attribute("lang") == lang
        assert page.evaluate(RUN, "light") + page.evaluate(RUN, "dark") == []


def test_no_violation_in_what_opens(browser, story):
    """Popovers, the search, an error at the field: what is closed when a page is loaded."""
    server, attendee = story
    with WatchedPages(browser, server) as watched:
        context = watched.person(bypass_csp=True, reduced_motion="reduce")
        context.add_init_script(path=AXE)
        context.add_cookies(cookies_of(attendee) + cookies_of(server.client("chair/a")))
        floor = context.new_page()
        floor.goto(f"{server.url}/s/{server.code}")
        floor.wait_for_selector(LIVE)
        floor.locator("#ask .send").click()
        floor.locator("#text[aria-invalid=true]").wait_for()
        floor.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        assert floor.evaluate(RUN, "light") + floor.evaluate(RUN, "dark") == []

        chair = context.new_page()
        chair.goto(f"{server.url}/s/{server.code}/chair/a")
        chair.wait_for_selector(LIVE)
        has_rows = chair.locator("[data-list=incoming] [data-row]").count()
        for key in ("/", "?", "+", "w", *(("d", "m", ".", "e") if has_rows else ())):
            chair.keyboard.press("j")
            chair.keyboard.press(key)
            chair.locator("#find-text:focus, [data-wording] :focus, [popover]:popover-open").first.wait_for()
            if key == "m":
                chair.keyboard.press("ArrowDown")
                chair.locator(".compared").first.wait_for()
            assert chair.evaluate(RUN, "light") + chair.evaluate(RUN, "dark") == [], key
            # Each part from the beginning: what closes gives the focus back a moment later than a script presses keys.
            chair.reload()
            chair.wait_for_selector(LIVE)


def test_no_violation_where_chairs_have_done_everything(browser, server):
    """Rows with what they are asked together with, other words, an asker who was stopped; a note that waits, a screen that is cleared."""
    typical(server)
    chair, other = server.client("chair/a"), server.client("chair/b")
    for act, number, more in (
        ("merge", 17, {"into": 1}),
        ("merge", 12, {"into": 8}),
        ("wording", 15, {"text": "When, and in which languages?", "hide": True}),
    ):
        done(other.command(act, {"number": number, "version": version(other, number), **more}))
    done(other.command("add", {"group": "igo"}))
    done(other.command("mute", {"number": 7}))
    done(server.client("panel/socco").command("flag", {"number": 8}))
    done(server.client("organiser").command("note", {"text": "Ten minutes left."}))
    done(other.command("note", {"text": "Civil society next?"}))
    done(other.command("clear_screen"))
    with WatchedPages(browser, server) as watched:
        context = watched.person(bypass_csp=True, reduced_motion="reduce", viewport={"width": 1440, "height": 900})
        context.add_init_script(path=AXE)
        context.add_cookies(cookies_of(chair))
        page = context.new_page()
        page.goto(f"{server.url}/s/{server.code}/chair/a")
        page.wait_for_selector(LIVE)
        page.locator('[data-list=queue] [data-row][data-number="8"]').click()
        page.keyboard.press("g")
        page.locator(".follower").wait_for()
        assert page.evaluate(RUN, "light") + page.evaluate(RUN, "dark") == []
        page.locator(".notes-button").click()
        page.locator("#chair-notes .chair-note").first.wait_for()
        assert page.evaluate(RUN, "light") + page.evaluate(RUN, "dark") == []
