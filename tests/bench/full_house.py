"""The full-house rehearsal: one server, and ten thousand phones that receive every change. Run by `make full-house`.

python -m tests.bench.full_house [--phones 10000] [--minutes 10] [--questions 30] [--votes 200] [--approvals 1]

The server (eventlet), the phones (full_house_phones.py) and the senders (this process) are three processes. Each phone
has its own cookie. The senders ask and vote with the phones' cookies. So each phone receives the notices of its
questions. The report is build/full-house.json. The exit status is 1 if `faults` in the report is not 0.
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
from moderation.rehearsal.client.packets import subscription
from tests.bench import full_house_readback, full_house_report
from tests.bench.full_house_senders import Audience, work
from tests.bench.processes import CrowdProcess, raise_descriptor_limit, resident_kib
from tests.bench.systems import OpenFloor
from tests.bench.watching import Watch
from tests.servers import ROOT

OUT = ROOT / "build" / "full-house.json"
TEXTS = (ROOT / "data" / "replay" / "session.jsonl", ROOT / "tests" / "data" / "report-session.jsonl")
LANGUAGES = ("en", "es", "fr")
STAFF = ("chair/a", "chair/b", "stage", "booth")
AT_ONCE = 1000
"""Maximum number of phones per `join` command."""
DRAIN, SETTLE, QUIET = 60.0, 60.0, 30.0
"""Maximum seconds of three waits after the last command.

`DRAIN`: wait until all answers have arrived. `SETTLE`: wait until all phones have received all changes. `QUIET`: wait
until the published vote totals are correct.
"""
PROGRESS_EVERY = 10.0


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
    """Return the texts of real questions in the session's languages, in random order."""
    lines = [json.loads(line) for path in TEXTS for line in path.read_text("utf-8").splitlines()]
    texts = [clean(line["text"]) for line in lines]
    rng.shuffle(texts)
    return texts


def rehearse(options: argparse.Namespace, folder: Path) -> dict:
    """Run the rehearsal with a server on this folder. Return the report of full_house_report.make."""
    load_before = os.getloadavg()[0]
    open_floor, crowd = OpenFloor(folder / "ours"), CrowdProcess("tests.bench.full_house_phones")
    with crowd, closing(open_floor):
        cookies = [open_floor.cookie() for _ in range(options.phones)]
        open_floor.server.client().raw("GET", f"/s/{open_floor.server.code}")
        before = resident_kib(open_floor.pid)
        joined_in = join(crowd, open_floor, cookies)
        time.sleep(1)
        per_phone = (resident_kib(open_floor.pid) - before) / (options.phones + len(STAFF))
        say(f"{options.phones} phones joined in {joined_in:.1f} s, {per_phone:.1f} KiB each in the server")
        crowd.call("watch", "audience")
        rng = random.Random(options.seed)
        audience = Audience(rng, read_texts(rng), cookies, open_floor.chair.cookie)
        watch = Watch(open_floor.server, {"phones": crowd.process.pid, "senders": os.getpid()})
        began = asyncio.run(play(options, open_floor, audience, watch, crowd))
        say("all commands are sent; waiting until every phone has reached the head of its stream")
        await_totals(open_floor)
        figures = crowd.call("settle", "audience", seconds=SETTLE)
        counters = crowd.call("counters", "audience")
        findings = full_house_readback.read_back(open_floor.server.data_dir / "open-floor.db", audience.sent, counters)
        end_rss = resident_kib(open_floor.pid)
    machine = {"cores": os.cpu_count(), "load_before": load_before, "load_after": os.getloadavg()[0]}
    memory = {
        "kib_per_phone": round(per_phone, 1),
        "server_mib_before": before // 1024,
        "server_mib_end": end_rss // 1024,
        "joined_in_s": round(joined_in, 1),
    }
    return full_house_report.make(vars(options), audience, began, figures, findings, watch.figures(), memory, machine)


def join(crowd: CrowdProcess, open_floor: OpenFloor, cookies: list[str]) -> float:
    """Connect the phones and the staff.

    Assign the session's languages to the phones in turn. Return the seconds until all phones are subscribed.
    """
    code = open_floor.server.code
    began = time.monotonic()
    subscriptions = [
        [cookie, json.dumps(subscription(code, "attendee", lang)), open_floor.path]
        for cookie, lang in zip(cookies, cycle(LANGUAGES))
    ]
    waiting = iter(subscriptions)
    while batch := list(islice(waiting, AT_ONCE)):
        crowd.call("join", "audience", port=open_floor.port, subscriptions=batch)
    staff = [
        [
            open_floor.server.client(seat).cookie,
            json.dumps(subscription(code, seat.replace("/", "."), "en")),
            f"/api/s/{code}/{seat}",
        ]
        for seat in STAFF
    ]
    crowd.call("join", "staff", port=open_floor.port, subscriptions=staff)
    return time.monotonic() - began


async def play(
    options: argparse.Namespace, open_floor: OpenFloor, audience: Audience, watch: Watch, crowd: CrowdProcess
) -> float:
    """Send all commands and measure the server during this time.

    Return the due time of the first command (monotonic clock).
    """
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


async def glance(audience: Audience, crowd: CrowdProcess) -> None:
    """Print a progress line every `PROGRESS_EVERY` seconds until the task is cancelled."""
    while True:
        await asyncio.sleep(PROGRESS_EVERY)
        figures = await asyncio.shield(asyncio.to_thread(crowd.call, "glance", "audience"))
        answered = sum(command.outcome is not None for command in audience.sent)
        say(
            f"  sent {len(audience.sent)}, answered {answered}; changes on phones {figures['live']},"
            f" p99 {figures['late_p99']} ms, holes {figures['holes']}, returns {figures['returns']}"
        )


def await_totals(open_floor: OpenFloor) -> None:
    """Wait until the published totals equal the votes cast, but at most `QUIET` seconds.

    If the totals still differ after this time, `read_back` reports the difference.
    """
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
    """Print a progress line to standard error."""
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
