"""Pictures of the dashboard in every window size, language and theme, with typical and with overfull sessions.

A person compares the pictures; no test uses them. `python -m tests.browser.dashboard_sheet DIR` writes the pictures
into DIR. For each picture, it prints how many rows of each list are fully visible. Do not commit the pictures.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import FLAGS, chromium
from tests.browser.dashboard_measures import is_wide, whole_rows
from tests.browser.dashboard_session import LANGUAGES, dashboard_session, phrase_book_server
from tests.browser.watched_pages import LIVE
from tests.web.served_session import ServedSession

WINDOWS = [(1280, 665), (1440, 900), (1920, 1080), (1024, 768), (390, 844)]
THEMES = ("light", "dark")


def take(browser: Browser, session: ServedSession, name: str, out: Path) -> None:
    """Take the pictures of one session."""
    for (width, height), lang, theme in product(WINDOWS, LANGUAGES, THEMES):
        is_touch = width < 1200
        context = browser.new_context(
            locale=lang,
            timezone_id="UTC",
            color_scheme=theme,
            viewport={"width": width, "height": height},
            has_touch=is_touch,
            is_mobile=is_touch,
        )
        page = context.new_page()
        page.goto(session.links["chair_a"])
        page.wait_for_selector(LIVE)
        page.evaluate("document.fonts.ready")
        picture = f"{name}-{width}x{height}-{lang}-{theme}.png"
        page.screenshot(path=out / picture)
        counts = [len(whole_rows(page, list_name)) for list_name in ("incoming", "queue")]
        print(picture, *counts, "wider than the window" if is_wide(page) else "", flush=True)
        context.close()


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        phrase_book_server(Path(folder) / "server") as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=FLAGS) as browser,
    ):
        for name, is_overfull in (("typical", False), ("overfull", True)):
            take(browser, dashboard_session(server, Path(folder), overfull=is_overfull), name, out)


if __name__ == "__main__":
    main()
