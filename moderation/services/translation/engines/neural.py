"""The Firefox Translations engine (`fxtranslate`) on the organiser's own model files: local bytes, no network."""

from __future__ import annotations

import re
from pathlib import Path

from .. import models
from ..engine import EngineError
from .labels import LABELS

LONGEST = 160
"""Characters of a sentence that go in at once: at 220 the small en-pt model dropped clauses of run-on sentences, at 180 none."""


class Neural:
    """Keeps a translator per pair, loaded at its first text."""

    label = LABELS["neural"]
    third_party = False

    def __init__(self, name: str, settings: dict):
        self.name = name
        self._folders = models.installed(Path(settings["models"]))
        self._translators: dict = {}

    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(self._folders)

    def translate(self, text: str, source: str, target: str) -> str:
        translator = self._translator(source, target)
        return "".join(piece if piece.isspace() else translator.translate_long(piece).strip() for piece in pieces(text))

    def close(self) -> None:
        self._translators.clear()

    def _translator(self, source: str, target: str):
        pair = source, target
        if pair not in self._folders:
            raise EngineError("unsupported", f"{source} to {target}")
        if pair not in self._translators:
            try:
                self._translators[pair] = models.load(self._folders[pair])
            except (OSError, ValueError, ImportError) as problem:
                raise EngineError("unavailable", type(problem).__name__) from None
        return self._translators[pair]


def pieces(text: str, most: int = LONGEST) -> list[str]:
    """The text in sentences and the white space between them; joined they are the text again. Over-long sentences
    are parted after a comma or the like, else at a blank, else anywhere."""
    parts = []
    for part in re.split(r"((?<=[.!?…])\s+|\s*\n\s*)", text):
        while len(part) > most:
            window = part[: most + 1]
            cut = max((found.end() for found in re.finditer(r"[,;:—–](?=\s)", window)), default=0)
            if cut < most // 3:
                cut = max((found.start() for found in re.finditer(r"\s", window)), default=0) or most
            parts.append(part[:cut])
            rest = part[cut:]
            part = rest.lstrip()
            parts.append(rest[: len(rest) - len(part)])
        parts.append(part)
    return [part for part in parts if part]
