"""Language identification on texts that were not used to choose the product's constants.

- Sentences: `translations.jsonl` of the folder BENCH_DATA, or `translations-sample.jsonl` in tests/data.
- Clauses of 1 to 5 words: the same sentences, cut at punctuation. Chinese clauses are left out, because the script
  alone identifies them.
- Questions and sentences in twelve African languages in Latin letters: `african-sample.jsonl` in tests/data.

`tests.bench.languages` prints the rows.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from babel import Locale

from moderation.services.language import Identified, identify
from tests.bench.identifiers import IDENTIFIERS
from tests.bench.report import row

DATA = Path(__file__).parents[1] / "data"
SIX = ("en", "es", "fr", "ar", "ru", "zh")
MARKS = re.compile(r"[.,;:?!()«»\"“”،؛؟—–]+")
LONGEST = 5
"""Maximum number of words in a clause."""

Text = tuple[str, str]
"""(language, text)"""


def length_class(words: int) -> str:
    return "1–3 words" if words <= 3 else "4–5 words" if words <= 5 else "6+ words"


def clauses(text: str) -> list[str]:
    """Cut a text at its punctuation marks. Return the parts with at most `LONGEST` words and at least 3 characters."""
    parts = (part.strip() for part in MARKS.split(text))
    return [part for part in parts if len(part) > 2 and len(part.split()) <= LONGEST]


def measure_unseen(label: str, languages: tuple[str, ...]) -> list[dict]:
    """Return the report rows of sentences and clauses for a session with these languages."""
    sentences = [(language, text) for language, text in _sentences() if language in languages]
    short = [(language, clause) for language, text in sentences if language != "zh" for clause in clauses(text)]
    rows = []
    for name, texts, goal in (("sentences", sentences, ">= 99.80"), ("clauses", short, "")):
        by_length: dict[str, list[Text]] = defaultdict(list)
        for language, text in texts:
            by_length[length_class(len(text.split()))].append((language, text))
        for length, part in (*sorted(by_length.items()), ("all lengths", texts)):
            rows += _right(f"{label}, unseen {name}, {length}", part, languages, goal)
    return rows


def measure_african() -> list[dict]:
    """Return the report rows of the African languages, for a session in the six languages of the UN."""
    texts = _african()
    plain = IDENTIFIERS["plain"]()

    def shares(part: list[Text]) -> tuple[float, float | None]:
        ours = _share(part, lambda _, text: _is_open(identify(text, SIX, None, None)))
        return ours, _share(part, lambda _, text: plain(text, SIX).named == "und")

    rows = []
    for code in dict.fromkeys(language for language, _ in texts):
        part = [text for text in texts if text[0] == code]
        ours, theirs = shares(part)
        name = Locale("en").languages.get(code, code)
        rows.append(row(f"identification, {name}: und or unsure", ours, "%", "", {"plain": theirs}, len(part)))
    ours, theirs = shares(texts)
    rows.append(
        row("identification, 12 African languages: und or unsure", ours, "%", ">= 85", {"plain": theirs}, len(texts))
    )
    for name, holds in (
        ("und", lambda _, text: identify(text, SIX, None, None).language == "und"),
        ("right name", lambda language, text: identify(text, SIX, None, None).looks_like == language),
        ("wrong name", lambda language, text: identify(text, SIX, None, None).looks_like not in (None, language)),
    ):
        share = _share(texts, holds)
        rows.append(row(f"identification, 12 African languages: {name}", share, "%", "", {}, len(texts)))
    return rows


def _right(name: str, texts: list[Text], languages: tuple[str, ...], goal: str) -> list[dict]:
    """Return two report rows with the percentage of texts whose language the product identifies correctly.

    For the first row, the product gets no hint. For the second row, it gets the text's language as the hint. Both rows
    have the same goal: `goal`. If `goal` is "", the goal is the percentage that the identifier `plain` (identifiers.py)
    reaches, minus 0.5 percentage points.
    """
    plain = IDENTIFIERS["plain"]()
    theirs = _share(texts, lambda language, text: plain(text, languages).best == language)
    figures = {"plain": theirs}
    ours = _share(texts, lambda language, text: identify(text, languages, None, None).language == language)
    hinted = _share(texts, lambda language, text: identify(text, languages, None, language).language == language)
    goal = goal or f">= {theirs - 0.5:.2f}"
    return [
        row(f"identification, {name}: right", ours, "%", goal, figures, len(texts)),
        row(f"identification, {name}, with the hint: right", hinted, "%", goal, figures, len(texts)),
    ]


def _share(texts: Iterable[Text], holds: Callable[[str, str], bool]) -> float:
    """Return the percentage of texts for which `holds(language, text)` is true."""
    results = [holds(language, text) for language, text in texts]
    return 100 * sum(results) / len(results)


def _is_open(identified: Identified) -> bool:
    """Return whether the result is `und` or marked as unsure."""
    return identified.language == "und" or identified.unsure


def _sentences() -> list[Text]:
    folder = os.environ.get("BENCH_DATA")
    path = Path(folder) / "translations.jsonl" if folder else DATA / "translations-sample.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(language, entry[language]) for entry in rows for language in SIX if entry.get(language)]


def _african() -> list[Text]:
    rows = [json.loads(line) for line in (DATA / "african-sample.jsonl").read_text("utf-8").splitlines()]
    return [(entry["language"], entry["text"]) for entry in rows]
