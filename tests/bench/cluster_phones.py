"""Thousands of phones on two server processes of a cluster. One process is killed and started again.

Run with `python -m tests.bench.cluster_phones [PHONES]`. The run takes about a minute with 1,500 phones. The phones
connect through nginx, as in a real cluster. The benchmark ends with an error if a phone misses a change.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from contextlib import ExitStack

from moderation.rehearsal.client.packets import subscription
from tests.bench.database_commands import new_cookies
from tests.bench.processes import CrowdProcess, raise_descriptor_limit, resident_kib
from tests.bench.report import merge, row, show
from tests.cluster import engines
from tests.cluster.local import LocalCluster, make_folder
from tests.cluster.scenarios import wait_until
from tests.cluster.sessions import make_session
from tests.servers import session_with
from tests.web.served_session import ServedSession

PHONES, CHANGES = 1500, 5
SECONDS_PER_PHONE = 0.02
"""The time limit for the return of all phones of the killed process, in seconds per phone of the whole cluster.

With 8,000 phones on two cores, 4,000 phones return, and one process needs about 10 ms of processor time for each of
them.
"""
GROUP = "cluster"


def measure(phones: int) -> list[dict]:
    """Return the report rows. Raise AssertionError if a phone misses a change."""
    with ExitStack() as stack:
        folder = make_folder()
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        cluster = LocalCluster(folder, 2, session_with("none", folder))
        stack.callback(cluster.close)
        served = make_session(cluster)
        for number in range(3 * CHANGES):
            served.ask(who=f"asker {number}")
        crowd = stack.enter_context(CrowdProcess())
        body = json.dumps(subscription(served.code, "attendee", "en"))
        cookies = new_cookies(cluster, served.code)
        subscriptions = [[next(cookies), body] for _ in range(phones)]
        joined = crowd.call("join", GROUP, port=cluster.port, subscriptions=subscriptions)["seconds"]
        sizes = [resident_kib(process.pid) for process in cluster.processes]
        before = _change_all(crowd, served, 1)

        crowd.call("expect_restart", GROUP, path=f"/api/s/{served.code}/attendee")
        crowd.call("watch", GROUP)
        crowd.begin("wait", GROUP, updates=CHANGES, seconds=phones * SECONDS_PER_PHONE)
        killed_at = time.monotonic()
        cluster.kill(0)
        wait_until(lambda: cluster.usual_writer(served.code) != 0, "another process executes the commands")
        _approve(served, CHANGES + 1)
        without_all = crowd.answer()["missing"]
        back = crowd.call("back", GROUP, seconds=phones * SECONDS_PER_PHONE, only_lost=True)
        lost, missing = back["awaited"], back["missing"]
        assert 0 < lost < phones, f"{lost} of {phones} phones were connected to the killed process"
        assert missing == 0, f"{missing} of {lost} phones have not returned"
        assert without_all <= lost, f"{without_all - lost} connected phones miss a change"

        cluster.start(0)
        after = _change_all(crowd, served, 2 * CHANGES + 1)
        return [
            row(f"{phones} phones over two processes: all joined", joined, "s"),
            row("· phones of the killed process that returned", lost, "", "", None, phones),
            row("· all of them had returned after", back["last"] - killed_at, "s"),
            row("· phones that miss a change", 0, "", "<= 0", None, phones),
            row(f"· {CHANGES} changes at all phones, before", before * 1000, "ms"),
            row(f"· {CHANGES} changes at all phones, after", after * 1000, "ms"),
            row("· memory of both processes for each phone", sum(sizes) / phones, "KiB"),
        ]


def _approve(served: ServedSession, first: int) -> None:
    for number in range(first, first + CHANGES):
        served.act("approve", number)


def _change_all(crowd: CrowdProcess, served: ServedSession, first: int) -> float:
    """Approve CHANGES questions. Return the seconds until every phone has received all changes."""
    crowd.call("watch", GROUP)
    crowd.begin("wait", GROUP, updates=CHANGES, seconds=60)
    began = time.monotonic()
    _approve(served, first)
    missing = crowd.answer()["missing"]
    assert missing == 0, f"{missing} phones miss a change"
    return time.monotonic() - began


def main() -> int:
    """Measure, print and store the rows. If the packages of a cluster are not installed, measure nothing. Return 0."""
    if missing := engines.missing():
        print(f"Phones on a cluster are not measured. Missing packages: {' '.join(missing)}")
        return 0
    raise_descriptor_limit()
    rows = measure(int(sys.argv[1]) if len(sys.argv) > 1 else PHONES)
    show("Phones on a cluster", rows)
    merge(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
