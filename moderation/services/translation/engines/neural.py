"""The Firefox Translations engine (`fxtranslate`) with the model files that the organiser has installed.

The engine opens no connection.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from .. import models
from ..engine import EngineError, Settings
from .labels import LABELS

LONGEST = 160
"""Maximum number of characters that the model translates in one call. With 220, the small en-pt model dropped clauses
of long sentences; with 180, it dropped none."""
_BETWEEN_SENTENCES = re.compile(r"((?<=[.!?…])\s+|(?<!\s)[^\S\n]*+\n\s*)")
_AFTER_SIGN = re.compile(r"[,;:—–](?=\s)")
_SPACE = re.compile(r"\s")


class Neural:
    """The neural engine. It loads the model of a language pair at the first text for this pair."""

    label = LABELS["neural"]
    third_party = False

    def __init__(self, name: str, settings: Settings):
        self.name = name
        self._folders = models.installed(Path(settings["models"]))
        self._translators: dict[tuple[str, str], Any] = {}

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the (source, target) pairs that have a model."""
        return frozenset(self._folders)

    def translate(self, text: str, source: str, target: str) -> str:
        """Return the translation. Raise EngineError `unsupported` if the language pair has no model. Raise EngineError
        `unavailable` if the model cannot be loaded.
        """
        translator = self._translator(source, target)
        return "".join(piece if piece.isspace() else translator.translate_long(piece).strip() for piece in pieces(text))

    def close(self) -> None:
        """Discard the loaded models."""
        self._translators.clear()

    def _translator(self, source: str, target: str) -> Any:
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
    """Split a text into sentences and the white space between the sentences. The joined pieces equal the text.

    No piece has more than `most` characters. Split a longer sentence after the last possible comma or similar sign. If
    this piece would have less than a third of `most` characters, split at the last possible space instead. Without a
    space, split after `most` characters.
    """
    parts = []
    for part in _BETWEEN_SENTENCES.split(text):
        while len(part) > most:
            window = part[: most + 1]
            cut = max((match.end() for match in _AFTER_SIGN.finditer(window)), default=0)
            if cut < most // 3:
                cut = max((match.start() for match in _SPACE.finditer(window)), default=0) or most
            parts.append(part[:cut])
            rest = part[cut:]
            part = rest.lstrip()
            parts.append(rest[: len(rest) - len(part)])
        parts.append(part)
    return [part for part in parts if part]
