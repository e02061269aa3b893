"""Tests of the notice to attendees: it mentions traces of deleted words only if the server uses a shared database."""

from __future__ import annotations

import pytest

from moderation.store.database import SqliteFile
from tests.web.app_in_process import running_app

SENTENCE = "Traces of deleted words can stay in the files of the database until its operator removes them."


@pytest.mark.parametrize("is_shared", [False, True])
def test_the_notice_mentions_traces_only_with_a_shared_database(tmp_path, monkeypatch, is_shared):
    with monkeypatch.context() as patch:
        patch.setattr(SqliteFile, "is_shared", is_shared)
        with running_app(tmp_path) as app:
            page = app.person(**{"Accept-Language": "en"}).get().get_data(as_text=True)
    assert (SENTENCE in page) == is_shared and "You will always see here" in page
