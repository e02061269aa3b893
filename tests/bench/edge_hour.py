"""What one phone takes in an hour of the recorded session with votes: by hand in seconds, each kind of change measured as it comes."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.bench.processes import Crowd
from tests.bench.report import row
from tests.bench.systems import OpenFloor, join, stand
from tests.servers import ROOT

RECORDED = ROOT / "data" / "replay" / "session.jsonl"
EVERY, VOTED = 2, 5
"""A busy room's totals: every so many seconds of the hour a change, with so many questions in it."""
ANSWERED = 40
"""Questions for the panel, one every minute and a half."""
GOAL_KB = 1000
SETTLED = 3.0


def measure() -> list[dict]:
    """Bytes on the socket, what the phone sends too, and the snapshot that it reads; without what TCP adds."""
    with tempfile.TemporaryDirectory() as folder, stand("ours", Path(folder) / "ours") as open_floor, Crowd() as crowd:
        join(crowd, open_floor, 1)
        idle = crowd.call("idle", "ours", seconds=30)["bytes"] * 60
        crowd.call("watch", "ours")
        numbers = _moderate(open_floor)
        acts = crowd.call("heard", "ours", seconds=SETTLED)["bytes"]
        crowd.call("watch", "ours")
        _vote(open_floor, numbers[-VOTED:])
        totals = crowd.call("heard", "ours", seconds=SETTLED)["bytes"] * 3600 / EVERY
        snapshot = len(
            open_floor.server.client().raw(
                "GET", f"{open_floor.path}/snapshot?lang=en", headers={"Accept-Encoding": "gzip"}
            )[2]
        )
    parts = {"acts": acts / 1000, "totals": totals / 1000, "idle": idle / 1000, "snapshot": snapshot / 1000}
    return [row("busy_hour_kb", sum(parts.values()), "KB", f"<= {GOAL_KB}", parts)]


def _moderate(open_floor: OpenFloor) -> list[int]:
    """Everything that was asked in the recorded hour: repeats are declined, the others approved, `ANSWERED` of them brought to the screen; the approved ones' numbers."""
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
        seen = {"number": answer["question"]["number"], "version": 1}
        if entry["duplicate_of"]:
            open_floor.chair.command("decline", seen | {"reason": "duplicate"})
        else:
            open_floor.chair.command("approve", seen)
            approved.append(seen["number"])
        if place % every == 0:
            held = open_floor.chair.read("snapshot")[1]["put"]
            at = {
                status: next((view["number"] for view in held if view["status"] == status), None)
                for status in ("live", "next")
            }
            open_floor.chair.command("advance", at)
    return approved


def _vote(open_floor: OpenFloor, numbers: list[int]) -> None:
    voter = open_floor.server.client()
    for number in numbers:
        status, answer = voter.command("vote", {"number": number})
        if status != 200:
            raise RuntimeError(f"vote: {status} {answer}")
