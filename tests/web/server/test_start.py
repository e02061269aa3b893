"""Tests of a session's epoch when a server process starts, as the only process or as one of several."""

from __future__ import annotations

import pytest

from moderation.store import lineage, sessions
from moderation.web.server.serving import ready_sessions
from tests import engines
from tests.factories import make_database, make_definition

pytestmark = pytest.mark.databases("sqlite", "postgres")


class Started:
    """A database, and the server processes that use this database."""

    def __init__(self, path):
        self.connection = make_database(path)
        place = engines.current().place(path)
        from moderation.store.database import as_database

        self.database = as_database(place)

    def start(self, definition=None):
        """Start a process. Return whether the session has a new epoch."""
        before = self.epoch
        ready_sessions(self.database, definition)
        return self.epoch != before

    @property
    def epoch(self):
        return sessions.get_by_code(self.connection, "PANEL1").epoch


@pytest.fixture
def started(tmp_path):
    return Started(tmp_path / "of.db")


def is_shared(started):
    return started.database.is_shared


def test_a_later_start_begins_an_epoch_only_in_a_file(started):
    assert started.start()
    assert started.start() != is_shared(started)


def test_other_views_begin_an_epoch(started, monkeypatch):
    started.start()
    monkeypatch.setattr(lineage, "views_version", lambda: "views of another version")
    assert started.start()


@pytest.mark.databases("postgres")
def test_a_restored_database_begins_an_epoch(started):
    started.start()
    started.connection.execute("UPDATE lineage SET lineage = 'the lineage in the dump'")
    assert started.start()
    assert not started.start()


@pytest.mark.databases("postgres")
def test_a_changed_session_file_begins_an_epoch_and_an_unchanged_one_does_not(started):
    started.start(make_definition())
    assert not started.start(make_definition())
    assert started.start(make_definition(title={"en": "Another title"}))
    assert not started.start(make_definition(title={"en": "Another title"}))
