"""The server's cost of one command and of one join, with 10 to 10,000 questions in the history."""

from __future__ import annotations

import hashlib
import statistics
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from moderation.store.schema import connect
from tests.bench.processes import CrowdProcess, cpu_seconds
from tests.bench.report import row
from tests.bench.systems import OpenFloor
from tests.factories import caller, execute_act

SIZES = (10, 100, 1_000, 10_000)
FLAT = 1.5
"""The goal: maximum ratio of the processor time with the longest history to the time with the shortest history."""
EACH = 40
"""Number of commands or joins in each measurement."""
SETTLED = 0.3


def grow(database: Path, code: str, count: int) -> None:
    """Add `count` questions to the session of a stopped server, by calling `execute_act` as the server does.

    Approve, take and answer every fourth question. Decline all other questions.
    """
    connection = connect(database)
    connection.execute("PRAGMA synchronous = OFF")
    chair = caller("chair.a")
    connection.execute("BEGIN")
    for number in range(count):
        asker = caller("attendee", hashlib.sha256(f"asker {number // 20}".encode()).digest())
        parameters = {"text": f"Question {number} of a long history: who answers for it?", "now": number * 60.0}
        question = {"number": execute_act(connection, "ask", asker, code=code, **parameters)["question"]["number"]}
        if number % 4:
            execute_act(connection, "decline", chair, code=code, reason="off_topic", version=1, **question)
            continue
        for version, act in enumerate(("approve", "take", "answer"), 1):
            execute_act(connection, act, chair, code=code, version=version, **question)
    # Mark the search for similar questions as finished for all questions. Otherwise it would run during the
    # measurement.
    connection.execute("DELETE FROM similar_due")
    connection.execute("COMMIT")
    connection.close()


def measure(sizes: tuple[int, ...] = SIZES, turns: int = 5) -> list[dict]:
    """Measure servers with histories of different lengths. Return the report rows.

    The servers are measured in turn, so that other load on the machine affects all of them equally.
    """
    cost: dict[str, dict[int, list[float]]] = {
        figure: {size: [] for size in sizes} for figure in ("command", "command_in_server", "join")
    }
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        servers = {}
        for size in sizes:
            open_floor = servers[size] = OpenFloor(Path(folder) / str(size))
            stack.callback(open_floor.close)
            open_floor.server.stop()
            grow(open_floor.server.data_dir / "open-floor.db", open_floor.server.code, size)
            open_floor.server.start()
        crowd = stack.enter_context(CrowdProcess())
        time.sleep(SETTLED * 10)
        for turn in range(turns + 1):
            for size, open_floor in servers.items():
                for figure, work in (("command", _command), ("join", _join)):
                    before, alone = cpu_seconds(open_floor.pid), cpu_seconds(open_floor.pid, with_children=False)
                    work(open_floor, crowd)
                    time.sleep(SETTLED)
                    if not turn:
                        continue
                    cost[figure][size].append((cpu_seconds(open_floor.pid) - before) / EACH * 1e6)
                    if figure == "command":
                        # Count only the server process. Its child process computes similar questions during and after
                        # the commands.
                        cost["command_in_server"][size].append(
                            (cpu_seconds(open_floor.pid, with_children=False) - alone) / EACH * 1e6
                        )
    return [entry for figure, costs in cost.items() for entry in _rows(figure, costs)]


def _command(open_floor: OpenFloor, crowd: CrowdProcess) -> None:
    """Execute `EACH` commands. The first half asks questions; the second half approves these questions."""
    open_floor.ask(EACH // 2)
    for _ in range(EACH // 2):
        open_floor.publish()


def _join(open_floor: OpenFloor, crowd: CrowdProcess) -> None:
    """Let `EACH` attendees join. Each attendee loads the page, connects the socket and reads the snapshot."""
    subscriptions = open_floor.subscriptions(EACH)
    crowd.call("join", "now", port=open_floor.port, subscriptions=subscriptions)
    for cookie, _ in subscriptions:
        for path in (f"/s/{open_floor.server.code}", f"{open_floor.path}/snapshot?lang=en"):
            request = urllib.request.Request(
                open_floor.server.url + path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"}
            )
            urllib.request.urlopen(request, timeout=30).close()
    crowd.call("leave", "now")


def _rows(figure: str, costs: dict[int, list[float]]) -> list[dict]:
    first, last = min(costs), max(costs)
    ratios = [larger / smaller for smaller, larger in zip(costs[first], costs[last], strict=True)]
    rows = [
        row(f"{figure}_cpu_us_{size}_questions", statistics.median(values), "µs", "", None, len(values))
        for size, values in costs.items()
    ]
    return [
        *rows,
        row(
            f"{figure}_growth_{first}_to_{last}",
            statistics.median(ratios),
            "x",
            f"<= {FLAT}",
            {"least": min(ratios), "most": max(ratios)},
            len(ratios),
        ),
    ]
