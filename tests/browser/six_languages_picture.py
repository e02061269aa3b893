"""One picture of a session in six languages: the stage, the dashboard and two phones, side by side.

The machine that takes the picture needs fonts for Arabic. Without a font for Chinese (`fc-list :lang=zh`), the picture
shows only translations of the Chinese question, and one phone and the stage show Russian instead of Chinese.
"""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64encode

from playwright.sync_api import Browser, Page

from moderation.services.session_file import definition
from tests.browser.example_session import advance, done, version
from tests.browser.six_languages import GROUPS, LANGUAGES, QUESTIONS
from tests.browser.watched_pages import cookies_of
from tests.servers import ROOT, Server
from tests.web.served_session import ServedSession, control

SESSION_FILE = ROOT / "tests" / "data" / "six-languages.toml"
APPROVED = 4
GAP = 16
STAGE, DASHBOARD, PHONE = (1024, 576), (1024, 640), (390, 608)
PLACES = {
    "stage": (0, 0),
    "dashboard": (0, STAGE[1] + GAP),
    "first phone": (STAGE[0] + GAP, 0),
    "second phone": (STAGE[0] + GAP, PHONE[1] + GAP),
}


def has_chinese_font() -> bool:
    """Return whether the machine has a font for Chinese."""
    listing = shutil.which("fc-list")
    return bool(listing and subprocess.run([listing, ":lang=zh"], capture_output=True, check=True).stdout.strip())


def make_session(server: Server) -> ServedSession:
    """Create and open the session. Question 1 is answered, 2 is live, 3 is next, 4 is queued, 5 and 6 are pending."""
    # Set no start: otherwise the phones show a countdown, and the picture changes every day.
    parts = definition.load(SESSION_FILE) | {"starts": None, "ends": None}
    created = control(server, "create", {"definition": parts})
    session = ServedSession(server, created["code"], created["links"])
    control(server, "open", {"code": session.code})
    for number, (texts, asked_in, group) in enumerate(zip(QUESTIONS, LANGUAGES, GROUPS, strict=True), 1):
        body = {"text": texts[asked_in], "language": asked_in, "group": group}
        assert done(session.client().command("ask", body))["question"]["number"] == number
        if number <= APPROVED:
            done(session.chair.command("approve", {"number": number, "version": version(session.chair, number)}))
        for lang in LANGUAGES:
            if lang != asked_in:
                body = {"number": number, "language": lang, "text": texts[lang]}
                done(session["booth" if number <= APPROVED else "chair/a"].command("translate", body))
    advance(session.chair, 2)
    chosen = ["en", "ar", "zh" if has_chinese_font() else "ru"]
    done(session.chair.command("set_stage_languages", {"languages": chosen}))
    return session


def compose(browser: Browser, server: Server, host: str) -> Page:
    """Return a page that shows the whole picture, in a window of this size. `host`: the server's name in the URLs."""
    session = make_session(server)
    phones = ("ar", "zh" if has_chinese_font() else "ru")
    shots = {
        "stage": _shot(browser, session, host, "stage", "en", STAGE),
        "dashboard": _shot(browser, session, host, "chair/a", "en", DASHBOARD),
        "first phone": _shot(browser, session, host, "attendee", phones[0], PHONE),
        "second phone": _shot(browser, session, host, "attendee", phones[1], PHONE),
    }
    sizes = {"stage": STAGE, "dashboard": DASHBOARD, "first phone": PHONE, "second phone": PHONE}
    width = max(PLACES[name][0] + sizes[name][0] for name in shots)
    height = max(PLACES[name][1] + sizes[name][1] for name in shots)
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(
        '<body style="margin:0;background:#CFC8B8">'
        + "".join(
            f'<img style="position:absolute;left:{PLACES[name][0]}px;top:{PLACES[name][1]}px"'
            f' src="data:image/png;base64,{b64encode(shot).decode()}">'
            for name, shot in shots.items()
        )
    )
    page.wait_for_function("[...document.images].every((image) => image.complete)")
    return page


def _shot(browser: Browser, session: ServedSession, host: str, seat: str, lang: str, size: tuple[int, int]) -> bytes:
    """Return a screenshot of the page of this seat, in this language."""
    context = browser.new_context(locale=lang, viewport={"width": size[0], "height": size[1]}, color_scheme="light")
    cookies = [cookie | {"url": f"http://{host}"} for cookie in cookies_of(session.client(seat))]
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"http://{host}/s/{session.code}" + ("" if seat == "attendee" else f"/{seat}"))
    page.wait_for_selector("html[data-link=live]")
    page.evaluate("document.fonts.ready")
    shot = page.screenshot()
    context.close()
    return shot
