"""A whole session in the six languages of the United Nations, from the phones to the record in each language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.example_session import done
from tests.browser.interface_text import sentence
from tests.browser.six_languages import LANGUAGES, QUESTIONS
from tests.browser.test_main_path import PHONE, ask, row
from tests.browser.watched_pages import LIVE, WatchedPages
from tests.servers import ROOT, Server
from tests.web.html_forms import Page as ReadPage
from tests.web.served_session import control

pytestmark = pytest.mark.browser

SESSION_FILE = ROOT / "tests" / "data" / "six-languages.toml"
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-MX", "ar": "ar-EG", "ru": "ru-RU", "zh": "zh-CN"}
CHOSEN = ("ar", "ru", "zh")


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "data", session_file=SESSION_FILE, code="SIXUN6").start()
    control(server, "open", {"code": server.code})
    yield server
    server.stop()
    assert "Traceback" not in server.log()


def text_of(number: int, lang: str) -> str:
    return QUESTIONS[number - 1][lang]


def interpret(server) -> None:
    """Write the translations of all questions. A chair writes the Russian translation of question 1. The booth writes
    all other translations, except the French translation of question 6, which is missing.
    """
    booth, chair = server.client("booth"), server.client("chair/b")
    for number, asked_in in enumerate(LANGUAGES, 1):
        for lang in LANGUAGES:
            if lang != asked_in and (number, lang) != (6, "fr"):
                body = {"number": number, "language": lang, "text": text_of(number, lang)}
                done((chair if (number, lang) == (1, "ru") else booth).command("translate", body))


def choose_on_the_dashboard(chair: Page, codes: tuple[str, ...]) -> None:
    chair.locator("[data-act=stage_languages]").click()
    for code in codes:
        chair.locator(f"#stage-languages [data-language={code}] input").check()
    chair.locator("#stage-languages .button.main").click()
    expect(chair.locator("#stage-languages")).to_be_hidden()


def downloaded(organiser: Page, form: str) -> bytes:
    with organiser.expect_download() as download:
        organiser.locator(f"[data-export={form}]").click()
    return Path(download.value.path()).read_bytes()


def test_a_session_in_six_languages_from_the_phones_to_the_record(browser, server):
    with WatchedPages(browser, server) as watched:
        phones = {lang: watched.enter(lang=locale, **PHONE) for lang, locale in LOCALES.items()}
        a = watched.enter("chair/a", lang="fr-FR", viewport={"width": 1440, "height": 900})
        stage = watched.enter("stage", viewport={"width": 1920, "height": 1080})
        for number, (lang, phone) in enumerate(phones.items(), 1):
            assert phone.locator("html").get_attribute("lang") == lang
            ask(phone, text_of(number, lang))
            expect(row(a, "incoming", number)).to_contain_text(text_of(number, lang))
        row(a, "incoming", 1).locator("[data-act=approve]").click()
        expect(row(a, "queue", 1)).to_be_visible()
        for number in range(2, 7):
            done(server.client("chair/b").command("approve", {"number": number, "version": 1}))
        interpret(server)
        expect(row(a, "queue", 5)).to_contain_text(text_of(5, "fr"))
        choose_on_the_dashboard(a, CHOSEN)

        live = following = None
        for number, asked_in in enumerate(LANGUAGES, 1):
            answer = done(server.client("chair/a").command("advance", {"live": live, "next": following}))
            live, following = answer["live"], answer["next"]
            shown = [asked_in, *(lang for lang in CHOSEN if lang != asked_in)]
            expect(stage.locator(f"[data-status=live][data-number='{number}'] .said")).to_have_text(
                [text_of(number, lang) for lang in shown]
            )
            for lang, phone in phones.items():
                reads = asked_in if (number, lang) == (6, "fr") else lang
                expect(phone.locator("#now .voice").first).to_have_text(text_of(number, reads))
        done(server.client("chair/a").command("advance", {"live": live, "next": following}))
        organiser = watched.enter("organiser", lang="ru-RU", accept_downloads=True)
        done(server.client("organiser").command("close"))

        for lang in LANGUAGES:
            organiser.locator("#record-language").select_option(lang)
            questions = json.loads(downloaded(organiser, "json"))["questions"]
            readings = [(question["reading"]["text"], question["reading"]["source"]) for question in questions]
            assert readings == [expected(number, lang) for number in range(1, 7)]
            report = ReadPage(downloaded(organiser, "html").decode())
            assert dict(report.tags)["html"]["lang"] == lang
            assert all(text in report.text for text, _ in readings)
            assert text_of(2, "es") not in report.text or lang == "es"
        organiser.locator("#originals-only").check()
        csv = downloaded(organiser, "csv").decode("utf-8-sig")
        for number, texts in enumerate(QUESTIONS):
            assert [lang for lang in LANGUAGES if texts[lang] in csv] == [LANGUAGES[number]]
        for lang, phone in phones.items():
            phone.goto(f"{server.url}/s/{server.code}/ledger")
            assert phone.locator("html").get_attribute("lang") == lang
            expect(phone.locator("tr[data-key=zh] [data-figure=answered]")).to_have_text("1")
            expect(phone.locator("body")).to_contain_text(sentence(lang, "By language of the question"))
        assert stage.locator(LIVE).count() == 1


def expected(number: int, lang: str) -> tuple[str, str]:
    """Return the text of a question in the record of a language, and the source of this text, as the test expects them.

    The source is "original", "chair" (a chair's translation) or "booth" (the booth's translation).
    """
    asked_in = LANGUAGES[number - 1]
    if lang == asked_in or (number, lang) == (6, "fr"):
        return text_of(number, asked_in), "original"
    return text_of(number, lang), "chair" if (number, lang) == (1, "ru") else "booth"
