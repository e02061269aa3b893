"""A test of a question's path from the phone to the screen.

The test runs in Chromium, in Firefox, and in WebKit (the browser engine of iPhones).
"""

from __future__ import annotations

import pytest

from tests.browser.engines.scenario import ask, my_question, row

pytestmark = pytest.mark.browser

ASKED = "Who decides which organisations may enter the room?"
OFFLINE = "And who checks their decision?"


def test_a_question_travels_from_a_phone_to_the_screen(scenario):
    phone, chair, stage = scenario.phone(), scenario.staff("chair/a"), scenario.staff("stage")
    ask(phone, ASKED)
    phone.wait_for_text(f"{my_question(1)} .status", "Received, waiting")
    assert phone.text("#list") is None or ASKED not in phone.text("#list")

    chair.wait_for_text(row("incoming", 1), ASKED)
    chair.press("j")
    chair.press("a")
    chair.wait_for_text(row("queue", 1), ASKED)
    chair.wait_until_gone(row("incoming", 1))
    phone.wait_for_text(f"{my_question(1)} .status", "Approved: number 1 in the list")
    phone.wait_for_text('#list [data-number="1"]', ASKED)

    chair.press("Shift+Enter")
    chair.wait_for_text('[data-list=live][data-number="1"]', ASKED)
    stage.wait_for_text('[data-status=live][data-number="1"] .said', ASKED)
    phone.wait_for_text('#now [data-number="1"]', ASKED)
    phone.wait_for_text(f"{my_question(1)} .status", "Now")

    scenario.network.set_offline(True)
    phone.wait_for_text("#bar", "No connection")
    ask(phone, OFFLINE)
    phone.wait_for_text("#own", OFFLINE)
    scenario.session.act("answer", 1)
    assert [
        phone.text(f"{my_question(1)} .status"),
        phone.run("() => document.querySelectorAll('#own [data-number]').length"),
    ] == ["Now", 1]

    scenario.network.set_offline(False)
    phone.wait_until_live()
    phone.wait_for_text(f"{my_question(1)} .status", "Answered")
    phone.wait_for_text(f"{my_question(2)} .status", "Received, waiting")
    chair.wait_for_text(row("incoming", 2), OFFLINE)
    assert phone.text("#bar") == ""
    chair.wait_until_gone("[data-list=live][data-number]")
    stage.wait_until_gone('[data-status=live][data-number="1"]')
