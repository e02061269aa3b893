"""Tests of the fonts of the stage: each language has a font, and the page loads it from the server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.example_session import advance, done
from tests.browser.six_languages import QUESTIONS, ask_translated
from tests.browser.watched_pages import WatchedPages
from tests.web.served_session import ServedSession, make_served_session

pytestmark = pytest.mark.browser

WINDOW = {"width": 1920, "height": 1080}
TEXTS = QUESTIONS[0] | {
    "ja": "プロジェクトが終わった後、井戸の費用は誰が払うのですか。直骨海",
    "ko": "사업이 끝나면 우물 비용은 누가 부담합니까?",
}
FONTS = {
    "en": "Noto Serif",
    "ar": "Noto Naskh Arabic",
    "zh": "Noto Serif SC",
    "ja": "Noto Serif JP",
    "ko": "Noto Serif KR",
}
"""{language: the font in which the stage draws its texts}"""


def plain_session(running_server, *languages: str) -> ServedSession:
    """Return a session in these languages. Only its title is translated, so a test can easily add languages."""
    return make_served_session(
        running_server,
        languages=list(languages),
        title=dict.fromkeys(languages, "Water"),
        description=None,
        organisers=None,
        chairs=[{"seat": "a", "name": "Ingeborg Halvdan-Ruud", "role": None}],
        panellists=[],
        programme=[],
        terms=[],
        translation="none",
    )


@pytest.fixture
def server(running_server):
    return plain_session(running_server, *FONTS)


def drawn_with(page: Page, selector: str) -> set[tuple[str, bool]]:
    """Return {(family, whether the font comes from the server)} of the fonts in the first element of this selector.

    Wait until the fonts of the present layout are loaded.
    """
    page.evaluate("document.body.offsetHeight, document.fonts.ready.then(() => null)")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    node = tools.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {(font["familyName"].removesuffix(" ExtraLight"), font["isCustomFont"]) for font in fonts}


def show(server, language: str) -> None:
    done(server.client("chair/a").command("set_stage_languages", {"languages": [language]}))


def test_each_language_is_drawn_in_its_own_font(watched, server):
    stage = watched.enter("stage", viewport=WINDOW)
    ask_translated(server, {lang: TEXTS[lang] for lang in FONTS}, "en")
    advance(server.client("chair/a"), 1)
    for language in list(FONTS)[1:]:
        show(server, language)
        text = f"[data-status=live] .said[lang={language}]"
        expect(stage.locator(text)).to_have_text(TEXTS[language])
        fonts = drawn_with(stage, text)
        assert (FONTS[language], True) in fonts
        assert fonts <= {(FONTS[language], True), (FONTS["en"], True)}


def test_a_han_character_has_the_shape_of_its_language(watched, server):
    stage = watched.enter("stage", viewport=WINDOW)
    first = {}
    for tag in ("zh", "zh-Hans", "zh-Hant", "zh-TW", "yue", "ja", "ko-KR"):
        stage.evaluate("tag => { document.documentElement.lang = tag; }", tag)
        voice = stage.evaluate("getComputedStyle(document.body).getPropertyValue('--voice')")
        first[tag] = voice.split('"Noto Serif ')[2].split(" Variable")[0]
    simplified, traditional = dict.fromkeys(("zh", "zh-Hans"), "SC"), dict.fromkeys(("zh-Hant", "zh-TW", "yue"), "TC")
    assert first == simplified | traditional | {"ja": "JP", "ko-KR": "KR"}


def test_a_language_that_is_added_during_the_session_gets_its_font(browser, running_server):
    server = plain_session(running_server, "en", "fr")
    with WatchedPages(browser, server) as watched:
        stage = watched.enter("stage", viewport=WINDOW)
        sheets = stage.locator("link[href*=stage-font]")
        expect(sheets).to_have_count(0)
        every = ["en", "fr", "zh"]
        changes = {"languages": every, "title": dict.fromkeys(every, "Water") | {"zh": "清洁用水"}}
        done(server.client("organiser").command("redefine", {"changes": changes}))
        expect(sheets).to_have_count(1)
        show(server, "zh")
        expect(stage.locator(".title")).to_have_text("清洁用水")
        assert drawn_with(stage, ".title") == {("Noto Serif SC", True)}
