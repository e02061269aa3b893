"""One update to thousands of phones: the server's cost, the delay until the last phones receive it, and the memory per
connection.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.bench.processes import CrowdProcess, cpu_seconds, resident_kib
from tests.bench.report import row
from tests.bench.systems import COMPARATORS, System, join, running_system, update

OURS = "ours"
SETTLED = 0.1
"""Seconds between an update and the measurement of the processor time. In this time, the server finishes its work."""
GOALS = {2000: 1.3, 8000: 1.5}
"""The goals for the processor time per phone: {number of phones: maximum ratio}.

The ratio compares the product with a loop that only calls `send()`. Smaller numbers of phones have no goal. With few
phones, the command itself costs more than the sending.
"""
ASYNCIO, MOST_FOR_ASYNCIO = "asgi", 2000
"""`ASYNCIO`: the compared server with python-socketio on uvicorn. It is measured with at most `MOST_FOR_ASYNCIO`
phones.

This server has the highest cost of all compared servers, so no goal compares the product with this server.
"""
LATEST, STOCK_SHARE, MEMORY_KIB = 1.8, 0.2, 30
HOLDS_MS, HELD_WITHIN = 5, 99
"""A time limit in milliseconds for one step of a fan-out, and the minimum percentage of steps that meet the limit.

During a step, the fan-out blocks the event loop. Between two steps, the fan-out yields to the event loop. The
percentage is below 100, because another process may take the processor during a step.
"""
DEFLATED = 300
"""The number of phones for the measurement of the memory that a compressed connection uses.

The number is low, because each compressed connection uses much memory.
"""

Turns = dict[str, list[dict]]
"""{name of a compared server: [figures of each turn]}. The figures: `cpu` (µs per phone), `p99` (the delay in ms),
`bytes` (the length of the update).
"""


def take_turns(crowd: CrowdProcess, systems: list[System], count: int, turns: int) -> Turns:
    """Let the compared servers send updates in turn, each to `count` phones. The first turn is a warm-up without
    results.
    """
    results: Turns = {system.name: [] for system in systems}
    for turn in range(turns + 1):
        first = turn % len(systems)
        for system in systems[first:] + systems[:first]:
            before = cpu_seconds(system.pid)
            arrival = update(crowd, system)
            time.sleep(SETTLED)
            if turn:
                results[system.name].append(arrival | {"cpu": (cpu_seconds(system.pid) - before) / count * 1e6})
    return results


def measure(count: int, turns: int, together: int) -> tuple[Turns, dict[str, float], tuple[float, float]]:
    """Measure all compared servers with `count` phones. Return (turns, memory, held).

    `turns`: the figures of each turn and server (Turns). `memory`: {server: KiB per phone}. `held`: the result of
    `OpenFloor.held`. `together`: how many servers run at the same time. These servers are measured in turn; then the
    next servers are started. The first group includes the product and the bare `send()` loop.
    """
    results: Turns = {}
    memory: dict[str, float] = {}
    names = [OURS, *COMPARATORS, *([ASYNCIO] if count <= MOST_FOR_ASYNCIO else [])]
    for at in range(0, len(names), together):
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            systems = [
                stack.enter_context(running_system(name, Path(folder) / name)) for name in names[at : at + together]
            ]
            crowd = stack.enter_context(CrowdProcess())
            for system in systems:
                system.ask(turns + 1)
                join(crowd, system, 20, "first")
                crowd.call("leave", "first")
                before = resident_kib(system.pid)
                seconds = join(crowd, system, count)
                time.sleep(1)
                memory[system.name] = (resident_kib(system.pid) - before) / count
                print(f"  {count} phones joined {system.name} in {seconds:.1f} s", file=sys.stderr)
            results |= take_turns(crowd, systems, count, turns)
            if names[at] == OURS:
                held = systems[0].held()
    return results, memory, held


def measure_deflate(count: int = DEFLATED) -> float:
    """Return the memory per phone of Flask-SocketIO in KiB, with compression (the default of Flask-SocketIO)."""
    with running_system("stock", Path(), "--deflate") as system, CrowdProcess() as crowd:
        join(crowd, system, 20, "first")
        before = resident_kib(system.pid)
        join(crowd, system, count)
        return (resident_kib(system.pid) - before) / count


def rows_of(count: int, results: Turns) -> list[dict]:
    """Return the report rows: the cost (µs per phone) and the delay (ms) of each compared server. Further rows have the
    product's ratios to the other servers, each with its minimum and maximum over the turns.
    """
    cost = {name: statistics.median(turn["cpu"] for turn in turns) for name, turns in results.items()}
    p99 = {name: statistics.median(turn["p99"] for turn in turns) for name, turns in results.items()}
    turns = len(results[OURS])
    times, has_goal = GOALS.get(count, 0), count in GOALS
    cost_goal = f"<= {min(times * cost['bare'], STOCK_SHARE * cost['stock'], cost['node']):.2f}" if has_goal else ""
    p99_goal = f"<= {LATEST * p99['bare']:.1f}" if has_goal else ""
    others = [name for name in results if name != OURS]
    return [
        row(f"fanout_cpu_us_{count}", cost[OURS], "µs", cost_goal, {name: cost[name] for name in others}, turns),
        _ratio(f"fanout_cpu_to_bare_{count}", "cpu", results, "bare", times),
        _ratio(f"fanout_cpu_to_stock_{count}", "cpu", results, "stock", has_goal and STOCK_SHARE),
        _ratio(f"fanout_cpu_to_node_{count}", "cpu", results, "node", has_goal and 1),
        row(f"approve_p99_ms_{count}", p99[OURS], "ms", p99_goal, {name: p99[name] for name in others}, turns),
        _ratio(f"approve_p99_to_bare_{count}", "p99", results, "bare", has_goal and LATEST),
        row(
            f"fanout_update_bytes_{count}",
            statistics.mean(turn["bytes"] for turn in results[OURS]),
            "B",
            "",
            {name: statistics.mean(turn["bytes"] for turn in results[name]) for name in COMPARATORS},
        ),
    ]


def slope_row(small: int, small_results: Turns, large: int, large_results: Turns) -> dict:
    """Return the report row for the server's cost per additional phone, in µs.

    This cost is computed from two fan-outs: the difference of their median costs, divided by the difference of their
    numbers of phones. The difference excludes the cost of the command itself.
    """

    def cost(results: Turns, name: str, count: int) -> float:
        return statistics.median(turn["cpu"] for turn in results[name]) * count

    slopes = {
        name: (cost(large_results, name, large) - cost(small_results, name, small)) / (large - small)
        for name in (OURS, *COMPARATORS)
    }
    return row(f"fanout_cpu_us_one_more_phone_{small}_{large}", slopes.pop(OURS), "µs", "", slopes)


def held_row(held: tuple[float, float], count: int) -> dict:
    """Return the report row for the percentage of a fan-out's steps that block the event loop for at most HOLDS_MS."""
    share, longest = held
    return row(
        f"fanout_holds_within_{HOLDS_MS}_ms_{count}",
        share * 100,
        "%",
        f">= {HELD_WITHIN}",
        {"longest_ms_at_most": longest * 1000},
    )


def memory_row(memory: dict[str, float], deflated: float, count: int) -> dict:
    """Return the report row for the server's memory per phone, in KiB."""
    others = {name: memory[name] for name in COMPARATORS} | {"deflate": deflated}
    return row("memory_kib_per_phone", memory[OURS], "KiB", f"<= {MEMORY_KIB}", others, count)


def _ratio(name: str, figure: str, results: Turns, comparator: str, goal: float) -> dict:
    pairs = zip(results[OURS], results[comparator], strict=True)
    ratios = [ours[figure] / theirs[figure] for ours, theirs in pairs]
    return row(
        name,
        statistics.median(ratios),
        "x",
        f"<= {goal}" if goal else "",
        {"least": min(ratios), "most": max(ratios)},
        len(ratios),
    )
