"""Tests of the writer probe.

The probe reports a blocked writer. It sends the next check only after the writer has answered the previous check.
"""

from __future__ import annotations

import sqlite3
from types import SimpleNamespace

import pytest

from moderation.core.refusals import Refusal
from moderation.web.writer_probe import WriterProbe
from tests.running_store import RunningStore


@pytest.fixture
def running_store(tmp_path):
    running_store = RunningStore(tmp_path / "of.db")
    yield running_store
    running_store.close()


def test_a_working_writer_answers(running_store):
    probe = WriterProbe(running_store.writer)
    assert [probe.is_answered() for _ in range(3)] == [True] * 3


def test_a_hanging_writer_gets_one_check(running_store, monkeypatch):
    asked = []
    exclusive = running_store.writer.exclusive
    probe = WriterProbe(running_store.writer, timeout=0.01)
    with running_store.held():
        monkeypatch.setattr(running_store.writer, "exclusive", lambda work: asked.append(work) or exclusive(work))
        assert [probe.is_answered() for _ in range(3)] == [False] * 3 and len(asked) == 1
        monkeypatch.undo()
    assert WriterProbe(running_store.writer).is_answered() and probe.is_answered()


def test_a_full_queue_counts_as_no_answer():
    class Full:
        def exclusive(self, work):
            raise Refusal("server.busy", retry_after=1)

    assert not WriterProbe(Full()).is_answered()


def test_a_writer_without_database_gets_a_new_check(running_store):
    probe = WriterProbe(running_store.writer)

    def fail(work):
        raise sqlite3.OperationalError

    writer, probe._writer = probe._writer, SimpleNamespace(exclusive=lambda work: writer.exclusive(fail))
    assert not probe.is_answered()
    probe._writer = writer
    assert probe.is_answered()
