"""Faults between a process and PostgreSQL: a lost COMMIT, a lost answer to COMMIT, and a frozen process.

The writer must know whether its commands were stored, and a frozen process must not block other processes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from moderation.store.writer import Writer
from tests import engines, postgres_server
from tests.factories import ANA, BEN, caller, command, make_database
from tests.running_store import RunningStore, runtime
from tests.servers import ROOT
from tests.store.postgres.commit_proxy import CommitProxy

pytestmark = pytest.mark.databases("postgres")

FROZEN = """
import json, signal, sys, threading
from moderation.core.refusals import Refusal
from moderation.runtime import use
from moderation.store import sessions
from moderation.store.postgres.database import PostgresDatabase
from moderation.store.writer import Writer

runs = []

def freeze(tx):
    session = sessions.get_by_code(tx.connection, "PANEL1")
    runs.append(tx.connection.execute("SELECT count(*) FROM questions").fetchone()[0])
    sessions.set_opened(tx.connection, session, f"run {len(runs)}")
    if len(runs) == 1:
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)  # This thread stops before the next statement.

writer = Writer(PostgresDatabase(sys.argv[1]), use("threading"), None, lambda published: None)
future = writer.submit(freeze, "PANEL1")
try:
    future.wait()
    outcome = "stored"
except Refusal as refusal:
    outcome = refusal.code
later = writer.submit(lambda tx: sessions.get_by_code(tx.connection, "PANEL1").opened, "PANEL1").wait()
writer.stop()
print(json.dumps({"outcome": outcome, "questions": runs, "later": later}))
"""


@pytest.fixture
def proxied(tmp_path):
    """Yield (a writer that reaches PostgreSQL through a proxy, the proxy, a running store on the same database).

    The running store is connected directly, so the test can use it while the proxy applies a fault.
    """
    from moderation.store.postgres.database import PostgresDatabase

    make_database(tmp_path / "of.db").close()
    url = engines.current().url_of(tmp_path / "of.db")
    (tmp_path / "proxy").mkdir()
    proxy = CommitProxy(tmp_path / "proxy", postgres_server.folder())
    behind = PostgresDatabase(url.replace(str(postgres_server.folder()), str(tmp_path / "proxy")))
    writer, direct = Writer(behind, runtime(), None, lambda published: None), RunningStore(tmp_path / "of.db")
    yield writer, proxy, direct
    for store in (writer.stop, direct.close, proxy.close):
        store()


def ask(attendee, text):
    return command("ask", caller("attendee", attendee), text=text, key=f"key of {text}")


def texts(running_store) -> list[str]:
    return [row[0] for row in running_store.rows("SELECT text FROM questions ORDER BY number")]


def test_a_commit_whose_answer_is_lost_is_answered_as_stored(proxied):
    writer, proxy, direct = proxied
    proxy.fault = "answer"
    outcome = writer.submit(ask(ANA, "Who pays?"), "PANEL1").wait()
    assert proxy.fault is None and outcome.answer["question"]["number"] == 1
    assert texts(direct) == ["Who pays?"]
    repeated = writer.submit(ask(ANA, "Who pays?"), "PANEL1").wait()
    assert repeated.answer["question"]["number"] == 1 and texts(direct) == ["Who pays?"]


@pytest.mark.parametrize("fault", ["command", "half"])
def test_a_transaction_whose_commit_is_lost_is_run_again(proxied, fault):
    writer, proxy, direct = proxied
    proxy.fault = fault
    runs = []

    def count(tx):
        runs.append(tx.connection.execute("SELECT count(*) FROM questions").fetchone()[0])
        return ask(ANA, "Who pays?")(tx)

    assert writer.submit(count, "PANEL1").wait().answer["question"]["number"] == 1
    assert proxy.fault is None and runs == [0, 0]
    assert texts(direct) == ["Who pays?"]


@pytest.mark.databases("postgres", "pgbouncer")
def test_a_frozen_process_loses_the_lock_and_its_late_transaction_begins_again(tmp_path):
    running_store = RunningStore(tmp_path / "of.db")
    url = engines.current().url_of(tmp_path / "of.db")
    frozen = subprocess.Popen([sys.executable, "-c", FROZEN, url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        _, status = os.waitpid(frozen.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        # The command waits for the lock until PostgreSQL ends the transaction of the frozen process.
        assert running_store.do(ask(BEN, "Who is next?"))["question"]["number"] == 1
    finally:
        frozen.send_signal(signal.SIGCONT)
        output, _ = frozen.communicate(timeout=60)
        running_store.close()
    assert json.loads(output) == {"outcome": "stored", "questions": [0, 1], "later": "run 2"}
