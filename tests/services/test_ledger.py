"""The public figures of a session, and that no person is in them."""

from __future__ import annotations

import json

from moderation.core.model import Question, Status
from moderation.services.ledger import ledger


def question(number: int, status: str, group: str = "media", language: str = "en", reason: str | None = None) -> Question:
    return Question(
        number=number, text="Canary of a text", language=language, language_source="chosen", unsure=False, looks_like=None, group=group, region=None, to=None,
        name="Canary of a name", show_name=True, attendee=7, asked_at="2021-04-14T13:00:00.000Z", changed_at="2021-04-14T13:00:00.000Z", reworded_from=None,
        first=True, status=Status(status), reason=reason,
    )


ASKED = [
    question(1, "pending"), question(2, "approved", "academia"), question(3, "next"), question(4, "live", "academia", "es"), question(5, "answered", language="fr"),
    question(6, "declined", reason="off_topic"), question(7, "declined", "other", reason="off_topic"), question(8, "declined", reason="duplicate"),
    question(9, "withdrawn", "government"),
]


def test_every_question_is_counted_where_it_stands():
    made = ledger(ASKED)
    assert {name: made[name] for name in ("received", "approved", "taken", "answered", "merged", "withdrawn", "declined")} == {
        "received": 8, "approved": 4, "taken": 2, "answered": 1, "merged": 0, "withdrawn": 1, "declined": {"off_topic": 2, "duplicate": 1},
    }


def test_the_margins_add_up_to_the_whole():
    made = ledger(ASKED)
    for margin in ("by_group", "by_language"):
        for figure in ("received", "approved", "taken"):
            assert sum(row[figure] for row in made[margin].values()) == made[figure], (margin, figure)
    assert made["by_group"]["academia"] == {"received": 2, "approved": 2, "taken": 1}
    assert made["by_language"]["fr"] == {"received": 1, "approved": 1, "taken": 1}
    assert "government" not in made["by_group"], "who withdrew is counted as withdrawn and nowhere else"


def test_no_person_is_in_it():
    assert "Canary" not in json.dumps(ledger(ASKED))


def test_nothing_asked():
    made = ledger([])
    assert (made["received"], made["declined"], made["by_group"]) == (0, {}, {})
