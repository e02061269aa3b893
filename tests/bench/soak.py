"""The soak test: the server's memory and files must not grow under constant load. Run by `make soak`.

python -m tests.bench.soak [--minutes 30] [--phones 200] [--questions 2] [--votes 10] [--seed 1]

The load is constant, so every curve (memory, files, descriptors, threads, delay) must be flat. Two sessions always run
at the same time, one in each of two lanes. A session is purged about a minute after its creation. Then a new session
begins in its lane. The number of connected phones is constant. Each phone stays for 8 to 40 s. Then a new phone
replaces it. The test writes build/soak.json and build/soak.svg (or `--picture FILE`). The exit status is 1 in three
cases: a curve rises, an acknowledged question is lost, or the server has logged a warning or an error.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from tests.bench.flatness import judge
from tests.bench.full_house import TEXTS, say
from tests.bench.processes import raise_descriptor_limit
from tests.bench.sampling import sample
from tests.bench.soak_picture import draw
from tests.bench.soak_plan import Plan
from tests.bench.watching import HealthProbe
from tests.servers import ROOT, Server, session_with

OUT = ROOT / "build" / "soak.json"
LANES = 2
LIFE = 60.0
LIVES = 4
"""A session takes at most the test's length divided by this number.

So each lane (a task) runs several sessions, one after another.
"""
EVERY = (1.0, 10.0)
"""Minimum and maximum seconds between two samples. Within these limits, the interval is 1/400 of the test's length."""
COMPLAINTS = 10
"""Maximum number of log lines in the report. The report omits the lines of level INFO."""
CLOSING_SECONDS = 90.0
"""Maximum seconds after the planned end of the test. In this time, the last sessions are closed and purged."""


def read_options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--phones", type=int, default=200, help="connected at a time, in both sessions together")
    parser.add_argument("--questions", type=float, default=2.0, help="per second, in both sessions together")
    parser.add_argument("--votes", type=float, default=10.0, help="per second, in both sessions together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--picture", type=Path, default=ROOT / "build" / "soak.svg")
    return parser.parse_args(arguments)


async def soak(options: argparse.Namespace, folder: Path) -> dict:
    """Run the soak test on a new server. Return the report: options, totals, curves, and the verdict on each curve."""
    seconds = options.minutes * 60
    file = session_with("none", folder)
    server = Server(folder / "data", mode="eventlet", session_file=file).start()
    try:
        address = json.loads((server.data_dir / "server.json").read_text())
        texts = [json.loads(line)["text"] for path in TEXTS for line in path.read_text("utf-8").splitlines()]
        plan = Plan(
            server.url,
            address["token"],
            str(file),
            texts,
            seconds,
            LANES,
            min(LIFE, seconds / LIVES),
            options.phones // LANES,
            options.questions / LANES,
            options.votes / LANES,
            options.seed,
        )
        sessions, times, curves = await _watch(server, plan, max(EVERY[0], min(EVERY[1], seconds / 400)))
        complaints = complaints_in(server.log())
    except RuntimeError:
        say(server.log())
        raise
    finally:
        server.stop()
    verdict = judge(times, curves)
    totals = {
        name: sum(session[name] for session in sessions) for name in ("phones", "asked", "voted", "lost", "reads")
    }
    acts = sum((Counter(session["acts"]) for session in sessions), Counter())
    failed = sum((Counter(session["failed"]) for session in sessions), Counter())
    return {
        "options": {name: value for name, value in vars(options).items() if name != "picture"},
        "sessions": len(sessions),
        "totals": totals | {"acts": dict(sorted(acts.items())), "failed": dict(failed)},
        "complaints": complaints[:COMPLAINTS],
        "times": times,
        "curves": curves,
        "verdict": verdict,
        "is_flat": all(curve["is_flat"] for curve in verdict.values()),
        "load": os.getloadavg()[0],
    }


def complaints_in(log: str) -> list[str]:
    """Return the lines of a server's log, without the lines of level INFO."""
    return [line for line in log.splitlines() if " open_floor INFO " not in line]


async def _watch(server: Server, plan: Plan, every: float) -> tuple[list[dict], list[float], dict[str, list[float]]]:
    """Sample the server under load.

    Return (results of the sessions, times of the samples in seconds, {curve: values}).
    """
    load = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.soak_load",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    load.stdin.write(json.dumps(asdict(plan)).encode() + b"\n")
    probe, sessions, times = HealthProbe(server.port), [], []
    curves: dict[str, list[float]] = {}
    listening, probing = asyncio.create_task(_listen(load, sessions)), asyncio.create_task(probe.run())
    began = time.monotonic()
    try:
        while not listening.done() and time.monotonic() - began < plan.seconds + CLOSING_SECONDS:
            await asyncio.sleep(every)
            waits, probe.waits = probe.waits, []
            # Take no samples after the start of the last sessions. From then on, the load falls, because no new
            # sessions begin.
            if time.monotonic() - began < plan.seconds - plan.life:
                times.append(round(time.monotonic() - began, 2))
                for name, value in sample(server.process.pid, server.data_dir, waits).items():
                    curves.setdefault(name, []).append(round(value, 3))
        if not listening.done():
            raise RuntimeError("the load does not end")
        await listening
    finally:
        probing.cancel()
        listening.cancel()
        await asyncio.gather(probing, listening, return_exceptions=True)
        if load.returncode is None:
            load.kill()
        if await load.wait():
            raise RuntimeError("the load has failed")
    return sessions, times, curves


async def _listen(load: asyncio.subprocess.Process, sessions: list[dict]) -> None:
    async for line in load.stdout:
        sessions.append(json.loads(line))
        result = sessions[-1]
        say(
            f"  {result['code']} is purged: {result['phones']} phones, {result['asked']} questions,"
            f" {result['voted']} votes, {sum(result['acts'].values())} acts, lost {result['lost']}"
        )


def table(report: dict) -> str:
    """Return the report as a text of several lines."""
    totals = report["totals"]
    lines = [
        f"Soak of {report['options']['minutes']:g} min: {report['sessions']} sessions, {totals['phones']} phones,"
        f" {totals['asked']} questions, {totals['voted']} votes, {sum(totals['acts'].values())} acts of chairs,"
        f" {totals['reads']} pages and exports read; lost {totals['lost']}, failed {totals['failed']}",
        f"  {'':12} {'middle':>9} {'most':>9} {'grew':>9} {'allowed':>9} {'an hour':>9}",
    ]
    for name, curve in report["verdict"].items():
        figures = " ".join(f"{curve[key]:9.2f}" for key in ("middle", "most", "grew", "allowed", "an_hour"))
        lines.append(f"  {name:12} {figures} {'' if curve['is_flat'] else '  RISES'}")
    return "\n".join(lines + report["complaints"] + ["Flat." if report["is_flat"] else "NOT FLAT."])


def main() -> int:
    raise_descriptor_limit()
    options = read_options()
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(soak(options, Path(folder)))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(report, ensure_ascii=False) + "\n", "utf-8")
    options.picture.write_text(draw(report), "utf-8")
    print(table(report))
    return 0 if report["is_flat"] and not report["totals"]["lost"] and not report["complaints"] else 1


if __name__ == "__main__":
    sys.exit(main())
