"""The dispatcher's interface to one engine.

The translator translates along the best route through the engine's language pairs, applies the glossary, checks each
output and applies the typography of the target language.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Protocol

from ...core.glossary import Term, find_terms
from .engine import EngineError
from .protection import translate_with, words_of
from .routes import PREFERRED, Routes, route, translate_along
from .sanity import is_translation
from .typography import typeset

START_SECONDS = 20.0

Translated = tuple[str, tuple[str, ...]]
"""(translation, route)."""


class Workers(Protocol):
    """The part of `pool.Pool` that a translator uses."""

    def about(self, seconds: float) -> dict[str, Any]: ...

    def translate(self, text: str, source: str, target: str, seconds: float) -> str: ...

    def close(self) -> None: ...


class Translator:
    """The translator of one engine. Call its methods from real threads only."""

    def __init__(self, pool: Workers):
        self._pool = pool
        self._pairs: frozenset[tuple[str, str]] | None = None
        self._preferred: Routes = ()

    def translate(self, text: str, source: str, target: str, seconds: float, terms: Sequence[Term] = ()) -> Translated:
        """Return (translation, route) within `seconds`. The time to start the engine is not included.

        `terms`: the glossary. The glossary applies to the source and target languages, but not to an intermediate
        language. Raise EngineError `unsupported` if there is no route, `untranslated` if an output is not a
        translation, or the engine's error.
        """
        way = route(self._known_pairs(), source, target, self._preferred)
        if way is None:
            raise EngineError("unsupported", f"no route from {source} to {target}")
        deadline = time.monotonic() + seconds

        def step(piece: str, start: str, end: str) -> str:
            output = self._pool.translate(piece, start, end, max(0.1, deadline - time.monotonic()))
            return _checked(piece, output, start, end)

        matches = find_terms(text, source, terms)
        output = translate_with(matches, text, source, target, lambda piece: translate_along(way, piece, step))
        typed = typeset(_checked(text, output, source, target), target, text, words_of(matches, target))
        return typed, (source, *way[1:-1], target)

    def intermediates(self, source: str, target: str) -> tuple[str, ...]:
        """Return the intermediate languages of the route. Return () if there is no route, or if the pairs are not known
        yet.
        """
        way = route(self._pairs or (), source, target, self._preferred)
        return way[1:-1] if way else ()

    def learn_pairs(self) -> None:
        """Ask the engine for its language pairs, and start it if necessary. Raise EngineError on failure."""
        self._known_pairs()

    @property
    def pairs(self) -> frozenset[tuple[str, str]] | None:
        """The engine's language pairs; None until the engine has returned them."""
        return self._pairs

    def close(self) -> None:
        """End the engine's worker processes."""
        self._pool.close()

    def _known_pairs(self) -> frozenset[tuple[str, str]]:
        if self._pairs is None:
            about = self._pool.about(START_SECONDS)
            self._preferred = PREFERRED.get(about.get("name", ""), ())
            self._pairs = frozenset((start, end) for start, end in about["pairs"])
        return self._pairs


def _checked(text: str, output: str, source: str, target: str) -> str:
    """Return the engine's output unchanged. Raise EngineError `untranslated` if it is not a translation of `text`."""
    if not is_translation(text, output, source, target):
        raise EngineError("untranslated")
    return output
