"""Screenshots of each page in a typical session, for the README and docs/seats/.

With `--all DIR`, the program takes other pictures: every combination of page, window, theme, language and session
(empty, typical, longest). It then also prints the name of each page that is wider than its window. Do not commit
pictures in DIR.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from moderation.services.session_file import definition  # noqa: E402
from tests.browser import example_session, png, six_languages_picture  # noqa: E402
from tests.browser.example_questions import LONGEST  # noqa: E402
from tests.servers import Client, Server, free_port  # noqa: E402
from tests.web.served_session import control  # noqa: E402

HOST = "floor.example"
"""The host name that the pictures show. A host rule makes Chromium connect to the local server for this name."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MOST_BYTES = 150_000
SESSION_FILE = ROOT / "data" / "sessions" / "cybercrime-2021.toml"

PAGES = {
    "floor": "attendee",
    "chairs": "chair/a",
    "stage": "stage",
    "booth": "booth",
    "panel": "panel/fatafta",
    "organiser": "organiser",
}
README = {
    "floor": (390, 844, "es"),
    "chairs": (1440, 900, "en"),
    "stage": (1920, 1080, "en"),
    "booth": (1280, 800, "en"),
    "panel": (390, 844, "en"),
    "organiser": (1280, 900, "en"),
}
SCENES = {
    "floor-own": ("floor", (390, 844, "en"), lambda page: page.locator("#own").evaluate("own => own.scrollIntoView()")),
    "chairs-decline": ("chairs", (1280, 800, "en"), lambda page: _press(page, "j", "j", "d")),
    "chairs-phone": ("chairs", (390, 844, "en"), lambda page: page.wait_for_selector(".thumb-bar")),
    "booth-correcting": ("booth", (1280, 800, "en"), lambda page: _press(page, "+", "c")),
    "setup": ("organiser", (1440, 900, "en"), lambda page: _set_up(page)),
}
"""Pictures for docs/seats/, in addition to the pictures of README.

Each entry: page, window (width, height, language), and a function that prepares the page.
"""
WINDOWS = [(320, 640), (390, 844), (1440, 900), (1024, 1366), (1920, 1080), (1024, 768), (1280, 665)]
THEMES = ["light", "dark"]
LANGUAGES = ["en", "ar", "de", "es", "fr", "pt", "ru", "zh"]
SESSIONS = {
    "empty": lambda server: server.client(),
    "typical": example_session.typical,
    "longest": example_session.longest,
}


def running(folder: Path, long_texts: bool = False) -> Server:
    """Start a server on a free port.

    With `long_texts`, a question may have LONGEST characters, the highest limit that a session can have.
    """
    session_file = SESSION_FILE
    if long_texts:
        session_file = folder / "session.toml"
        session_file.write_text(f"{SESSION_FILE.read_text('utf-8')}\n[limits]\ntext = {LONGEST}\n", "utf-8")
    environment = {"PUBLIC_URL": f"http://{HOST}", "LINKS_FILE": str(folder / "links.json")}
    return Server(folder, port=free_port(), session_file=session_file, environment=environment).start()


def launch(playwright, server: Server) -> Browser:
    flags = [*FLAGS, f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{server.port}"]
    return playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium", args=flags)


def context(browser: Browser, person: Client, lang: str, theme: str) -> BrowserContext:
    """Return a browser context with the cookies of this person."""
    opened = browser.new_context(color_scheme=theme)
    cookies = [{"name": cookie.name, "value": cookie.value} for cookie in person.jar] + [
        {"name": "of-lang", "value": lang}
    ]
    opened.add_cookies([cookie | {"url": f"http://{HOST}"} for cookie in cookies])
    return opened


def show(page: Page, path: str, width: int, height: int) -> None:
    """Open the page and wait until its stream is connected.

    The organiser's page has no stream, so wait until this page has read the session's state.
    """
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"http://{HOST}{path}")
    page.wait_for_selector("html[data-link=live], html[data-read]:not([data-read='0'])")
    page.evaluate("document.fonts.ready")


def path_of(seat: str, theme: str = "") -> str:
    path = "/s/CYB421" if seat == "attendee" else f"/s/CYB421/{seat}"
    return f"{path}?theme={theme}" if theme else path


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def save(page: Page, picture: Path) -> list[str]:
    """Take a picture. Return [name of the picture] if its file is larger than MOST_BYTES, otherwise []."""
    page.screenshot(path=picture)
    png.shrink(picture)
    print(f"{picture.name}: {picture.stat().st_size // 1000} KB")
    return [picture.name] if picture.stat().st_size > MOST_BYTES else []


def administration(browser: Browser, server: Server, out: Path) -> list[str]:
    """Take two pictures for docs/seats/administrator.md. Return the names of the pictures that are too large.

    Call this function last, because it creates more sessions on the server.
    """
    for name in ("city-council", "igf-open-forum", "water"):
        control(server, "create", {"definition": definition.load(SESSION_FILE.with_name(f"{name}.toml"))})
    for act in ("open", "close"):
        control(server, act, {"code": "WATER7"})
    page = context(browser, server.client(), "en", "light").new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(control(server, "admin_link", {})["admin_link"])
    page.wait_for_selector(".session")
    page.evaluate("document.fonts.ready")
    too_large = save(page, out / "administration.png")
    page.goto(f"http://{HOST}/admin/new")
    page.locator("#zone").fill("Europe/Brussels")
    too_large += save(page, out / "administration-new.png")
    page.context.close()
    return too_large


def _set_up(page: Page) -> None:
    """Open the set-up page, wait for its previews, and scroll to the fields of the title."""
    page.click('a[href$="/setup"]')
    page.wait_for_selector("#title-en")
    page.frame_locator(".preview-stage iframe").locator("#stage *").first.wait_for()
    page.evaluate("document.querySelector('#section-texts').scrollIntoView()")


def readme(out: Path) -> None:
    """Take the pictures of README, SCENES and `administration`.

    If a picture is larger than MOST_BYTES, raise SystemExit.
    """
    out.mkdir(parents=True, exist_ok=True)
    too_large: list[str] = []

    def take(
        browser: Browser, person: Client, name: str, page_name: str, window: tuple[int, int, str], prepare=None
    ) -> None:
        width, height, lang = window
        page = context(browser, person, lang, "light").new_page()
        show(page, path_of(PAGES[page_name]), width, height)
        if prepare:
            prepare(page)
        too_large.extend(save(page, out / f"{name}.png"))
        page.context.close()

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = running(Path(folder))
        try:
            phone = example_session.typical(server)
            example_session.interpreted(server)
            with launch(playwright, server) as browser:
                for name, window in README.items():
                    take(browser, phone if name == "floor" else server.client(PAGES[name]), name, name, window)
                asker = example_session.asker(server)
                for name, (page_name, window, prepare) in SCENES.items():
                    take(
                        browser,
                        asker if page_name == "floor" else server.client(PAGES[page_name]),
                        name,
                        page_name,
                        window,
                        prepare,
                    )
                page = six_languages_picture.compose(browser, server, HOST)
                too_large += save(page, out / "six-languages.png")
                page.close()
                too_large += administration(browser, server, out)
        finally:
            server.stop()
    if too_large:
        raise SystemExit(f"over {MOST_BYTES // 1000} KB: {', '.join(too_large)}")


def matrix(out: Path, only: set[str]) -> None:
    """Take pictures of the pages in `only`, or of all pages if `only` is empty. Each session in SESSIONS has a folder.

    Take one picture of each page per language, theme and window size.
    """
    wide = []
    for name, fill in SESSIONS.items():
        (out / name).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            server = running(Path(folder), long_texts=name == "longest")
            try:
                phone = fill(server)
                with launch(playwright, server) as browser:
                    for page_name in (page_name for page_name in PAGES if not only or page_name in only):
                        person = phone if page_name == "floor" else server.client(PAGES[page_name])
                        wide += [
                            f"{name}/{picture}" for picture in _all_windows(browser, person, page_name, out / name)
                        ]
            finally:
                server.stop()
    print("\n".join(["wider than the window:", *wide]) if wide else "no page is wider than its window")


def _all_windows(browser: Browser, person: Client, page_name: str, out: Path) -> list[str]:
    """Take pictures of one page, one per language, theme and window size.

    Return the names of the pictures in which the page is wider than its window.
    """
    wide = []
    for lang in LANGUAGES:
        for theme in THEMES:
            page = context(browser, person, lang, theme).new_page()
            for view in ("", "list") if page_name == "stage" else ("",):
                path = path_of(PAGES[page_name], theme) + ("&view=queue" if view else "")
                for index, (width, height) in enumerate(WINDOWS):
                    if index == 0:
                        show(page, path, width, height)
                    page.set_viewport_size({"width": width, "height": height})
                    picture = f"{page_name}{view and '-' + view}-{width}x{height}-{theme}-{lang}.png"
                    page.screenshot(path=out / picture)
                    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                        wide.append(picture)
            page.context.close()
    return wide


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", metavar="DIR", type=Path, help="the whole matrix, into this folder")
    parser.add_argument("--only", metavar="PAGE", nargs="*", default=[], choices=PAGES, help="with --all: these pages")
    chosen = parser.parse_args()
    matrix(chosen.all, set(chosen.only)) if chosen.all else readme(ROOT / "docs" / "screenshots")


if __name__ == "__main__":
    main()
