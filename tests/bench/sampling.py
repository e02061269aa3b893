"""What a server's process holds at one moment, as Linux and its files tell it."""

from __future__ import annotations

from pathlib import Path

from tests.bench.processes import resident_kib

MIB = 1024 * 1024


def children(pid: int) -> list[int]:
    """All processes below this one."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *children(child)]
    return found


def sample(pid: int, data_dir: Path, waits: list[float]) -> dict[str, float]:
    """`memory`, `helpers` (its child processes'), `wal`, `file` in MiB; `descriptors`, `threads`; `stall`: the longest of these waits in ms."""
    return {
        "memory": resident_kib(pid) / 1024,
        "helpers": sum(map(resident_kib, children(pid))) / 1024,
        "wal": _size(data_dir / "open-floor.db-wal"),
        "file": _size(data_dir / "open-floor.db"),
        "descriptors": len(list(Path(f"/proc/{pid}/fd").iterdir())),
        "threads": len(list(Path(f"/proc/{pid}/task").iterdir())),
        "stall": max(waits, default=0.0) * 1000,
    }


def _size(path: Path) -> float:
    try:
        return path.stat().st_size / MIB
    except FileNotFoundError:
        return 0.0
