"""What a server uses while it is at work, and how long it keeps somebody waiting who asks for nothing but a sign of life."""

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


def figures(server: Server) -> str:
    """/metrics, as Prometheus would read it."""
    door = json.loads((server.data_dir / "server.json").read_text())
    request = urllib.request.Request(f"{server.url}/metrics", headers={"Authorization": f"Bearer {door['token']}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


def lag_within(server: Server) -> dict[str, float]:
    """{seconds: how many times the loop came back no later than so}, from the start of the server."""
    lines = [line.removeprefix(LAG) for line in figures(server).splitlines() if line.startswith(LAG)]
    return {line.partition('"')[0]: float(line.rpartition(" ")[2]) for line in lines}


def own_cpu_seconds(pid: int) -> float:
    """Processor time of the process itself, with threads that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


class Pulse:
    """Asks the server for a sign of life again and again; `waits`: seconds of each answer."""

    def __init__(self, port: int):
        self._port = port
        self.waits: list[float] = []

    async def beat(self) -> None:
        """Until cancelled. OSError when nobody listens any more."""
        while True:
            asked = time.monotonic()
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            await reader.read()
            writer.close()
            self.waits.append(time.monotonic() - asked)
            await asyncio.sleep(EVERY)


class Watch:
    """`async with Watch(server, {name: pid of others}) as watch:` … `watch.found()`."""

    def __init__(self, server: Server, others: dict[str, int]):
        self._server, self._others = server, others
        self._pulse = Pulse(server.port)

    async def __aenter__(self) -> Watch:
        self._lag, self._cpu, self._began = lag_within(self._server), self._used(), time.monotonic()
        self._asking = asyncio.create_task(self._pulse.beat())
        return self

    async def __aexit__(self, *failure) -> None:
        self._seconds = time.monotonic() - self._began
        self._cpu = {name: used - self._cpu[name] for name, used in self._used().items()}
        self._asking.cancel()
        await asyncio.gather(self._asking, return_exceptions=True)
        lag = await asyncio.to_thread(lag_within, self._server)
        self._lag = {until: count - self._lag[until] for until, count in lag.items()}

    def found(self) -> dict:
        """CPU as a share of one core; how long /healthz took (ms); within how many ms the loop came back each time."""
        waits = sorted(self._pulse.waits) or [0.0]
        most = max(self._lag.values())
        within = next(until for until, count in self._lag.items() if count == most)
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
        own = own_cpu_seconds(pid)
        return {"server": own, "server's helpers": cpu_seconds(pid) - own} | {
            name: own_cpu_seconds(other) for name, other in self._others.items()
        }
