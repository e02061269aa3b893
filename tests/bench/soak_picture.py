"""The curves of a soak test as SVG, with one panel per curve, drawn from build/soak.json.

Run as `python -m tests.bench.soak_picture docs/soak.svg`.
"""

from __future__ import annotations

import json
import sys
from html import escape
from pathlib import Path

from tests.bench.edge_picture import STYLE, WIDTH
from tests.bench.flatness import COUNTED

LABELS = {
    "memory": "Server's memory, MiB",
    "helpers": "Its child processes' memory, MiB",
    "wal": "Write-ahead log, MiB",
    "file": "Database, MiB",
    "descriptors": "Descriptors",
    "threads": "Threads",
    "stall": "Longest delay of /healthz, ms",
}
LEFT, RIGHT, HEIGHT, GAP = 60, 16, 70, 40
POINTS = 600
"""Maximum number of points per curve.

If a curve has more points, the chart shows only the highest point of each group of neighbouring points. So every peak
is visible.
"""


def draw(report: dict) -> str:
    """Return the chart as SVG, with one panel per curve. Each panel ranges from 0 to the highest value.

    A vertical line marks the time from which growth is measured (`COUNTED`).
    """
    times, parts, y = report["times"], [], 8
    x = _scale(times[0], times[-1], LEFT, WIDTH - RIGHT)
    start = x(times[-1] - (times[-1] - times[0]) * COUNTED)
    for name, values in report["curves"].items():
        verdict, top = report["verdict"][name], max(max(values), 1e-9)
        y += 18
        label = f"{LABELS[name]}: grew by {verdict['grew']:g}, allowed {verdict['allowed']:g}"
        parts.append(f'<text class="{"h" if verdict["is_flat"] else "h w"}" x="8" y="{y}">{escape(label)}</text>')
        y += 8
        height = _scale(0, top, y + HEIGHT, y)
        parts.append(f'<path class="a" d="M{LEFT} {y}V{y + HEIGHT}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text class="n" text-anchor="end" x="{LEFT - 6}" y="{y + 12}">{top:.4g}</text>')
        parts.append(f'<text class="n" text-anchor="end" x="{LEFT - 6}" y="{y + HEIGHT}">0</text>')
        parts.append(f'<line class="d" x1="{start:.1f}" x2="{start:.1f}" y1="{y}" y2="{y + HEIGHT}"/>')
        points = " ".join(f"{x(at):.1f},{height(value):.1f}" for at, value in _drawn(times, values))
        parts.append(f'<polyline class="c" points="{points}"/>')
        y += HEIGHT + GAP - 26
    parts.append(
        f'<text class="n" x="{LEFT}" y="{y + 18}">0</text>'
        f'<text class="n" text-anchor="end" x="{WIDTH - RIGHT}" y="{y + 18}">{times[-1] / 60:.1f} min</text>'
    )
    y += 28
    described = "; ".join(
        f"{LABELS[name]}: middle {verdict['middle']:g}, most {verdict['most']:g}, grew {verdict['grew']:g}"
        for name, verdict in report["verdict"].items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}"'
        ' role="img" aria-labelledby="t d">'
        f'<title id="t">A server under a steady load, over time</title><desc id="d">{escape(described)}</desc>'
        f"<style>{STYLE}.a{{fill:none;stroke:#857f70}}.c{{fill:none;stroke:#233e90;stroke-width:1.5}}"
        ".d{stroke:#857f70;stroke-dasharray:4 4}.w{fill:#a3231f}"
        "@media(prefers-color-scheme:dark){.a,.d{stroke:#807c71}.c{stroke:#afc0ff}.w{fill:#ff9a92}}</style>"
        f'<rect class="p" width="{WIDTH}" height="{y}"/>{"".join(parts)}</svg>\n'
    )


def _scale(low: float, high: float, start: float, end: float):
    return lambda value: start + (value - low) / ((high - low) or 1) * (end - start)


def _drawn(times: list[float], values: list[float]) -> list[tuple[float, float]]:
    step = -(-len(times) // POINTS)
    return [(times[at], max(values[at : at + step])) for at in range(0, len(times), step)]


if __name__ == "__main__":
    source = Path(__file__).parents[2] / "build" / "soak.json"
    Path(sys.argv[1]).write_text(draw(json.loads(source.read_text("utf-8"))), "utf-8")
