"""Tests of the line that identifies the session on the organiser's pages, and of the list of the organiser's other
sessions.
"""

from __future__ import annotations

import re

import pytest

from moderation.web.api.control import execute
from tests.factories import make_definition
from tests.web.app_in_process import running_app
from tests.web.pages.test_administration import CODE, Administrator, NoTranslation

PAGES = ("organiser", "import", "handout")


@pytest.fixture
def admin(tmp_path):
    with running_app(tmp_path / "data") as app:
        app.context.translation = NoTranslation()
        for code, starts in (("LATE1", "2027-03-11T09:00:00.000Z"), ("EARLY1", "2027-03-10T09:00:00.000Z")):
            definition = make_definition(code, starts=starts, time_zone="Europe/Paris")
            execute(app.context, "create", {"definition": definition})
        yield Administrator(app)


def read(admin: Administrator, code: str, page: str = "organiser") -> str:
    answer = admin.browser.get(f"/s/{code}/{page}", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.text


def others(text: str) -> list[str]:
    """Return the addresses (`href`) in the list of the organiser's other sessions, in order."""
    section = re.search(r'<details class="other-sessions">.*?</details>', text, re.DOTALL)
    return re.findall(r'href="([^"]+)"', section[0]) if section else []


def test_each_page_names_its_session_and_links_the_other_sessions_of_this_browser(admin):
    for code in (CODE, "LATE1", "EARLY1"):
        admin.post(f"/s/{code}/organiser")
    for name in PAGES:
        text = read(admin, "LATE1", name)
        assert others(text) == [f"/s/{CODE}/{name}", f"/s/EARLY1/{name}"]
        assert "11 March 2027 10:00 · Paris" in text
    assert "<title>LATE1 · Organiser · " in read(admin, "LATE1")
    assert "10 March 2027 10:00 · Paris · Rehearsal" in read(admin, "LATE1")


def test_only_valid_logins_count(admin):
    admin.post(f"/s/{CODE}/organiser")
    assert others(read(admin, CODE)) == []
    admin.post("/s/LATE1/organiser")
    admin.browser.set_cookie("of-EARLY1-organiser", "guessed")
    admin.browser.set_cookie("of-GONE1-organiser", "guessed")
    assert others(read(admin, CODE)) == ["/s/LATE1/organiser"]
    execute(admin.app.context, "revoke", {"code": "LATE1", "seat": "organiser"})
    assert others(read(admin, CODE)) == []
