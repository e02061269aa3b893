"""The interface of a translation engine, and its error. Engines run only in worker processes (`worker.py`)."""

from __future__ import annotations

from typing import Any, Protocol

KINDS = ("unavailable", "throttled", "unsupported", "refused", "malformed", "timeout", "untranslated")
"""The kinds of failure. `malformed`: the answer does not follow the service's protocol. `untranslated`: the answer is
not a translation of this text."""

Settings = dict[str, Any]
"""The settings of an engine (`engines/registry.settings_from`)."""


class Engine(Protocol):
    """A translation engine. Its methods block; one thread at a time uses it.

    `third_party`: the text leaves the organiser's machines.
    """

    name: str
    label: str
    third_party: bool

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the (source, target) language tags that it translates directly. Raise EngineError."""

    def translate(self, text: str, source: str, target: str) -> str:
        """Return the engine's output. Raise EngineError if there is none."""

    def close(self) -> None:
        """Close processes and connections of the engine."""


class EngineError(Exception):
    """A failure to translate. `kind` is one of KINDS; `retry_after` is in seconds, if the service named a time."""

    def __init__(self, kind: str, detail: str = "", retry_after: float | None = None):
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
