"""Tests of the route that tries the session's translation engine on a sentence."""

from __future__ import annotations

import pytest

from moderation.services.translation.engine import EngineError
from moderation.services.translation.service import Trial
from tests.web.app_in_process import HEADERS, running_app

CODE = "CYB421"
BODY = {"text": "  Who pays\nfor this? ", "source": "en", "target": "es"}


class FakeEngine:
    """A fake translation service. Without a `failure`, `try_sentence` always returns the same `Trial`. Otherwise, it
    raises an EngineError of the kind `failure`.
    """

    def __init__(self, failure: str = ""):
        self.failure, self.sentences = failure, []

    def try_sentence(self, session, text, source, target):
        self.sentences.append((session.code, text, source, target))
        if self.failure:
            raise EngineError(self.failure, "http://key@host")
        return Trial("¿Quién paga?", "apertium", (source, target))


@pytest.fixture
def app(tmp_path):
    with running_app(tmp_path / "data") as running:
        running.context.translation = FakeEngine()
        yield running


def try_sentence(person, body=BODY, headers=HEADERS, **language):
    url = f"/api/s/{CODE}/organiser/try-translation"
    answer = person.browser.post(url, json=body, headers=headers | {"Accept-Language": language.get("lang", "en")})
    return answer.status_code, answer.json


def test_the_sentence_is_translated_and_not_stored(app):
    assert try_sentence(app.staff("organiser")) == (
        200,
        {
            "ok": True,
            "text": "¿Quién paga?",
            "engine": "apertium",
            "engine_label": "Apertium",
            "route": ["en", "es"],
        },
    )
    assert app.context.translation.sentences == [(CODE, "Who pays for this?", "en", "es")]
    with app.context.reader.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM translation_cache").fetchone()[0] == 0


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("timeout", "The engine did not answer in time."),
        ("unsupported", "The engine does not translate between these two languages."),
        ("untranslated", "The engine gave back the same text, or no translation of it."),
    ],
)
def test_a_failure_has_a_sentence_and_no_detail_of_the_engine(app, kind, sentence):
    app.context.translation = FakeEngine(kind)
    status, answer = try_sentence(app.staff("organiser"))
    assert (status, answer) == (409, {"ok": False, "code": "translation.failed", "kind": kind, "message": sentence})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " "}, "text.empty"),
        ({"text": "x" * 301}, "text.too_long"),
        ({"target": "de"}, "language.unknown"),
        ({"source": 1}, "request.field"),
    ],
)
def test_a_wrong_request_reaches_no_engine(app, changes, code):
    assert try_sentence(app.staff("organiser"), BODY | changes)[1]["code"] == code
    assert app.context.translation.sentences == []


def test_only_the_organiser_s_own_page_may_try(app):
    for seat in ("chair/a", "booth", "stage"):
        assert try_sentence(app.staff(seat))[1]["code"] == "seat.unknown"
    assert try_sentence(app.staff("organiser"), headers={})[1]["code"] == "request.origin"
    assert app.context.translation.sentences == []


def test_the_number_of_sentences_is_limited(app):
    organiser = app.staff("organiser")
    answers = [try_sentence(organiser)[0] for _ in range(11)]
    assert answers == [200] * 10 + [429]
