"""Measurements with connected phones: acknowledged commands per second, the delay until a question reaches the chairs'
screens, and the time of reconnection after a restart.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from tests.bench.listening import SeatListener
from tests.bench.processes import Comparator, CrowdProcess
from tests.bench.report import row
from tests.bench.senders import as_fast_as_possible, paced
from tests.bench.systems import OpenFloor, join, running_system, update

SENDERS, PACERS = 50, 20
SHARE, CHAIRS_MS, BACK_SECONDS, IDLE_BYTES = 0.6, 150, 6, 1024
PER_SECOND = 50
PENDING = 50
"""The number of pending questions in the measurement of a restart."""


def measure(phones: int, rounds: int, seconds: float, idle: float) -> list[dict]:
    """Measure a server with `phones` connected phones. Return the report rows."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_system("ours", Path(folder) / "ours") as open_floor,
        CrowdProcess() as crowd,
    ):
        join(crowd, open_floor, phones)
        idle_bytes = crowd.call("idle", "ours", seconds=idle)["bytes"]
        rows = [row("idle_phone_bytes_per_min", idle_bytes, "B", f"<= {IDLE_BYTES}", None, phones)]
        # The page of an asker exchanges more bytes than the pages of other attendees: once a minute, it also checks the
        # counter of own questions. Therefore add the bytes of one check.
        asker_bytes = idle_bytes + crowd.call("check", "ours", seconds=10)["bytes"]
        rows += [row("idle_asker_bytes_per_min", asker_bytes, "B", f"<= {IDLE_BYTES}", None, phones)]
        rows += _restart(crowd, open_floor, phones)
        rows += _chairs(open_floor, seconds * 2)
        return rows + _commands(open_floor, Path(folder) / "bare.db", rounds, seconds)


def _commands(open_floor: OpenFloor, database: Path, rounds: int, seconds: float) -> list[dict]:
    per_second: dict[str, list[float]] = {"ours": [], "bare": []}
    p95: dict[str, list[float]] = {"ours": [], "bare": []}
    bare = Comparator("group_commit", str(database))
    with bare:
        # The first round is a warm-up and is not counted.
        for turn in range(rounds + 1):
            for name, port in (("ours", open_floor.port), ("bare", bare.port)):
                rate, durations = asyncio.run(
                    as_fast_as_possible([port], open_floor.path, open_floor.cookie, SENDERS, seconds if turn else 0.5)
                )
                if turn:
                    per_second[name].append(rate)
                    p95[name].append(sorted(durations)[int(len(durations) * 0.95)] * 1000)
    ratios = [ours / bare for ours, bare in zip(per_second["ours"], per_second["bare"], strict=True)]
    medians = {name: statistics.median(rates) for name, rates in per_second.items()}
    p95_medians = {name: statistics.median(times) for name, times in p95.items()}
    goal = f">= {SHARE * medians['bare']:.0f}"
    spread = {"least": min(ratios), "most": max(ratios)}
    return [
        row("commands_per_s", medians["ours"], "/s", goal, {"bare": medians["bare"]}, rounds),
        row("commands_to_bare", statistics.median(ratios), "x", f">= {SHARE}", spread, rounds),
        row("commands_p95_ms", p95_medians["ours"], "ms", "", {"bare": p95_medians["bare"]}, rounds),
    ]


class ChairScreen:
    """A chair's socket. `shown_at`: {text: when the question first arrived (monotonic clock)}."""

    def __init__(self, open_floor: OpenFloor, seat: str):
        self.shown_at: dict[str, float] = {}
        self._listener = SeatListener(open_floor.server, seat, self._on_change)

    def _on_change(self, change: dict) -> None:
        now = time.monotonic()
        for view in change.get("put", ()):
            self.shown_at.setdefault(view["text"], now)

    def close(self) -> None:
        self._listener.close()


def _chairs(open_floor: OpenFloor, seconds: float) -> list[dict]:
    chairs = [ChairScreen(open_floor, seat) for seat in ("chair/a", "chair/b")]
    texts = [f"{number}. When is it on the screen?" for number in range(int(PER_SECOND * seconds))]
    sent = asyncio.run(paced(open_floor.port, open_floor.path, open_floor.cookie, iter(texts), PER_SECOND, PACERS))
    until = time.monotonic() + 10
    while any(len(chair.shown_at.keys() & sent.keys()) < len(sent) for chair in chairs):
        if time.monotonic() > until:
            raise RuntimeError("a question did not reach a chair's screen")
        time.sleep(0.05)
    delays = sorted((max(chair.shown_at[text] for chair in chairs) - at) * 1000 for text, at in sent.items())
    for chair in chairs:
        chair.close()
    p50, p99 = delays[len(delays) // 2], delays[int(len(delays) * 0.99)]
    return [row("question_to_chairs_p99_ms", p99, "ms", f"<= {CHAIRS_MS}", {"p50": p50}, len(delays))]


def _restart(crowd: CrowdProcess, open_floor: OpenFloor, phones: int) -> list[dict]:
    """Restart the server. Measure the seconds from the moment when the server is ready until every phone has a socket
    and the snapshot.

    If all phones have returned, send one update and check that all phones receive it.
    """
    open_floor.ask(PENDING)
    crowd.call("expect_restart", "ours", path=open_floor.path)
    open_floor.server.stop()
    open_floor.server.start()
    ready = time.monotonic()
    back = crowd.call("back", "ours", seconds=60)
    missing = back["missing"]
    if not missing:
        update(crowd, open_floor)
    seconds = {name: (back[name] or float("nan")) - ready for name in ("p50", "last")}
    spread = {"p50": seconds["p50"]}
    return [
        row(f"back_after_restart_s_{phones}", seconds["last"], "s", f"<= {BACK_SECONDS}", spread, phones),
        row("back_after_restart_missing", missing, "", "<= 0", None, phones),
    ]
