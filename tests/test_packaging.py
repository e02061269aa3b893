"""Tests that the package's metadata, the locked requirements and the imports of the product agree."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from moderation import __version__
from tests.servers import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.txt", "tests/requirements.txt", ".ci/node-requirements.txt", ".ci/audit-requirements.txt")
HASHED = re.compile(r"[a-z0-9.-]+==\S+( ; [^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+")
EXACT = {"eventlet", "flask-socketio", "python-engineio", "python-socketio"}
"""Packages that need an exact version, because the code relies on their internals (docs/library-internals.md)."""


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def package(requirement: str) -> str:
    """Return the name of the package in a requirement, for example `flask` for `flask>=3.1,<4`."""
    return normalised(re.match(r"[A-Za-z0-9._-]+", requirement)[0])


def declared() -> set[str]:
    """Return the names of the project's dependencies, including those of its optional extras."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    return {package(entry) for entries in (PROJECT["project"]["dependencies"], *extras) for entry in entries}


def development() -> set[str]:
    """Return the names of packages that pyproject.toml needs only for tests, benchmarks and tools."""
    return {package(entry) for entries in PROJECT["dependency-groups"].values() for entry in entries} - declared()


def locked(name: str) -> set[str]:
    return {package(line) for line in (ROOT / name).read_text("utf-8").splitlines() if "==" in line and line[0] != "#"}


def imported() -> set[str]:
    """Return the top-level names of all external packages that the product imports, including imports in functions."""
    names = set()
    for path in [ROOT / "server.py", *(ROOT / "moderation").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module.partition(".")[0])
    return names - {"moderation"} - sys.stdlib_module_names


def test_every_imported_package_is_declared():
    providers = packages_distributions()
    packages = {name: {normalised(provider) for provider in providers.get(name, [])} for name in imported()}
    assert {name for name, candidates in packages.items() if not candidates & declared()} == set()


def test_production_has_what_is_declared_and_no_package_of_the_tests():
    production = locked("requirements.txt")
    assert declared() <= production
    assert production & development() == set()


def test_requirements_of_the_tests_have_what_is_declared():
    assert development() <= set().union(*map(locked, LOCKS[1:]))


def test_packages_whose_internals_are_used_have_one_version():
    pinned = {package(entry) for entry in PROJECT["project"]["dependencies"] if "==" in entry}
    assert pinned == EXACT


def test_backend_is_the_one_that_make_wheel_uses():
    assert set(PROJECT["build-system"]["requires"]) <= set(PROJECT["dependency-groups"]["tools"])


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(name):
    text = (ROOT / name).read_text("utf-8")
    for entry in re.split(r"(?m)^(?=[a-z])", text)[1:]:
        assert HASHED.match(entry), entry[:80]
    assert "://" not in text and "--index" not in text and "--find-links" not in text


def test_bills_of_materials_have_one_version():
    """Check that package.json and its lock file have the version of the Python package.

    `npm sbom` copies the version from these files into the bill of materials.
    """
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    package_file = json.loads((ROOT / "package.json").read_text("utf-8"))
    assert {package_file["version"], lock["version"], lock["packages"][""]["version"]} == {__version__}


def test_lock_file_of_npm_names_no_registry():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text("utf-8")
