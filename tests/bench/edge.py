"""The live edge, every row of the table of goals: ours beside the stock library, Node's Socket.IO and a bare loop. `make bench`; `--quick` is `make bench-quick`.

Linux only (it reads /proc). Loopback only. What else the machine does falls on all alike where servers take turns: trust the ratios.
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
    """`fan_outs`: (phones, turns, servers that have theirs at one time)."""

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
    """Each part's rows are shown and kept as soon as they are there."""
    began = time.monotonic()
    load = os.getloadavg()[0]
    found = {}
    for phones, turns, together in run.fan_outs:
        found[phones], memory, held = edge_fanout.measure(phones, turns, together)
        _keep(
            f"Fan-out to {phones} phones",
            [*edge_fanout.rows_of(phones, found[phones]), edge_fanout.held_row(held, phones)],
        )
    few, many = found
    _keep(
        "A phone",
        [
            edge_fanout.slope_row(few, found[few], many, found[many]),
            edge_fanout.memory_row(memory, edge_fanout.measure_deflate(), many),
        ],
    )
    _keep("Commands and the room", edge_commands.measure(run.phones, run.rounds, run.seconds, run.idle))
    _keep("A busy hour", edge_hour.measure())
    _keep("History", edge_growth.measure(run.sizes, run.turns))
    _keep(
        "First load",
        edge_page.measure()
        + [
            row("edge_bench_load_before", load, ""),
            row("edge_bench_minutes", (time.monotonic() - began) / 60, "min"),
        ],
    )


def _keep(title: str, rows: list[dict]) -> None:
    show(title, rows)
    merge(rows)


if __name__ == "__main__":
    raise_descriptor_limit()
    measure(QUICK if "--quick" in sys.argv else FULL)
