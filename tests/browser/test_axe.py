"""Tests of accessibility. axe-core must find no violation on any page, in each language and theme.

The pages are tested with and without questions.
"""

from __future__ import annotations

import pytest

from tests.browser.example_session import done, typical, version, worked
from tests.browser.watched_pages import LIVE, WatchedPages, cookies_of
from tests.servers import ROOT
from tests.web.served_session import make_served_session

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LANGUAGES = ("en", "ar", "de", "es", "fr", "pt", "ru", "zh")
PAGES = {
    "join": "",
    "attendee": "attendee",
    "own": "own",
    "chair": "chair/a",
    "stage": "stage",
    "booth": "booth",
    "panel": "panel/fatafta",
    "organiser": "organiser",
    "setup": "setup",
    "ledger": "ledger",
}
PHONES = ("join", "attendee", "own", "panel")
WITHOUT_SCRIPT = ("", "own", "ledger")
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
RUN = """async (theme) => {
  document.documentElement.dataset.theme = theme;
  const { violations } = await axe.run(document, {
    resultTypes: ["violations"],
    preload: false,
    rules: { "target-size": { enabled: true } },
  });
  return violations.map(({ id, nodes }) => {
    const faults = nodes.map(({ html, failureSummary }) => html + failureSummary);
    return `${theme} ${id}: ${faults.slice(0, 3).join("; ")}`;
  });
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=[pytest.param("empty", marks=pytest.mark.long), "filled"])
def session_and_attendee(request, running_server):
    """Return (session, client of an attendee).

    With the parameter "empty", the session has no questions. With "filled", the function `worked` has filled the
    session, and the attendee has asked questions.
    """
    session = make_served_session(running_server, limits={})
    return session, worked(session) if request.param == "filled" else session.client()


@pytest.mark.every_parameter
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_an_accessibility_violation(browser, session_and_attendee, name):
    session, attendee = session_and_attendee
    seat = PAGES[name]
    with WatchedPages(browser, session) as watched:
        viewport = {"width": 390, "height": 844} if name in PHONES else DESKTOP["viewport"]
        context = watched.person(bypass_csp=True, viewport=viewport, reduced_motion="reduce")
        context.add_init_script(path=AXE)
        is_attendee = seat in (*WITHOUT_SCRIPT, "attendee")
        client = attendee if is_attendee else session.client("organiser" if seat == "setup" else seat)
        context.add_cookies(cookies_of(client))
        page = context.new_page()
        violations = []
        # Reuse one page for all languages: a new browser context would load and compile every script again.
        for lang in LANGUAGES:
            context.add_cookies([{"name": "of-lang", "value": lang, "url": session.url}])
            page.goto(session.url + {"": "/", "attendee": f"/s/{session.code}"}.get(seat, f"/s/{session.code}/{seat}"))
            if seat not in WITHOUT_SCRIPT:
                page.wait_for_selector(f"{LIVE}, html[data-read]:not([data-read='0'])")
            assert page.locator("html").get_attribute("lang") == lang
            for theme in ("light", "dark"):
                violations += [f"{lang} {violation}" for violation in page.evaluate(RUN, theme)]
        assert violations == []


def test_the_outage_page_of_a_proxy_has_no_accessibility_violation(browser):
    page = browser.new_page(reduced_motion="reduce")
    page.add_init_script(path=AXE)
    page.goto((ROOT / "deploy" / "unavailable.html").as_uri())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(RUN, scheme) == []
    page.context.close()


def test_opened_parts_have_no_accessibility_violation(browser, session_and_attendee):
    """Check elements that a new page does not show: popovers, the search, and an error message at a field."""
    session, attendee = session_and_attendee
    with WatchedPages(browser, session) as watched:
        context = watched.person(bypass_csp=True, reduced_motion="reduce")
        context.add_init_script(path=AXE)
        context.add_cookies(cookies_of(attendee) + cookies_of(session.client("chair/a")))
        phone = context.new_page()
        phone.goto(f"{session.url}/s/{session.code}")
        phone.wait_for_selector(LIVE)
        phone.locator("#ask .send").click()
        phone.locator("#text[aria-invalid=true]").wait_for()
        phone.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        assert phone.evaluate(RUN, "light") + phone.evaluate(RUN, "dark") == []

        chair = context.new_page()
        chair.goto(f"{session.url}/s/{session.code}/chair/a")
        chair.wait_for_selector(LIVE)
        has_rows = chair.locator("[data-list=incoming] [data-row]").count()
        for key in ("/", "?", "+", "w", *(("d", "m", ".", "e") if has_rows else ())):
            chair.keyboard.press("ArrowDown")
            chair.keyboard.press(key)
            chair.locator("#find-text:focus, [data-wording] :focus, [popover]:popover-open").first.wait_for()
            if key == "m":
                chair.keyboard.press("ArrowDown")
                chair.locator(".compared").first.wait_for()
            assert chair.evaluate(RUN, "light") + chair.evaluate(RUN, "dark") == [], key
            # Reload the page instead of closing the element that the key has opened. After closing, the focus would
            # return too late for the next key press.
            chair.reload()
            chair.wait_for_selector(LIVE)


def test_the_dashboard_has_no_accessibility_violation_after_any_act(browser, server):
    """Check a page with merged and reworded questions, a muted asker, an unread chair note and a cleared screen."""
    typical(server)
    chair, other_chair = server.client("chair/a"), server.client("chair/b")
    for act, number, values in (
        ("merge", 17, {"into": 1}),
        ("merge", 12, {"into": 8}),
        ("wording", 15, {"text": "When, and in which languages?", "hide": True}),
    ):
        body = {"number": number, "version": version(other_chair, number), **values}
        done(other_chair.command(act, body))
    done(other_chair.command("add", {"group": "igo"}))
    done(other_chair.command("mute", {"number": 7}))
    done(server.client("panel/socco").command("flag", {"number": 8}))
    done(server.client("organiser").command("note", {"text": "Ten minutes left."}))
    done(other_chair.command("note", {"text": "Civil society next?"}))
    done(other_chair.command("clear_screen"))
    done(other_chair.command("hold_newcomers"))
    server.ask("New?", who="new phone")
    with WatchedPages(browser, server) as watched:
        context = watched.person(bypass_csp=True, reduced_motion="reduce", **DESKTOP)
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
        page.keyboard.press("Escape")
        page.locator("[data-act=show_held]").click()
        page.locator("[data-list=history] [data-row]").click()
        page.locator("[data-list=history] [data-act=kinds]").click()
        page.locator("#kinds [data-kind=question]").get_by_text("1 waits for release").wait_for()
        assert page.evaluate(RUN, "light") + page.evaluate(RUN, "dark") == []


def test_the_parts_that_only_an_asker_sees_have_no_accessibility_violation(browser, server):
    """Check the parts of an attendee's pages that only the asker of a question sees.

    The first check is made while the editor is open. Three checks follow: when the question is approved, when it is
    next, and when it is live. The last check is of `/own`, the list of the attendee's questions for browsers without
    JavaScript. This list contains a reworded question.
    """
    server.ask("Who decides?", group="media", name="Ana Sol")
    server.ask("Which treaties?")
    server.act("decline", 2, reason="too_long")
    done(server["ana"].command("reword", {"number": 2, "text": "Which?"}))
    with WatchedPages(browser, server) as watched:
        context = watched.person(bypass_csp=True, reduced_motion="reduce", viewport={"width": 390, "height": 844})
        context.add_init_script(path=AXE)
        context.add_cookies(cookies_of(server["ana"]))
        phone = context.new_page()
        phone.goto(f"{server.url}/s/{server.code}")
        phone.wait_for_selector(LIVE)
        phone.locator('[data-edit="1"]').click()
        phone.locator("#edit-text-1").fill("Who decides, and when?")
        assert phone.evaluate(RUN, "light") + phone.evaluate(RUN, "dark") == []
        for act, mark in (("approve", "[data-kept]"), ("set_next", "[data-turn=next]"), ("take", "[data-turn=live]")):
            server.act(act, 1)
            phone.wait_for_selector(mark)
            assert phone.evaluate(RUN, "light") + phone.evaluate(RUN, "dark") == [], act
        phone.goto(f"{server.url}/s/{server.code}/own")
        phone.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        assert phone.evaluate(RUN, "light") + phone.evaluate(RUN, "dark") == []
