"""Tests of the stage's fonts: which pages load them, and that each address in their style sheets is a built file."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack

import pytest

from moderation.core.stage_fonts import FONTS
from moderation.paths import ROOT
from moderation.web.pages import assets
from tests.web.app_in_process import App, running_app

BUILT = ROOT / "static" / "built"
MOST_BYTES = 15_000_000
"""Maximum total size of the built files of these fonts, in bytes. Every installation contains these files."""
LINK = re.compile(r'<link rel="stylesheet" href="(/static/stage-font-[^"]+)">')
FACE = re.compile(r"@font-face\{[^}]*\}")
SESSION = """
code = "FNT777"
demo = true
groups = ["government", "academia"]
chair = [{ seat = "a", name = "Ingeborg Halvdan-Ruud" }]
panellist = [{ key = "delta", name = "Farhana Chowdhari" }]
"""


@pytest.fixture
def app_for(tmp_path):
    """Return a function that starts an app with a session in the given languages."""
    with ExitStack() as stack:

        def start(*languages: str) -> App:
            titles = ", ".join(f'{language} = "Clean water"' for language in languages)
            lines = f"languages = {json.dumps(languages)}\ntitle = {{ {titles} }}\n"
            (tmp_path / "session.toml").write_text(SESSION + lines, "utf-8")
            return stack.enter_context(running_app(tmp_path / "data", tmp_path / "session.toml"))

        yield start


@pytest.fixture
def app(app_for):
    return app_for("en")


def html_of(app, seat: str, path: str) -> str:
    person = app.staff(seat) if seat else app.attendee()
    return person.get(path).get_data(as_text=True)


def sheets(*fonts: str) -> list[str]:
    return [assets.asset(f"stage-font-{font}.css") for font in fonts]


def faces(font: str) -> list[str]:
    return FACE.findall((BUILT / assets.manifest()[f"stage-font-{font}.css"]).read_text("utf-8"))


def addresses(font: str) -> list[str]:
    """Return the addresses in the style sheet of a font, as they are in `url(…)`."""
    return [address for face in faces(font) for address in re.findall(r'url\("?([^)"]*)"?\)', face)]


@pytest.mark.parametrize(
    ("languages", "fonts"),
    [
        ((), ()),
        (("es", "fr", "ru", "th"), ()),
        (("ar",), ("arabic",)),
        (("zh",), ("zh-hans",)),
        (("ja", "ko"), ("zh-hans", "ja", "ko")),
        (("fa", "ur", "zh"), ("arabic", "zh-hans")),
    ],
)
def test_the_stage_links_the_fonts_of_the_sessions_languages(app_for, languages, fonts):
    app = app_for("en", *languages)
    assert LINK.findall(html_of(app, "stage", "/stage")) == sheets(*fonts)
    assert app.staff("stage").read("definition?lang=en", "stage").json["font_sheets"] == sheets(*fonts)


def test_no_other_page_links_these_fonts(app_for):
    app = app_for("zh", "ar", "ja", "ko")
    assert LINK.findall(html_of(app, "stage", "/stage"))
    others = [("", ""), ("", "/about"), ("", "/ledger"), ("", "/own"), ("chair/a", "/chair/a"), ("booth", "/booth")]
    others += [("organiser", "/organiser"), ("organiser", "/setup/phone?lang=zh")]
    for seat, path in others:
        html = html_of(app, seat, path)
        assert "<html" in html and "stage-font" not in html and "font_sheets" not in html, path
    assert "font_sheets" not in app.attendee().read("definition?lang=zh").json


def test_only_the_sheets_of_staff_pages_contain_fonts():
    """Check that the style sheets of the attendee pages contain no font."""
    names = {name for name in assets.manifest() if name.endswith(".css")}
    with_fonts = {name for name in names if "@font-face" in (BUILT / assets.manifest()[name]).read_text("utf-8")}
    assert {f"stage-font-{font}.css" for font in FONTS} <= with_fonts
    assert not with_fonts & {"floor.css", "plain.css"}
    floor = (BUILT / assets.manifest()["floor.css"]).read_text("utf-8")
    assert "woff2" not in floor and "Noto Serif SC" not in floor


@pytest.mark.parametrize("font", FONTS)
def test_each_address_of_a_font_is_a_built_file_of_this_server(app, font):
    urls = addresses(font)
    assert urls and len(urls) == len(faces(font))
    for address in urls:
        assert re.fullmatch(r"\./noto-[a-z0-9-]+\.[A-Z0-9]{8}\.woff2", address)
        assert (BUILT / address).read_bytes()[:4] == b"wOF2"
    answer = app.person()._open("GET", f"/static/{urls[-1][2:]}", {}, buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "font/woff2")


@pytest.mark.parametrize(
    ("font", "text"),
    [
        ("arabic", "منچپگٹڈںی؟،"),
        ("zh-hans", "项目结束后，水井的费用由谁承担？堃喆犇"),
        ("zh-hant", "專案結束後，水井的費用由誰承擔？"),
        ("ja", "プロジェクトが終わった後、井戸の費用は誰が払うのですか。"),
        ("ko", "사업이 끝나면 우물 비용은 누가 부담합니까? 뷁똠".replace(" ", "").replace("?", "")),
    ],
)
def test_the_subsets_contain_the_characters_of_the_language(font, text):
    ranges = [
        (int(first, 16), int(last or first, 16))
        for face in faces(font)
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face, re.IGNORECASE)
    ]
    assert [letter for letter in text if not any(first <= ord(letter) <= last for first, last in ranges)] == []


def test_the_fonts_stay_within_their_size():
    files = {BUILT / address for font in FONTS for address in addresses(font)}
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES


def test_the_notices_contain_the_licence_of_each_font(app):
    answer = app.person()._open("GET", assets.asset("third-party-notices.txt"), {}, buffered=True)
    text = answer.get_data(as_text=True)
    declared = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    fonts = [name for name in declared if name.startswith("@fontsource-variable/")]
    assert len(fonts) == len(FONTS) + 1
    for name in fonts:
        assert f"{name} {declared[name]} (OFL-1.1)\n" in text
