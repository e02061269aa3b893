"""Tests of the worker's loops on PostgreSQL. Instead of waiting for a loop, a test calls the loop's function."""

from __future__ import annotations

import pytest

from moderation.cli.worker import Worker
from moderation.core.model import Phase
from moderation.services.acts import due_acts
from moderation.services.translation.engine import Settings
from moderation.store import due_totals, schedule, sessions
from moderation.store.schedule import Plan
from tests import engines
from tests.factories import caller, command
from tests.running_store import RunningStore, runtime

pytestmark = pytest.mark.databases("postgres")
ANA, BEN = b"a" * 32, b"b" * 32


class WorkedStore:
    """Workers, and a store on the same database. The store executes commands as a server process would."""

    def __init__(self, path):
        self.store = RunningStore(path, retention_days=1, purge_when_due=True)
        self.database = engines.current().place(path)
        self.workers, self.heard = [], []

    def start_worker(self):
        self.workers.append(Worker(runtime(), self.database, Settings({}), self.heard.extend, with_meaning=False))
        return self.workers[-1]

    def vote(self):
        self.store.do(command("ask", caller("attendee", ANA), text="Who asks?", key="key-0001"))
        self.store.do(command("approve", caller("chair/a"), number=1, version=1, key="key-0002"))
        self.store.do(command("vote", caller("attendee", BEN), number=1, key="key-0003"))

    def mark(self, *numbers):
        self.store.do(lambda tx: due_totals.mark(tx.connection, "PANEL1", numbers))

    def totals(self):
        return [row[0] for row in self.store.rows("SELECT votes FROM questions ORDER BY number")]

    def close(self):
        for worker in self.workers:
            worker.stop()
        self.store.close()


@pytest.fixture
def worked(tmp_path):
    worked = WorkedStore(tmp_path / "of.db")
    yield worked
    worked.close()


def test_marked_totals_are_published_once(worked):
    worker = worked.start_worker()
    worked.vote()
    worker.publish_due_totals()
    assert worked.totals() == [0], "nothing is marked"
    worked.mark(1)
    worker.publish_due_totals()
    assert worked.totals() == [1]
    assert worked.store.rows("SELECT number FROM due_totals") == []
    heard = [event for event in worked.heard if event.target == "chairs"]
    assert [event.body["votes"] for event in heard] == [{"1": 1}]
    worker.publish_due_totals()
    assert [event for event in worked.heard if event.target == "chairs"] == heard


def test_a_recount_finds_votes_without_a_mark_in_sessions_that_are_not_closed(worked):
    worker = worked.start_worker()
    worked.vote()
    worked.store.do(lambda tx: sessions.set_phase(tx.connection, worked.store.session(), Phase.CLOSED))
    worker.recount()
    assert worked.totals() == [0]
    worked.store.do(lambda tx: sessions.set_phase(tx.connection, worked.store.session(), Phase.OPEN))
    worker.recount()
    assert worked.totals() == [1]


def test_one_worker_compares_questions_and_another_takes_over(worked):
    first, second = worked.start_worker(), worked.start_worker()
    assert first._holds_similarity()
    assert not second._holds_similarity()
    first.stop()
    second._renew_at = 0.0
    assert second._holds_similarity()
    worked.workers.remove(first)


def test_the_worker_purges_the_sessions_that_are_due(worked):
    worker = worked.start_worker()
    worker.purge()
    assert worked.store.session().code == "PANEL1"
    worked.store.do(command("close", caller("organiser"), key="key-0001"))
    worked.store.do(lambda tx: tx.connection.execute("UPDATE log SET at = '2001-01-01T00:00:00.000Z'"))
    worker.purge()
    assert [row[0] for row in worked.store.rows("SELECT phase FROM sessions")] == ["purged"]
    assert {event.kind for event in worked.heard} == {"over"}


def test_a_due_act_is_performed_once_by_two_workers(worked, monkeypatch):
    first, second = worked.start_worker(), worked.start_worker()
    later = Plan("open", "time", at="2999-01-01T00:00:00.000Z")
    for plan in (Plan("close", "time", at="2021-04-14T12:00:00.000Z"), later):
        worked.store.exclusively(lambda connection, plan=plan: schedule.add(connection, worked.store.session(), plan))
    # Both workers find the due act. The second worker has found it before the first worker performs it.
    with worked.store.reader.transaction() as connection:
        due = due_acts.due(connection, connection.now()[0])
    first.perform_due_acts()
    assert worked.store.session().phase is Phase.CLOSED
    monkeypatch.setattr(due_acts, "due", lambda connection, at: due)
    second.perform_due_acts()
    assert worked.store.rows("SELECT act FROM log WHERE act IN ('close', 'open')") == [("close",)]


def test_a_session_is_served_again_only_after_a_change(worked, monkeypatch):
    worker = worked.start_worker()
    served = []
    monkeypatch.setattr(worker.translation, "serve", lambda session: served.append(session.definition_version))
    worker.serve_sessions()
    worker.serve_sessions()
    assert served == [1]
    worked.store.do(lambda tx: tx.connection.execute("UPDATE sessions SET definition_version = 2"))
    worker.serve_sessions()
    assert served == [1, 2]
