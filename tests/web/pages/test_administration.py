"""Tests of the administration page: entering, new sessions, the organiser's link, archive and purge."""

from __future__ import annotations

import html
import io
import re
import time
from contextlib import closing

import pytest

from moderation.core.model import Seat
from moderation.services import links, passphrase
from moderation.services.session_file import definition as session_file
from moderation.store import administration, definitions, log
from moderation.store import seats as seat_store
from moderation.store.seats import SeatLink
from moderation.web import administrator, auth
from moderation.web.api.control import execute
from moderation.web.pages import new_session
from tests.servers import DEMO, ROOT
from tests.web.app_in_process import App, running_app

CODE = "CYB421"
FIELDS = {
    "start": "panel",
    "title": "Who pays?",
    "languages": ["en", "fr"],
    "date": "2027-03-28",
    "time": "01:30",
    "minutes": "60",
    "zone": "Europe/Paris",
    "code": "pay 27",
}


class Administrator:
    """A browser with the administrator's cookie."""

    def __init__(self, app: App):
        self.app, self.browser = app, app.flask.test_client()
        self.enter(int(time.time()))

    def enter(self, used_at: int, link: SeatLink | None = None) -> None:
        """Replace the administrator's cookie by a cookie that was last used at this time."""
        cookie = links.admin_login(self.app.context.key, link or SeatLink(1, ""), used_at)
        self.browser.set_cookie(administrator.COOKIE, cookie)

    def get(self, path: str = ""):
        return self.browser.get(f"/admin{path}", headers={"Accept-Language": "en"})

    def post(self, path: str, **fields):
        headers = {"Origin": self.app.context.config.public_url, "Accept-Language": "en"}
        return self.browser.post(f"/admin{path}", data=fields, headers=headers)

    def definition(self, code: str):
        return definitions.present(self.app.context.session(code))


@pytest.fixture
def admin(tmp_path):
    with running_app(tmp_path / "data") as app:
        app.context.translation = NoTranslation()
        yield Administrator(app)


class NoTranslation:
    def serve(self, session: object) -> None:
        """Do nothing: these tests need no translations."""


def codes(page) -> list[str]:
    return re.findall(r'<li class="session[^>]* data-code="(\w+)"', page.text)


def errors(page) -> dict[str, str]:
    """Return {field: error message} for a form. The server must have returned the form with status 400."""
    assert page.status_code == 400
    return {
        name: html.unescape(text) for name, text in re.findall(r'class="error" id="(\w+)-error">([^<]+)<', page.text)
    }


def test_a_login_ends_after_twelve_hours_and_with_a_new_link_or_passphrase(admin):
    now, hashed = int(time.time()), passphrase.hash_of("eight long words")
    assert codes(admin.get()) == [CODE] and "Set-Cookie" not in admin.get().headers
    admin.enter(now - auth.RENEW_SECONDS - 5)
    assert administrator.COOKIE in admin.get().headers["Set-Cookie"], "the login is renewed"
    admin.enter(now - auth.LOGIN_SECONDS - 5)
    assert codes(admin.get()) == [] and admin.get("/new").status_code == 401
    admin.enter(now)
    execute(admin.app.context, "admin_link", {"hash": hashed})
    assert admin.get("/new").status_code == 401
    admin.enter(now, SeatLink(1, hashed))
    assert admin.get("/new").status_code == 200
    execute(admin.app.context, "admin_link", {"change": "renew"})
    assert admin.get("/new").status_code == 401
    execute(admin.app.context, "admin_link", {"change": "revoke"})
    admin.enter(now, SeatLink(3, hashed))
    assert admin.get("/new").status_code == 401


def test_the_passphrase_is_asked_after_the_secret(admin):
    execute(admin.app.context, "admin_link", {"hash": passphrase.hash_of("eight long words")})
    secret = links.admin_secret(admin.app.context.key, 1)

    def enter(**body):
        answer = admin.app.flask.test_client().post("/api/admin/enter", json=body, headers={"X-Open-Floor": "1"})
        return answer.status_code, (answer.json or {}).get("code")

    assert enter(secret="x" * 32) == (401, "admin.unknown")
    assert enter(secret=secret) == (401, "passphrase.needed")
    assert enter(secret=secret, passphrase="nine long words") == (401, "passphrase.wrong")
    assert enter(secret=secret, passphrase="eight  long words") == (204, None)
    assert enter(secret=5) == (400, "request.field")
    assert enter(secret=secret, passphrase=5) == (400, "request.field")


def test_leaving_deletes_the_cookie(admin):
    answer = admin.post("/leave")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin") and codes(admin.get()) == []


def test_leaving_ends_what_manage_has_opened(admin):
    admin.post(f"/s/{CODE}/organiser")
    assert admin.browser.get(f"/api/s/{CODE}/organiser/state").status_code == 200
    assert admin.post("/leave").headers["Clear-Site-Data"] == '"cache"'
    assert admin.browser.get(f"/api/s/{CODE}/organiser/state").status_code == 401


@pytest.mark.parametrize("path", ["/new", "/leave", f"/s/{CODE}/archive", f"/s/{CODE}/organiser", f"/s/{CODE}/purge"])
def test_a_form_of_another_site_is_refused(admin, path):
    answer = admin.browser.post(f"/admin{path}", data=FIELDS, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403 and "Set-Cookie" not in answer.headers
    assert codes(admin.get()) == [CODE]


@pytest.mark.parametrize("name", new_session.TEMPLATES)
def test_a_session_is_created_from_a_template(admin, name):
    answer = admin.post("/new", **FIELDS | {"start": name})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/s/PAY27/organiser-link")
    template = session_file.load(ROOT / "data" / "sessions" / "templates" / f"{name}.toml")
    expected = template | {
        "code": "PAY27",
        "title": {"en": "Who pays?", "fr": "Who pays?"},
        "languages": ["en", "fr"],
        "starts": "2027-03-28T00:30:00.000Z",
        "ends": "2027-03-28T01:30:00.000Z",
        "time_zone": "Europe/Paris",
    }
    assert admin.definition("PAY27") == expected
    assert str(admin.app.context.session("PAY27").phase) == "rehearsal"


def test_a_session_without_a_typed_code_gets_a_random_one(admin):
    created = [admin.post("/new", **FIELDS | {"code": ""}).headers["Location"].split("/")[3] for _ in range(2)]
    assert created[0] != created[1] and all(re.fullmatch("[A-HJ-NP-Z2-9]{6}", code) for code in created)


def test_a_language_that_the_form_does_not_offer_is_typed_by_its_tag(admin):
    admin.post("/new", **FIELDS | {"languages": ["en", "zh-Hant"], "language_tag": " SR-latn "})
    assert admin.definition("PAY27")["languages"] == ["en", "zh-Hant", "sr-Latn"]
    page = admin.post("/new", **FIELDS | {"code": "PAY28", "language_tag": "esp"})
    assert errors(page) == {"languages": "A session cannot have this language: esp."}
    assert 'value="esp"' in page.text and sorted(codes(admin.get())) == [CODE, "PAY27"]


def test_wrong_fields_keep_their_values_and_create_nothing(admin):
    wrong = {"title": " ", "languages": [], "date": "", "zone": "Paris", "code": "a!", "start": "none"}
    page = admin.post("/new", **FIELDS | wrong)
    assert errors(page) == {
        "start": "Choose one.",
        "title": "Type a title.",
        "languages": "Choose 1 to 12 languages.",
        "date": "Give the date and the time of the start.",
        "zone": "Choose a time zone of the list, such as Europe/Paris.",
        "code": "A code has 4 to 12 Latin letters and digits.",
    }
    assert 'value="Paris"' in page.text and 'value="a!"' in page.text
    assert errors(admin.post("/new", **FIELDS | {"minutes": "5"})) == {"minutes": "Choose a length."}
    assert "date" in errors(admin.post("/new", **FIELDS | {"date": "9999-12-31", "time": "23:59"}))
    assert "title" in errors(admin.post("/new", **FIELDS | {"title": "x" * 300}))
    page = admin.post("/new", **FIELDS | {"code": CODE})
    assert page.status_code == 409 and "There is a session with this code already." in page.text
    assert codes(admin.get()) == [CODE]


def test_a_copy_has_everything_but_code_times_demo_and_passphrases(admin):
    hashed = passphrase.hash_of("eight long words")
    execute(admin.app.context, "passphrase", {"code": CODE, "seat": "booth", "hash": hashed})
    assert f'value="{CODE}" selected' in admin.get(f"/new?from=copy&session={CODE}").text
    copied = FIELDS | {"from": "copy", "session": CODE, "title": "Again"}
    assert admin.post("/new", **copied).status_code == 303
    before, after = admin.definition(CODE), admin.definition("PAY27")
    assert after == before | {
        "code": "PAY27",
        "demo": False,
        "title": before["title"] | {"en": "Again"},
        "starts": "2027-03-28T00:30:00.000Z",
        "ends": "2027-03-28T01:30:00.000Z",
        "time_zone": "Europe/Paris",
    }
    with admin.app.context.reader.transaction() as connection:
        assert seat_store.passphrases(connection, admin.app.context.session("PAY27")) == {}
    assert admin.post("/new", **copied | {"code": "SAME1", "title": ""}).status_code == 303
    assert admin.definition("SAME1")["title"] == before["title"]
    page = admin.post("/new", **copied | {"session": "NONE1", "code": "NEW99"})
    assert page.status_code == 404 and "There is no session with this code." in page.text


def upload(admin: Administrator, content: bytes):
    with closing(io.BytesIO(content)) as file:
        return admin.post("/new", **{"from": "file", "file": (file, "session.toml")})


def problems_of(page) -> list[tuple[int, str, str, str]]:
    """Return (line, field, sentence, hint) of each problem of the uploaded file."""
    listed = re.findall(
        r"<li><strong>\D*(\d+)\D*</strong> <code[^>]*>([^<]*)</code>"
        r" <span>([^<]*)</span>(?:<span[^>]*>([^<]*)</span>)?",
        page.text,
    )
    return [(int(line), field, html.unescape(words), html.unescape(hint)) for line, field, words, hint in listed]


def test_the_problems_of_a_file_are_in_the_language_of_the_page(admin):
    file = b'code = "X"\nlanguages = ["en"]\ntitle = "T"\n[limits]\nends = 1\n[[chair]]\nseat = "a"\nname = "C"\n'
    admin.browser.set_cookie("of-lang", "fr")
    page = upload(admin, file)
    assert errors(page) == {"file": "Le fichier de la séance est incorrect."}
    assert errors(upload(admin, b""))["file"] != "Choose a session file."
    french = problems_of(page)
    admin.browser.set_cookie("of-lang", "en")
    english = problems_of(upload(admin, file))
    assert [row[:2] for row in french] == [row[:2] for row in english] == [(1, "code"), (5, "limits.ends")]
    assert english[1][2:] == (
        "This name is not known here. The most similar one is pending.",
        "ends belongs to the whole file, not to [limits]. Move this line above line 4, where the first table begins.",
    )
    for in_french, in_english in zip(french, english, strict=True):
        assert in_french[2] != in_english[2] and (not in_english[3] or in_french[3] != in_english[3])


def test_a_session_file_is_uploaded_and_every_problem_shown_with_its_line(admin):
    file = (ROOT / "data" / "sessions" / "city-council.toml").read_bytes()
    page = upload(admin, file.replace(b'languages = ["en", "ar"]', b'languages = ["en", "xx"]') + b"\nnone = 1\n")
    assert errors(page) == {"file": "The session file is wrong."}
    assert "A session cannot have this language: xx." in page.text
    assert ("panellist[2].none", "This name is not known here. The most similar one is role.", "") in [
        problem[1:] for problem in problems_of(page)
    ]
    assert errors(upload(admin, b"")) == {"file": "Choose a session file."}
    assert upload(admin, b"\xff\xfe\x00").status_code == 400
    huge = admin.browser.post(
        "/admin/new", data=b"#" * (1024 * 1024 + 1), content_type="multipart/form-data; boundary=edge"
    )
    assert huge.status_code == 413
    assert codes(admin.get()) == [CODE]
    answer = upload(admin, file)
    definition = session_file.parse(file)
    assert answer.headers["Location"] == f"/admin/s/{definition['code']}/organiser-link"
    assert admin.definition(definition["code"]) == definition
    page = upload(admin, DEMO.read_bytes())
    assert page.status_code == 409 and "There is a session with this code already." in page.text


def test_the_organiser_s_link_is_shown_until_it_is_opened(admin):
    context, session = admin.app.context, admin.app.session
    organiser = Seat.parse("organiser")
    first = links.link(context.config.public_url, context.key, session, organiser, 1)
    page = f"/s/{CODE}/organiser-link"
    assert html.escape(first) in admin.get(page).text
    assert "guess" not in admin.get(f"{page}?secret=guess").text, "a page with a secret repeats no text of a link"
    client = admin.app.flask.test_client()
    path = f"/api/s/{CODE}/organiser/enter"
    entered = client.post(path, json={"secret": first.split("#")[1]}, headers={"X-Open-Floor": "1"})
    assert entered.status_code == 204
    assert first not in admin.get(page).text and "The link was opened already" in admin.get(page).text
    answer = admin.post(page)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/admin{page}")
    second = links.link(context.config.public_url, context.key, session, organiser, 2)
    assert html.escape(second) in admin.get(page).text
    assert client.get(path).status_code == 401, "the old link's cookie has ended"
    execute(context, "revoke", {"code": CODE, "seat": "organiser"})
    assert "The link of the organiser is revoked." in admin.get(page).text
    assert admin.post(f"/s/{CODE}/organiser").status_code == 401


def main_buttons(page) -> list[str]:
    return re.findall(r'class="button main"[^>]*>([^<]+)<', page.text)


def test_the_main_button_beside_the_link_is_the_next_step(admin):
    # The next step depends on the session. In the open demo session, it is to copy the organiser's link. In a new
    # session, it is to open the set-up page.
    page = f"/s/{CODE}/organiser-link"
    assert main_buttons(admin.get(page)) == ["Copy link"]
    new = admin.post(
        "/new",
        start="blank",
        title="Water",
        languages="en",
        date="2030-06-04",
        time="15:00",
        zone="UTC",
        minutes="60",
        code="WATER1",
    )
    assert new.status_code == 303
    assert main_buttons(admin.get("/s/WATER1/organiser-link")) == ["Set up the session myself"]
    execute(admin.app.context, "revoke", {"code": "WATER1", "seat": "organiser"})
    assert main_buttons(admin.get("/s/WATER1/organiser-link")) == ["Make a new link"]


def test_the_administrator_manages_a_session_as_its_organiser(admin):
    answer = admin.post(f"/s/{CODE}/organiser")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/s/{CODE}/setup")
    assert admin.browser.get(f"/api/s/{CODE}/organiser/state").status_code == 200
    with admin.app.context.reader.transaction() as connection:
        [row] = [dict(row) for row in connection.execute("SELECT seat, act, detail FROM log ORDER BY id DESC LIMIT 1")]
    assert (row["seat"], row["act"], row["detail"]) == ("link", log.OPENED, '{"seat": "organiser"}')
    assert "data-link" in admin.get(f"/s/{CODE}/organiser-link").text, "the link does not count as opened"


def test_a_closed_session_is_archived_and_purged_after_its_code_is_typed(admin):
    assert admin.post(f"/s/{CODE}/archive").status_code == 409
    assert "Only a closed session can be purged." in admin.get(f"/s/{CODE}/purge").text
    assert admin.post(f"/s/{CODE}/purge", typed=CODE).status_code == 409
    execute(admin.app.context, "close", {"code": CODE})
    assert admin.post(f"/s/{CODE}/archive").headers["Location"] == "/admin"
    assert 'data-section="archived"' in admin.get().text
    admin.post(f"/s/{CODE}/restore")
    assert 'data-section="archived"' not in admin.get().text
    page = admin.post(f"/s/{CODE}/purge", typed="CYB422")
    assert errors(page) == {"typed": "This is not the code of the session. Nothing was deleted."}
    assert codes(admin.get()) == [CODE]
    admin.post(f"/s/{CODE}/archive")
    assert admin.post(f"/s/{CODE}/purge", typed="cyb-421").status_code == 303
    assert codes(admin.get()) == [] and "No session yet." in admin.get().text
    assert admin.get(f"/s/{CODE}/purge").status_code == 404
    with admin.app.context.reader.transaction() as connection:
        assert administration.archived(connection) == set()
