"""The rehearsal: simulated attendees and scripted co-chairs that use the real protocol (docs/wire.md), and a report.

The rehearsal communicates with the server only over HTTP and WebSocket. It imports only `core` from the product, for
the wire types and the rule for applying changes.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from .conductor import Rehearsal
from .crowd import listen
from .options import CannotRehearse, Options

__all__ = ["CannotRehearse", "Options", "listen", "rehearse", "run"]


async def rehearse(options: Options, progress: bool = False) -> dict[str, Any]:
    """Execute a rehearsal against a running server. Return the report (README, command `rehearse`).

    Raise CannotRehearse if the rehearsal cannot begin. The message gives the reason.
    """
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
) -> dict[str, Any]:
    """Execute a rehearsal for the command line. Return the report, and write it to `report_path` (if given) as JSON.

    `Options` describes the other parameters. Raise CannotRehearse if the rehearsal cannot begin, OSError if the report
    cannot be written.
    """
    links = Path(links) if links else None
    options = Options(url, session, Path(questions_path), attendees, rate, speed, votes or 0.0, links, seconds, seed)
    report = asyncio.run(rehearse(options, progress))
    if report_path:
        Path(report_path).write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return report
