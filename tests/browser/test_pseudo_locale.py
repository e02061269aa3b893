"""Tests of every page in two pseudo-locales: sentences that are 40 % longer, and mirrored pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from moderation.services.session_file import definition as session_file
from tests.browser import example_session
from tests.browser.overflow import faults
from tests.browser.pseudo_locale import LETTERS, LONG, MIRRORED, build_with_pseudo_locales, pseudo
from tests.browser.watched_pages import LIVE, WatchedPages, cookies_of
from tests.servers import ROOT, Client, Server
from tests.web.served_session import ServedSession, control, make_served_session

pytestmark = pytest.mark.browser

TEXTS = ("label", "short")
READ = "html[data-read]:not([data-read='0'])"
PHONE = ((320, 640), (390, 844))
DESK = ((1280, 800), (390, 844))
DASHBOARD = ((1280, 665), (1440, 900), (1024, 768))
PROJECTOR = ((1920, 1080), (1024, 768))


@dataclass
class Sessions:
    """The sessions of the test on one server.

    `worked`: a session with questions in every status, and the attendee who asked some of them. `empty`: a session in
    rehearsal without questions, for invited people, under the Chatham House Rule. `later`: a session whose start is in
    the future. `admin`: the administrator's link.
    """

    server: Server
    worked: ServedSession
    asker: Client
    empty: ServedSession
    later: ServedSession
    admin: str


@pytest.fixture(scope="module")
def sessions(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pseudo")
    server = Server(folder / "data", root=build_with_pseudo_locales(folder / "product")).start()
    # The pseudo-locales come first, because the stage shows its labels in the first languages of the session.
    languages = [LONG, MIRRORED, "en", "es", "fr"]
    worked = make_served_session(server, limits={}, groups=groups(), languages=languages, terms=[])
    asker = example_session.worked(worked)
    example_session.done(worked.client("organiser").command("note", {"text": "Ten minutes left."}))
    empty = make_served_session(
        server,
        demo=False,
        entry_codes="ask_and_vote",
        chatham_house_rule=True,
        starts="2126-07-01T15:00:00.000Z",
        groups=groups(),
    )
    later = make_served_session(server, demo=False, starts="2126-07-01T15:00:00.000Z", wait_for_start=True)
    assert later.client("organiser").command("open")[0] == 200
    yield Sessions(server, worked, asker, empty, later, control(server, "admin_link", {})["admin_link"])
    server.stop()
    assert "Traceback" not in server.log()


def groups() -> list[dict]:
    """Return the groups of the demo session, with their texts in the pseudo-locales."""
    listed = session_file.load(ROOT / "data" / "sessions" / "cybercrime-2021.toml")["groups"]
    return [
        group | {kind: group[kind] | {code: pseudo(group[kind]["en"], code) for code in LETTERS} for kind in TEXTS}
        for group in listed
    ]


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")


def seat(name: str, is_empty: bool = False, keys: str = "") -> Callable[[BrowserContext, Sessions], Page]:
    """Return an opener for the page of the seat `name`: a function that opens the page for a test and returns it.

    The opener then presses `keys`. If there are no keys, it opens all collapsed sections instead, except on the pages
    of the chairs and the stage.
    """

    def open_page(context: BrowserContext, sessions: Sessions) -> Page:
        session = sessions.empty if is_empty else sessions.worked
        client = sessions.asker if name == "attendee" and not is_empty else session.client(name)
        context.add_cookies(cookies_of(client))
        page = context.new_page()
        page.goto(f"{session.url}/s/{session.code}" + ("" if name == "attendee" else f"/{name}"))
        page.wait_for_selector(READ if name == "organiser" else LIVE)
        for key in keys.split():
            page.keyboard.press(key)
        if not keys and not name.startswith(("chair", "stage")):
            unfold(page)
        return page

    return open_page


def address(
    path: str, client: str = "", ready: str = "main", then: Callable[[Page], Page] = lambda page: page
) -> Callable[[BrowserContext, Sessions], Page]:
    """Return an opener for an address of the session `worked`: a function that opens the page for a test and returns
    it.

    `client`: the seat whose cookie the browser sends, or "" for no cookie. `ready`: the selector of an element for
    which to wait. `then`: a function that is called with the opened page, and returns the page to check.
    """

    def open_page(context: BrowserContext, sessions: Sessions) -> Page:
        session = sessions.worked
        if client:
            person = sessions.asker if client == "attendee" else session.client(client)
            context.add_cookies(cookies_of(person))
        page = context.new_page()
        page.goto(session.url + path.format(code=session.code, later=sessions.later.code))
        page.wait_for_selector(ready)
        page = then(page)
        unfold(page)
        return page

    return open_page


def pressed(*selectors: str, ready: str = "", opens: bool = False) -> Callable[[Page], Page]:
    """Return an argument `then` for `address`: a function that presses controls in order, and returns the page to
    check.

    `selectors`: the controls. `ready`: the selector of an element for which to wait. `opens`: the last press opens a
    new page, and this page is returned.
    """

    def press(page: Page) -> Page:
        for selector in selectors[:-1]:
            page.locator(selector).click()
        if opens:
            with page.expect_popup() as opened:
                page.locator(selectors[-1]).click()
            page = opened.value
        else:
            page.locator(selectors[-1]).click()
        page.locator(ready).first.wait_for()
        return page

    return press


def preview(page: Page) -> Page:
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    page.locator("#pasted").fill("Who decides?\nWho pays, and when?\nWho decides?")
    return pressed("form:has(#pasted) button", ready=".preview, table, [data-columns]")(page)


def report(language: str) -> Callable[[BrowserContext, Sessions], Page]:
    """Return an opener: a function that opens a page for a test and returns it. It opens the report of the session
    `worked`.

    `language`: the language in which the report is exported.
    """

    def open_page(context: BrowserContext, sessions: Sessions) -> Page:
        organiser = sessions.worked.client("organiser")
        path = f"/api/s/{sessions.worked.code}/organiser/export?format=html&lang={language}"
        page = context.new_page()
        page.set_content(organiser.raw("GET", path)[2].decode())
        return page

    return open_page


def event(context: BrowserContext, sessions: Sessions) -> Page:
    """Show the public page of an event that contains the session `worked`. If the event does not exist, create it."""
    page = context.new_page()
    page.goto(sessions.admin)
    page.locator(".session").first.wait_for()
    page.goto(f"{sessions.server.url}/admin/event")
    if sessions.server.client().raw("GET", "/e/PSEUDO1")[0] == 404:
        page.locator("#title").fill("Days of water")
        page.locator("#code").fill("PSEUDO1")
        page.locator(".confirm-buttons .main").click()
        page.locator(f"[name=sessions][value={sessions.worked.code}]").check()
        page.locator(".confirm-buttons .main").click()
        page.wait_for_load_state()
    page.goto(f"{sessions.server.url}/e/PSEUDO1")
    page.locator(f"[data-code={sessions.worked.code}]").wait_for()
    unfold(page)
    return page


def administration(path: str) -> Callable[[BrowserContext, Sessions], Page]:
    def open_page(context: BrowserContext, sessions: Sessions) -> Page:
        page = context.new_page()
        page.goto(sessions.admin)
        expect(page.locator(".session").first).to_be_visible()
        page.goto(sessions.server.url + path.format(code=sessions.worked.code))
        page.wait_for_selector("main")
        unfold(page)
        return page

    return open_page


PAGES = {
    "attendee": (seat("attendee"), PHONE),
    "attendee, first visit": (seat("attendee", is_empty=True), PHONE),
    "chair": (seat("chair/a"), (*DASHBOARD, *PHONE)),
    "chair, first visit": (seat("chair/a", is_empty=True), (*DASHBOARD, *PHONE)),
    "chair, reasons": (seat("chair/a", keys="j d"), (*DASHBOARD, *PHONE)),
    "chair, merge": (seat("chair/a", keys="j m"), (*DASHBOARD, *PHONE)),
    "chair, wording": (seat("chair/a", keys="j e"), (*DASHBOARD, *PHONE)),
    "chair, menu": (seat("chair/a", keys="j ."), (*DASHBOARD, *PHONE)),
    "chair, add": (seat("chair/a", keys="+"), (*DASHBOARD, *PHONE)),
    "chair, notes": (seat("chair/a", keys="w"), (*DASHBOARD, *PHONE)),
    "chair, find": (seat("chair/a", keys="/"), (*DASHBOARD, *PHONE)),
    "chair, keys": (seat("chair/a", keys="?"), (*DASHBOARD, *PHONE)),
    "stage": (seat("stage"), PROJECTOR),
    "stage, empty": (seat("stage", is_empty=True), PROJECTOR),
    "stage, queue": (address("/s/{code}/stage?view=queue", "stage", LIVE), PROJECTOR),
    "booth": (seat("booth"), DESK),
    "panel": (seat("panel/fatafta"), (*PHONE, (1280, 800))),
    "organiser": (seat("organiser"), (*DESK, (320, 640))),
    "organiser, rehearsal": (seat("organiser", is_empty=True), (*DESK, (320, 640))),
    "setup": (address("/s/{code}/setup", "organiser", READ), ((1440, 900), *DESK)),
    "import": (address("/s/{code}/import", "organiser"), DESK),
    "handout": (address("/s/{code}/handout", "organiser"), DESK),
    "import, columns": (address("/s/{code}/import", "organiser", then=preview), DESK),
    "handout, links": (
        address("/s/{code}/handout", "organiser", then=pressed("button[value=texts]", ready="#links")),
        DESK,
    ),
    "handout, sheets": (
        address("/s/{code}/handout", "organiser", then=pressed("button[value=sheets]", ready=".sheet", opens=True)),
        ((1280, 800),),
    ),
    "countdown": (address("/s/{later}"), PHONE),
    "event": (event, (*PHONE, (1280, 800))),
    "report, it": (report(LONG), (*PHONE, (1280, 800))),
    "report, he": (report(MIRRORED), (*PHONE, (1280, 800))),
    "join": (address("/"), PHONE),
    "own": (address("/s/{code}/own", "attendee"), PHONE),
    "ledger": (address("/s/{code}/ledger"), (*PHONE, (1280, 800))),
    "enter": (address("/s/{code}/chair/a"), PHONE),
    "leave": (address("/s/{code}/chair/a/leave", "chair/a"), PHONE),
    "not found": (address("/s/NONE99"), PHONE),
    "admin, enter": (address("/admin"), PHONE),
    "admin": (administration("/admin"), DESK),
    "admin, new": (administration("/admin/new"), DESK),
    "admin, event": (administration("/admin/event"), DESK),
    "admin, purge": (administration("/admin/s/{code}/purge"), DESK),
}
"""{name of a page: (function that opens the page, window sizes)}. The sizes are those of phone, dashboard and
projector.
"""


MAIN = ("attendee", "chair", "stage", "organiser", "ledger")


def overflow(browser, sessions: Sessions, language: str, name: str, sizes: tuple[tuple[int, int], ...]) -> list[str]:
    """Open the page `name` in the interface language `language`, once in a window of each size (width, height).

    Return the faults that `faults` (overflow.py) finds, each with the page's name and the window size.
    """
    result = []
    with WatchedPages(browser, sessions.server) as watched:
        for width, height in sizes:
            context = watched.person(language, allow=("status of 40",), viewport={"width": width, "height": height})
            page = PAGES[name][0](context, sessions)
            expect(page.locator("html")).to_have_attribute("lang", language)
            result += [f"{name} {width}×{height}: {fault}" for fault in faults(page, LETTERS[language])]
            context.close()
    return result


@pytest.mark.every_parameter
@pytest.mark.parametrize("language", [LONG, MIRRORED])
def test_no_sentence_overflows_on_the_main_pages_in_their_narrowest_window(browser, sessions, language):
    narrowest = {name: min(PAGES[name][1]) for name in MAIN}
    assert [fault for name in MAIN for fault in overflow(browser, sessions, language, name, (narrowest[name],))] == []


@pytest.mark.long
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", [LONG, MIRRORED])
def test_no_sentence_overflows(browser, sessions, language, name):
    if name.startswith("report") and not name.endswith(language):
        pytest.skip("The report of the other language is another case.")
    assert overflow(browser, sessions, language, name, PAGES[name][1]) == []


def test_pseudo_sentences_are_longer_and_keep_their_placeholders():
    sentence = "Please wait %(n)s seconds before the next question."
    for language in LETTERS:
        assert pseudo(sentence, language).count("%(n)s") == 1 and pseudo(sentence, language).endswith(".")
        assert 1.4 <= (len(pseudo(sentence, language)) - 5) / (len(sentence) - 5) < 1.6
