"""Tests of the interface language and the reading language, with pages and read requests of a session in six
languages.
"""

from __future__ import annotations

import json
import re

import pytest

from moderation.core.language_ranges import nearest
from moderation.services.words import invitation, invitations, languages
from moderation.web.language_choice import INTERFACE
from tests.web.app_in_process import running_app

TEXTS = {
    "en": "Who controls the police?",
    "nl": "Wie controleert de politie?",
    "it": "Chi controlla la polizia?",
    "ar": "من يراقب الشرطة؟",
    "ru": "Кто контролирует полицию?",
    "zh": "谁来监督警察？",
}
TITLES = {
    "en": "Water for all",
    "nl": "Water",
    "it": "Acqua",
    "ar": "الماء للجميع",
    "ru": "Вода",
    "zh": "水",
}
RIVERS = {"en": "Rivers", "nl": "Rivieren", "it": "Fiumi", "ar": "الأنهار", "ru": "Реки", "zh": "河流"}
ENGINEER = {"en": "Engineer", "nl": "Ingenieur", "it": "Ingegnere", "ar": "مهندس", "ru": "Инженер", "zh": "工程师"}


def table(texts):
    return "{" + ", ".join(f'{language} = "{text}"' for language, text in texts.items()) + "}"


SESSION = f"""
code = "SIXLNG"
languages = {json.dumps([*TEXTS])}
title = {table(TITLES)}
translation = "none"
demo = true
groups = ["academia", "media", "undisclosed"]

[[topic]]
key = "water"
label = {table(RIVERS)}

[[chair]]
seat = "a"
name = "Ada"

[[panellist]]
key = "okoro"
name = "Ben Okoro"
role = {table(ENGINEER)}
"""
BROWSERS = {
    "zh-CN,zh;q=0.9,en;q=0.8": ("zh", "zh"),
    "zh-CN": ("zh", "zh"),
    "zh-Hant-TW,en;q=0.5": ("zh", "zh"),
    "ru-RU,en-US;q=0.9": ("ru", "ru"),
    "nl-NL,nl;q=0.9,en-US;q=0.8,en;q=0.7": ("en", "nl"),
    "nl-BE": ("en", "nl"),
    "de-AT,nl;q=0.5": ("de", "nl"),
    "pt-BR": ("pt", "en"),
    "it-CH,fr;q=0.4": ("fr", "it"),
    "ar-EG": ("ar", "ar"),
    "en;q=0.3,ru;q=0.9": ("ru", "ru"),
    "fr-CA,nl;q=0.5": ("fr", "nl"),
    "ja-JP,it;q=0.2": ("en", "it"),
    "ja": ("en", "en"),
    "fr": ("fr", "en"),
    "": ("en", "en"),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Start an app with an approved question in six languages: the English original and five translations by hand."""
    folder = tmp_path_factory.mktemp("app")
    (folder / "session.toml").write_text(SESSION, "utf-8")
    with running_app(folder, folder / "session.toml") as running:
        assert running.attendee().command("ask", {"text": TEXTS["en"], "language": "en"}).status_code == 201
        chair = running.staff("chair/a")
        for language in [*TEXTS][1:]:
            body = {"number": 1, "language": language, "text": TEXTS[language]}
            assert chair.command("translate", body, "chair/a").status_code == 200
        assert chair.command("approve", {"number": 1, "version": 6}, "chair/a").status_code == 200
        yield running


def page(app, header, path="", **cookies):
    """Return the HTML of the page for a browser with this header and these cookies."""
    person = app.attendee(**{"Accept-Language": header})
    for name, value in cookies.items():
        person.browser.set_cookie(name.replace("_", "-"), value)
    return person.get(path).get_data(as_text=True)


def data_of(html):
    return json.loads(re.search(r'<script type="application/json" id="page">(.*?)</script>', html)[1])


def chosen(app, header, **cookies):
    data = data_of(page(app, header, **cookies))
    return data["lang"], data["reading"]


@pytest.mark.parametrize(("header", "languages"), BROWSERS.items())
def test_a_browser_gets_the_nearest_interface_and_reading_language(app, header, languages):
    assert chosen(app, header) == languages


@pytest.mark.parametrize("header", ["zh-CN", "ru-RU", "nl-NL,en;q=0.9", "it-IT,en;q=0.9", "ar-EG"])
def test_a_phone_gets_the_question_in_its_own_language_and_no_third_one(app, header):
    html = page(app, header)
    _, reading = chosen(app, header)
    others = {text for language, text in TEXTS.items() if language not in (reading, "en")}
    assert f'lang="{reading}" dir="{"rtl" if reading == "ar" else "ltr"}">{TEXTS[reading]}<' in html
    assert {text for text in others if text in html} == set()


@pytest.mark.parametrize(
    ("header", "cookies", "languages"),
    [
        ("en", {"of_lang": "ru"}, ("ru", "ru")),
        ("en", {"of_lang": "fr"}, ("fr", "en")),
        ("nl-NL,en;q=0.9", {"of_lang": "fr"}, ("fr", "nl")),
        ("nl-NL,en;q=0.9", {"of_lang": "en"}, ("en", "nl")),
        ("nl-NL,en;q=0.9", {"of_read": "it"}, ("en", "it")),
        ("ar-EG", {"of_read": "zh"}, ("ar", "zh")),
        ("ru", {"of_read": "asked", "of_lang": "es"}, ("es", "asked")),
        ("ru", {"of_read": "sw", "of_lang": "xx"}, ("ru", "ru")),
    ],
)
def test_choices_are_kept_and_the_interface_does_not_decide_for_a_language_without_catalogue(
    app, header, cookies, languages
):
    assert chosen(app, header, **cookies) == languages


@pytest.mark.parametrize(
    ("header", "cookies", "language", "group_language"),
    [
        ("nl-NL,en;q=0.9", {}, "nl", "en"),
        ("it-CH,fr;q=0.1", {}, "it", "fr"),
        ("en", {"of_read": "ru"}, "ru", "ru"),
        ("ru", {"of_read": "nl"}, "nl", "ru"),
        ("ar", {"of_read": "asked"}, "ar", "ar"),
        ("fr", {}, "en", "fr"),
    ],
)
def test_the_texts_of_the_session_follow_the_reading_language(app, header, cookies, language, group_language):
    session = data_of(page(app, header, **cookies))["session"]
    assert (session["title_lang"], session["title"]) == (language, TITLES[language])
    assert [(item["lang"], item["label"]) for item in session["topics"]] == [(language, RIVERS[language])]
    assert [(who["lang"], who["role"]) for who in session["panellists"]] == [(language, ENGINEER[language])]
    assert {group["lang"] for group in session["groups"]} == {group_language}


def test_a_changed_definition_is_read_in_the_languages_of_the_open_page(app):
    dutch = app.attendee(**{"Accept-Language": "nl-NL,en;q=0.9"})
    assert dutch.read("definition?lang=en").json["session"] == data_of(dutch.get().get_data(as_text=True))["session"]
    assert "Ingegnere" in app.attendee(**{"Accept-Language": "it"}).get("/about?lang=en").get_data(as_text=True)


def test_the_ledger_follows_the_reading_language_and_offers_it(app):
    html = page(app, "nl-NL,en;q=0.9", "/ledger")
    assert f'lang="nl" dir="ltr">{TITLES["nl"]}<' in html
    assert '<span lang="nl">Rivieren</span>' in html
    assert re.findall(r'data-read="([a-z]+)" lang="[a-z]+"( aria-current="true")?', html) == [
        (language, ' aria-current="true"' if language == "nl" else "") for language in TEXTS
    ]
    assert f'lang="ar" dir="rtl">{TITLES["ar"]}<' in page(app, "nl", "/ledger", of_read="ar")


@pytest.mark.parametrize(
    ("header", "cookies", "language"),
    [
        ("nl-NL,en;q=0.9", {}, "nl"),
        ("it-CH", {"of_lang": "fr", "of_read": "zh"}, "it"),
        ("en,nl;q=0.9", {}, None),
        ("zh-Hant", {}, None),
        ("ja,nl;q=0.9", {}, None),
        ("", {}, None),
    ],
)
def test_a_browser_without_a_catalogue_is_invited_in_its_own_language(app, header, cookies, language):
    html = page(app, header, **cookies)
    invitations_shown = re.findall(r'data-invitation lang="(\w+)" dir="(\w+)">([^<]+)<', html)
    assert invitations_shown == ([(language, "ltr", invitation(language))] if language else [])
    assert re.findall(r'data-hint="(\w+)"', html) == [language or data_of(html)["lang"]]


def test_every_language_without_a_catalogue_has_an_invitation():
    assert {*invitations()} == {language for language in languages() if nearest([language], INTERFACE) is None}
    assert len({*invitations().values()}) == len(invitations())
    assert invitation("it-CH") == invitation("it") == "Può porre la Sua domanda in italiano."
    assert [invitation(language) for language in INTERFACE] == [None] * len(INTERFACE)
