"""Tests that the example report can be produced with acts only, without direct changes of the store."""

from __future__ import annotations

import json

from moderation.services.record import report
from tests import example_report


def test_all_two_hundred_questions_are_answered_or_declined():
    rows = [json.loads(line) for line in example_report.DATA.read_text("utf-8").splitlines()]
    rehearsal = example_report.play(rows, None)
    rehearsal.do("close", example_report.caller("organiser"))
    contents = report.contents(rehearsal.store, example_report.CODE)
    ledger = contents["ledger"]
    assert (ledger["received"], ledger["waiting"]) == (200, 0) and set(ledger["by_language"]) == {"en", "es", "fr"}
    assert ledger["answered"] == len(contents["answered"]) > 50 and contents["open"] == []
