"""The interface of a translation engine, and its error. Engines run only in worker processes (`worker.py`)."""

from __future__ import annotations

from typing import Any, Protocol

KINDS = ("unavailable", "throttled", "unsupported", "refused", "malformed", "timeout", "untranslated")
"""The kinds of failure. `unsupported`: no translation for this language pair. `refused`: the service or the settings do
not allow the request. `malformed`: the answer does not follow the service's protocol. `untranslated`: the answer is not
a translation of this text."""

Settings = dict[str, Any]
"""The settings of an engine (`engines/registry.settings_from`)."""


class Engine(Protocol):
    """A translation engine. Its methods block. Call the methods from one thread at a time.

    `third_party`: whether the engine sends texts to another organisation.
    """

    name: str
    label: str
    third_party: bool

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the (source, target) language tags of direct translations. Raise EngineError on failure."""

    def translate(self, text: str, source: str, target: str) -> str:
        """Return the engine's output. Raise EngineError on failure."""

    def close(self) -> None:
        """Close the engine's processes and connections."""


class EngineError(Exception):
    """A failed translation. `kind`: an entry of KINDS. `retry_after`: seconds, if the service asked for a delay."""

    def __init__(self, kind: str, detail: str = "", retry_after: float | None = None):
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
