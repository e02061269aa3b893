"""Tests of events. An event has one code and one public page for several sessions."""

from __future__ import annotations

import re

import pytest

from moderation.web.api.control import execute
from tests.factories import make_definition
from tests.web.app_in_process import running_app
from tests.web.pages.test_administration import CODE, Administrator, NoTranslation, errors


@pytest.fixture
def admin(tmp_path):
    with running_app(tmp_path / "data") as app:
        app.context.translation = NoTranslation()
        for code, starts in (("LATE1", "2027-03-11T09:00:00.000Z"), ("EARLY1", "2027-03-10T09:00:00.000Z")):
            execute(app.context, "create", {"definition": make_definition(code, starts=starts)})
        yield Administrator(app)


def new(admin: Administrator, code: str = "days 12", *members: str) -> None:
    answer = admin.post("/event", title="Days of  water", code=code)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/e/DAYS12")
    assert change(admin, "DAYS12", "Days of water", *members).status_code == 303


def change(admin: Administrator, code: str, title: str, *members: str, seen: str | None = None):
    """Send the form of an event.

    `seen`: the value of the hidden field `seen`; the default is the value in the current page.
    """
    return admin.post(f"/e/{code}", title=title, sessions=list(members), seen=seen or hidden(admin.get(f"/e/{code}")))


def hidden(page) -> str:
    return re.search(r'name="seen" value="(\w+)"', page.text)[1]


def programme(admin: Administrator, code: str = "DAYS12") -> list[tuple[str, bool]]:
    """Return (code, whether the session is marked as running) for each session on the public page."""
    page = admin.browser.get(f"/e/{code}", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    return [(match[1], bool(match[2])) for match in re.finditer(r'<li data-code="(\w+)"( aria-current)?', page.text)]


def test_an_event_lists_its_sessions_in_order_and_marks_those_that_are_open(admin):
    new(admin, "days 12", "LATE1", CODE, "EARLY1", "NONE1")
    assert programme(admin) == [(CODE, True), ("EARLY1", False), ("LATE1", False)]
    page = admin.browser.get("/e/DAYS12", headers={"Accept-Language": "en"}).text
    assert (
        "10 March 2027 · 09:00 · UTC" in page and 'href="/s/EARLY1"' in page and "question" not in page.split("<ol")[1]
    )
    assert change(admin, "DAYS12", "Days", "LATE1").status_code == 303
    assert programme(admin) == [("LATE1", False)]
    assert "<svg" in admin.browser.get("/e/days12/qr.svg").text


@pytest.mark.parametrize(
    ("lang", "word"),
    [
        ("en", "Now"),
        ("de", "Läuft jetzt"),
        ("fr", "En cours"),
        ("pt", "Em curso"),
        ("ru", "Идет сейчас"),
        ("zh", "进行中"),
    ],
)
def test_a_running_session_has_other_words_than_the_question_that_is_discussed(admin, lang, word):
    new(admin, "days 12", CODE)
    page = admin.browser.get("/e/DAYS12", headers={"Accept-Language": lang}).text
    assert re.findall(r"<strong>(.+?)</strong>", page) == [word]


def test_the_join_page_accepts_the_code_of_a_session_or_an_event(admin):
    new(admin)
    for typed, leads_to in (
        ("days-12", "/e/DAYS12"),
        ("https://x.example/e/DAYS12", "/e/DAYS12"),
        (CODE, f"/s/{CODE}"),
    ):
        assert admin.browser.get("/join", query_string={"code": typed}).headers["Location"] == leads_to
    assert admin.browser.get("/e/days12").headers["Location"] == "/e/DAYS12"
    assert admin.browser.get("/join?code=DAYS13").status_code == admin.browser.get("/e/DAYS13").status_code == 404


def test_a_code_belongs_to_one_session_or_event(admin):
    new(admin)
    for code in (CODE, "DAYS12"):
        page = admin.post("/event", title="Again", code=code)
        assert page.status_code == 409 and "There is a session with this code already." in page.text
    fields = {"start": "blank", "title": "T", "languages": ["en"], "date": "2027-01-01", "time": "10:00"}
    page = admin.post("/new", **fields, minutes="60", zone="Europe/Paris", code="DAYS12")
    assert page.status_code == 409 and "There is a session with this code already." in page.text


def test_a_session_moves_to_the_event_that_chose_it_last_and_leaves_it_with_its_purge(admin):
    new(admin, "days 12", "LATE1", CODE)
    admin.post("/event", title="Other", code="OTHER12")
    change(admin, "OTHER12", "Other", "LATE1")
    assert (programme(admin), programme(admin, "OTHER12")) == ([(CODE, True)], [("LATE1", False)])
    execute(admin.app.context, "close", {"code": CODE})
    execute(admin.app.context, "purge", {"code": CODE})
    assert programme(admin) == []


def test_a_wrong_event_is_refused_and_a_deleted_one_keeps_its_sessions(admin):
    assert set(errors(admin.post("/event", title=" ", code="a"))) == {"title", "code"}
    assert set(errors(admin.post("/event", title="x" * 201, code=""))) == {"title"}
    new(admin, "days 12", "LATE1")
    assert set(errors(admin.post("/e/DAYS12", title=""))) == {"title"}
    assert admin.post("/e/DAYS12/delete").status_code == 303
    assert admin.browser.get("/e/DAYS12").status_code == admin.post("/e/DAYS12/delete").status_code == 404
    assert admin.browser.get("/s/LATE1").status_code == 200


def test_the_second_of_two_administrators_sees_the_conflict_and_may_save_again(admin):
    new(admin, "days 12", "LATE1")
    seen = hidden(admin.get("/e/DAYS12"))
    assert change(admin, "DAYS12", "Days of rivers", "LATE1", "EARLY1", seen=seen).status_code == 303
    page = change(admin, "DAYS12", "Days of lakes", CODE, seen=seen)
    assert page.status_code == 409
    assert "Somebody changed this event in the meantime. Nothing was saved." in page.text
    assert "Stored now: <bdi>Days of rivers</bdi>" in page.text and 'value="Days of lakes"' in page.text
    assert re.findall(r'name="sessions" value="(\w+)" checked', page.text) == [CODE]
    assert [code for code, _ in programme(admin)] == ["EARLY1", "LATE1"]
    assert change(admin, "DAYS12", "Days of lakes", CODE, seen=hidden(page)).status_code == 303
    assert programme(admin) == [(CODE, True)]


def test_a_form_without_the_seen_version_changes_nothing(admin):
    new(admin, "days 12", "LATE1")
    assert admin.post("/e/DAYS12", title="Days", sessions=[CODE]).status_code == 409
    assert [code for code, _ in programme(admin)] == ["LATE1"]
