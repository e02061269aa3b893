"""Tests of PostgreSQL in the eventlet mode: green threads run while a query runs, and the writer has a real thread."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests import engines
from tests.factories import make_database
from tests.servers import ROOT

pytestmark = pytest.mark.databases("postgres")

PROGRAM = """
import eventlet
eventlet.monkey_patch(psycopg=False)
import json, sys
from moderation.runtime import use
from moderation.store import sessions
from moderation.store.postgres.database import PostgresDatabase
from moderation.store.reader import Reader
from moderation.store.writer import Writer

runtime = use("eventlet")
reader = Reader(PostgresDatabase(sys.argv[1], wait=runtime.wait_for_socket))
writer = Writer(PostgresDatabase(sys.argv[1], pause=runtime.real("time").sleep), runtime, None, lambda batch: None)
rounds, slept = 0, []

def sleep_in_the_database():
    with reader.transaction() as connection:
        slept.append(connection.execute("SELECT 'slept' FROM pg_sleep(0.5)").fetchone()[0])

def write(tx):
    session = sessions.get_by_code(tx.connection, "PANEL1")
    sessions.set_opened(tx.connection, session, tx.at)
    tx.connection.execute("SELECT pg_sleep(0.5)")
    return tx.at

eventlet.spawn(sleep_in_the_database)
future = writer.submit(write, "PANEL1")
while not slept:
    rounds += 1
    eventlet.sleep(0.01)
at = future.wait()
with reader.transaction() as connection:
    long = connection.execute("SELECT length(?)", ["x" * 20_000_000]).fetchone()[0]
    opened = sessions.get_by_code(connection, "PANEL1").opened
writer.stop()
reader.close()
print(json.dumps({"rounds": rounds, "stored": opened == at, "long": long}))
"""


def test_a_query_does_not_stop_the_loop(tmp_path):
    make_database(tmp_path / "of.db").close()
    url = engines.current().place(tmp_path / "of.db")._url
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, url], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["rounds"] >= 5, "a blocked loop has one or two rounds"
    assert (result["stored"], result["long"]) == (True, 20_000_000)
