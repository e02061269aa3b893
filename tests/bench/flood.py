"""The benchmark of a flood of requests from the IP address of honest people. The server must not refuse an honest
person.

`make bench` runs this benchmark.

python -m tests.bench.flood [--people 500] [--cookies 1000] [--per-second 200]

The server (eventlet), the flooder (flooder.py) and this process run on one machine. This process runs the clients of
the people and the co-chairs. All clients have the same address. There are four steps:

1. A run without the flooder.
2. A run with the same people and with the flooder. The report compares step 2 with step 1. Other load on the machine
affects both steps.
3. Requests to the same session, one kind after another. The server's processor time for one request is measured.
4. REFUSED_RATE `ask` commands with hostile texts per second, while the chairs work.

The exit status is 1 if a person is refused or does not finish, or if a question does not reach the chairs.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from moderation.rehearsal.browser import open_http
from tests.bench.flood_run import FloodRun, Plan, play, seed
from tests.bench.flooder import Flooder
from tests.bench.processes import raise_descriptor_limit
from tests.bench.report import merge, row, show
from tests.bench.watching import own_cpu_seconds
from tests.servers import Server, session_with

SAMPLES, PHONES = 200, 60
"""SAMPLES: the number of requests with which `costs` measures each kind of request. PHONES: the number of cookies that
these requests use in turn.
"""
REFUSED_RATE, REFUSED_SECONDS = 50, 20


def read_options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="flood")
    parser.add_argument("--people", type=int, default=Plan.people)
    parser.add_argument("--cookies", type=int, default=Plan.cookies)
    parser.add_argument("--per-second", type=float, default=Plan.per_second)
    return parser.parse_args(arguments)


def new_server(folder: Path) -> Server:
    """Start a server with the demo session and put questions on its public list. The session has the default limits."""
    folder.mkdir()
    file = session_with("none", folder)
    server = Server(folder / "data", mode="eventlet", session_file=file, environment={"METRICS": "1"}).start()
    seed(server)
    return server


def faults(run: FloodRun) -> list[str]:
    """Return one sentence per fault of the run.

    There are three kinds of faults: a person has not joined; an `ask` or a `vote` has no acknowledgement; a question
    has not reached the chairs.
    """
    problems = []
    for person in run.people:
        if person.joined_after is None:
            problems.append(f"person {person.number} has not joined")
        for name, sent in (("ask", person.asked), ("vote", person.voted)):
            if sent is None or sent.outcome != "acknowledged":
                problems.append(f"person {person.number}: {name}: {sent and (sent.code or sent.waits_with)}")
        asked = person.asked
        if asked and asked.outcome == "acknowledged" and asked.answer["question"]["number"] not in run.reached:
            problems.append(f"the question of person {person.number} has not reached the chairs")
    return problems


def share(times: list[float], part: float) -> float:
    """Return the quantile `part` (0 to 1) of `times`, in milliseconds. `times` are in seconds."""
    ordered = sorted(times) or [0.0]
    return ordered[int((len(ordered) - 1) * part)] * 1000


def rows_of(run: FloodRun, baseline: FloodRun) -> list[dict]:
    """Return the report rows, which compare the run with the flooder and the run without the flooder."""

    def line(name: str, figure, unit: str = "", goal: str = "", count=None) -> dict:
        return row(name, figure(run), unit, goal, {"no flooder": figure(baseline)}, count and count(run))

    def waits(run: FloodRun) -> list[float]:
        return [seconds for person in run.people for seconds in person.waits]

    def sent(run: FloodRun, name: str) -> list[float]:
        deliveries = [getattr(person, name) for person in run.people]
        return [sent.ended - sent.began for sent in deliveries if sent and sent.outcome == "acknowledged"]

    def joins(run: FloodRun) -> list[float]:
        return [person.joined_after for person in run.people if person.joined_after is not None]

    def number_of_acts(run: FloodRun) -> int:
        return len(run.act_times)

    def clients_cpu(run: FloodRun) -> float:
        shares = run.figures["cpu_share"]
        return sum(shares.get(name, 0) for name in ("people", "chairs", "flooder"))

    people = str(len(run.people))
    return [
        line("people who joined", lambda run: len(joins(run)), "", people),
        line("· until subscribed, p95", lambda run: share(joins(run), 0.95), "ms"),
        line("people who asked", lambda run: len(sent(run, "asked")), "", people),
        line("· answer of the ask, p95", lambda run: share(sent(run, "asked"), 0.95), "ms"),
        line("people who voted", lambda run: len(sent(run, "voted")), "", people),
        line("refused commands of people", lambda run: sum(len(person.refused) for person in run.people), "", "0"),
        line("commands of people that waited", lambda run: len(waits(run))),
        line("· the longest", lambda run: share(waits(run), 1), "ms"),
        line("chair's act, p50", lambda run: share(run.act_times, 0.5), "ms", "", number_of_acts),
        line("chair's act, p95", lambda run: share(run.act_times, 0.95), "ms", "<= 150", number_of_acts),
        line("chair's act, maximum", lambda run: share(run.act_times, 1), "ms", "", number_of_acts),
        line("/healthz, p99", lambda run: run.figures["stall_ms"]["p99"], "ms"),
        line("/healthz, maximum", lambda run: run.figures["stall_ms"]["max"], "ms"),
        line("server's processor time, share of a core", lambda run: run.figures["cpu_share"]["server"]),
        line("· of the clients, all processes", clients_cpu),
    ]


def print_flood(flood: dict) -> None:
    """Print the flooder's requests by kind and outcome."""
    total = sum(count for _, _, count in flood["outcomes"])
    print(f"\nThe flooder: {total} requests, {flood['cookies']} cookies, {flood['questions']} questions stored")
    for kind, outcome, count in flood["outcomes"]:
        print(f"  {kind:10} {outcome:20} {count:6}")


async def costs(server: Server) -> list[dict]:
    """Measure the server's mean processor time for one request. Return one report row per kind of request.

    The first measurement opens a page for each of SAMPLES new cookies. All later measurements use the first PHONES of
    these cookies. The attendee page is measured before the first `ask`, when the attendees have no own questions, and
    again after it.
    """
    rows = []
    async with open_http() as http:
        flooder = Flooder(http, server.url, server.code, random.Random(1))

        async def measure(name: str, kind: str) -> None:
            before, began = own_cpu_seconds(server.process.pid), Counter(flooder.outcomes)
            for number in range(SAMPLES):
                if kind == "new page":
                    await flooder.fetch()
                else:
                    await flooder.send(kind, flooder.browsers[number % PHONES], flooder.kinds[kind])
            used = own_cpu_seconds(server.process.pid) - before
            outcomes = flooder.outcomes - began
            accepted = sum(count for (_, outcome), count in outcomes.items() if outcome == "accepted")
            rows.append(row(name, used * 1000 / SAMPLES, "ms", "", {"accepted": accepted}, SAMPLES))

        await measure("page without a cookie", "new page")
        await measure("page, nothing asked", "page")
        await measure("page with ?all=1, nothing asked", "list")
        await measure("ask, accepted or refused", "ask")
        await measure("page with own questions", "page")
        await measure("page with ?all=1, own questions", "list")
        await measure("page of the own questions' frame", "own")
        await measure("ask with a hostile text", "refused")
        await measure("vote", "vote")
        await measure("draft", "draft")
        await measure("connect and subscribe", "subscribe")
    return rows


async def refused_asks(server: Server) -> list[dict]:
    """Send REFUSED_RATE `ask` commands with hostile texts per second. Measure the duration of the chairs' acts.

    The server refuses most of the commands (`HOSTILE` in flooder.py). Return the rows of the report.
    """
    plan = Plan(0, 0, REFUSED_SECONDS, 0, 0, 0)
    async with open_http() as http:
        flooder = Flooder(http, server.url, server.code, random.Random(2))
        for _ in range(2 * REFUSED_RATE):
            await flooder.fetch()
        flooder.outcomes.clear()
        flooding = asyncio.create_task(flooder.flood(0, REFUSED_RATE, REFUSED_SECONDS, {"refused": 1}))
        run = await play(server, plan, with_flooder=False)
        await flooding
    times = run.act_times
    print(f"\nrefused asks: {dict(flooder.outcomes)}")
    name = f"chair's act during {REFUSED_RATE} refused asks per second"
    return [
        row(f"{name}, p50", share(times, 0.5), "ms", "", {}, len(times)),
        row(f"{name}, p95", share(times, 0.95), "ms", "<= 100", {}, len(times)),
        row(f"{name}, maximum", share(times, 1), "ms", "", {}, len(times)),
    ]


def main() -> int:
    raise_descriptor_limit()
    options = read_options()
    plan = Plan(
        people=options.people, cookies=options.cookies, early=options.cookies * 3 // 10, per_second=options.per_second
    )
    began = time.monotonic()
    print(f"load before: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        runs = []
        for with_flooder in (False, True):
            server = new_server(Path(folder) / f"flooder-{with_flooder}")
            try:
                runs.append(asyncio.run(play(server, plan, with_flooder=with_flooder)))
                show("With the flooder" if with_flooder else "Without", rows_of(runs[-1], runs[0]))
                if with_flooder:
                    cost_rows = asyncio.run(costs(server))
                    refused_rows = asyncio.run(refused_asks(server))
            finally:
                server.kill()
    baseline, flooded = runs
    print(f"load after: {os.getloadavg()[0]:.1f}, {time.monotonic() - began:.0f} s")
    rows = rows_of(flooded, baseline)
    print_flood(flooded.flood)
    show("Processor time of the server for one request in the flooded session", cost_rows)
    show("Refused asks", refused_rows)
    merge([*rows, *cost_rows, *refused_rows])
    problems = faults(flooded)
    print(*problems[:20], sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
