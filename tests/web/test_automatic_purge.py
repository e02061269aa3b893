"""Tests of the automatic purge on a real server. A page announces the purge.

The purge removes the session's texts from all files.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from tests.servers import Server
from tests.web.served_session import make_served_session
from tests.web.test_erasure import CANARY, found_in_files, wait_until_scrubbed

SENTENCES = {True: "Then they are deleted automatically.", False: "They are not deleted automatically."}


@pytest.mark.parametrize("is_automatic", [True, False])
def test_a_server_purges_a_due_session_by_itself(tmp_path, is_automatic):
    server = Server(tmp_path / "data").start()
    try:
        served = make_served_session(server, purge_when_due=is_automatic)
        served.ask(f"{CANARY}?")
        page = served["ana"].raw("GET", f"/s/{served.code}")[2].decode()
        assert {value: sentence in page for value, sentence in SENTENCES.items()} == {
            is_automatic: True,
            not is_automatic: False,
        }
        served["organiser"].command("close")
        state = served["organiser"].read("state")[1]
        assert state["purge_automatic"] == (state["purge_due"] if is_automatic else None)
        server.stop()
        with closing(sqlite3.connect(server.data_dir / "open-floor.db", isolation_level=None)) as database:
            database.execute("UPDATE log SET at = '2021-04-14T15:00:00.000Z' WHERE act = 'close'")
        server.start()
        if is_automatic:
            wait_until_purged(server, served)
            wait_until_scrubbed(server)
            assert found_in_files(server) == set()
        else:
            assert served["organiser"].read("state")[1]["purge_overdue"] is True
            assert served.code in server.log()
            assert found_in_files(server)
    finally:
        server.stop()


def wait_until_purged(server, served) -> None:
    """Wait until the server no longer knows the session. The server purges overdue sessions soon after its start."""
    deadline = time.monotonic() + 10
    while served["organiser"].read("state")[0] != 404:
        assert time.monotonic() < deadline, "the session is never purged"
        time.sleep(0.05)
