"""The table of engines. The functions create an engine by name, list an engine's hosts, and detect an installed local
engine.

Engines run only in worker processes (`worker.py`). The server uses `pool.py` to communicate with the workers.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from .. import models
from ..engine import Engine, EngineError, Settings
from . import apertium


@dataclass(frozen=True)
class _Entry:
    """The module, the class and the hosts of an engine. If the setting `url` is given, its host replaces `hosts`."""

    module: str
    factory: str
    hosts: tuple[str, ...] = ()


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
"""The host of each deep-translator engine."""
_ENGINES = {
    "neural": _Entry("neural", "Neural"),
    "apertium": _Entry("apertium", "Apertium"),
    "libretranslate": _Entry("libretranslate", "LibreTranslate"),
    **{name: _Entry("deep", "Deep", (host,)) for name, host in _DEEP.items()},
}
NAMES = tuple(_ENGINES)
AUTOMATIC, OFF = "auto", "none"
"""Values of the key `translation` in a session file that are not names of engines: `auto` for the installed local
engine, and `none` for no engine.
"""
THIRD_PARTY = frozenset(_DEEP)
"""The engines that send texts to another organisation. Such an engine is used only if the session file names it."""


def make(name: str, settings: Settings) -> Engine:
    """Return a new engine.

    Raise EngineError `unsupported` for an unknown name, and `refused` if a required setting is missing.
    """
    if name not in _ENGINES:
        raise EngineError("unsupported", f"no engine is called {name}")
    entry = _ENGINES[name]
    module = importlib.import_module(f"{__package__}.{entry.module}")
    return cast(Engine, getattr(module, entry.factory)(name, settings))


def hosts(name: str, settings: Settings) -> frozenset[str]:
    """Return the hosts to which this engine is allowed to connect. Return the empty set for a local engine or an
    unknown name.
    """
    entry = _ENGINES.get(name)
    if entry is None or entry.module in ("neural", "apertium"):
        return frozenset()
    named = urlsplit(settings.get("url") or "").hostname
    return frozenset({named}) if named else frozenset(entry.hosts)


def available(settings: Settings) -> str | None:
    """Return the name of the installed local engine: `neural` or `apertium`. `neural` takes precedence. Return None if
    no local engine is installed.

    The detection opens no connection and starts no process.
    """
    if models.installed(Path(settings["models"])) and importlib.util.find_spec("fxtranslate"):
        return "neural"
    if apertium.modes(Path(settings["apertium"])):
        return "apertium"
    return None


def settings_from(environment: Mapping[str, str], data_dir: str | Path) -> Settings:
    """Return the settings for `make`, read from the environment (docs/languages.md). `models` is an absolute path."""
    return {
        "models": str(Path(data_dir).resolve() / "models"),
        "apertium": environment.get("OPEN_FLOOR_APERTIUM", "/usr/share/apertium"),
        "url": environment.get("OPEN_FLOOR_TRANSLATION_URL") or None,
        "key": environment.get("OPEN_FLOOR_TRANSLATION_KEY") or None,
        "account": environment.get("OPEN_FLOOR_TRANSLATION_ACCOUNT") or None,
        "region": environment.get("OPEN_FLOOR_TRANSLATION_REGION") or None,
        "seconds": 10.0,
    }
