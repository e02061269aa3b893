"""How good an engine is on the organiser's own text: chrF and BLEU against references by people (sacrebleu).

The file has a JSON object a line, with a column for each language (`en`, `es` …) and, where there is one, `source`,
which groups the figures.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...core.glossary import Term, find_terms
from .engine import EngineError
from .protection import translate_with
from .routes import reachable, translate_along
from .sanity import is_translation


@dataclass(frozen=True)
class Figure:
    """One pair in one group of rows ("" for all). `none`: outputs that are no translation; they count as the empty text."""

    route: tuple[str, ...]
    group: str
    rows: int
    none: int
    chrf: float
    bleu: float
    median_ms: float


class CheckError(ValueError):
    """The file cannot be judged; the text says why."""


def read(path: Path) -> list[dict]:
    """The rows of the file. CheckError names the line that is no JSON object; OSError."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise CheckError(f"line {number}: not a JSON object")
            rows.append(row)
    return rows


def languages(rows: Iterable[dict], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The columns that are languages of the engine. CheckError with fewer than two."""
    known = {tag for pair in pairs for tag in pair}
    columns = sorted(
        {column for row in rows for column, text in row.items() if column in known and isinstance(text, str)}
    )
    if len(columns) < 2:
        raise CheckError(f"needs two columns of these languages: {', '.join(sorted(known))}")
    return columns


def judge(
    rows: list[dict],
    pairs: Iterable[tuple[str, str]],
    translate: Callable[[str, str, str], str],
    progress: Callable = iter,
    terms: Sequence[Term] = (),
) -> list[Figure]:
    """A figure for each pair of columns, for all rows and, if there are several, for each `source`. EngineError passes
    only when an engine does not do a pair at all; a text that fails counts as none. `terms`: a glossary, as the dispatcher uses it."""
    found = []
    pairs = list(pairs)
    for (start, end), way in sorted(reachable(pairs, languages(rows, pairs)).items()):
        both = [row for row in rows if row.get(start) and row.get(end)]
        if not both:
            continue
        results = [_one(row, way, translate, terms) for row in progress(both)]
        groups = sorted({row.get("source", "") for row in both})
        for group in ["", *(groups if len(groups) > 1 else [])]:
            some = [(row, result) for row, result in zip(both, results) if not group or row.get("source") == group]
            found.append(figure(way, group, some))
    return found


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| route | text | rows | no translation | chrF | BLEU | median ms |", "|---|---|--:|--:|--:|--:|--:|"]
    for one in figures:
        lines.append(
            f"| {'→'.join(one.route)} | {one.group or 'all'} | {one.rows} | {one.none} | {one.chrf:.1f} | {one.bleu:.1f} | {one.median_ms:.1f} |"
        )
    return "\n".join(lines)


def _one(row: dict, way: tuple[str, ...], translate: Callable, terms: Sequence[Term]) -> tuple[str, float]:
    text, source, target = row[way[0]], way[0], way[-1]
    started = time.perf_counter()
    try:
        output = translate_with(
            find_terms(text, source, terms), text, source, target, lambda piece: translate_along(way, piece, translate)
        )
    except EngineError:
        output = ""
    took = (time.perf_counter() - started) * 1000
    return (output if is_translation(text, output, source, target) else ""), took


def figure(way: tuple[str, ...], group: str, some: list[tuple[dict, tuple[str, float]]]) -> Figure:
    """The figure of these rows, each with its output and the ms that it took."""
    import sacrebleu

    outputs = [output for _, (output, _) in some]
    references = [[row[way[-1]] for row, _ in some]]
    chrf = sacrebleu.corpus_chrf(outputs, references).score
    bleu = sacrebleu.corpus_bleu(outputs, references, tokenize="zh" if way[-1] == "zh" else "13a").score
    return Figure(
        way, group, len(some), outputs.count(""), chrf, bleu, statistics.median(took for _, (_, took) in some)
    )
