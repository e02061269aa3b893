"""The recording that the example report is made from plays to its end by the actions alone."""

from __future__ import annotations

import json

from moderation.services.record import report
from tests import example_report


def test_two_hundred_questions_find_an_answer_or_a_reason():
    rows = [json.loads(line) for line in example_report.DATA.read_text("utf-8").splitlines()]
    rehearsal = example_report.play(rows, None)
    rehearsal.do("close", example_report.caller("organiser"))
    made = report.contents(rehearsal.store, example_report.CODE)
    ledger = made["ledger"]
    assert (ledger["received"], ledger["waiting"]) == (200, 0) and set(ledger["by_language"]) == {"en", "es", "fr"}
    assert ledger["answered"] == len(made["answered"]) > 50 and made["open"] == []
