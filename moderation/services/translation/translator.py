"""One engine as the dispatcher uses it: the shortest route, leg by leg, the glossary's terms, and no output that is not a translation."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from ...core.glossary import Term, find_terms
from .engine import EngineError
from .protection import translate_with
from .routes import route, translate_along
from .sanity import is_translation

START_SECONDS = 20.0


class Translator:
    """Around a pool of workers. Called from real threads only."""

    def __init__(self, pool: Any):
        self._pool = pool
        self._pairs: frozenset[tuple[str, str]] | None = None

    def translate(
        self, text: str, source: str, target: str, seconds: float, terms: Sequence[Term] = ()
    ) -> tuple[str, tuple[str, ...]]:
        """(translation, route), within `seconds` once the engine runs. EngineError `unsupported` without a route, `untranslated` for an answer that is no translation.

        `terms` are kept over the whole route: what stands between its ends is no matter.
        """
        way = route(self._known_pairs(), source, target)
        if way is None:
            raise EngineError("unsupported", f"no route from {source} to {target}")
        deadline = time.monotonic() + seconds

        def step(piece: str, start: str, end: str) -> str:
            output = self._pool.translate(piece, start, end, max(0.1, deadline - time.monotonic()))
            return _checked(piece, output, start, end)

        made = translate_with(
            find_terms(text, source, terms), text, source, target, lambda piece: translate_along(way, piece, step)
        )
        return _checked(text, made, source, target), way

    def close(self) -> None:
        self._pool.close()

    def _known_pairs(self) -> frozenset[tuple[str, str]]:
        if self._pairs is None:
            self._pairs = frozenset((start, end) for start, end in self._pool.about(START_SECONDS)["pairs"])
        return self._pairs


def _checked(text: str, output: str, source: str, target: str) -> str:
    if not is_translation(text, output, source, target):
        raise EngineError("untranslated")
    return output
