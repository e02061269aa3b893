"""Tests of the functions in scenarios.py, on builds that are broken on purpose (`broken/NAME.patch`). Each function
must detect its broken build.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster import scenarios
from tests.cluster.conftest import running_cluster
from tests.faults.builds import build, patched
from tests.faults.violations import Violated
from tests.servers import ROOT

BROKEN = Path(__file__).with_name("broken")
LOSSY = Path(__file__).with_name("lossy.patch")
"""This patch does not break the product. It simulates a Redis that loses and swaps messages."""
FAULTS = {
    "new_epoch_at_start": (lambda cluster: scenarios.kill_a_process(cluster, is_usual=False), "no new epoch"),
    "endless_transactions": (scenarios.freeze_the_writer, "another process stores a command"),
    "unknown_commit_is_success": (scenarios.lose_commits, "stored once"),
    "publish_before_answer": (scenarios.stop_redis, "answered while Redis is frozen|command is stored"),
    "no_comparison": (scenarios.stop_redis, "every page receives every change"),
    "no_gap_repair": (scenarios.lose_messages, "every page receives every change|no gap"),
    "old_lineage": (scenarios.restore_a_dump, "new epochs"),
    "seats_stay": (scenarios.revoke_a_seat, "every page is told seat.unknown"),
    "sessions_stay": (scenarios.purge_a_session, "every page is told session.unknown|purged text"),
}
"""The test of each broken build: {name of the patch in `broken/`: (fault, pattern)}.

The fault is a function of scenarios.py. On the broken build, it must raise Violated, and the message must match the
pattern.
"""


def test_every_patch_is_used_and_can_be_applied():
    assert sorted(path.stem for path in BROKEN.glob("*.patch")) == sorted(FAULTS)
    for path in (LOSSY, *BROKEN.glob("*.patch")):
        assert patched(ROOT, path.read_text("utf-8"))


@pytest.mark.long
@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_build_is_detected(tmp_path, name):
    fault, violated = FAULTS[name]
    patches = [*([LOSSY] if name == "no_gap_repair" else []), BROKEN / f"{name}.patch"]
    options = {"has_commit_proxy": name == "unknown_commit_is_success"}
    root = build(tmp_path / "product", *patches)
    with running_cluster(root=root, **options) as cluster, pytest.raises(Violated, match=violated):
        fault(cluster)


@pytest.mark.long
def test_lost_and_swapped_messages_hide_no_change(tmp_path):
    with running_cluster(root=build(tmp_path / "product", LOSSY)) as cluster:
        scenarios.lose_messages(cluster)


@pytest.mark.long
def test_lost_commits_are_looked_up():
    with running_cluster(has_commit_proxy=True) as cluster:
        scenarios.lose_commits(cluster)
