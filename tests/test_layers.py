"""The layers: imports point downward only (docs/architecture.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "moderation"
LAYERS = ("core", "store", "services", "web")
PURE = {"__future__", "collections", "dataclasses", "enum", "functools", "itertools", "math", "re", "regex", "typing", "unicodedata"}
"""All that the core may import from outside: no clock, disk, network or chance."""
WEB_ONLY = {"flask", "flask_babel", "flask_socketio", "socketio", "engineio", "werkzeug", "jinja2"}
CONCURRENCY = {"eventlet", "greenlet"}
BESIDE_WEB = {"cli.py", "cli_door.py", "cli_record.py", "cli_translation.py", "__main__.py", "catalogues.py"}
"""Modules of the top folder that may use every layer; `runtime.py` may use none."""


def imported(source: str, path: str) -> list[str]:
    """Absolute names of what a module at `path` (below `moderation/`) imports, at any depth; `from x import y` gives `x` and `x.y`."""
    package = ["moderation", *path.split("/")[:-1]]
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*base, *([node.module] if node.module else [])])
            names += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return names


def violations(source: str, path: str) -> list[str]:
    """Names that a module at `path` may not import."""
    layer = path.split("/")[0]
    found = []
    for name in imported(source, path):
        outside, _, inside = name.partition(".")
        part = inside.split(".")[0]
        if outside in CONCURRENCY and path != "runtime.py":
            found.append(name)
        if outside in WEB_ONLY and layer in ("core", "store", "services"):
            found.append(name)
        if layer == "core" and outside != "moderation" and outside not in PURE:
            found.append(name)
        if outside != "moderation" or not part:
            continue
        if layer in LAYERS:
            allowed = part in LAYERS[: LAYERS.index(layer) + 1]
        else:
            allowed = path in BESIDE_WEB
        if not allowed:
            found.append(name)
    return found


MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES)
def test_module_imports_downward_only(path):
    assert violations((ROOT / path).read_text("utf-8"), path) == []


def test_every_layer_was_read():
    assert {path.split("/")[0] for path in MODULES if "/" in path} == set(LAYERS)


@pytest.mark.parametrize(
    ("path", "source", "name"),
    [
        ("core/queue.py", "from ..store import questions", "moderation.store"),
        ("core/queue.py", "import moderation.services.actions", "moderation.services.actions"),
        ("core/queue.py", "import time", "time"),
        ("core/queue.py", "from datetime import datetime", "datetime"),
        ("core/queue.py", "def later():\n    import random", "random"),
        ("core/queue.py", "import sqlite3", "sqlite3"),
        ("core/queue.py", "from ..runtime import use", "moderation.runtime"),
        ("store/writer.py", "from .. import services", "moderation.services"),
        ("store/writer.py", "from ..web.publisher import Publisher", "moderation.web.publisher"),
        ("store/writer.py", "import eventlet.queue", "eventlet.queue"),
        ("services/asking.py", "if True:\n    from flask import request", "flask"),
        ("services/asking.py", "from ..web import app", "moderation.web"),
        ("services/rehearsal/phone.py", "from ...web import app", "moderation.web"),
        ("web/app.py", "import eventlet", "eventlet"),
        ("web/app.py", "from .. import cli", "moderation.cli"),
        ("runtime.py", "from .store import writer", "moderation.store"),
    ],
)
def test_planted_violation_is_found(path, source, name):
    assert name in violations(source, path)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("core/acts.py", "from . import queue\nfrom .model import Status\nimport re"),
        ("store/writer.py", "import sqlite3\nfrom ..core import acts"),
        ("services/rehearsal/phone.py", "from ...core import changes\nfrom .outbox import Delivery"),
        ("web/app.py", "from flask import Flask\nfrom ..services import actions\nfrom ..store import sessions\nfrom ..core import model"),
        ("runtime.py", "import eventlet"),
        ("cli.py", "from .web import app"),
    ],
)
def test_downward_import_is_allowed(path, source):
    assert violations(source, path) == []


def test_server_alone_beside_the_runtime_knows_eventlet():
    """Tests and tools too must not patch the world."""
    root = ROOT.parent
    others = [path for path in root.glob("*.py") if path.name != "server.py"]
    assert [path.name for path in others if CONCURRENCY & {name.split(".")[0] for name in imported(path.read_text("utf-8"), path.name)}] == []
