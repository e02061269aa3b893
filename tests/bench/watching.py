"""Measurements of a server under load: its processor time, the lag of its event loop, and the delay of /healthz."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from pathlib import Path

from tests.bench.processes import TICK, cpu_seconds
from tests.servers import Server

EVERY = 0.25
LAG = 'open_floor_loop_lag_seconds_bucket{le="'


def read_metrics(server: Server) -> str:
    """Return the text of /metrics, requested as Prometheus does."""
    address = json.loads((server.data_dir / "server.json").read_text())
    request = urllib.request.Request(f"{server.url}/metrics", headers={"Authorization": f"Bearer {address['token']}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


def lag_within(server: Server) -> dict[str, float]:
    """Return {limit in seconds: number of turns of the event loop whose lag was at most this limit}.

    The numbers count from the start of the server.
    """
    lines = [line.removeprefix(LAG) for line in read_metrics(server).splitlines() if line.startswith(LAG)]
    return {line.partition('"')[0]: float(line.rpartition(" ")[2]) for line in lines}


def own_cpu_seconds(pid: int) -> float:
    """Return the processor time in seconds of a process, including its ended threads but not its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


class HealthProbe:
    """Repeated requests to /healthz. `waits`: the seconds until each answer."""

    def __init__(self, port: int):
        self._port = port
        self.waits: list[float] = []

    async def run(self) -> None:
        """Send requests until the task is cancelled. Raise OSError if the server no longer listens."""
        while True:
            asked = time.monotonic()
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            await reader.read()
            writer.close()
            self.waits.append(time.monotonic() - asked)
            await asyncio.sleep(EVERY)


class Watch:
    """The measurement of a server while the block of a `with` statement runs.

    Use `async with Watch(server, {name: pid}) as watch:`, then `watch.figures()`.
    """

    def __init__(self, server: Server, other_processes: dict[str, int]):
        self._server, self._other_processes = server, other_processes
        self._probe = HealthProbe(server.port)

    async def __aenter__(self) -> Watch:
        self._lag, self._cpu, self._began = lag_within(self._server), self._used(), time.monotonic()
        self._probing = asyncio.create_task(self._probe.run())
        return self

    async def __aexit__(self, *failure) -> None:
        self._seconds = time.monotonic() - self._began
        self._cpu = {name: used - self._cpu[name] for name, used in self._used().items()}
        self._probing.cancel()
        await asyncio.gather(self._probing, return_exceptions=True)
        lag = await asyncio.to_thread(lag_within, self._server)
        self._lag = {until: count - self._lag[until] for until, count in lag.items()}

    def figures(self) -> dict:
        """Return the figures measured while the `with` block ran.

        `cpu_share` is {name of a process: the share of one processor core that it used (1: the whole core)}.
        `stall_ms` contains the quantiles p50, p99 and max of the delays of /healthz, in ms. `loop_lag_within_s` is an
        upper bound of the longest loop lag, in seconds.
        """
        waits = sorted(self._probe.waits) or [0.0]
        turns = max(self._lag.values())
        within = next(until for until, count in self._lag.items() if count == turns)
        return {
            "seconds": round(self._seconds, 1),
            "cpu_share": {name: round(used / self._seconds, 3) for name, used in self._cpu.items()},
            "stall_ms": {
                name: round(waits[int((len(waits) - 1) * share)] * 1000, 1)
                for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1))
            },
            "loop_lag_within_s": within,
        }

    def _used(self) -> dict[str, float]:
        pid = self._server.process.pid
        own_cpu = own_cpu_seconds(pid)
        return {"server": own_cpu, "server's helpers": cpu_seconds(pid) - own_cpu} | {
            name: own_cpu_seconds(other) for name, other in self._other_processes.items()
        }
