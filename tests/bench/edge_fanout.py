"""One update to thousands of phones: what it costs the server, how late the last phones get it, what a phone's connection keeps."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.bench.processes import Crowd, cpu_seconds, resident_kib
from tests.bench.report import row
from tests.bench.systems import COMPARATORS, Stand, join, stand, update

OURS = "ours"
SETTLED = 0.1
"""Seconds after which a server has done what an update gives it to do besides."""
GOALS = {2000: 1.3, 8000: 1.5}
"""Times the bare loop's cost, by phones; with fewer of them the command itself weighs more, and there is no goal."""
ASYNCIO, MOST_FOR_ASYNCIO = "asgi", 2000
"""python-socketio on uvicorn, with so many phones at most: it has no goal, and costs the most."""
LATEST, STOCK_SHARE, MEMORY_KIB = 1.8, 0.2, 30
HOLDS_MS, HELD_WITHIN = 5, 99
"""Per cent; not all of them, since the machine may give the processor to somebody else in between, and that counts as held."""
DEFLATED = 300
"""Phones for what the library keeps of one with compression; not more, since it is a lot."""

Turns = dict[str, list[dict]]


def take_turns(crowd: Crowd, stands: list[Stand], count: int, turns: int) -> Turns:
    """Updates in turn, each to `count` phones, the first one (when everything is cold) not counted: {name: [{cpu (µs a phone), p99 (ms), bytes}]}."""
    found: Turns = {one.name: [] for one in stands}
    for turn in range(turns + 1):
        first = turn % len(stands)
        for one in stands[first:] + stands[:first]:
            before = cpu_seconds(one.pid)
            got = update(crowd, one)
            time.sleep(SETTLED)
            if turn:
                found[one.name].append(got | {"cpu": (cpu_seconds(one.pid) - before) / count * 1e6})
    return found


def measure(count: int, turns: int, together: int) -> tuple[Turns, dict[str, float], tuple[float, float]]:
    """(turns, {name: KiB a phone}, how our loop was held: `Ours.held`). At most `together` servers have their phones at one time; ours and the bare loop are the first."""
    found: Turns = {}
    memory: dict[str, float] = {}
    names = [OURS, *COMPARATORS, *([ASYNCIO] if count <= MOST_FOR_ASYNCIO else [])]
    for at in range(0, len(names), together):
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            stands = [stack.enter_context(stand(name, Path(folder) / name)) for name in names[at : at + together]]
            crowd = stack.enter_context(Crowd())
            for one in stands:
                one.ask(turns + 1)
                join(crowd, one, 20, "first")
                crowd.call("leave", "first")
                before = resident_kib(one.pid)
                seconds = join(crowd, one, count)
                time.sleep(1)
                memory[one.name] = (resident_kib(one.pid) - before) / count
                print(f"  {count} phones joined {one.name} in {seconds:.1f} s", file=sys.stderr)
            found |= take_turns(crowd, stands, count, turns)
            if names[at] == OURS:
                held = stands[0].held()
    return found, memory, held


def measure_deflate(count: int = DEFLATED) -> float:
    """KiB that the library keeps of a phone whose offer of compression it takes, as it does by default."""
    with stand("stock", Path(), "--deflate") as one, Crowd() as crowd:
        join(crowd, one, 20, "first")
        before = resident_kib(one.pid)
        join(crowd, one, count)
        return (resident_kib(one.pid) - before) / count


def rows_of(count: int, found: Turns) -> list[dict]:
    """Cost and lateness beside the comparators', and the ratios to the bare loop with their spread over the turns."""
    cost = {name: statistics.median(one["cpu"] for one in some) for name, some in found.items()}
    late = {name: statistics.median(one["p99"] for one in some) for name, some in found.items()}
    turns = len(found[OURS])
    times, has_goal = GOALS.get(count, 0), count in GOALS
    allowed = f"<= {min(times * cost['bare'], STOCK_SHARE * cost['stock'], cost['node']):.2f}" if has_goal else ""
    latest = f"<= {LATEST * late['bare']:.1f}" if has_goal else ""
    return [
        row(
            f"fanout_cpu_us_{count}",
            cost[OURS],
            "µs",
            allowed,
            {name: cost[name] for name in found if name != OURS},
            turns,
        ),
        _ratio(f"fanout_cpu_to_bare_{count}", "cpu", found, "bare", times),
        _ratio(f"fanout_cpu_to_stock_{count}", "cpu", found, "stock", has_goal and STOCK_SHARE),
        _ratio(f"fanout_cpu_to_node_{count}", "cpu", found, "node", has_goal and 1),
        row(
            f"approve_p99_ms_{count}",
            late[OURS],
            "ms",
            latest,
            {name: late[name] for name in found if name != OURS},
            turns,
        ),
        _ratio(f"approve_p99_to_bare_{count}", "p99", found, "bare", has_goal and LATEST),
        row(
            f"fanout_update_bytes_{count}",
            statistics.mean(one["bytes"] for one in found[OURS]),
            "B",
            "",
            {name: statistics.mean(one["bytes"] for one in found[name]) for name in COMPARATORS},
        ),
    ]


def slope_row(few: int, found_few: Turns, many: int, found_many: Turns) -> dict:
    """What one more phone costs the server, without what the command itself costs: the difference of the medians over that of the phones."""

    def cost(found: Turns, name: str, count: int) -> float:
        return statistics.median(one["cpu"] for one in found[name]) * count

    slopes = {
        name: (cost(found_many, name, many) - cost(found_few, name, few)) / (many - few)
        for name in (OURS, *COMPARATORS)
    }
    return row(f"fanout_cpu_us_one_more_phone_{few}_{many}", slopes.pop(OURS), "µs", "", slopes)


def held_row(held: tuple[float, float], count: int) -> dict:
    """For how long a fan-out keeps the loop from all else at one time."""
    share, longest = held
    return row(
        f"fanout_holds_within_{HOLDS_MS}_ms_{count}",
        share * 100,
        "%",
        f">= {HELD_WITHIN}",
        {"longest_ms_at_most": longest * 1000},
    )


def memory_row(memory: dict[str, float], deflated: float, count: int) -> dict:
    others = {name: memory[name] for name in COMPARATORS} | {"deflate": deflated}
    return row("memory_kib_per_phone", memory[OURS], "KiB", f"<= {MEMORY_KIB}", others, count)


def _ratio(name: str, what: str, found: Turns, other: str, goal: float) -> dict:
    ratios = [open_floor[what] / its[what] for open_floor, its in zip(found[OURS], found[other], strict=True)]
    return row(
        name,
        statistics.median(ratios),
        "x",
        f"<= {goal}" if goal else "",
        {"least": min(ratios), "most": max(ratios)},
        len(ratios),
    )
