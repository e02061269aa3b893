"""A test of a small flood of questions. The flooder and the honest people have the same IP address. No honest person is
refused, and the chairs get each question of an honest person.
"""

from __future__ import annotations

import asyncio

import pytest

from tests.bench.flood import faults
from tests.bench.flood_run import Plan, play, seed
from tests.servers import Server, session_with

PLAN = Plan(people=40, joining=3, seconds=60, cookies=80, early=10, per_second=25, flooded_seconds=8)
PLACES = 60
"""The session's limit of pending questions."""

pytestmark = pytest.mark.reliability


@pytest.fixture
def server(tmp_path):
    file = session_with("none", tmp_path)
    file.write_text(f"{file.read_text('utf-8')}\n[limits]\npending = {PLACES}\n", "utf-8")
    server = Server(tmp_path / "data", session_file=file).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()


def test_no_honest_person_is_refused_during_a_flood(server):
    seed(server)
    run = asyncio.run(play(server, PLAN, with_flooder=True))
    assert faults(run) == []
    refused = {(kind, outcome) for kind, outcome, _ in run.flood["outcomes"] if outcome != "accepted"}
    assert ("refused", "text.too_long") in refused
    assert {outcome for kind, outcome in refused if kind in ("page", "list", "new page")} == set()
    assert run.flood["questions"] > 0
