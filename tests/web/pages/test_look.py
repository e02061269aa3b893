"""Tests of an institution's look (name, logos, colour): upload, display, access rights, undo and purge."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from io import BytesIO

import pytest
from PIL import Image

from moderation.services.logo import MOST_BYTES, clean
from moderation.services.record import report
from moderation.store import logos, sessions
from moderation.web.pages.report import as_html
from tests.web.app_in_process import HEADERS, running_app

NAME = "Halden Institute"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png(colour: str = "teal", size: tuple[int, int] = (300, 60)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


LIGHT, DARK = clean(png()), clean(png("white"))


@pytest.fixture
def app(tmp_path):
    with running_app(tmp_path / "data") as running:
        yield running


def upload(person, content: bytes, **headers: str):
    code = person.app.session.code
    return person._open("POST", f"/api/s/{code}/organiser/logo", HEADERS | headers, data=content)


def redefine(app, look, seat: str = "organiser", path: str = "organiser"):
    return app.staff(path).command("redefine", {"changes": {"look": look}}, seat)


@pytest.fixture
def branded(app):
    """Return the app with the name, the logos and the colour of an institution."""
    for content in (png(), png("white")):
        assert upload(app.staff("organiser"), content).status_code == 200
    look = {"name": NAME, "accent": "#00586b", "logo": LIGHT.hash, "logo_dark": DARK.hash}
    assert redefine(app, look).status_code == 200
    return app


def page(app, path: str, seat: str | None = None) -> str:
    person = app.staff(seat) if seat else app.person()
    answer = person._open("GET", path.format(code=app.session.code), {"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


PUBLIC = ["/", "/s/{code}", "/s/{code}/ledger", "/s/{code}/about", "/s/{code}/chair/a", "/s/{code}/setup"]
"""The pages that need no cookie. The last two are entry pages of seats."""


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_show_the_logo_and_the_colour(branded, path):
    html = page(branded, path)
    images = re.findall(r'<img class="(logo [^"]*)" src="([^"]*)" width="(\d+)" height="(\d+)" alt="([^"]*)"', html)
    assert images == [
        ("logo logo-light", f"/logo/{LIGHT.hash}.png", "300", "60", NAME),
        ("logo logo-dark", f"/logo/{DARK.hash}.png", "300", "60", NAME),
    ]
    assert '<link id="look" rel="stylesheet" href="/look/00586B.css">' in html
    assert html.count("Open Floor") == 1
    assert "Made with Open Floor" in html


@pytest.mark.parametrize("path", ["/", "/s/{code}", "/s/{code}/ledger"])
def test_without_a_look_pages_show_the_product_and_no_line_at_their_end(app, path):
    html = page(app, path)
    assert "Open Floor</a>" in html
    assert "Made with" not in html and 'id="look"' not in html


def test_the_stage_gets_the_look_and_pages_of_the_staff_keep_the_product(branded):
    stage = page(branded, "/s/{code}/stage", "stage")
    assert '"name": "Halden Institute"' in stage and "/look/00586B.css" in stage
    organiser = page(branded, "/s/{code}/organiser", "organiser")
    assert "Open Floor</a>" in organiser and 'id="look"' not in organiser


def test_the_name_stands_in_for_a_missing_logo(app):
    name = {"en": "Basin <Forum>", "es": "Foro", "fr": "Forum"}
    assert redefine(app, {"name": name}).status_code == 200
    definition = json.dumps(app.session.definition | {"look": app.session.definition["look"] | {"logo": "f" * 64}})
    change = "UPDATE sessions SET definition = ?, definition_version = definition_version + 1"
    app.context.writer.submit(lambda tx: tx.connection.execute(change, [definition])).wait()
    # The server stores no logo with this hash. It accepts the change all the same, because the definition already
    # contains the hash.
    assert redefine(app, {"name": name, "logo": "f" * 64, "accent": "#00586B"}).status_code == 200
    html = page(app, "/s/{code}")
    assert '<span class="institution" lang="en" dir="auto">Basin &lt;Forum&gt;</span>' in html
    assert "<img" not in html


def test_one_logo_serves_both_themes_on_a_field_of_the_other_colour(app):
    upload(app.staff("organiser"), png())
    redefine(app, {"logo": LIGHT.hash})
    html = page(app, "/s/{code}")
    assert re.findall(r'class="(logo [^"]*)" src="([^"]*)"', html) == [
        ("logo logo-light", f"/logo/{LIGHT.hash}.png"),
        ("logo logo-dark logo-plate", f"/logo/{LIGHT.hash}.png"),
    ]
    assert html.count('alt="Logo of the organisers"') == 2


def test_a_logo_is_sent_with_strict_headers(branded):
    answer = branded.person()._open("GET", f"/logo/{LIGHT.hash}.png", {})
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", LIGHT.content)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("name", ["0" * 64, LIGHT.hash.upper(), LIGHT.hash[:-1], "x"])
def test_an_unknown_logo_is_not_found(branded, name):
    assert branded.person()._open("GET", f"/logo/{name}.png", {}).status_code == 404


def test_the_style_sheet_has_both_themes(branded):
    answer = branded.person()._open("GET", "/look/00586B.css", {})
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert answer.get_data(as_text=True).splitlines() == [
        ":root{--accent:#00586B;--on-accent:#FFFFFF;--tint:#E1E7E3}",
        '@media (prefers-color-scheme:dark){:root:not([data-theme="light"])'
        "{--accent:#68AFC4;--on-accent:#11110F;--tint:#0E1F21}}",
        ':root[data-theme="dark"]{--accent:#68AFC4;--on-accent:#11110F;--tint:#0E1F21}',
    ]


@pytest.mark.parametrize("name", ["233E90", "2FA3B5", "00586b", "00586", "00586BB", "};x", "%0a0586B"])
def test_there_is_no_style_sheet_for_another_text_or_the_colour_of_no_session(branded, name):
    assert branded.person()._open("GET", f"/look/{name}.css", {}).status_code == 404


def test_a_new_accent_has_a_style_sheet_at_once_and_the_earlier_accent_none(branded):
    assert branded.person()._open("GET", "/look/00586B.css", {}).status_code == 200
    redefine(branded, {"accent": "#233E90"})
    statuses = [branded.person()._open("GET", f"/look/{name}.css", {}).status_code for name in ("233E90", "00586B")]
    assert statuses == [200, 404]


def test_a_logo_is_read_from_the_store_once(branded, monkeypatch):
    reads = []
    content = logos.content
    monkeypatch.setattr(logos, "content", lambda *args: reads.append(args[1]) or content(*args))
    for _ in range(3):
        assert branded.person()._open("GET", f"/logo/{LIGHT.hash}.png", {}).data == LIGHT.content
    assert reads == [LIGHT.hash]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (SVG, 400, "logo.kind"),
        (b"", 400, "logo.kind"),
        (png()[:-40], 400, "logo.damaged"),
        (png(size=(9, 9)), 400, "logo.too_small"),
        (bytes(MOST_BYTES + 1), 413, "logo.too_large"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_and_stores_nothing(app, content, status, code):
    answer = upload(app.staff("organiser"), content)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.json["message"]
    assert stored(app) == 0


def stored(app) -> int:
    with app.context.reader.transaction() as connection:
        return connection.execute("SELECT count(*) FROM logos").fetchone()[0]


def test_an_upload_alone_changes_no_page(app):
    before = page(app, "/s/{code}/about")
    answer = upload(app.staff("organiser"), png())
    assert answer.json == {"ok": True, "logo": LIGHT.hash, "width": 300, "height": 60}
    assert page(app, "/s/{code}/about") == before


@pytest.mark.parametrize("seat", ["chair/a", "booth", "stage", None])
def test_only_the_organiser_uploads_and_changes_the_look(app, seat):
    person = app.staff(seat) if seat else app.attendee()
    assert upload(person, png()).status_code == 401
    assert stored(app) == 0
    own = person.command("redefine", {"changes": {"look": {"name": NAME}}}, seat or "attendee")
    assert (own.status_code, own.json["code"]) == (403, "seat.forbidden")
    foreign = person.command("redefine", {"changes": {"look": {"name": NAME}}}, "organiser")
    assert (foreign.status_code, foreign.json["code"]) == (401, "seat.unknown")


def test_an_upload_from_another_page_is_refused(app):
    answer = upload(app.staff("organiser"), png(), Origin="https://elsewhere.example")
    assert (answer.status_code, answer.json["code"]) == (403, "request.origin")


def test_a_pale_accent_is_refused_with_the_nearest_colour(app):
    answer = redefine(app, {"accent": "#2FA3B5"})
    assert (answer.status_code, answer.json["code"]) == (400, "definition.invalid")
    (problem,) = answer.json["problems"]
    assert (problem["field"], problem["code"]) == ("look.accent", "contrast")
    assert problem["values"] == {"nearest": "#037786", "ratio": "2.5", "least": "4.5"}


def test_the_hash_of_no_logo_is_refused_with_a_sentence_beside_its_field(branded):
    answer = redefine(branded, {"logo": LIGHT.hash, "logo_dark": "0" * 64})
    assert (answer.status_code, answer.json["code"]) == (400, "definition.invalid")
    assert answer.json["problems"] == [
        {
            "field": "look.logo_dark",
            "expected": "the hash of a logo of this server",
            "code": "logo_unknown",
            "values": {},
            "message": "This server does not have this logo. Upload it again.",
        }
    ]
    assert redefine(branded, {"logo": DARK.hash, "logo_dark": LIGHT.hash}).status_code == 200


def test_undo_restores_the_earlier_look(branded):
    redefine(branded, {"accent": "#7D6B00"})
    assert "/look/7D6B00.css" in page(branded, "/s/{code}")
    assert branded.staff("organiser").command("undo", {}, "organiser").status_code == 200
    html = page(branded, "/s/{code}")
    assert "/look/00586B.css" in html and f"/logo/{LIGHT.hash}.png" in html


def test_the_join_page_shows_a_look_only_if_all_sessions_have_it(branded):
    definition = dict(branded.session.definition) | {"code": "SECOND1"}

    def create(tx, **changes):
        return sessions.create(tx.connection, definition | changes, branded.session.phase, tx.at)

    branded.context.writer.submit(create).wait()
    assert f"/logo/{LIGHT.hash}.png" in page(branded, "/")
    branded.context.writer.submit(lambda tx: create(tx, code="THIRD1", look=None)).wait()
    html = page(branded, "/")
    assert "<img" not in html and "Open Floor</a>" in html


def test_a_purge_deletes_the_logos(branded):
    assert branded.person()._open("GET", f"/logo/{LIGHT.hash}.png", {}).status_code == 200
    organiser = branded.staff("organiser")
    answers = [organiser.command(act, {}, "organiser").status_code for act in ("close", "purge")]
    assert answers == [200, 200]
    assert branded.person()._open("GET", f"/logo/{LIGHT.hash}.png", {}).status_code == 404


def test_the_report_contains_the_logo_the_colour_and_no_address(branded):
    with branded.context.reader.transaction() as connection:
        html = as_html(report.contents(connection, branded.session.code), "en").decode()
    assert f'src="data:image/png;base64,{base64.b64encode(LIGHT.content).decode()}" alt="{NAME}"' in html
    assert ":root { --accent: #00586B; }" in html
    assert "/logo/" not in html and '<link rel="stylesheet"' not in html
    assert html.count("Open Floor") == 1


def test_the_sheets_have_the_logo_from_the_own_server(branded):
    answer = branded.staff("organiser").post("/handout", {"seat": "chair.a", "format": "sheets"})
    html = answer.get_data(as_text=True)
    assert f'<img src="/logo/{LIGHT.hash}.png" width="300" height="60" alt="{NAME}">' in html
    assert "img-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "Made with Open Floor" in html
    assert ":root { --accent: #00586B; }" in html


def test_the_poster_has_the_logo_and_the_colour(branded):
    answer = branded.staff("organiser").get("/handout/poster")
    html = answer.get_data(as_text=True)
    assert f'<img src="/logo/{LIGHT.hash}.png" width="300" height="60" alt="{NAME}">' in html
    assert ":root { --accent: #00586B; }" in html
    assert "img-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "Made with Open Floor" in html


def test_the_cards_with_entry_codes_have_the_colour_and_the_logo_once(branded):
    definition = json.dumps(branded.session.definition | {"entry_codes": "ask_and_vote"})
    change = "UPDATE sessions SET definition = ?, definition_version = definition_version + 1"
    branded.context.writer.submit(lambda tx: tx.connection.execute(change, [definition])).wait()
    answer = branded.staff("organiser").post("/organiser/entry-codes", {"count": "3"})
    html = answer.get_data(as_text=True)
    url = f"data:image/png;base64,{base64.b64encode(LIGHT.content).decode()}"
    assert html.count(url) == 1 and html.count(f'aria-label="{NAME}"') == 3
    assert html.count('<use href="#logo">') == 3 and "/logo/" not in html
    assert ":root { --accent: #00586B; }" in html
    policy = answer.headers["Content-Security-Policy"]
    [style] = re.findall("<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'; img-src data:;" in policy


def test_a_file_up_to_the_bound_is_accepted(app):
    noise = Image.effect_noise((900, 900), 120)
    out = BytesIO()
    noise.save(out, "PNG")
    assert 500_000 < len(out.getvalue()) <= MOST_BYTES
    answer = upload(app.staff("organiser"), out.getvalue())
    assert (answer.status_code, answer.json["height"]) == (200, 160)
