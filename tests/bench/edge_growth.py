"""What one more command and one more join cost the server with 10 to 10,000 questions in the history."""

from __future__ import annotations

import hashlib
import statistics
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from moderation.store.schema import connect
from tests.bench.processes import Crowd, cpu_seconds
from tests.bench.report import row
from tests.bench.systems import OpenFloor
from tests.factories import caller, execute_act

SIZES = (10, 100, 1_000, 10_000)
FLAT = 1.5
"""Times the cost with the shortest history."""
EACH = 40
"""Commands, and joins, of one server in one turn."""
SETTLED = 0.3


def grow(database: Path, code: str, count: int) -> None:
    """Give a stopped server's session so many questions, by the acts themselves: of four asked one is answered, three are declined."""
    connection = connect(database)
    connection.execute("PRAGMA synchronous = OFF")
    chair = caller("chair.a")
    connection.execute("BEGIN")
    for number in range(count):
        asker = caller("attendee", hashlib.sha256(f"asker {number // 20}".encode()).digest())
        wish = {"text": f"Question {number} of a long history: who answers for it?", "now": number * 60.0}
        seen = {"number": execute_act(connection, "ask", asker, code=code, **wish)["question"]["number"]}
        if number % 4:
            execute_act(connection, "decline", chair, code=code, reason="off_topic", version=1, **seen)
            continue
        for version, act in enumerate(("approve", "take", "answer"), 1):
            execute_act(connection, act, chair, code=code, version=version, **seen)
    # The past has been compared long ago.
    connection.execute("DELETE FROM similar_due")
    connection.execute("COMMIT")
    connection.close()


def measure(sizes: tuple[int, ...] = SIZES, turns: int = 5) -> list[dict]:
    """Servers with the histories take turns, so that what else the machine does falls on all."""
    cost: dict[str, dict[int, list[float]]] = {
        what: {size: [] for size in sizes} for what in ("command", "command_in_server", "join")
    }
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        servers = {}
        for size in sizes:
            open_floor = servers[size] = OpenFloor(Path(folder) / str(size))
            stack.callback(open_floor.close)
            open_floor.server.stop()
            grow(open_floor.server.data_dir / "open-floor.db", open_floor.server.code, size)
            open_floor.server.start(has_links=False)
        crowd = stack.enter_context(Crowd())
        time.sleep(SETTLED * 10)
        for turn in range(turns + 1):
            for size, open_floor in servers.items():
                for what, work in (("command", _command), ("join", _join)):
                    before, alone = cpu_seconds(open_floor.pid), cpu_seconds(open_floor.pid, with_children=False)
                    work(open_floor, crowd)
                    time.sleep(SETTLED)
                    if not turn:
                        continue
                    cost[what][size].append((cpu_seconds(open_floor.pid) - before) / EACH * 1e6)
                    if what == "command":
                        # Without the process that looks for similar questions, beside it and after it.
                        cost["command_in_server"][size].append(
                            (cpu_seconds(open_floor.pid, with_children=False) - alone) / EACH * 1e6
                        )
    return [entry for what, found in cost.items() for entry in _rows(what, found)]


def _command(open_floor: OpenFloor, crowd: Crowd) -> None:
    """Half of them questions, half of them approvals."""
    open_floor.ask(EACH // 2)
    for _ in range(EACH // 2):
        open_floor.publish()


def _join(open_floor: OpenFloor, crowd: Crowd) -> None:
    """The page, the socket and the snapshot."""
    crowd.call("join", "now", port=open_floor.port, wishes=(wishes := open_floor.wishes(EACH)))
    for cookie, _ in wishes:
        for path in (f"/s/{open_floor.server.code}", f"{open_floor.path}/snapshot?lang=en"):
            request = urllib.request.Request(
                open_floor.server.url + path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"}
            )
            urllib.request.urlopen(request, timeout=30).close()
    crowd.call("leave", "now")


def _rows(what: str, found: dict[int, list[float]]) -> list[dict]:
    first, last = min(found), max(found)
    ratios = [more / less for less, more in zip(found[first], found[last], strict=True)]
    rows = [
        row(f"{what}_cpu_us_{size}_questions", statistics.median(some), "µs", "", None, len(some))
        for size, some in found.items()
    ]
    return rows + [
        row(
            f"{what}_growth_{first}_to_{last}",
            statistics.median(ratios),
            "x",
            f"<= {FLAT}",
            {"least": min(ratios), "most": max(ratios)},
            len(ratios),
        )
    ]
