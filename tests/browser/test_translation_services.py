"""Tests of an external translation service: the pages name the service, an asker can opt out, and a missing answer is
shown.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.interface_text import sentence
from tests.browser.test_main_path import PHONE, row
from tests.browser.watched_pages import WatchedPages
from tests.servers import Server, session_with
from tests.services.translation.loopback import TRANSLATED, FakeTranslationService

pytestmark = pytest.mark.browser

ASKED = "Qui contrôle la police ?"


def age_translation_jobs(server: Server, seconds: float) -> None:
    """Move the request time of every translation job `seconds` into the past.

    The server marks a job as failed 30 s after its request time. So the test need not wait for 30 s.
    """
    with closing(sqlite3.connect(server.data_dir / "open-floor.db")) as db, db:
        db.execute("UPDATE translation_jobs SET wanted_at = wanted_at - ?", [seconds])


def test_an_external_service_is_named_and_can_be_refused(tmp_path, browser):
    """Check that the page names the external service before the asker sends the question.

    Also check the box with which the asker excludes the question from translation.
    """
    file = session_with("google", tmp_path)
    # Nothing listens on this local port. If the server sends a question for translation, the translation fails.
    server = Server(
        tmp_path / "other", session_file=file, environment={"OPEN_FLOOR_TRANSLATION_URL": "http://127.0.0.1:9/"}
    ).start()
    try:
        with WatchedPages(browser, server) as watched:
            phones = {}
            for scripted in (True, False):
                phones[scripted] = phone = watched.enter(lang="fr-FR", java_script_enabled=scripted, **PHONE)
                expect(phone.locator("#translation-hint")).to_have_text(
                    sentence("fr", "Questions are sent to %(engine)s to be translated.", engine="Google Translate")
                )
                phone.get_by_label(sentence("fr", "Do not machine-translate my question")).check()
                phone.get_by_label(sentence("fr", "Your question"), exact=True).fill(ASKED)
                phone.get_by_role("button", name=sentence("fr", "Send"), exact=True).click()
                list_of_questions = phone if scripted else phone.frame_locator(".own-frame")
                expect(list_of_questions.locator(".own-row")).to_have_count(1)
            chair = watched.enter("chair/b", lang="es-ES")
            views = server.client("chair/b").read("snapshot")[1]["put"]
            assert [(view["machine"], view["translations"]) for view in views] == [(False, {}), (False, {})]
            expect(row(chair, "incoming", 1).locator(".translation")).to_have_text(
                sentence("es", "the asker does not want machine translation")
            )
            # The asker excluded question 1 from translation. A new version of this question must be excluded too: when
            # the asker rewords the declined question, the box is ticked again, although the reload has cleared the
            # form.
            scripted = phones[True]
            assert (
                server.client("chair/a").command("decline", {"number": 1, "version": 1, "reason": "too_long"})[0] == 200
            )
            scripted.reload()
            scripted.locator("[data-reword]").click()
            expect(scripted.get_by_label(sentence("fr", "Do not machine-translate my question"))).to_be_checked()
            scripted.locator("#text").fill(ASKED[:-2])
            scripted.locator("#ask .send").click()
            expect(scripted.locator(".own-row")).to_have_count(2)
            views = server.client("chair/b").read("snapshot")[1]["put"]
            assert {view["number"]: view["machine"] for view in views}[3] is False
    finally:
        server.stop()
    assert "Traceback" not in server.log()


def test_a_service_that_does_not_answer_leads_to_ask_again(tmp_path, browser):
    """Check that every page shows first the pending, then the failed translation.

    Then a chair requests the translation again, and every page must show the result.
    """
    with FakeTranslationService("libretranslate", "hanging") as service:
        environment = {"OPEN_FLOOR_TRANSLATION_URL": service.url}
        server = Server(
            tmp_path / "data", session_file=session_with("libretranslate", tmp_path), environment=environment
        ).start()
        try:
            assert server.client().command("ask", {"text": ASKED, "language": "fr"})[0] == 201
            assert server.client("chair/a").command("approve", {"number": 1, "version": 1})[0] == 200
            with WatchedPages(browser, server) as watched:
                chair, booth, phone = (
                    watched.enter("chair/a", lang="es-ES"),
                    watched.enter("booth", lang="es-ES"),
                    watched.enter(lang="es-ES", **PHONE),
                )
                lines = [
                    row(chair, "queue", 1),
                    booth.locator('.row[data-number="1"]'),
                    phone.locator('#list [data-number="1"]'),
                ]
                remarks = [line.locator(".translation").first for line in lines]
                for remark in remarks:
                    expect(remark).to_have_text(sentence("es", "translation under way"))
                age_translation_jobs(server, 60)
                for remark in remarks:
                    expect(remark).to_have_text(sentence("es", "no translation"))
                buttons = [line.get_by_role("button", name=sentence("es", "Translate again")) for line in lines]
                expect(buttons[1]).to_be_visible()
                expect(buttons[2]).to_have_count(0)
                service.way = "good"
                buttons[0].click()
                expect(remarks[0]).to_have_text(sentence("es", "machine"))
                for line in lines:
                    expect(line.locator(".voice[lang=es]")).to_have_text(TRANSLATED)
        finally:
            server.stop()
    assert "Traceback" not in server.log()
