"""Tests of a whole cluster: after a fault, every page still shows every change once, and a restarted process keeps the
epoch.
"""

from __future__ import annotations

import json
import time
import urllib.request

import pytest

from tests.cluster import scenarios
from tests.cluster.rehearsal import NO_LOSSES, RunningRehearsal, losses
from tests.cluster.scenarios import SECONDS, epoch, wait_until


def test_a_rehearsal_through_two_processes(cluster):
    report = RunningRehearsal(cluster, SECONDS).report()
    assert losses(report) == NO_LOSSES
    assert report["acknowledged"] == report["sent"] > 0
    # The phones are connected to both processes, but the proxy sends all commands to one process.
    assert len({cluster.usual_writer() for _ in range(10)}) == 1


def test_the_worker_publishes_the_votes_of_all_processes(cluster):
    wrong = (
        "SELECT count(*) FROM questions WHERE lead IS NULL AND votes <> (SELECT count(DISTINCT attendee) FROM votes"
        " WHERE question = questions.id"
        " OR question IN (SELECT id FROM questions AS led WHERE led.lead = questions.number))"
    )
    assert int(cluster.postgres.sql("SELECT count(*) FROM votes")) > 0
    wait_until(lambda: cluster.postgres.sql(wrong) == "0")
    wait_until(lambda: cluster.postgres.sql("SELECT count(*) FROM due_totals") == "0")


def test_four_processes(four_processes):
    """Run a rehearsal without a fault on four processes; it must lose nothing.

    Then run `kill_a_process` twice: first it kills the process that usually executes the commands, then another
    process.
    """
    report = RunningRehearsal(four_processes, SECONDS).report()
    assert losses(report) == NO_LOSSES
    for is_usual in (True, False):
        scenarios.kill_a_process(four_processes, is_usual)


@pytest.mark.parametrize("is_usual", [True, False])
def test_a_killed_process_loses_nothing_and_begins_no_epoch(cluster, is_usual):
    scenarios.kill_a_process(cluster, is_usual)


@pytest.mark.long
def test_a_rolling_restart_loses_nothing_and_begins_no_epoch(cluster):
    scenarios.restart_all(cluster)


@pytest.mark.long
def test_a_rolling_restart_of_four_processes_loses_nothing_and_begins_no_epoch(four_processes):
    scenarios.restart_all(four_processes)


@pytest.mark.long
def test_cut_connections_to_the_database_lose_nothing(cluster):
    cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'server-%'"
    at_commit = f"{cut} AND state = 'active' AND query LIKE '%COMMIT'"
    rehearsal = RunningRehearsal(cluster, SECONDS)
    asked = scenarios.count_questions(cluster)
    wait_until(lambda: scenarios.count_questions(cluster) >= asked + 5)
    cuts = commits = 0
    while rehearsal.is_running and cuts < 6:
        for _ in range(10):
            commits += int(cluster.postgres.sql(at_commit))
        cuts += int(cluster.postgres.sql(cut)) > 0
        time.sleep(0.3)
    report = rehearsal.report()
    print(f"cut {commits} connections at COMMIT")
    assert cuts == 6
    assert losses(report) == NO_LOSSES
    assert set(report["refused"]) <= {"server.storage"}


@pytest.mark.long
@pytest.mark.parametrize("fault", [scenarios.kill_redis, scenarios.stop_redis])
def test_a_lost_redis_hides_no_change(cluster, fault):
    if "REDIS_URL" not in cluster.environment:
        pytest.skip("this cluster has no Redis")
    fault(cluster)


def test_the_locks_of_a_frozen_process_end(cluster):
    scenarios.freeze_the_writer(cluster)


def test_a_restored_dump_begins_new_epochs(cluster):
    before = epoch(cluster)
    scenarios.restore_a_dump(cluster)
    assert epoch(cluster) != before


def test_a_revoked_seat_leaves_every_process(cluster):
    scenarios.revoke_a_seat(cluster)


def test_a_purge_reaches_every_process(cluster):
    scenarios.purge_a_session(cluster)


def test_the_command_line_is_one_more_writer(cluster):
    assert "CYB421: paused" in cluster.command_line("pause", "CYB421")
    try:
        for port in cluster.ports:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/s/CYB421") as page:
                assert "paused" in page.read().decode()
    finally:
        cluster.command_line("open", "CYB421")


def test_the_links_are_the_same_in_all_processes(cluster):
    links = json.loads(cluster.command_line("links", "CYB421", "--json"))
    # Wait: each process writes its file of links only after its next regular comparison with the database.
    deadline = time.monotonic() + 30
    while links != cluster.links and time.monotonic() < deadline:
        time.sleep(0.1)
    assert links == cluster.links


def test_no_process_prints_a_password(cluster):
    for name in ("server-0", "server-1", "worker"):
        assert "postgresql://" not in cluster.log(name)
