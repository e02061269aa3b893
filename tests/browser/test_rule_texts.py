"""Tests of texts under the Chatham House Rule. The stage and the phones do not reveal the asker's language."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.interface_text import sentence
from tests.web.served_session import ServedSession, make_served_session

pytestmark = pytest.mark.browser

TEXTS = {
    "en": "Who decides which organisations may enter?",
    "es": "¿Quién decide qué organizaciones pueden entrar?",
    "fr": "Qui décide quelles organisations peuvent entrer ?",
}
LONG = {language: (text + " ") * 5 for language, text in TEXTS.items()}
PHONE = {"viewport": {"width": 390, "height": 844}}
MARKS = ".translation, .tag, .about-tag, .about-kind, .about-group, .group, .original-button"


@pytest.fixture
def server(running_server):
    """Create a session under the Chatham House Rule, without a translation engine."""
    return make_served_session(running_server, limits={}, translation="none", chatham_house_rule=True)


def approve_translated(server: ServedSession, source_language: str, texts: dict[str, str], live: bool = True) -> int:
    """Ask a question, translate it by hand and approve it. If `live` is true, also make the question live. Return the
    question's number.
    """
    chair = server.client("chair/a")
    body = {"text": texts[source_language], "language": source_language, "group": "media"}
    status, answer = server.client().command("ask", body)
    assert status == 201
    number = answer["question"]["number"]
    for language, text in texts.items():
        if language != source_language:
            assert chair.command("translate", {"number": number, "language": language, "text": text})[0] == 200
    assert chair.command("approve", {"number": number, "version": len(texts)})[0] == 200
    if live:
        assert chair.command("take", {"number": number, "version": len(texts) + 1})[0] == 200
    return number


@pytest.mark.parametrize("source_language", ["es", "fr"])
def test_the_stage_shows_three_languages_in_one_size_and_a_fixed_order(watched, server, source_language):
    approve_translated(server, source_language, TEXTS)
    stage = watched.enter("stage", lang="es-ES", viewport={"width": 1920, "height": 1080})
    texts_on_stage = stage.locator("[data-status=live] .said")
    expect(texts_on_stage).to_have_text(list(TEXTS.values()))
    assert [texts_on_stage.nth(index).get_attribute("lang") for index in range(3)] == list(TEXTS)
    sizes = {texts_on_stage.nth(index).evaluate("text => getComputedStyle(text).fontSize") for index in range(3)}
    assert len(sizes) == 1 and float(sizes.pop()[:-2]) >= 0.049 * 1080
    expect(stage.locator("[data-status=live]").locator(MARKS)).to_have_count(0)


def test_texts_too_long_for_one_screen_are_shown_in_turn(watched, server):
    approve_translated(server, "es", LONG)
    stage = watched.enter("stage", viewport={"width": 1024, "height": 768})
    expect(stage.locator("[data-status=live] .said")).to_have_count(1)
    expect(stage.locator("[data-status=live] .said")).to_have_text(LONG["en"].strip())
    expect(stage.locator(".turns span")).to_have_text(["English", "Español", "Français"])
    expect(stage.locator(".turns [data-shown]")).to_have_text("English")
    assert stage.evaluate(
        "document.querySelector('.now-room').scrollHeight <= document.querySelector('.now-room').clientHeight + 1"
    )


def test_an_incompletely_translated_question_is_shown_in_its_own_language(watched, server):
    number = approve_translated(server, "es", {"es": TEXTS["es"], "en": TEXTS["en"]})
    stage, phone = watched.enter("stage"), watched.enter(lang="en-GB", **PHONE)
    expect(stage.locator("[data-status=live] .said")).to_have_text([TEXTS["es"]])
    expect(phone.locator("#now .voice")).to_have_text(TEXTS["es"])
    body = {"number": number, "language": "fr", "text": TEXTS["fr"]}
    assert server.client("chair/b").command("translate", body)[0] == 200
    expect(stage.locator("[data-status=live] .said")).to_have_text(list(TEXTS.values()))
    expect(phone.locator("#now .voice").first).to_have_text(TEXTS["en"])


@pytest.mark.parametrize("scripted", [True, False])
def test_a_phone_reads_its_own_language_without_any_mark(watched, server, scripted):
    approve_translated(server, "es", TEXTS)
    number = approve_translated(server, "fr", TEXTS, live=False)
    phone = watched.enter(lang="fr-FR", java_script_enabled=scripted, **PHONE)
    for line in (phone.locator("#now"), phone.locator(f'#list [data-number="{number}"]')):
        text = line.locator(".voice").first
        expect(text).to_have_text(TEXTS["fr"])
        expect(text).to_have_attribute("lang", "fr")
        expect(line.locator(MARKS)).to_have_count(0)
        other_texts = line.locator(".original-fold .voice")
        expect(other_texts.first).to_be_hidden()
        line.locator(".original-fold summary").click()
        expect(other_texts).to_have_text([TEXTS["en"], TEXTS["es"]])
    expect(phone.locator("#list .hint")).to_have_text(sentence("fr", "Texts may be translations."))
