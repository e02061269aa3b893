"""The engines by name: create one, list the hosts it may reach, find the local one that is installed.

Engines run in worker processes only (`worker.py`); the server talks to them through `pool.py`.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .. import models
from ..engine import Engine, EngineError
from . import apertium


@dataclass(frozen=True)
class _Entry:
    module: str
    factory: str
    hosts: tuple[str, ...] = ()
    """The only hosts that it may reach, unless the setting `url` names another."""


_DEEP = {
    "google": "translate.google.com",
    "deepl": "api-free.deepl.com",
    "deepl-pro": "api.deepl.com",
    "microsoft": "api.cognitive.microsofttranslator.com",
    "mymemory": "api.mymemory.translated.net",
    "qcri": "mt.qcri.org",
    "yandex": "translate.yandex.net",
    "papago": "openapi.naver.com",
    "baidu": "fanyi-api.baidu.com",
}
_ENGINES = {
    "neural": _Entry("neural", "Neural"),
    "apertium": _Entry("apertium", "Apertium"),
    "libretranslate": _Entry("libretranslate", "LibreTranslate"),
    **{name: _Entry("deep", "Deep", (host,)) for name, host in _DEEP.items()},
}
NAMES = tuple(_ENGINES)
AUTOMATIC, OFF = "auto", "none"
"""In a session file, beside the names: a local engine if there is one; none at all."""
THIRD_PARTY = frozenset(_DEEP)
"""Engines of somebody else: never a default, to be named in the session file."""


def make(name: str, settings: dict) -> Engine:
    """The engine of this name. EngineError `unsupported` for another name, `refused` for a setting that is missing."""
    if name not in _ENGINES:
        raise EngineError("unsupported", f"no engine is called {name}")
    entry = _ENGINES[name]
    module = importlib.import_module(f"{__package__}.{entry.module}")
    return getattr(module, entry.factory)(name, settings)


def hosts(name: str, settings: dict) -> frozenset[str]:
    """The allow-list of this engine: empty for local ones."""
    entry = _ENGINES.get(name)
    if entry is None or entry.module in ("neural", "apertium"):
        return frozenset()
    named = urlsplit(settings.get("url") or "").hostname
    return frozenset({named}) if named else frozenset(entry.hosts)


def available(settings: dict) -> str | None:
    """The local engine that is there by itself: `neural` before `apertium`, else None. Opens nothing, starts nothing."""
    if models.installed(Path(settings["models"])) and importlib.util.find_spec("fxtranslate"):
        return "neural"
    if apertium.modes(Path(settings["apertium"])):
        return "apertium"
    return None


def settings_from(environment: Mapping[str, str], data_dir: str | Path) -> dict:
    """The settings that `make` reads, from the environment (docs/languages.md). Paths are absolute text."""
    return {
        "models": str(Path(data_dir).resolve() / "models"),
        "apertium": environment.get("OPEN_FLOOR_APERTIUM", "/usr/share/apertium"),
        "url": environment.get("OPEN_FLOOR_TRANSLATION_URL") or None,
        "key": environment.get("OPEN_FLOOR_TRANSLATION_KEY") or None,
        "account": environment.get("OPEN_FLOOR_TRANSLATION_ACCOUNT") or None,
        "region": environment.get("OPEN_FLOOR_TRANSLATION_REGION") or None,
        "seconds": 10.0,
    }
