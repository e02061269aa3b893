"""What a server's process has used, as Linux tells it, and processes that a bench starts and talks to line by line."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

from tests.servers import ROOT, free_port

TICK = os.sysconf("SC_CLK_TCK")


def raise_descriptor_limit() -> int:
    """As many open files as the system allows, for this process and those that it starts."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 65_536 if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def cpu_seconds(pid: int, with_children: bool = True) -> float:
    """Processor time of all threads of a process, and of its children that still run."""
    total = 0.0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0]) / 1e9
        if with_children:
            total += sum(cpu_seconds(int(child)) for child in (task / "children").read_text().split())
    return total


def resident_kib(pid: int) -> int:
    """Memory of the process itself, without its children."""
    return next(
        int(line.split()[1])
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmRSS:")
    )


class Child:
    """A process that reads and writes lines; ended with the block."""

    def __init__(self, *command: str, environment: dict[str, str] | None = None):
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | (environment or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *failure) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def line(self) -> str:
        """Its next line. RuntimeError when it has ended."""
        if not (line := self.process.stdout.readline()):
            raise RuntimeError(f"{self.process.args} has ended")
        return line


class Crowd(Child):
    """The load (tests/bench/crowd.py, or another `module` that serves one): `call` has it do something and gives its answer; `begin` does not wait for it, `answer` does."""

    def __init__(self, module: str = "tests.bench.crowd"):
        super().__init__(sys.executable, "-m", module)

    def call(self, do: str, group: str, **wish) -> dict:
        self.begin(do, group, **wish)
        return self.answer()

    def begin(self, do: str, group: str, **wish) -> None:
        self.process.stdin.write(json.dumps({"do": do, "group": group} | wish) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict:
        return json.loads(self.line())


class Comparator(Child):
    """One of tests/bench/comparators on a free port, accepting when this returns."""

    def __init__(self, name: str, *options: str):
        self.port = free_port()
        folder = ROOT / "tests" / "bench" / "comparators"
        command = (
            ("node", str(folder / f"{name}.mjs"))
            if name == "node"
            else (sys.executable, "-m", f"tests.bench.comparators.{name}")
        )
        super().__init__(*command, *options, environment={"PORT": str(self.port)})
        self.line()
