"""The dispatcher's interface to one engine. It adds the shortest route, the glossary and a check of each output."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Protocol

from ...core.glossary import Term, find_terms
from .engine import EngineError
from .protection import translate_with
from .routes import route, translate_along
from .sanity import is_translation

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

    def translate(self, text: str, source: str, target: str, seconds: float, terms: Sequence[Term] = ()) -> Translated:
        """Return (translation, route) within `seconds`, not including the time to start the engine.

        `terms`: the glossary, which applies to the source and target languages, not to an intermediate language. Raise
        EngineError `unsupported` without a route, `untranslated` for an output that is not a translation, or the
        engine's error.
        """
        way = route(self._known_pairs(), source, target)
        if way is None:
            raise EngineError("unsupported", f"no route from {source} to {target}")
        deadline = time.monotonic() + seconds

        def step(piece: str, start: str, end: str) -> str:
            output = self._pool.translate(piece, start, end, max(0.1, deadline - time.monotonic()))
            return _checked(piece, output, start, end)

        output = translate_with(
            find_terms(text, source, terms), text, source, target, lambda piece: translate_along(way, piece, step)
        )
        return _checked(text, output, source, target), way

    def close(self) -> None:
        """End the engine's worker processes."""
        self._pool.close()

    def _known_pairs(self) -> frozenset[tuple[str, str]]:
        if self._pairs is None:
            self._pairs = frozenset((start, end) for start, end in self._pool.about(START_SECONDS)["pairs"])
        return self._pairs


def _checked(text: str, output: str, source: str, target: str) -> str:
    """Return the output. Raise EngineError `untranslated` if it is not a translation of the text."""
    if not is_translation(text, output, source, target):
        raise EngineError("untranslated")
    return output
