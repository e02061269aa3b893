"""Tests of the table of engines, and of the detection of installed engines."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from moderation.services.translation.engine import EngineError
from moderation.services.translation.engines import apertium, registry

ROOT = Path(__file__).resolve().parents[3]
NOTHING = {"models": "/nowhere", "apertium": "/nowhere"}


def model(folder: Path) -> str:
    (folder / "en-es").mkdir(parents=True)
    (folder / "en-es" / "model").touch()
    return str(folder)


def test_nothing_installed_gives_no_engine():
    assert registry.available(NOTHING) is None


def test_neural_before_apertium(tmp_path, monkeypatch):
    installed_modes = {("en", "es"): Path("en-es.mode")}
    monkeypatch.setattr(apertium, "modes", lambda folder: installed_modes)
    assert registry.available({**NOTHING, "models": model(tmp_path)}) == "neural"
    assert registry.available(NOTHING) == "apertium"
    installed_modes.clear()
    assert registry.available(NOTHING) is None


def test_models_without_fxtranslate_give_no_engine(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert registry.available({**NOTHING, "models": model(tmp_path)}) is None


def test_key_or_address_makes_no_third_party_the_default():
    assert registry.available({**NOTHING, "url": "http://translate.our.example", "key": "k"}) is None


@pytest.mark.parametrize("name", ["", "nobody", "../engine", "os"])
def test_unknown_name_is_unsupported(name):
    with pytest.raises(EngineError) as refused:
        registry.make(name, NOTHING)
    assert refused.value.kind == "unsupported"


def test_third_parties_are_all_engines_but_the_local_ones():
    assert set(registry.NAMES) - {"neural", "apertium", "libretranslate"} == registry.THIRD_PARTY
    assert registry.make("apertium", NOTHING).third_party is False
    assert registry.make("neural", NOTHING).third_party is False
    assert registry.make("libretranslate", {"url": "http://translate.our.example"}).third_party is False


def test_settings_come_from_the_environment(tmp_path):
    environment = {
        "OPEN_FLOOR_APERTIUM": "/opt/apertium",
        "OPEN_FLOOR_TRANSLATION_URL": "https://t.example",
        "OPEN_FLOOR_TRANSLATION_KEY": "k",
        "OPEN_FLOOR_TRANSLATION_ACCOUNT": "a",
        "OPEN_FLOOR_TRANSLATION_REGION": "r",
    }
    assert registry.settings_from(environment, tmp_path) == {
        "models": str(tmp_path / "models"),
        "apertium": "/opt/apertium",
        "url": "https://t.example",
        "key": "k",
        "account": "a",
        "region": "r",
        "seconds": 10.0,
    }
    assert registry.settings_from({"OPEN_FLOOR_TRANSLATION_KEY": ""}, tmp_path) == {
        "models": str(tmp_path / "models"),
        "apertium": "/usr/share/apertium",
        "url": None,
        "key": None,
        "account": None,
        "region": None,
        "seconds": 10.0,
    }


def test_detection_opens_no_connection_and_loads_no_client(tmp_path):
    """Check that the search for available engines opens no socket, starts no process, and loads no client library."""
    program = """
import json, sys
seen = []
WATCHED = ("socket.", "subprocess.", "os.posix_spawn", "os.fork", "os.exec")
sys.addaudithook(lambda event, arguments: seen.append(event) if event.startswith(WATCHED) else None)
from moderation.services.translation.engine import EngineError
from moderation.services.translation.engines import registry
name = registry.available(registry.settings_from({}, sys.argv[1]))
print(json.dumps([name, seen, sorted({"requests", "deep_translator", "fxtranslate"} & set(sys.modules))]))
"""
    model(tmp_path / "models")
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert json.loads(done.stdout) == ["neural", [], []]
