"""The interface of a translation engine, and its one error. Engines run in worker processes only (`worker.py`)."""

from __future__ import annotations

from typing import Protocol

KINDS = ("unavailable", "throttled", "unsupported", "refused", "garbage", "timeout", "untranslated")
"""`garbage`: not the service's way of answering at all; `untranslated`: an answer that is no translation of this text."""


class Engine(Protocol):
    """Blocking, used by one thread. `third_party`: the text leaves the organiser's machines."""

    name: str
    label: str
    third_party: bool

    def pairs(self) -> frozenset[tuple[str, str]]:
        """(source, target) language tags that it translates directly."""

    def translate(self, text: str, source: str, target: str) -> str:
        """The translation, as the engine gave it. EngineError when there is none."""

    def close(self) -> None:
        """Ends whatever the engine keeps open."""


class EngineError(Exception):
    """No translation. `kind` is one of KINDS; `retry_after` in seconds when the service named a time."""

    def __init__(self, kind: str, detail: str = "", retry_after: float | None = None):
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
