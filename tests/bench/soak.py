"""The soak: hours of sessions that come, are worked in and are purged, and a server that must not grow by it. `make soak MINUTES=30`.

    python -m tests.bench.soak [--minutes 30] [--phones 200] [--questions 2] [--votes 10] [--seed 1]

So that flat is a fair demand the work is the same at any time: two sessions at once, each lived from its creation to its purge in about a
minute, as many phones as ever, of which each stays for half a minute. Everything of a session goes with it, so nothing may be left.
Writes build/soak.json and build/soak.svg (`--picture docs/soak.svg` for another place); exit status 1 where a curve rises,
something is lost, or the server's log has a word to say.
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
from tests.bench.soak_room import Wish
from tests.bench.watching import Pulse
from tests.servers import ROOT, Server, session_with

OUT = ROOT / "build" / "soak.json"
LANES = 2
LIFE = 60.0
LIVES = 4
"""A soak has at least so many sessions after one another."""
EVERY = (1.0, 10.0)
"""Seconds between two samples: at least, at most; about 400 in all."""
COMPLAINTS = 10
"""Lines of the server's log that the report repeats; a server that is well writes none."""
LAST_WORDS = 90.0
"""Seconds for the last sessions to be closed and purged."""


def read_options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--phones", type=int, default=200, help="at any time, in both sessions together")
    parser.add_argument("--questions", type=float, default=2.0, help="a second, in both sessions together")
    parser.add_argument("--votes", type=float, default=10.0, help="a second, in both sessions together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--picture", type=Path, default=ROOT / "build" / "soak.svg")
    return parser.parse_args(arguments)


async def soak(options: argparse.Namespace, folder: Path) -> dict:
    """Run it on a server of its own: {options, sessions, totals, times, curves, verdict, is_flat, lost, machine}."""
    seconds = options.minutes * 60
    file = session_with("none", folder)
    server = Server(folder / "data", mode="eventlet", session_file=file).start()
    try:
        door = json.loads((server.data_dir / "server.json").read_text())
        texts = [json.loads(line)["text"] for path in TEXTS for line in path.read_text("utf-8").splitlines()]
        wish = Wish(
            server.url,
            door["token"],
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
        sessions, times, curves = await _watch(server, wish, max(EVERY[0], min(EVERY[1], seconds / 400)))
        complaints = server.log().splitlines()
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
        "is_flat": all(one["is_flat"] for one in verdict.values()),
        "load": os.getloadavg()[0],
    }


async def _watch(server: Server, wish: Wish, every: float) -> tuple[list[dict], list[float], dict[str, list[float]]]:
    """Samples while the load works: (the sessions that were, seconds, {curve: values})."""
    load = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.soak_load",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    load.stdin.write(json.dumps(asdict(wish)).encode() + b"\n")
    pulse, sessions, times = Pulse(server.port), [], []
    curves: dict[str, list[float]] = {}
    listening, beating = asyncio.create_task(_listen(load, sessions)), asyncio.create_task(pulse.beat())
    began = time.monotonic()
    try:
        while not listening.done() and time.monotonic() - began < wish.seconds + LAST_WORDS:
            await asyncio.sleep(every)
            waits, pulse.waits = pulse.waits, []
            # The last sessions end without others beside them: that is no longer the same work.
            if time.monotonic() - began < wish.seconds - wish.life:
                times.append(round(time.monotonic() - began, 2))
                for name, value in sample(server.process.pid, server.data_dir, waits).items():
                    curves.setdefault(name, []).append(round(value, 3))
        if not listening.done():
            raise RuntimeError("the load does not come to its end")
        await listening
    finally:
        beating.cancel()
        listening.cancel()
        await asyncio.gather(beating, listening, return_exceptions=True)
        if load.returncode is None:
            load.kill()
        if await load.wait():
            raise RuntimeError("the load has failed")
    return sessions, times, curves


async def _listen(load: asyncio.subprocess.Process, sessions: list[dict]) -> None:
    async for line in load.stdout:
        sessions.append(json.loads(line))
        over = sessions[-1]
        say(
            f"  {over['code']} is purged: {over['phones']} phones, {over['asked']} questions, {over['voted']} votes, {sum(over['acts'].values())} acts, lost {over['lost']}"
        )


def table(report: dict) -> str:
    """The report for people."""
    totals = report["totals"]
    lines = [
        f"Soak of {report['options']['minutes']:g} min: {report['sessions']} sessions, {totals['phones']} phones that came and went, {totals['asked']} questions,"
        f" {totals['voted']} votes, {sum(totals['acts'].values())} acts of chairs, {totals['reads']} pages and exports read; lost {totals['lost']}, failed {totals['failed']}",
        f"  {'':12} {'middle':>9} {'most':>9} {'grew':>9} {'allowed':>9} {'an hour':>9}",
    ]
    for name, one in report["verdict"].items():
        figures = " ".join(f"{one[key]:9.2f}" for key in ("middle", "most", "grew", "allowed", "an_hour"))
        lines.append(f"  {name:12} {figures} {'' if one['is_flat'] else '  RISES'}")
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
