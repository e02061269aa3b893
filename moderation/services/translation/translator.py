"""One engine as the dispatcher uses it: the shortest route, leg by leg, and no output that is not a translation."""

from __future__ import annotations

import time
from typing import Any

from .engine import EngineError
from .routes import route, translate_along
from .sanity import is_translation

START_SECONDS = 20.0


class Translator:
    """Around a pool of workers. Called from real threads only."""

    def __init__(self, pool: Any):
        self._pool = pool
        self._pairs: frozenset[tuple[str, str]] | None = None

    def translate(self, text: str, source: str, target: str, seconds: float) -> tuple[str, tuple[str, ...]]:
        """(translation, route), within `seconds` once the engine runs. EngineError `unsupported` without a route, `untranslated` for an answer that is no translation."""
        way = route(self._known_pairs(), source, target)
        if way is None:
            raise EngineError("unsupported", f"no route from {source} to {target}")
        deadline = time.monotonic() + seconds

        def step(piece: str, start: str, end: str) -> str:
            output = self._pool.translate(piece, start, end, max(0.1, deadline - time.monotonic()))
            if not is_translation(piece, output, start, end):
                raise EngineError("untranslated")
            return output

        return translate_along(way, text, step), way

    def close(self) -> None:
        self._pool.close()

    def _known_pairs(self) -> frozenset[tuple[str, str]]:
        if self._pairs is None:
            self._pairs = frozenset((start, end) for start, end in self._pool.about(START_SECONDS)["pairs"])
        return self._pairs
