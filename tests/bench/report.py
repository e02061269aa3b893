"""The rows of a benchmark. They are printed as a table and merged into build/bench.json."""

from __future__ import annotations

import json
from pathlib import Path

OUT = Path(__file__).parents[2] / "build" / "bench.json"


def row(
    name: str,
    value: float | None,
    unit: str,
    goal: str = "",
    comparators: dict[str, float | None] | None = None,
    count: int | None = None,
) -> dict:
    """Return the report row for one figure.

    `count`: the number of measured cases. `comparators`: the figure of each comparator; None if the comparator lacks
    the feature.
    """
    figures = {key: _round(figure) for key, figure in (comparators or {}).items()}
    return {"name": name, "value": _round(value), "unit": unit, "goal": goal, "comparators": figures} | (
        {"count": count} if count is not None else {}
    )


def show(title: str, rows: list[dict]) -> None:
    """Print the rows as a table. Consecutive rows that have the same comparators share a header."""
    width = max(len(entry["name"]) for entry in rows)
    print(f"\n{title}")
    head = None
    for entry in rows:
        names = list(entry["comparators"])
        if names != head:
            head = names
            print(
                f"{'':{width}} {'cases':>6} {'value':>9} {'unit':5} {'goal':10}"
                + "".join(f" {name:>12}" for name in names)
            )
        figures = "".join(f" {_format(value):>12}" for value in entry["comparators"].values())
        print(
            f"{entry['name']:{width}} {entry.get('count', ''):>6} {_format(entry['value']):>9} {entry['unit']:5}"
            f" {entry['goal']:10}{figures}"
        )


def merge(rows: list[dict], path: Path = OUT) -> None:
    """Write the rows into the file. A row replaces the stored row with the same name. All other stored rows stay in the
    file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    stored = json.loads(path.read_text("utf-8"))["rows"] if path.exists() else []
    names = {entry["name"] for entry in rows}
    merged = [entry for entry in stored if entry["name"] not in names] + rows
    path.write_text(json.dumps({"rows": merged}, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _format(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
