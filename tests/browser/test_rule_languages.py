"""Tests of the languages under the Chatham House Rule, in a session with one language that no engine translates."""

from __future__ import annotations

import json
import time

import pytest
from playwright.sync_api import expect

from tests.browser.interface_text import sentence
from tests.web.html_forms import Page as PlainPage
from tests.web.served_session import ServedSession, make_served_session

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
SERVED = ["en", "es", "fr"]
ALIKE = "Once a question is translated, it is shown in these languages alike: %(languages)s."
UNTIL = "Until then it is shown as it was asked, and everybody can see in which language."
SHORT = "Until it is translated, everybody can see in which language it was asked."
ABOUT = "details:has(> .notice)"
"""The selector of the session's collapsible description. This description contains the full notice."""
GAP = "The machine does not translate into or from these languages: %(languages)s."
BY_HAND = {"en": "Who pays?", "es": "¿Quién paga?", "fr": "Qui paie ?"}


@pytest.fixture(scope="module")
def running_server(apertium_server):
    return apertium_server


def description(session: ServedSession) -> dict:
    """Return the object `session` from the page data of an attendee's page."""
    html = session.client().raw("GET", f"/s/{session.code}")[2].decode()
    return json.loads(PlainPage(html).data["page"])["session"]


def wait_for_engine(session: ServedSession) -> None:
    """Wait until the translation engine has started. From then on, the page data contain the engine's languages."""
    deadline = time.monotonic() + 30
    while not description(session)["translation"]["languages"]:
        assert time.monotonic() < deadline, "the engine never names its languages"
        time.sleep(0.1)


@pytest.fixture
def server(running_server):
    """Create a session under the Rule in four languages. The session's engine translates all of these languages except
    Arabic.
    """
    session = make_served_session(
        running_server,
        limits={},
        languages=["ar", *SERVED],
        terms=[],
        translation="apertium",
        chatham_house_rule=True,
    )
    wait_for_engine(session)
    assert description(session)["rule_languages"] == SERVED
    return session


def approve_and_take(session: ServedSession, number: int) -> None:
    session.act("approve", number)
    session.act("take", number)


def test_under_the_rule_a_question_is_shown_equally_in_all_languages_of_the_engine(watched, server):
    stage, phone = watched.enter("stage"), watched.enter(lang="fr-FR", **PHONE)
    arabic = watched.enter(lang="ar", **PHONE)
    number = server.ask("¿Quién paga la traducción de los documentos?", language="es")
    approve_and_take(server, number)
    texts = stage.locator("[data-status=live] .said")
    expect(texts).to_have_count(3)
    assert [texts.nth(index).get_attribute("lang") for index in range(3)] == SERVED
    expect(phone.locator("#now .voice").first).to_have_attribute("lang", "fr")
    expect(arabic.locator("#now .voice").first).to_have_attribute("lang", "en")
    expect(phone.locator("#now .tag, #now .translation")).to_have_count(0)
    expect(arabic.locator("[data-switch] summary .tag span").first).to_have_text("EN")
    arabic.locator("[data-switch] summary").click()
    expect(arabic.locator("[data-read]")).to_have_text(["English", "Español", "Français"])
    chair = watched.enter("chair/a", lang="ar")
    chair.locator("[data-switch] summary").click()
    expect(chair.locator("[data-read]")).to_have_text(
        [sentence("ar", "As asked"), "العربية", "English", "Español", "Français"]
    )


def test_a_question_in_another_language_joins_the_others_when_people_have_translated_it(watched, server):
    stage, phone = watched.enter("stage"), watched.enter(lang="ar", **PHONE)
    number = server.ask("من يدفع ثمن ترجمة الوثائق؟", language="ar")
    approve_and_take(server, number)
    expect(stage.locator("[data-status=live] .said")).to_have_text(["من يدفع ثمن ترجمة الوثائق؟"])
    expect(phone.locator("#now .voice").first).to_have_text("من يدفع ثمن ترجمة الوثائق؟")
    for language, text in BY_HAND.items():
        server.act("translate", number, language=language, text=text)
    expect(stage.locator("[data-status=live] .said")).to_have_text(list(BY_HAND.values()))
    expect(phone.locator("#now .voice").first).to_have_text(BY_HAND["en"])
    expect(phone.locator("#now .voice[lang=ar]")).to_have_count(0)


def test_pages_name_the_languages_under_the_rule_before_the_first_question(watched, server):
    names = "English, Spanish, and French"
    truth = f"{ALIKE % {'languages': names}} {UNTIL}"
    for scripted in (True, False):
        phone = watched.enter(lang="en-GB", java_script_enabled=scripted, **PHONE)
        expect(phone.locator(ABOUT).locator("[data-with-rule]").last).to_have_text(truth)
        expect(phone.locator("[data-notice] [data-with-rule]")).to_contain_text(SHORT)
    gap = GAP % {"languages": "Arabic"}
    chair = watched.enter("chair/a", lang="en-GB")
    expect(chair.locator("[data-rule-languages]")).to_have_text(f"{truth} {gap}")
    chair.get_by_role("button", name="Chatham House Rule").click()
    expect(chair.locator("#rule-languages p")).to_have_text([ALIKE % {"languages": names}, UNTIL, gap])
    organiser = watched.enter("organiser", lang="en-GB")
    expect(organiser.locator("[data-rule-languages]")).to_have_text(f"{truth} {gap}")
    booth = watched.enter("booth", lang="en-GB")
    expect(booth.locator(".rule-line")).to_have_text(f"The Chatham House Rule applies. {truth} {gap}")


def test_without_the_rule_the_notice_names_the_languages_of_the_machine(watched, running_server):
    session = make_served_session(running_server, languages=[*SERVED, "ar"], terms=[], translation="apertium")
    wait_for_engine(session)
    phone = watched.person("fr").new_page()
    phone.goto(f"{session.url}/s/{session.code}")
    expect(phone.locator(ABOUT)).to_contain_text(
        sentence(
            "fr",
            "It translates between these languages only: %(languages)s.",
            languages="anglais, espagnol et français",
        )
    )


def test_without_an_engine_people_write_the_translations(watched, running_server):
    session = make_served_session(running_server, translation="none", chatham_house_rule=True)
    assert description(session)["rule_languages"] == ["en", "es", "fr"]
    phone = watched.person("en").new_page()
    phone.goto(f"{session.url}/s/{session.code}")
    expect(phone.locator("[data-notice]")).to_contain_text("No translation service is used.")
    expect(phone.locator("[data-notice]")).to_contain_text(SHORT)
    expect(phone.locator(ABOUT)).to_contain_text(UNTIL)
