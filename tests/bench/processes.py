"""Tools for the processes of a benchmark: processor time, memory, and child processes. Linux only."""

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
    """Raise this process's limit of open files to the hard limit, or to 65,536 if there is no hard limit.

    Return the new limit. Child processes that start after this call inherit the limit.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 65_536 if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def cpu_seconds(pid: int, with_children: bool = True) -> float:
    """Return the processor time, in seconds, of a process's running threads.

    With `with_children`, add the running threads of all its descendants. Threads that have ended do not count.
    """
    total = 0.0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0]) / 1e9
        if with_children:
            total += sum(cpu_seconds(int(child)) for child in (task / "children").read_text().split())
    return total


def resident_kib(pid: int) -> int:
    """Return the resident memory in KiB of a process, without its children."""
    return next(
        int(line.split()[1])
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmRSS:")
    )


class Child:
    """A context manager for a child process that reads and writes lines.

    The process is killed at the end of the block.
    """

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
        """Return the next line of the process's output. Raise RuntimeError if the process has ended."""
        if not (line := self.process.stdout.readline()):
            raise RuntimeError(f"{self.process.args} has ended")
        return line


class CrowdProcess(Child):
    """A process of simulated phones: tests/bench/crowd.py, or another `module` with the same commands."""

    def __init__(self, module: str = "tests.bench.crowd"):
        super().__init__(sys.executable, "-m", module)

    def call(self, do: str, group: str, **parameters) -> dict:
        """Send the command `do` for the group of phones with this name, and wait for its result."""
        self.begin(do, group, **parameters)
        return self.answer()

    def begin(self, do: str, group: str, **parameters) -> None:
        """Send one command without waiting for its result."""
        self.process.stdin.write(json.dumps({"do": do, "group": group} | parameters) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict:
        """Wait for the result of the command that `begin` sent."""
        return json.loads(self.line())


class Comparator(Child):
    """A process that runs one server of tests/bench/comparators, on a free port.

    The constructor returns when the server accepts connections.
    """

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
