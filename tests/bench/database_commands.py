"""Acknowledged questions and votes per second over PostgreSQL, compared with the SQLite file in the same run.

Run with `make bench`. The senders connect to the server processes directly. With two processes, half of the senders
connect to each process. This differs from a real cluster, where a proxy sends all questions of a session to the same
process.

All systems run at the same time, and are measured one after another. A system works for some seconds after its last
command, for example to compare the new questions. Each measurement therefore waits until the machine is idle. The
sentence encoder is off, because it would need minutes for the questions of one measurement.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from moderation.runtime import use
from moderation.store import sessions
from moderation.store.place import shared_database
from moderation.store.reader import Reader
from tests.bench.report import merge, row, show
from tests.bench.senders import EACH, as_fast_as_possible
from tests.bench.systems import OpenFloor, cookies_of
from tests.cluster import engines
from tests.cluster.local import LocalCluster, make_folder
from tests.cluster.sessions import make_session
from tests.servers import session_with

SENDERS, ROUNDS, SECONDS = 50, 5, 2.0
GOALS = {("ask", 1): 0.6, ("ask", 2): 1.0}
"""{(act, number of processes over PostgreSQL): minimum rate, as a multiple of the rate of one process with the SQLite
file}.
"""
VOTES_GOAL = 1.5
"""Minimum rate of votes with two processes over PostgreSQL, as a multiple of the rate with one process."""


IDLE, LONGEST_WAIT = 0.9, 60
"""The machine is idle if its processors are unused for this share of half a second. Maximum wait in seconds."""


class System(NamedTuple):
    """The server processes that serve one session. `cookies`: Cookie headers of new attendees."""

    ports: Sequence[int]
    path: str
    cookies: Iterator[str]


def start_embedded(stack: ExitStack) -> System:
    """Start one process that uses the SQLite file. Its session has `EACH` approved questions."""
    open_floor = OpenFloor(Path(stack.enter_context(TemporaryDirectory())) / "embedded")
    stack.callback(open_floor.close)
    open_floor.ask(EACH)
    for _ in range(EACH):
        open_floor.publish()
    return System([open_floor.port], open_floor.path, iter(open_floor.cookie, None))


def start_cluster(stack: ExitStack, processes: int) -> System:
    """Start a cluster with this number of processes. Its session has `EACH` approved questions."""
    folder = make_folder()
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    cluster = LocalCluster(folder, processes, session_with("none", folder))
    stack.callback(cluster.close)
    served = make_session(cluster)
    for number in range(EACH):
        served.asked_and("approve", who=f"asker {number // 20}")
    return System(cluster.ports, f"/api/s/{served.code}/attendee", new_cookies(cluster, served.code))


def new_cookies(cluster: LocalCluster, code: str) -> Iterator[str]:
    """Return an endless sequence of Cookie headers of new attendees of a session."""
    with Reader(shared_database(cluster.postgres.url, use("threading"))).transaction() as connection:
        session = sessions.get_by_code(connection, code)
    return cookies_of(session, (cluster.folder / "secret.key").read_bytes())


def wait_until_idle() -> None:
    """Wait until the machine is idle, at most LONGEST_WAIT seconds."""
    deadline = time.monotonic() + LONGEST_WAIT
    share = 0.0
    while share < IDLE and time.monotonic() < deadline:
        before = _processor_times()
        time.sleep(0.5)
        passed = [after - earlier for after, earlier in zip(_processor_times(), before, strict=True)]
        share = passed[3] / sum(passed)


def _processor_times() -> list[int]:
    """Return the times that the processors have spent in each state (proc(5), `/proc/stat`). Index 3: the idle time."""
    line = Path("/proc/stat").read_text().partition("\n")[0]
    return [int(ticks) for ticks in line.split()[1:9]]


def measure() -> dict[tuple[str, str], list[float]]:
    """Return the commands per second of each round: {(act, system): [per second]}. The systems are measured
    alternately.
    """
    rates: dict[tuple[str, str], list[float]] = {}
    os.environ["OPEN_FLOOR_EMBEDDINGS"] = "0"
    with ExitStack() as stack:
        systems = {
            "embedded": start_embedded(stack),
            "PostgreSQL, 1": start_cluster(stack, 1),
            "PostgreSQL, 2": start_cluster(stack, 2),
        }
        for turn in range(ROUNDS + 1):
            for act in ("ask", "vote"):
                for name, (ports, path, cookies) in systems.items():
                    wait_until_idle()
                    seconds = SECONDS if turn else 0.5  # The first round is a warm-up and is not counted.
                    rate, _ = asyncio.run(as_fast_as_possible(ports, path, cookies.__next__, SENDERS, seconds, act))
                    if turn:
                        rates.setdefault((act, name), []).append(rate)
    return rates


def rows_of(rates: dict[tuple[str, str], list[float]]) -> list[dict]:
    """Return the report rows: for each act, the rates, and the median of the ratios over all rounds."""
    rows = []
    for act in ("ask", "vote"):
        medians = {name: statistics.median(values) for (of, name), values in rates.items() if of == act}
        rows.append(row(f"{act}, embedded, per second", medians["embedded"], "/s", "", medians, ROUNDS))
    for (act, processes), goal in GOALS.items():
        ratio = ratio_of(rates, act, f"PostgreSQL, {processes}", "embedded")
        rows.append(row(f"{act}, PostgreSQL, {processes} / embedded", ratio, "x", f">= {goal}", None, ROUNDS))
    ratio = ratio_of(rates, "vote", "PostgreSQL, 2", "PostgreSQL, 1")
    return [*rows, row("vote, PostgreSQL, 2 / 1", ratio, "x", f">= {VOTES_GOAL}", None, ROUNDS)]


def ratio_of(rates: dict[tuple[str, str], list[float]], act: str, name: str, other: str) -> float:
    """Return the median of the ratios of two systems, over all rounds."""
    pairs = zip(rates[act, name], rates[act, other], strict=True)
    return statistics.median(rate / other_rate for rate, other_rate in pairs)


def main() -> int:
    """Measure, print and store the rows. Return 1 if a goal is missed, otherwise 0. If PostgreSQL is not installed,
    measure nothing and return 0.
    """
    if missing := engines.missing():
        print(f"Commands over PostgreSQL are not measured. Missing packages: {' '.join(missing)}")
        return 0
    rows = rows_of(measure())
    show("Commands over PostgreSQL", rows)
    merge(rows)
    return int(any(entry["goal"] and entry["value"] < float(entry["goal"].removeprefix(">= ")) for entry in rows))


if __name__ == "__main__":
    sys.exit(main())
