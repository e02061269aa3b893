"""A rehearsal against a local cluster: simulated attendees and two scripted chairs in a separate process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.cluster.local import LocalCluster
from tests.servers import ROOT

QUESTIONS = ROOT / "tests" / "data" / "questions-sample.jsonl"
ATTENDEES = 20


class RunningRehearsal:
    """A rehearsal that runs for some seconds. `report` waits for its end."""

    def __init__(self, cluster: LocalCluster, seconds: float):
        self._path = cluster.folder / "report.json"
        self._path.unlink(missing_ok=True)
        options = {
            "--url": cluster.url,
            "--session": "CYB421",
            "--questions": QUESTIONS,
            "--attendees": ATTENDEES,
            "--rate": 5,
            "--votes": 3,
            "--links": cluster.folder / "links.json",
            "--seconds": seconds,
            "--report": self._path,
        }
        words = [str(word) for option in options.items() for word in option]
        command = [sys.executable, "-m", "moderation", "rehearse", *words]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def report(self) -> dict[str, Any]:
        """Wait for the end of the rehearsal, and return its report. Raise AssertionError if the rehearsal failed."""
        _, problem = self._process.communicate()
        assert self._process.returncode == 0, problem[-2000:]
        report: dict[str, Any] = json.loads(self._path.read_text())
        return report


def losses(report: dict[str, Any]) -> dict[str, int]:
    """Return the losses that the report of a rehearsal counts. All of them must be 0, even after a fault of the
    cluster.
    """
    figures = {name: report[name] for name in ("lost", "missed", "own_missed", "duplicated", "unanswered")}
    return figures | {"lost votes": report["votes"]["lost"], "unanswered votes": report["votes"]["unanswered"]}


NO_LOSSES = {
    "lost": 0,
    "missed": 0,
    "own_missed": 0,
    "duplicated": 0,
    "unanswered": 0,
    "lost votes": 0,
    "unanswered votes": 0,
}
