"""Tests of the layers (docs/architecture.md).

A *wing* is a folder or a single module; each layer contains one or several wings. A module may import only from its own
wing and from wings of lower layers. Imports must not form a cycle.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "moderation"
SCRIPTS = Path(__file__).resolve().parents[1] / "static" / "js"

LAYERS = (
    {"concurrency.py"},
    {"core"},
    {"paths.py"},
    {"store"},
    {"services"},
    {"services/translation"},
    {"services/session_file", "services/similar", "services/imports"},
    {"services/record"},
    {"services/acts"},
    {"web"},
    {"web/api", "web/realtime"},
    {"web/pages"},
    {"web/app.py"},
    {"web/server"},
)
"""The wings of the product (folders and single modules), from the lowest layer to the highest layer.

A module may import from its own wing and from wings of lower layers. Wings of the same layer may not import from each
other.
"""
BESIDE = {
    "cli": {"core", "store", "services", "web", "rehearsal", "runtime.py", "concurrency.py", "paths.py"},
    "rehearsal": {"core"},
    "runtime.py": {"concurrency.py"},
    "catalogues.py": {"paths.py"},
}
"""{folder or module outside the layers: the folders and modules from which it may import}"""
ENTRY = {"__init__.py", "__main__.py"}
PURE = {
    "__future__",
    "bisect",
    "collections",
    "dataclasses",
    "enum",
    "functools",
    "itertools",
    "math",
    "re",
    "regex",
    "typing",
    "unicodedata",
}
"""The external modules that the core may import. None of them accesses a clock, disk, network or random numbers."""
WEB_ONLY = {"flask", "flask_babel", "flask_socketio", "socketio", "engineio", "werkzeug", "jinja2"}
CONCURRENCY = {"eventlet", "greenlet"}


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all statements inside the node, including those in functions, classes and branches."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        for child in getattr(node, field, ()):
            yield child
            yield from statements(child)


@cache
def imported(source: str, path: str) -> list[str]:
    """Return the absolute names of all imports in the module `path` (relative to `moderation/`), including imports in
    functions.

    `from x import y` gives the names `x` and `x.y`.
    """
    package = ["moderation", *path.split("/")[:-1]]
    names = []
    for node in statements(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*base, *([node.module] if node.module else [])])
            names += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return names


@cache
def module_file(name: str) -> str | None:
    """Return the path of the module or package with this absolute name, relative to `moderation/`.

    Return None if the name is not in the product.
    """
    inside = name.removeprefix("moderation.").replace(".", "/") if name.startswith("moderation.") else ""
    return next(
        (file for file in (f"{inside}.py", f"{inside}/__init__.py") if inside and (ROOT / file).is_file()), None
    )


def modules_imported(source: str, path: str) -> set[str]:
    """Return the paths of the product's modules that a module imports, such as `core/model.py`.

    The paths are relative to `moderation/`. If a module of a package is imported, only this module is included:
    `from . import queue` gives `queue.py`, not the package's `__init__.py`. The `__init__.py` is included if it
    defines the imported name.
    """
    names, forbidden = set(imported(source, path)), set()
    for name in names:
        file = module_file(name)
        if file is None:
            file = module_file(name.rpartition(".")[0])
        elif file.endswith("__init__.py") and any(other.startswith(f"{name}.") for other in names):
            continue
        if file:
            forbidden.add(file)
    return forbidden


def wing(path: str) -> str:
    """Return the name in LAYERS or BESIDE that is `path` or a folder above `path`.

    If there are several such names, return the longest name.
    """
    known = {name for row in LAYERS for name in row} | set(BESIDE)
    return max((name for name in known if path == name or path.startswith(f"{name}/")), key=len, default=path)


def rank(name: str) -> int:
    return next(at for at, row in enumerate(LAYERS) if name in row)


def violations(source: str, path: str) -> list[str]:
    """Return the forbidden imports of the module `path`. External packages are returned by name, the product's modules
    by path.
    """
    layer, own = path.split("/")[0], wing(path)
    external = {name.partition(".")[0] for name in imported(source, path)} - {"moderation"}
    forbidden = sorted(external & CONCURRENCY) if path != "runtime.py" else []
    if layer in ("core", "store", "services", "rehearsal"):
        forbidden += sorted(external & WEB_ONLY)
    if layer == "core":
        forbidden += sorted(external - PURE)
    for target in sorted(modules_imported(source, path)):
        other = wing(target)
        if other == own or path in ENTRY or target == "__init__.py":
            continue
        if own in BESIDE:
            is_allowed = target.split("/")[0] in BESIDE[own]
        else:
            is_allowed = other not in BESIDE and rank(other) < rank(own)
        if not is_allowed:
            forbidden.append(target)
    return forbidden


MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))


def test_modules_import_downward_only():
    assert len(MODULES) > 300
    forbidden = {path: imports for path in MODULES if (imports := violations((ROOT / path).read_text("utf-8"), path))}
    assert not forbidden, forbidden


def test_every_module_is_in_a_wing():
    known = {name for row in LAYERS for name in row} | set(BESIDE) | ENTRY
    assert {wing(path) for path in MODULES} == known


def test_no_import_cycle():
    """Check that no imports form a cycle. Imports in functions count too: they hide a cycle, but do not remove it."""
    graph = {path: modules_imported((ROOT / path).read_text("utf-8"), path) - {path} for path in MODULES}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"import cycle: {' → '.join(error.args[1])}")


@pytest.mark.parametrize(
    ("path", "source", "forbidden"),
    [
        ("core/queue.py", "from ..store import questions", ["store/questions.py"]),
        ("core/queue.py", "import moderation.services.acts.executor", ["services/acts/executor.py"]),
        ("core/queue.py", "import time", ["time"]),
        ("core/queue.py", "from datetime import datetime", ["datetime"]),
        ("core/queue.py", "def later():\n    import random", ["random"]),
        ("core/queue.py", "import sqlite3", ["sqlite3"]),
        ("core/queue.py", "from ..paths import ROOT", ["paths.py"]),
        ("core/queue.py", "from ..runtime import use", ["runtime.py"]),
        ("store/writer.py", "from .. import services", ["services/__init__.py"]),
        ("store/writer.py", "from ..web.realtime.publisher import Publisher", ["web/realtime/publisher.py"]),
        ("store/writer.py", "import eventlet.queue", ["eventlet"]),
        ("services/links.py", "from .acts import executor", ["services/acts/executor.py"]),
        ("services/translation/jobs.py", "from ..acts.executor import Call", ["services/acts/executor.py"]),
        ("services/record/ledger.py", "from ..acts import executor", ["services/acts/executor.py"]),
        ("services/similar/sync.py", "from ..session_file import definition", ["services/session_file/definition.py"]),
        ("services/acts/asking.py", "if True:\n    from flask import request", ["flask"]),
        ("services/acts/asking.py", "from ...web import app", ["web/app.py"]),
        ("services/acts/asking.py", "from ...rehearsal import options", ["rehearsal/options.py"]),
        ("rehearsal/attendee.py", "from ..web import app", ["web/app.py"]),
        ("rehearsal/attendee.py", "from ..services import links", ["services/links.py"]),
        ("rehearsal/attendee.py", "from ..store import sessions", ["store/sessions.py"]),
        ("web/auth.py", "from .api import commands", ["web/api/commands.py"]),
        ("web/api/reads.py", "from ..realtime import publisher", ["web/realtime/publisher.py"]),
        ("web/realtime/sockets.py", "from ..api.reads import own", ["web/api/reads.py"]),
        ("web/api/reads.py", "from ..pages.routes import render_floor", ["web/pages/routes.py"]),
        ("web/pages/forms.py", "from ..app import create_app", ["web/app.py"]),
        ("web/app.py", "from .server import serving", ["web/server/serving.py"]),
        ("web/app.py", "import eventlet", ["eventlet"]),
        ("web/app.py", "from ..cli import main", ["cli/main.py"]),
        ("runtime.py", "from .store import writer", ["store/writer.py"]),
        ("catalogues.py", "from .core import text", ["core/text.py"]),
    ],
)
def test_an_inserted_violation_is_found(path, source, forbidden):
    assert set(forbidden) <= set(violations(source, path))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("core/acts.py", "from . import queue\nfrom .model import Status\nimport re"),
        ("store/writer.py", "import sqlite3\nfrom ..core import acts"),
        ("rehearsal/attendee.py", "from ..core import changes\nfrom .outbox import Delivery"),
        ("services/acts/asking.py", "from ..record import ledger\nfrom ..translation.jobs import want_translations"),
        ("web/pages/forms.py", "from ..api.commands import carry_out\nfrom .. import auth"),
        (
            "web/app.py",
            "from flask import Flask\nfrom ..services import links\n"
            "from ..store import sessions\nfrom ..core import model",
        ),
        ("web/server/serving.py", "from ..app import create_app\nfrom ..realtime.publisher import Publisher"),
        ("runtime.py", "import eventlet"),
        ("cli/main.py", "from ..web import config\nfrom .. import rehearsal"),
    ],
)
def test_downward_import_is_allowed(path, source):
    assert violations(source, path) == []


def test_only_one_script_imports_lits_render():
    """Only shared/render.js may import Lit's `render`. All other scripts must use the `render` of shared/render.js.

    Lit's `render` cannot update a text that the browser's page translation has replaced.
    """
    importing = re.compile(r"import \{[^}]*\brender\b[^}]*\} from \"lit")
    scripts = [
        path.relative_to(SCRIPTS).as_posix()
        for path in SCRIPTS.rglob("*.js")
        if importing.search(path.read_text("utf-8"))
    ]
    assert scripts == ["shared/render.js"]


def test_only_server_and_runtime_import_eventlet():
    """Check that server.py is the only script in the root folder that imports eventlet or greenlet.

    Reason: eventlet can patch the whole process, and the real threads of tests and tools would then hang. The modules
    of the package `moderation` are checked by `violations`, not here.
    """
    root = ROOT.parent
    others = [path for path in root.glob("*.py") if path.name != "server.py"]
    assert [
        path.name
        for path in others
        if CONCURRENCY & {name.split(".")[0] for name in imported(path.read_text("utf-8"), path.name)}
    ] == []


SCRIPT_LAYERS = {"chairs": ("model", "control", "view")}
"""{page: folders of its scripts, from the lowest layer to the highest layer}. A page with a single folder is not
listed.
"""
SCRIPT_IMPORT = re.compile(r'(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)"')


def script_violations(source: str, path: str) -> list[str]:
    """Return the forbidden imports of the script `path` (relative to `static/js/`).

    A script may import from `shared/`, from its own folder, and from folders of the same page in lower layers.
    """
    page, *folders = path.removesuffix(".js").split("/")
    forbidden = []
    for name in SCRIPT_IMPORT.findall(source):
        target = (SCRIPTS / path).parent.joinpath(name).resolve().relative_to(SCRIPTS).as_posix()
        other, *rest = target.split("/")
        order = SCRIPT_LAYERS.get(page, ())
        is_upward = (
            other == page and bool(order) and len(folders) > 1 and order.index(rest[0]) > order.index(folders[0])
        )
        if other not in {page, "shared"} or is_upward or not (SCRIPTS / target).is_file():
            forbidden.append(target)
    return forbidden


SCRIPT_FILES = sorted(path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js"))


def test_scripts_import_from_their_page_and_shared_only():
    assert len(SCRIPT_FILES) > 200
    imports = {path: script_violations((SCRIPTS / path).read_text("utf-8"), path) for path in SCRIPT_FILES}
    forbidden = {path: names for path, names in imports.items() if names}
    assert not forbidden, forbidden


@pytest.mark.parametrize(
    ("path", "source", "forbidden"),
    [
        ("booth/keys.js", 'import { a } from "../chairs/control/acts.js";', "chairs/control/acts.js"),
        ("shared/i18n.js", 'import { a } from "../floor/vote-button.js";', "floor/vote-button.js"),
        ("chairs/model/lists.js", 'import { a } from "../control/acts.js";', "chairs/control/acts.js"),
        ("chairs/control/acts.js", 'import { a } from "../view/page.js";', "chairs/view/page.js"),
        ("stage.js", 'import("./panel/page.js");', "panel/page.js"),
        ("floor.js", 'import "./floor/gone.js";', "floor/gone.js"),
    ],
)
def test_an_inserted_violation_in_a_script_is_found(path, source, forbidden):
    assert script_violations(source, path) == [forbidden]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "chairs/view/page.js",
            'import { a } from "../control/acts.js";\nimport { b } from "../model/ui.js";\n'
            'import { c } from "../../shared/i18n.js";',
        ),
        ("chairs.js", 'import { a } from "./chairs/control/acts.js";\nimport { html } from "lit/html.js";'),
        ("shared/view/question.js", 'import { a } from "../i18n.js";'),
    ],
)
def test_allowed_script_import(path, source):
    assert script_violations(source, path) == []
