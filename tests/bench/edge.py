"""The benchmark of the connections between phones and server: commands, sockets and fan-out.

The benchmark measures every row of the table in docs/performance.md. It compares the product with Flask-SocketIO,
Node's Socket.IO and a bare `send()` loop. `make bench` runs it; `make bench-quick` runs it with `--quick`. The
benchmark reads /proc, so it needs Linux. All connections use the loopback interface. The servers are measured in turn,
so that other load on the machine affects all servers equally. Therefore ratios are more reliable than absolute figures.
"""

from __future__ import annotations

import os
import sys
import time
from typing import NamedTuple

from tests.bench import edge_commands, edge_fanout, edge_growth, edge_hour, edge_page
from tests.bench.processes import raise_descriptor_limit
from tests.bench.report import merge, row, show


class Run(NamedTuple):
    """The size of a run.

    For each fan-out, `fan_outs` has three numbers: phones per server, updates per server, and servers that run at the
    same time.
    """

    fan_outs: tuple[tuple[int, int, int], ...]
    phones: int
    rounds: int
    seconds: float
    idle: float
    sizes: tuple[int, ...]
    turns: int


FULL = Run(((2000, 12, 4), (8000, 8, 2)), 2000, 5, 2, 30, edge_growth.SIZES, 5)
QUICK = Run(((500, 6, 4), (2000, 6, 4)), 500, 2, 1.5, 10, (10, 1000), 3)


def measure(run: Run) -> None:
    """Run all measurements. Print and store the rows of each measurement as soon as it ends."""
    began = time.monotonic()
    load = os.getloadavg()[0]
    results = {}
    for phones, turns, together in run.fan_outs:
        results[phones], memory, held = edge_fanout.measure(phones, turns, together)
        _store(
            f"Fan-out to {phones} phones",
            [*edge_fanout.rows_of(phones, results[phones]), edge_fanout.held_row(held, phones)],
        )
    small, large = results
    _store(
        "One phone",
        [
            edge_fanout.slope_row(small, results[small], large, results[large]),
            edge_fanout.memory_row(memory, edge_fanout.measure_deflate(), large),
        ],
    )
    _store("Commands while phones listen", edge_commands.measure(run.phones, run.rounds, run.seconds, run.idle))
    _store("A busy hour", edge_hour.measure())
    _store("Length of the history", edge_growth.measure(run.sizes, run.turns))
    _store(
        "First load of the page",
        [
            *edge_page.measure(),
            row("edge_bench_load_before", load, ""),
            row("edge_bench_minutes", (time.monotonic() - began) / 60, "min"),
        ],
    )


def _store(title: str, rows: list[dict]) -> None:
    show(title, rows)
    merge(rows)


if __name__ == "__main__":
    raise_descriptor_limit()
    measure(QUICK if "--quick" in sys.argv else FULL)
