"""The bytes that one phone sends and receives in a busy hour of the recorded session.

All acts of the hour are replayed within seconds. The traffic of the acts, the traffic of the vote totals, and the
traffic of an idle phone are measured separately. The traffic of the acts is already that of the whole hour; the other
two are measured for some seconds and scaled to an hour.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.bench.processes import CrowdProcess
from tests.bench.report import row
from tests.bench.systems import OpenFloor, join, running_system
from tests.servers import ROOT

RECORDED = ROOT / "data" / "replay" / "session.jsonl"
EVERY, VOTED = 2, 5
"""EVERY: seconds between two publications of vote totals. VOTED: the number of questions in each publication."""
ANSWERED = 40
"""The number of questions that reach the stage in the hour: one per 90 s."""
GOAL_KB = 1000
SETTLED = 3.0


def measure() -> list[dict]:
    """Return the report row for one phone's traffic in the hour, in KB (1,000 bytes).

    The traffic contains the snapshot and the socket's bytes in both directions, but no TCP overhead.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        running_system("ours", Path(folder) / "ours") as open_floor,
        CrowdProcess() as crowd,
    ):
        join(crowd, open_floor, 1)
        idle = crowd.call("idle", "ours", seconds=30)["bytes"] * 60
        crowd.call("watch", "ours")
        numbers = _moderate(open_floor)
        acts = crowd.call("moved", "ours", seconds=SETTLED)["bytes"]
        crowd.call("watch", "ours")
        _vote(open_floor, numbers[-VOTED:])
        totals = crowd.call("moved", "ours", seconds=SETTLED)["bytes"] * 3600 / EVERY
        snapshot = len(
            open_floor.server.client().raw(
                "GET", f"{open_floor.path}/snapshot?lang=en", headers={"Accept-Encoding": "gzip"}
            )[2]
        )
    parts = {"acts": acts / 1000, "totals": totals / 1000, "idle": idle / 1000, "snapshot": snapshot / 1000}
    return [row("busy_hour_kb", sum(parts.values()), "KB", f"<= {GOAL_KB}", parts)]


def _moderate(open_floor: OpenFloor) -> list[int]:
    """Replay the recorded hour. Return the numbers of the approved questions.

    Decline repeated questions and approve all other questions. Advance the stage about `ANSWERED` times.
    """
    asked = [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]
    approved, every = [], len(asked) // ANSWERED
    for place, entry in enumerate(asked):
        if place % 10 == 0:
            asker = open_floor.server.client()
        status, answer = asker.command(
            "ask", {"text": entry["text"], "language": entry["language"], "group": entry["group"]}
        )
        if status != 201:
            raise RuntimeError(f"ask: {status} {answer}")
        question = {"number": answer["question"]["number"], "version": 1}
        if entry["duplicate_of"]:
            open_floor.chair.command("decline", question | {"reason": "duplicate"})
        else:
            open_floor.chair.command("approve", question)
            approved.append(question["number"])
        if place % every == 0:
            views = open_floor.chair.read("snapshot")[1]["put"]
            places = {
                status: next((view["number"] for view in views if view["status"] == status), None)
                for status in ("live", "next")
            }
            open_floor.chair.command("advance", places)
    return approved


def _vote(open_floor: OpenFloor, numbers: list[int]) -> None:
    voter = open_floor.server.client()
    for number in numbers:
        status, answer = voter.command("vote", {"number": number})
        if status != 200:
            raise RuntimeError(f"vote: {status} {answer}")
