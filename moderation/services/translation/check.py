"""A measurement of an engine's quality on the organiser's texts: chrF and BLEU against human references (sacrebleu).

Each line of the file is a JSON object with one text for each language (`en`, `es`, …). Lines with the same text in the
optional field `source`, for example the origin of the texts, form a group. The figures are calculated for all lines
together, and for each group.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...core.glossary import Term, find_terms
from .engine import EngineError
from .protection import translate_with, words_of
from .routes import Routes, reachable, translate_along
from .sanity import is_translation
from .typography import typeset

Row = dict[str, Any]
"""A line of the file: {language: text}, with the optional field `source`."""
Translate = Callable[[str, str, str], str]
"""A function that takes a text, a source language and a target language, and returns the translation."""
Result = tuple[str, float]
"""The result of a translation, as the pair of the engine's output and the duration in milliseconds."""


@dataclass(frozen=True)
class Figure:
    """The figures of one route in one group of rows. The group "" contains all rows.

    `none`: the number of outputs that are not a translation. In `chrf` and `bleu` (0 to 100), these outputs count as
    empty texts.
    """

    route: tuple[str, ...]
    group: str
    rows: int
    none: int
    chrf: float
    bleu: float
    median_ms: float


class CheckError(ValueError):
    """The exception for a measurement that is not possible. The text gives the reason."""


def read(path: Path) -> list[Row]:
    """Return the rows of the file. Raise CheckError if the file is unreadable, or if a line is not a JSON object."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise CheckError("not UTF-8") from None
    except OSError as problem:
        raise CheckError(str(problem.strerror)) from None
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise CheckError(f"line {number}: not a JSON object")
            rows.append(row)
    return rows


def languages(rows: Iterable[Row], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return the languages that occur in the rows and that the engine supports.

    Raise CheckError if there are fewer than two such languages.
    """
    known = {tag for pair in pairs for tag in pair}
    columns = sorted(
        {column for row in rows for column, text in row.items() if column in known and isinstance(text, str)}
    )
    if len(columns) < 2:
        raise CheckError(f"the file needs at least two columns of these languages: {', '.join(sorted(known))}")
    return columns


def judge(
    rows: list[Row],
    pairs: Iterable[tuple[str, str]],
    translate: Translate,
    progress: Callable[[list[Row]], Iterable[Row]] = iter,
    terms: Sequence[Term] = (),
    preferred: Routes = (),
) -> list[Figure]:
    """For each pair of languages, return the figures of the best route (`routes.route`) and of the direct route.

    A row counts if it has a text in the first and in the last language of the route. If the counted rows have several
    values of `source`, also return separate figures for each value. `terms`: a glossary, applied as in the dispatcher.
    A failed translation counts as an empty text. Raise CheckError if the engine supports fewer than two languages of
    the rows, or if sacrebleu is not installed.
    """
    if importlib.util.find_spec("sacrebleu") is None:
        raise CheckError("sacrebleu is not installed: pip install 'open-floor[check]'")
    figures = []
    pairs = list(pairs)
    best = reachable(pairs, languages(rows, pairs), preferred)
    for way in sorted(
        {*best.values(), *(ends for ends in best if ends in pairs)}, key=lambda way: (way[0], way[-1], way)
    ):
        source, target = way[0], way[-1]
        complete = [row for row in rows if row.get(source) and row.get(target)]
        if not complete:
            continue
        results = [_measure(row, way, translate, terms) for row in progress(complete)]
        groups = sorted({row.get("source", "") for row in complete})
        for group in ["", *(groups if len(groups) > 1 else [])]:
            selected = [
                (row, result) for row, result in zip(complete, results) if not group or row.get("source") == group
            ]
            figures.append(figure(way, group, selected))
    return figures


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a Markdown table."""
    lines = ["| route | text | rows | no translation | chrF | BLEU | median ms |", "|---|---|--:|--:|--:|--:|--:|"]
    for row in figures:
        measures = f"{row.chrf:.1f} | {row.bleu:.1f} | {row.median_ms:.1f}"
        lines.append(f"| {'→'.join(row.route)} | {row.group or 'all'} | {row.rows} | {row.none} | {measures} |")
    return "\n".join(lines)


def figure(way: tuple[str, ...], group: str, results: list[tuple[Row, Result]]) -> Figure:
    """Return the figures of a route in a group of rows. `results`: (row, result) for each row of the group."""
    import sacrebleu

    outputs = [output for _, (output, _) in results]
    references = [[row[way[-1]] for row, _ in results]]
    chrf = sacrebleu.corpus_chrf(outputs, references).score
    bleu = sacrebleu.corpus_bleu(outputs, references, tokenize="zh" if way[-1] == "zh" else "13a").score
    median_ms = statistics.median(milliseconds for _, (_, milliseconds) in results)
    return Figure(way, group, len(results), outputs.count(""), chrf, bleu, median_ms)


def _measure(row: Row, way: tuple[str, ...], translate: Translate, terms: Sequence[Term]) -> Result:
    text, source, target = row[way[0]], way[0], way[-1]
    started = time.perf_counter()
    try:
        matches = find_terms(text, source, terms)
        output = translate_with(matches, text, source, target, lambda piece: translate_along(way, piece, translate))
        is_plausible = is_translation(text, output, source, target)
        output = typeset(output, target, text, words_of(matches, target)) if is_plausible else ""
    except EngineError:
        output = ""
    milliseconds = (time.perf_counter() - started) * 1000
    return output, milliseconds
