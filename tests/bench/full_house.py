"""The full-house rehearsal: one server, ten thousand phones, every change to each of them, and nothing lost. `make full-house`.

    python -m tests.bench.full_house [--phones 10000] [--minutes 10] [--questions 30] [--votes 200] [--approvals 1] [--seed 1]

The server (eventlet) is one process, the phones another (house.py), and those who send are this one. Who sends is somebody in the hall: each
phone has a cookie of its own, asks and votes by it and is told of its own questions. Report: build/full-house.json; exit status 1 if anything is lost.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path

from moderation.core.text import clean
from tests.bench import full_house_readback, full_house_report
from tests.bench.full_house_senders import Audience, work
from tests.bench.processes import Crowd, raise_descriptor_limit, resident_kib
from tests.bench.systems import OpenFloor
from tests.bench.watching import Watch
from tests.servers import ROOT

OUT = ROOT / "build" / "full-house.json"
TEXTS = (ROOT / "data" / "replay" / "session.jsonl", ROOT / "tests" / "data" / "report-session.jsonl")
LANGUAGES = ("en", "es", "fr")
STAFF = ("chair/a", "chair/b", "stage", "booth")
AT_ONCE = 1000
"""Phones that join in one go."""
DRAIN, SETTLE, QUIET = 60.0, 60.0, 30.0
"""Seconds at most, after the last command was due: for answers; for phones to have what was sent; for the totals to be published."""
GLANCE = 10.0


def read_options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="full_house")
    parser.add_argument("--phones", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--questions", type=float, default=30.0, help="a second")
    parser.add_argument("--votes", type=float, default=200.0, help="a second")
    parser.add_argument("--approvals", type=float, default=1.0, help="a second")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def read_texts(rng: random.Random) -> list[str]:
    """Real questions in the session's languages, in an order by chance."""
    lines = [json.loads(line) for path in TEXTS for line in path.read_text("utf-8").splitlines()]
    texts = [clean(line["text"]) for line in lines]
    rng.shuffle(texts)
    return texts


def rehearse(options: argparse.Namespace, folder: Path) -> dict:
    """Play it with a server on this folder: the report (house_report.make)."""
    load_before = os.getloadavg()[0]
    open_floor, crowd = OpenFloor(folder / "ours"), Crowd("tests.bench.full_house_phones")
    with crowd, closing(open_floor):
        cookies = [open_floor.cookie() for _ in range(options.phones)]
        open_floor.server.client().raw("GET", f"/s/{open_floor.server.code}")
        before = resident_kib(open_floor.pid)
        joined_in = join(crowd, open_floor, cookies)
        time.sleep(1)
        per_phone = (resident_kib(open_floor.pid) - before) / (options.phones + len(STAFF))
        say(f"{options.phones} phones joined in {joined_in:.1f} s, {per_phone:.1f} KiB each in the server")
        crowd.call("watch", "hall")
        rng = random.Random(options.seed)
        audience = Audience(rng, read_texts(rng), cookies, open_floor.chair.cookie)
        watch = Watch(open_floor.server, {"phones": crowd.process.pid, "senders": os.getpid()})
        began = asyncio.run(play(options, open_floor, audience, watch, crowd))
        say("everything is sent; waiting until all phones are where their streams are")
        await_totals(open_floor)
        got = crowd.call("settle", "hall", seconds=SETTLE)
        counters = crowd.call("counters", "hall")
        found = full_house_readback.read_back(open_floor.server.data_dir / "open-floor.db", audience.sent, counters)
        end_rss = resident_kib(open_floor.pid)
    machine = {"cores": os.cpu_count(), "load_before": load_before, "load_after": os.getloadavg()[0]}
    memory = {
        "kib_per_phone": round(per_phone, 1),
        "server_mib_before": before // 1024,
        "server_mib_end": end_rss // 1024,
        "joined_in_s": round(joined_in, 1),
    }
    return full_house_report.make(vars(options), audience, began, got, found, watch.found(), memory, machine)


def join(crowd: Crowd, open_floor: OpenFloor, cookies: list[str]) -> float:
    """Everybody in: the phones in turn in each language, and the staff; the seconds it took."""
    code = open_floor.server.code
    began = time.monotonic()
    wishes = [
        [cookie, json.dumps({"session": code, "seat": "attendee", "lang": lang}), open_floor.path]
        for cookie, lang in zip(cookies, cycle(LANGUAGES))
    ]
    waiting = iter(wishes)
    while some := list(islice(waiting, AT_ONCE)):
        crowd.call("join", "hall", port=open_floor.port, wishes=some)
    staff = [
        [
            open_floor.server.client(seat).cookie,
            json.dumps({"session": code, "seat": seat.replace("/", "."), "lang": "en"}),
            f"/api/s/{code}/{seat}",
        ]
        for seat in STAFF
    ]
    crowd.call("join", "staff", port=open_floor.port, wishes=staff)
    return time.monotonic() - began


async def play(
    options: argparse.Namespace, open_floor: OpenFloor, audience: Audience, watch: Watch, crowd: Crowd
) -> float:
    """The rehearsal itself, watched; when its first command was due."""
    rates = {"ask": options.questions, "vote": options.votes, "approve": options.approvals}
    glancing = asyncio.create_task(glance(audience, crowd))
    async with watch:
        try:
            return await work(
                open_floor.port, f"/api/s/{open_floor.server.code}", audience, rates, options.minutes * 60, DRAIN
            )
        finally:
            glancing.cancel()
            await asyncio.gather(glancing, return_exceptions=True)


async def glance(audience: Audience, crowd: Crowd) -> None:
    while True:
        await asyncio.sleep(GLANCE)
        got = await asyncio.shield(asyncio.to_thread(crowd.call, "glance", "hall"))
        answered = sum(command.outcome is not None for command in audience.sent)
        say(
            f"  sent {len(audience.sent)}, answered {answered}; changes on phones {got['live']}, p99 {got['late_p99']} ms, holes {got['holes']}, returns {got['returns']}"
        )


def await_totals(open_floor: OpenFloor) -> None:
    """Until the published totals are the votes cast, or the time is over: the reading back will tell."""
    until = time.monotonic() + QUIET
    with closing(sqlite3.connect(f"file:{open_floor.server.data_dir / 'open-floor.db'}?mode=ro", uri=True)) as db:
        while time.monotonic() < until:
            cast, published = db.execute(
                "SELECT (SELECT count(*) FROM votes), (SELECT sum(votes) FROM questions)"
            ).fetchone()
            if cast == (published or 0):
                return
            time.sleep(0.2)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    raise_descriptor_limit()
    options = read_options()
    with tempfile.TemporaryDirectory() as folder:
        report = rehearse(options, Path(folder))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(full_house_report.table(report))
    return 1 if report["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
