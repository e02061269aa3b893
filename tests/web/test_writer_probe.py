"""A writer that hangs is noticed, and asked no second time before it has answered the first."""

from __future__ import annotations

import sqlite3
from types import SimpleNamespace

import pytest

from moderation.core.refusals import Refusal
from moderation.web.writer_probe import WriterProbe
from tests.running_store import Hall


@pytest.fixture
def hall(tmp_path):
    hall = Hall(tmp_path / "of.db")
    yield hall
    hall.close()


def test_a_writer_at_work_answers(hall):
    probe = WriterProbe(hall.writer)
    assert [probe.is_answered() for _ in range(3)] == [True] * 3


def test_a_writer_that_hangs_is_asked_once(hall, monkeypatch):
    asked = []
    exclusive = hall.writer.exclusive
    probe = WriterProbe(hall.writer, patience=0.01)
    with hall.held():
        monkeypatch.setattr(hall.writer, "exclusive", lambda work: asked.append(work) or exclusive(work))
        assert [probe.is_answered() for _ in range(3)] == [False] * 3 and len(asked) == 1
        monkeypatch.undo()
    assert WriterProbe(hall.writer).is_answered() and probe.is_answered()


def test_a_queue_that_is_full_is_no_answer():
    class Full:
        def exclusive(self, work):
            raise Refusal("server.busy", retry_after=1)

    assert not WriterProbe(Full()).is_answered()


def test_a_writer_whose_database_is_gone_is_asked_again(hall):
    probe = WriterProbe(hall.writer)

    def fail(work):
        raise sqlite3.OperationalError

    writer, probe._writer = probe._writer, SimpleNamespace(exclusive=lambda work: writer.exclusive(fail))
    assert not probe.is_answered()
    probe._writer = writer
    assert probe.is_answered()
