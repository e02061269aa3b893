"""Under the Chatham House Rule every language is told alike: one size and a fixed order on the stage, the reader's own on phones, no marks."""

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
    """A session under the Chatham House Rule, without a translation engine."""
    return make_served_session(running_server, limits={}, translation="none", chatham_house_rule=True)


def bring(server: ServedSession, asked_in: str, texts: dict[str, str], number: int = 1, live: bool = True) -> None:
    """A question asked in this language and given by hand in the others, then approved, then perhaps on the screen."""
    chair = server.client("chair/a")
    assert server.client().command("ask", {"text": texts[asked_in], "language": asked_in, "group": "media"})[0] == 201
    for language, text in texts.items():
        if language != asked_in:
            assert chair.command("translate", {"number": number, "language": language, "text": text})[0] == 200
    assert chair.command("approve", {"number": number, "version": len(texts)})[0] == 200
    if live:
        assert chair.command("take", {"number": number, "version": len(texts) + 1})[0] == 200


@pytest.mark.parametrize("asked_in", ["es", "fr"])
def test_the_stage_has_three_languages_at_one_size_in_the_sessions_order(watched, server, asked_in):
    bring(server, asked_in, TEXTS)
    stage = watched.enter("stage", lang="es-ES", viewport={"width": 1920, "height": 1080})
    said = stage.locator("[data-status=live] .said")
    expect(said).to_have_text(list(TEXTS.values()))
    assert [said.nth(index).get_attribute("lang") for index in range(3)] == list(TEXTS)
    sizes = {said.nth(index).evaluate("text => getComputedStyle(text).fontSize") for index in range(3)}
    assert len(sizes) == 1 and float(sizes.pop()[:-2]) >= 0.049 * 1080
    expect(stage.locator("[data-status=live]").locator(MARKS)).to_have_count(0)


def test_texts_that_do_not_stand_together_come_by_turns(watched, server):
    bring(server, "es", LONG)
    stage = watched.enter("stage", viewport={"width": 1024, "height": 768})
    expect(stage.locator("[data-status=live] .said")).to_have_count(1)
    expect(stage.locator("[data-status=live] .said")).to_have_text(LONG["en"].strip())
    assert stage.evaluate(
        "document.querySelector('.now-room').scrollHeight <= document.querySelector('.now-room').clientHeight + 1"
    )


def test_until_every_language_is_there_the_words_stand_alone(watched, server):
    bring(server, "es", {"es": TEXTS["es"], "en": TEXTS["en"]})
    stage, phone = watched.enter("stage"), watched.enter(lang="en-GB", **PHONE)
    expect(stage.locator("[data-status=live] .said")).to_have_text([TEXTS["es"]])
    expect(phone.locator("#now .voice")).to_have_text(TEXTS["es"])
    assert server.client("chair/b").command("translate", {"number": 1, "language": "fr", "text": TEXTS["fr"]})[0] == 200
    expect(stage.locator("[data-status=live] .said")).to_have_text(list(TEXTS.values()))
    expect(phone.locator("#now .voice").first).to_have_text(TEXTS["en"])


@pytest.mark.parametrize("scripted", [True, False])
def test_a_phone_reads_its_own_language_without_any_mark(watched, server, scripted):
    bring(server, "es", TEXTS)
    bring(server, "fr", TEXTS, number=2, live=False)
    phone = watched.enter(lang="fr-FR", java_script_enabled=scripted, **PHONE)
    for line in (phone.locator("#now"), phone.locator('#list [data-number="2"]')):
        text = line.locator(".voice").first
        expect(text).to_have_text(TEXTS["fr"])
        expect(text).to_have_attribute("lang", "fr")
        expect(line.locator(MARKS)).to_have_count(0)
        others = line.locator(".original-fold .voice")
        expect(others.first).to_be_hidden()
        line.locator("summary").click()
        expect(others).to_have_text([TEXTS["en"], TEXTS["es"]])
    expect(phone.locator("#list .hint")).to_have_text(sentence("fr", "Texts may be translations."))
