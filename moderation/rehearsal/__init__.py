"""The rehearsal: simulated attendees and scripted co-chairs over the real protocol (docs/wire.md), and a report of what became of it all.

It knows the server by its address only; it imports nothing of it but the rule by which a client applies changes.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from .conductor import Rehearsal
from .crowd import listen
from .options import CannotRehearse, Options

__all__ = ["CannotRehearse", "Options", "listen", "rehearse", "run"]


async def rehearse(options: Options, progress: bool = False) -> dict:
    """Rehearse in a running session; the report (see `report.py` and README). CannotRehearse when it must not or cannot be."""
    return await Rehearsal(options, progress).run()


def run(
    url: str,
    session: str,
    questions_path: str | Path,
    attendees: int | None = None,
    rate: float | None = None,
    speed: float | None = None,
    votes: float = 0.0,
    links: str | Path | None = None,
    seconds: float | None = None,
    report_path: str | Path | None = None,
    progress: bool = True,
    seed: int = 1,
) -> dict:
    """`rehearse` for the command line: writes the report as JSON to `report_path` and returns it. CannotRehearse, OSError."""
    links = Path(links) if links else None
    options = Options(url, session, Path(questions_path), attendees, rate, speed, votes or 0.0, links, seconds, seed)
    report = asyncio.run(rehearse(options, progress))
    if report_path:
        Path(report_path).write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return report
