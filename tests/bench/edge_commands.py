"""Commands while phones listen: how many are acknowledged a second, when both chairs see a question, how a room comes back after a restart."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import threading
import time
from pathlib import Path

from tests.bench.processes import Comparator, Crowd
from tests.bench.report import row
from tests.bench.senders import as_fast_as_possible, paced
from tests.bench.systems import OpenFloor, join, stand, update
from tests.servers import Server
from tests.web.socket_client import Disconnected, SocketClient

SENDERS, PACERS = 50, 20
SHARE, CHAIRS_MS, BACK_SECONDS, IDLE_BYTES = 0.6, 150, 6, 2048
A_SECOND = 50
WAITING = 50
"""Questions before the chairs when the server is stopped."""


def measure(phones: int, rounds: int, seconds: float, idle: float) -> list[dict]:
    """All rows of one server with so many phones."""
    with tempfile.TemporaryDirectory() as folder, stand("ours", Path(folder) / "ours") as open_floor, Crowd() as crowd:
        join(crowd, open_floor, phones)
        idle_bytes = crowd.call("idle", "ours", seconds=idle)["bytes"]
        rows = [row("idle_phone_bytes_per_min", idle_bytes, "B", f"<= {IDLE_BYTES}", None, phones)]
        rows += _restart(crowd, open_floor, phones)
        rows += _chairs(open_floor, seconds * 2)
        return rows + _commands(open_floor, Path(folder) / "bare.db", rounds, seconds)


def _commands(open_floor: OpenFloor, database: Path, rounds: int, seconds: float) -> list[dict]:
    speed: dict[str, list[float]] = {"ours": [], "bare": []}
    p95: dict[str, list[float]] = {"ours": [], "bare": []}
    bare = Comparator("group_commit", str(database))
    with bare:
        # A round that is not counted, in which everything gets warm.
        for turn in range(rounds + 1):
            for name, port in (("ours", open_floor.port), ("bare", bare.port)):
                a_second, took = asyncio.run(
                    as_fast_as_possible(port, open_floor.path, open_floor.cookie, SENDERS, seconds if turn else 0.5)
                )
                if turn:
                    speed[name].append(a_second)
                    p95[name].append(sorted(took)[int(len(took) * 0.95)] * 1000)
    ratios = [mine / its for mine, its in zip(speed["ours"], speed["bare"], strict=True)]
    middle = {name: statistics.median(some) for name, some in speed.items()}
    return [
        row(
            "commands_per_s", middle["ours"], "/s", f">= {SHARE * middle['bare']:.0f}", {"bare": middle["bare"]}, rounds
        ),
        row(
            "commands_to_bare",
            statistics.median(ratios),
            "x",
            f">= {SHARE}",
            {"least": min(ratios), "most": max(ratios)},
            rounds,
        ),
        row(
            "commands_p95_ms",
            statistics.median(p95["ours"]),
            "ms",
            "",
            {"bare": statistics.median(p95["bare"])},
            rounds,
        ),
    ]


class Chair(threading.Thread):
    """A chair's socket: when each text came."""

    def __init__(self, server: Server, seat: str):
        super().__init__(daemon=True)
        self.came: dict[str, float] = {}
        self._listener = SocketClient(server.client(seat))
        self._listener.subscribe()
        self.start()

    def run(self) -> None:
        try:
            while True:
                _, change = self._listener.wait("change")
                at = time.monotonic()
                for view in change.get("put", ()):
                    self.came.setdefault(view["text"], at)
        except (Disconnected, OSError):
            return

    def close(self) -> None:
        self._listener.close()


def _chairs(open_floor: OpenFloor, seconds: float) -> list[dict]:
    chairs = [Chair(open_floor.server, seat) for seat in ("chair/a", "chair/b")]
    texts = [f"{number}. When is it on the screen?" for number in range(int(A_SECOND * seconds))]
    sent = asyncio.run(paced(open_floor.port, open_floor.path, open_floor.cookie, iter(texts), A_SECOND, PACERS))
    until = time.monotonic() + 10
    while any(len(chair.came.keys() & sent.keys()) < len(sent) for chair in chairs):
        if time.monotonic() > until:
            raise RuntimeError("a question never came to a chair")
        time.sleep(0.05)
    took = sorted((max(chair.came[text] for chair in chairs) - at) * 1000 for text, at in sent.items())
    for chair in chairs:
        chair.close()
    return [
        row(
            "question_to_chairs_p99_ms",
            took[int(len(took) * 0.99)],
            "ms",
            f"<= {CHAIRS_MS}",
            {"p50": took[len(took) // 2]},
            len(took),
        )
    ]


def _restart(crowd: Crowd, open_floor: OpenFloor, phones: int) -> list[dict]:
    """Stop, start again: seconds from readiness until every phone has a socket and has read the snapshot; and one update to all."""
    open_floor.ask(WAITING)
    crowd.call("expect_restart", "ours", path=open_floor.path)
    open_floor.server.stop()
    open_floor.server.start(has_links=False)
    ready = time.monotonic()
    back = crowd.call("back", "ours", seconds=60)
    missed = back["missing"]
    if not missed:
        update(crowd, open_floor)
    came = {name: (back[name] or float("nan")) - ready for name in ("p50", "last")}
    return [
        row(f"back_after_restart_s_{phones}", came["last"], "s", f"<= {BACK_SECONDS}", {"p50": came["p50"]}, phones),
        row("back_after_restart_missing", missed, "", "<= 0", None, phones),
    ]
