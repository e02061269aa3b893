"""Tests of a label on pages without scripts: it says why a question has no translation."""

from __future__ import annotations

import pytest
from flask import render_template_string

from tests.web.app_in_process import running_app

TEMPLATE = (
    '{% import "_question.html" as question with context -%}'
    "{{ question.origin(view.translations.get(page.reading), question.unserved_language(view, page)|trim) }}"
)
LANGUAGES = [{"code": "es", "name": "Español"}, {"code": "fr", "name": "Français"}, {"code": "ru", "name": "Русский"}]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with running_app(tmp_path_factory.mktemp("app")) as running:
        yield running


@pytest.mark.parametrize(
    ("reading", "language", "translation", "served", "words"),
    [
        ("ru", "es", {"state": "failed"}, ["es", "fr"], "no engine for Russian"),
        ("ru", "es", None, ["es", "fr"], "no engine for Russian"),
        ("fr", "ru", {"state": "failed"}, ["es", "fr"], "no engine for Russian"),
        ("fr", "es", {"state": "failed"}, ["es", "fr"], "no translation"),
        ("ru", "es", {"state": "waiting"}, ["es", "fr"], "translation under way"),
        ("ru", "es", {"state": "done", "source": "booth"}, ["es", "fr"], "corrected by the booth"),
        ("ru", "und", None, ["es", "fr"], "no translation"),
        ("ru", "es", {"state": "failed"}, [], "no translation"),
    ],
)
def test_missing_translation_has_its_reason(app, reading, language, translation, served, words):
    page = {"reading": reading, "session": {"languages": LANGUAGES, "translation": {"languages": served}}}
    view = {"language": language, "translations": {reading: translation} if translation else {}}
    with app.flask.test_request_context():
        label = render_template_string(TEMPLATE, page=page, view=view, lang="en")
    assert label.strip() == f'<span class="translation">{words}</span>'
