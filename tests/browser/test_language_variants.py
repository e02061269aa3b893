"""A session in variants of languages, such as Traditional Chinese, from the phones to stage, dashboard and record."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.example_session import done
from tests.browser.interface_text import sentence
from tests.browser.test_main_path import PHONE, ask, row
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "pt-BR", "sr-Latn")
TEXTS = {
    "en": "Who pays for the participation of civil society?",
    "zh-Hans": "谁来支付民间社会参与的费用？",
    "zh-Hant": "誰來支付公民社會參與的費用？",
    "pt-BR": "Quem paga a participação da sociedade civil?",
    "sr-Latn": "Ko plaća učešće civilnog društva?",
}
TITLE = {"en": "Water", "zh-Hans": "水与权利", "zh-Hant": "水與權利", "pt-BR": "Água", "sr-Latn": "Voda"}
READERS = [
    ("zh-TW", "zh-Hant", "zh"),
    ("zh-HK", "zh-Hant", "zh"),
    ("zh-CN", "zh-Hans", "zh"),
    ("pt-PT", "pt-BR", "pt"),
    ("sr-Latn-RS", "sr-Latn", "en"),
]


@pytest.fixture
def server(running_server):
    return make_served_session(running_server, languages=[*LANGUAGES], title=TITLE, terms=[], translation="none")


def test_each_variant_from_the_phone_to_the_record(watched, server):
    taiwan = watched.enter(lang="zh-TW", **PHONE)
    chair = watched.enter("chair/a", lang="en-GB")
    ask(taiwan, TEXTS["zh-Hant"])
    asked = row(chair, "incoming", 1)
    expect(asked).to_contain_text(TEXTS["zh-Hant"])
    expect(asked.locator(".tag").first).to_contain_text("ZH-HANT")
    for language in LANGUAGES:
        if language != "zh-Hant":
            server.act("translate", 1, language=language, text=TEXTS[language])
    server.act("approve", 1)
    for locale, reading, interface in READERS:
        phone = watched.enter(lang=locale, **PHONE)
        expect(phone.locator("html")).to_have_attribute("lang", interface)
        expect(phone.locator("h1")).to_have_text(TITLE[reading])
        expect(phone.locator('#list [data-number="1"] .voice').first).to_have_text(TEXTS[reading])
        expect(phone.locator('#list [data-number="1"] .voice').first).to_have_attribute("lang", reading)
    stage = watched.enter("stage", viewport={"width": 1920, "height": 1080})
    done(server.client("chair/a").command("set_stage_languages", {"languages": ["zh-Hant", "pt-BR"]}))
    server.act("take", 1)
    expect(stage.locator(".heading-now .word")).to_have_text([sentence(lang, "Now") for lang in ("zh", "pt")])
    expect(stage.locator("[data-status=live] .said")).to_have_text([TEXTS["zh-Hant"], TEXTS["pt-BR"]])
    path = f"/api/s/{server.code}/organiser/export?format=json&language=pt-BR"
    _, record = server.client("organiser").request("GET", path)
    assert record["questions"][0]["reading"]["text"] == TEXTS["pt-BR"]
    assert record["questions"][0]["language"] == "zh-Hant"
