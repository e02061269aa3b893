"""Tests of the view in which askers see their own questions. The tests need no server."""

from __future__ import annotations

import pytest

from moderation.core.model import Settings
from moderation.core.visibility import asker_view
from moderation.web.language_choice import Languages
from moderation.web.my_questions import complete
from tests.factories import make_question, make_session

ASKED, CHANGED = "2026-05-14T10:42:59.999Z", "2026-05-14T11:00:00.001Z"


@pytest.mark.parametrize(
    ("rule", "times"),
    [(False, (ASKED, CHANGED)), (True, ("2026-05-14T10:42:00.000Z", "2026-05-14T11:00:00.000Z"))],
)
def test_under_the_rule_an_asker_gets_times_to_the_minute(rule, times):
    session = make_session(settings=Settings(chatham_house_rule=rule))
    view = asker_view(make_question(asked_at=ASKED, changed_at=CHANGED), None)
    completed = complete(view, session, Languages("en", "en", ("en", "en")))
    assert (completed["asked_at"], completed["changed_at"]) == times


@pytest.mark.parametrize(
    ("languages", "text"),
    [
        (Languages("en", "en", ("en", "en")), "Same as No. 7"),
        (Languages("en", "es", ("es", "en")), "\u2068Repite la n.º\u00a07\u2069"),
        (Languages("ar", "en", ("ar", "en")), "مكرر للسؤال رقم 7"),
        (Languages("fr", "nl", ("nl", "fr")), "Doublon du nº\u00a07"),
        (Languages("fr", "de", ("de", "fr")), "\u2068Gleicht Nr.\u00a07\u2069"),
        (Languages("en", "asked", ("asked", "en")), "Same as No. 7"),
    ],
)
def test_the_reason_follows_the_reading_language(languages, text):
    question = make_question(status="declined", reason="duplicate", reason_number=7)
    completed = complete(asker_view(question, None), make_session(), languages)
    assert completed["reason_text"] == text
