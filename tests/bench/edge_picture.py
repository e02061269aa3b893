"""The chart docs/performance.svg: server CPU per delivered update, for the product and the comparators.

`python -m tests.bench.edge_picture` draws the chart from build/bench.json.
"""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

from tests.bench.report import OUT

PICTURE = Path(__file__).parents[2] / "docs" / "performance.svg"
ROW = re.compile(r"fanout_cpu_us_(\d+)")
LABELS = {
    "bare": "bare send() loop",
    "ours": "Open Floor",
    "node": "Node Socket.IO",
    "stock": "Flask-SocketIO",
    "asgi": "Socket.IO, uvicorn",
}
WIDTH, LEFT, BAR, STEP, GAP = 720, 150, 18, 26, 14
STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#1c1b18}.h{font-weight:700}.n{font-variant-numeric:tabular-nums}"
    ".b{fill:#857f70}.o{fill:#233e90}.g{stroke:#1c1b18;stroke-width:2}.p{fill:#faf7f0}"
    "@media(prefers-color-scheme:dark){text{fill:#f2efe7}.b{fill:#807c71}.o{fill:#afc0ff}"
    ".g{stroke:#f2efe7}.p{fill:#11110f}}"
)


def draw(rows: list[dict]) -> str:
    """Return the chart as SVG.

    The chart has a group of bars for each number of phones with a goal. A group has one bar per server, and a line that
    marks the goal.
    """
    panels = sorted(
        (int(match[1]), entry) for entry in rows if (match := ROW.fullmatch(entry["name"])) and entry["goal"]
    )
    scale = (WIDTH - LEFT - 80) / max(max(entry["value"], *entry["comparators"].values()) for _, entry in panels)
    parts, y = [], 8
    for phones, entry in panels:
        values = {"ours": entry["value"]} | entry["comparators"]
        y += 16
        parts.append(f'<text class="h" x="8" y="{y}">{phones:,} phones: server CPU per delivered update, µs</text>')
        y += 14
        for name in sorted(values, key=values.get):
            width, label, end = values[name] * scale, f"{values[name]:.1f}", values[name] * scale
            parts.append(f'<text x="8" y="{y + 14}">{LABELS[name]}</text>')
            parts.append(
                f'<rect class="{"o" if name == "ours" else "b"}" x="{LEFT}" y="{y}"'
                f' width="{width:.1f}" height="{BAR}"/>'
            )
            if name == "ours":
                goal = float(entry["goal"].removeprefix("<= ")) * scale
                label, end = f"{label} (goal ≤ {float(entry['goal'].removeprefix('<= ')):.1f})", max(width, goal)
                parts.append(
                    f'<line class="g" x1="{LEFT + goal:.1f}" x2="{LEFT + goal:.1f}" y1="{y - 3}" y2="{y + BAR + 3}"/>'
                )
            parts.append(f'<text class="n" x="{LEFT + end + 8:.1f}" y="{y + 14}">{label}</text>')
            y += STEP
        y += GAP
    described = "; ".join(
        f"{phones} phones: ours {entry['value']:.1f}, "
        + ", ".join(f"{name} {value:.1f}" for name, value in entry["comparators"].items())
        for phones, entry in panels
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}"'
        ' role="img" aria-labelledby="t d">'
        f'<title id="t">Server CPU per delivered update, in microseconds</title><desc id="d">{escape(described)}</desc>'
        f'<style>{STYLE}</style><rect class="p" width="{WIDTH}" height="{y}"/>{"".join(parts)}</svg>\n'
    )


def main() -> None:
    PICTURE.write_text(draw(json.loads(OUT.read_text("utf-8"))["rows"]), "utf-8")


if __name__ == "__main__":
    main()
