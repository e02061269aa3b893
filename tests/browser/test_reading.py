"""Tests of pages in their readers' languages: two chairs without a common language, the stage, the booth, phones."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.interface_text import sentence
from tests.browser.test_main_path import row
from tests.browser.watched_pages import LOST
from tests.servers import Server
from tests.web.served_session import ServedSession, make_served_session

pytestmark = pytest.mark.browser

ASKED = {
    1: ("es", "¿Quién paga la traducción de los documentos?"),
    2: ("fr", "Qui contrôle la police ?"),
    3: ("en", "Who will read the report?"),
}
BY_HAND = "Qui paie la traduction de ces documents ?"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def server(running_server):
    """Create a session with Apertium and ask three questions in three languages; all are pending."""
    session = make_served_session(running_server, limits={}, translation="apertium")
    for language, text in ASKED.values():
        assert session.client().command("ask", {"text": text, "language": language})[0] == 201
    return session


@pytest.fixture(scope="module")
def running_server(apertium_server):
    return apertium_server


def translation(server: Server, number: int, lang: str) -> dict:
    views = server.client("chair/a").read("snapshot")[1]["put"]
    return next(view for view in views if view["number"] == number)["translations"].get(lang, {})


def machine_translations(session: ServedSession) -> list[tuple]:
    """Return (text, ISO 8601 time) of each machine translation of question No. 1 into French.

    The store keeps a machine translation even after a chair has corrected it.
    """
    with closing(sqlite3.connect(f"file:{session.server.data_dir / 'open-floor.db'}?mode=ro", uri=True)) as db:
        return db.execute(
            "SELECT translations.text, at FROM translations JOIN questions ON questions.id = question"
            " JOIN sessions ON sessions.id = questions.session WHERE sessions.code = ? AND number = 1"
            " AND translations.language = 'fr' AND translations.source = 'machine'",
            [session.code],
        ).fetchall()


def approve(server: Server, *numbers: int) -> None:
    for number in numbers:
        assert server.client("chair/a").command("approve", {"number": number, "version": 1})[0] == 200


def go_live(page: Page, number: int) -> None:
    row(page, "queue", number).click()
    page.keyboard.press("l")


def expect_translation(page: Page, number: int, lang: str) -> None:
    """Check that a chair reads a translation marked as machine translation, and can open and close the original."""
    source_language, text = ASKED[number]
    line = row(page, "incoming", number)
    expect(line.locator(".translation")).to_have_text(sentence(lang, "machine"))
    expect(line.locator(".asked")).to_have_attribute("lang", lang)
    assert line.locator(".asked").inner_text() != text
    expect(line.get_by_text(text)).to_have_count(0)
    button = line.get_by_role("button", name=sentence(lang, "Original"), exact=True)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(line.locator(f".original .voice[lang={source_language}]")).to_have_text(text)
    line.get_by_role("button", name=sentence(lang, "Hide original")).click()
    expect(line.locator(".original")).to_have_count(0)


def test_each_chair_reads_in_their_own_language(watched):
    a, b = watched.enter("chair/a", lang="fr-FR"), watched.enter("chair/b", lang="es-ES")
    for page, lang in ((a, "fr"), (b, "es")):
        for number, (source_language, text) in ASKED.items():
            if source_language == lang:
                expect(row(page, "incoming", number).locator(".asked")).to_have_text(text)
                expect(row(page, "incoming", number).locator(".translation")).to_have_text(sentence(lang, "original"))
            else:
                expect_translation(page, number, lang)


def test_the_original_opens_by_key_and_remains_open(watched, server):
    a = watched.enter("chair/a", lang="fr-FR")
    expect(row(a, "incoming", 1).locator(".original-button")).to_be_visible()
    a.keyboard.press("j")
    a.keyboard.press("o")
    original = row(a, "incoming", 1).locator(".original .voice")
    expect(original).to_have_text(ASKED[1][1])
    assert server.client().command("ask", {"text": "¿Y después?", "language": "es"})[0] == 201
    expect(a.locator("[data-act=show_new]")).to_be_visible()
    expect(original).to_have_text(ASKED[1][1])
    a.keyboard.press("a")
    expect(row(a, "queue", 1).locator(".original .voice")).to_have_text(ASKED[1][1])


def test_a_correction_reaches_every_page_and_survives_a_restart(watched, server, running_server):
    """A Spanish-speaking chair switches to French and corrects the French translation.

    The correction must reach the other chair, the stage and the panel. A later machine translation or a restart must
    not replace the correction.
    """
    a = watched.enter("chair/a", lang="fr-FR", allow=LOST)
    b = watched.enter("chair/b", lang="es-ES", allow=("status of 400", *LOST))
    stage, panel = watched.enter("stage", allow=LOST), watched.enter("panel/socco", lang="fr-FR", allow=LOST)
    expect(row(a, "incoming", 1).locator(".translation")).to_have_text(sentence("fr", "machine"))
    b.locator("[data-switch] summary").click()
    b.locator("[data-switch] button[value=fr]").click()
    expect(row(b, "incoming", 1).locator(".translation")).to_have_text(sentence("fr", "machine"))
    approve(server, 1)
    go_live(a, 1)
    texts = stage.locator("[data-status=live] .said")
    expect(texts).to_have_count(3)
    expect(texts.first).to_have_text(ASKED[1][1])
    expect(stage.locator("[data-lang=en] .about")).to_contain_text("machine translation")
    expect(stage.locator("[data-lang=fr] .about")).to_contain_text(sentence("fr", "machine translation"))
    sizes = [texts.nth(index).evaluate("text => parseFloat(getComputedStyle(text).fontSize)") for index in range(3)]
    assert sizes[0] > sizes[1] == sizes[2]

    b.locator("[data-list=live] [data-act=menu]").click()
    b.locator("#chair-menu").get_by_text(sentence("fr", "Correct the translation…")).click()
    editor = b.locator("[data-list=live] [data-correction] textarea")
    expect(editor).to_be_focused()
    assert editor.input_value() == translation(server, 1, "fr")["text"]
    editor.fill("   ")
    keep = b.get_by_role("button", name=sentence("fr", "Save this translation"))
    keep.click()
    expect(b.locator("[data-list=live] .message")).to_be_visible()
    expect(editor).to_have_value("   ")
    editor.fill(BY_HAND)
    keep.click()
    for page in (a, b):
        expect(page.locator("[data-list=live] .asked")).to_have_text(BY_HAND)
        expect(page.locator("[data-list=live] .translation")).to_have_text(sentence("fr", "corrected by a chair"))
    expect(editor).to_have_count(0)
    expect(stage.locator("[data-lang=fr] .said")).to_have_text(BY_HAND)
    expect(stage.locator("[data-lang=fr] .about")).to_contain_text(sentence("fr", "corrected by a chair"))
    expect(panel.locator(".part-live .voice")).to_have_text(BY_HAND)

    before = machine_translations(server)
    assert server.client("chair/a").command("retranslate", {"number": 1, "language": "fr"})[0] == 200
    while machine_translations(server) == before:
        a.wait_for_timeout(20)
    running_server.kill()
    running_server.start()
    # The approved question appears only on pages that have reconnected after the restart.
    approve(server, 2)
    assert server.client("chair/b").command("set_next", {"number": 2, "version": 2})[0] == 200
    expect(stage.locator('[data-status=next][data-number="2"]')).to_be_visible()
    expect(stage.locator("[data-lang=fr] .said")).to_have_text(BY_HAND)
    expect(stage.locator("[data-lang=fr] .about")).to_contain_text(sentence("fr", "corrected by a chair"))
    for page in (a, b, watched.enter("chair/a", lang="fr-FR")):
        expect(page.locator('[data-list=next][data-number="2"]')).to_be_visible()
        expect(page.locator("[data-list=live] .asked")).to_have_text(BY_HAND)
        expect(page.locator("[data-list=live] .translation")).to_have_text(sentence("fr", "corrected by a chair"))


def test_escape_closes_the_editor_and_letters_in_it_are_no_acts(watched):
    a = watched.enter("chair/a", lang="fr-FR")
    expect(row(a, "incoming", 1).locator(".original-button")).to_be_visible()
    a.keyboard.press("j")
    a.keyboard.press("c")
    editor = row(a, "incoming", 1).locator("[data-correction] textarea")
    expect(editor).to_be_focused()
    a.keyboard.type("adnl")
    expect(editor).to_have_value(re.compile("adnl$"))
    expect(row(a, "incoming", 1)).to_be_visible()
    a.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    expect(row(a, "incoming", 1)).to_be_focused()


def test_an_open_editor_stays_in_its_place_when_its_question_goes_to_the_screen(watched, server):
    approve(server, 1)
    a = watched.enter("chair/a", lang="fr-FR")
    expect(row(a, "queue", 1).locator(".original-button")).to_be_visible()
    row(a, "queue", 1).click()
    a.keyboard.press("c")
    expect(row(a, "queue", 1).locator("[data-correction] textarea")).to_be_focused()
    a.keyboard.press("Control+a")
    a.keyboard.type("Qui ")
    assert server.client("chair/b").command("take", {"number": 1, "version": 2})[0] == 200
    expect(a.locator("[data-list=live]")).to_have_attribute("data-number", "1")
    editor = row(a, "queue", 1).locator("[data-correction] textarea")
    expect(editor).to_be_focused()
    a.keyboard.type("paie ?")
    expect(editor).to_have_value("Qui paie ?")
    # The question has become live while the editor was open. The server must still accept the correction.
    a.keyboard.press("Control+Enter")
    expect(a.locator("[data-list=live] .asked")).to_have_text("Qui paie ?")
    expect(a.locator(".undo")).to_contain_text(sentence("fr", "You translated No. %(number)s", number=1))
    a.locator(".undo [data-act=undo]").click()
    expect(a.locator("[data-list=live] .translation")).to_have_text(sentence("fr", "machine"))


def test_a_second_correction_is_refused_and_remains_in_the_editor(watched, server):
    a = watched.enter("chair/a", lang="fr-FR", allow=("status of 409",))
    expect(row(a, "incoming", 1).locator(".original-button")).to_be_visible()
    a.keyboard.press("j")
    a.keyboard.press("c")
    editor = row(a, "incoming", 1).locator("[data-correction] textarea")
    editor.fill("Qui paie ?")
    body = {"number": 1, "version": 1, "language": "fr", "text": BY_HAND}
    assert server.client("chair/b").command("translate", body)[0] == 200
    expect(row(a, "incoming", 1).locator(".asked")).to_have_text(BY_HAND)
    editor.press("Control+Enter")
    expect(row(a, "incoming", 1).locator(".message")).to_contain_text("Patryk Pawlak")
    expect(editor).to_have_value("Qui paie ?")
    editor.press("Control+Enter")
    expect(row(a, "incoming", 1).locator(".asked")).to_have_text("Qui paie ?")


def test_the_booth_shows_both_texts_and_corrects_the_translation(watched, server):
    approve(server, 1, 3)
    booth, a = watched.enter("booth", lang="en-GB"), watched.enter("chair/a", lang="en-GB")
    into = booth.locator('.row[data-number="1"] .into')
    expect(into.locator(".translation")).to_have_text("machine translation")
    machine = into.locator(".voice").inner_text()
    assert machine != ASKED[1][1]
    expect(booth.locator('.row[data-number="1"] .as-asked .voice')).to_have_text(ASKED[1][1])
    expect(booth.locator('.row[data-number="3"] .as-asked')).to_contain_text("asked in English, nothing to translate")
    left, right = (booth.locator(f'.row[data-number="1"] {part}').bounding_box() for part in (".as-asked", ".into"))
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"]

    booth.locator('.row[data-number="1"]').focus()
    booth.keyboard.press("c")
    editor = into.locator("textarea")
    expect(editor).to_have_value(machine)
    editor.fill("Who pays for translating the documents?")
    booth.keyboard.press("Control+Enter")
    expect(into.locator(".voice")).to_have_text("Who pays for translating the documents?")
    expect(into.locator(".translation")).to_contain_text("corrected by the booth")
    expect(row(a, "queue", 1).locator(".translation")).to_have_text("corrected by the booth")


def test_a_phone_reads_its_own_language_with_and_without_a_script(watched, server):
    approve(server, 1, 2)
    with_script = watched.enter(lang="es-ES", **PHONE)
    expect(with_script.locator("[data-notice]")).to_contain_text(
        sentence("es", "A machine on the organiser's server translates it.")
    )
    line = with_script.locator('#list [data-number="2"]')
    expect(line.locator(".translation")).to_have_text(sentence("es", "machine translation"))
    expect(line.locator(".voice")).to_have_attribute("lang", "es")
    line.get_by_role("button", name="Original").click()
    expect(line.locator(".original .voice[lang=fr]")).to_have_text(ASKED[2][1])
    expect(with_script.locator('#list [data-number="1"] .translation')).to_have_count(0)

    plain_phone = watched.enter(lang="es-ES", java_script_enabled=False, **PHONE)
    line = plain_phone.locator('#list [data-number="2"]')
    expect(line.locator(".translation")).to_have_text(sentence("es", "machine translation"))
    original = line.locator(".original-fold .voice[lang=fr]")
    expect(original).to_be_hidden()
    line.locator(".original-fold summary").click()
    expect(original).to_have_text(ASKED[2][1])


def switch(page: Page, lang: str) -> None:
    """Change the language of the page with the page's language switch."""
    page.locator("[data-switch] summary").click()
    page.locator(f"[data-switch] button[value={lang}]").click()
    expect(page.locator(f"html[lang={lang}][data-link=live]")).to_have_count(1)


def test_a_switch_of_the_language_keeps_half_written_texts(watched, server):
    chair = watched.enter("chair/a", lang="fr-FR")
    row(chair, "incoming", 1).locator(".number").click()
    chair.keyboard.press("e")
    chair.locator("[data-wording] textarea").fill("Who pays, in short?")
    row(chair, "incoming", 3).locator(".number").click()
    chair.keyboard.press("c")
    chair.locator("[data-correction] textarea").fill("Qui lira ce rapport ?")
    switch(chair, "es")
    expect(chair.locator("[data-wording] textarea")).to_have_value("Who pays, in short?")
    # The editor of a French translation is shown only while the page is in French.
    expect(chair.locator("[data-correction]")).to_have_count(0)
    switch(chair, "fr")
    expect(chair.locator("[data-correction] textarea")).to_have_value("Qui lira ce rapport ?")
    booth = watched.enter("booth", lang="fr-FR")
    approve(server, 1)
    booth.locator(".row[data-number='1']").focus()
    booth.keyboard.press("c")
    booth.locator("[data-correction] textarea").fill(BY_HAND)
    switch(booth, "en")
    expect(booth.locator("[data-correction] textarea")).to_have_value(BY_HAND)
