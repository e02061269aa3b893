"""Tests of the regular expressions that are applied to people's texts.

The number of steps of each expression must be proportional to the length of the text. If this number grew with the
square of the length, a long text of a hostile attendee would keep the server busy. The tests count steps
(tests/regex_steps.py) and measure no time.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import regex

import moderation
from tests.regex_steps import Steps, worst

OPERATORS = (
    "moderation.services.session_file",
    "moderation.services.translation.models",
    "moderation.rehearsal",
    "moderation.cli.settings_file",
)
"""Modules whose patterns are not tested, because these patterns are applied only to the organiser's files or to the
server's own pages.
"""
OWN_TEXTS = {r"/\*.*?\*/\s*"}
"""Patterns that are not tested, because they are applied only to the server's own style sheets."""
CALLS = {"compile", "sub", "search", "match", "fullmatch", "finditer", "findall", "split"}
SIZE = 40
LINEAR = 2.2
"""A pattern passes if twice as long a text takes at most LINEAR times as many steps."""


PACKAGES = sorted(
    ".".join(path.parent.relative_to(Path(moderation.__path__[0]).parent).parts)
    for path in Path(moderation.__path__[0]).rglob("__init__.py")
)
worst_of = cache(worst)


def patterns(package: str) -> Iterator[tuple[str, re.Pattern[str] | regex.Pattern[str]]]:
    """Yield (name, pattern) for each pattern in the modules of a package. Leave out the modules of its subpackages.

    A pattern is the value of a module's attribute, or the argument in a call such as `re.sub(…)` or `regex.match(…)`.
    Also leave out the modules in `OPERATORS` and the patterns in `OWN_TEXTS`.
    """
    folder = importlib.import_module(package).__path__
    modules = [info.name for info in pkgutil.iter_modules(folder, f"{package}.") if not info.ispkg]
    for module_name in [package, *modules]:
        if module_name.startswith(OPERATORS) or module_name.endswith("__main__"):
            continue
        module = importlib.import_module(module_name)
        for name, value in vars(module).items():
            if isinstance(value, (re.Pattern, regex.Pattern)):
                yield f"{module_name}.{name}", value
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS):
                continue
            library = getattr(node.func.value, "id", "")
            if library not in ("re", "regex") or node.func.attr == "compile":
                continue
            if isinstance(node.args[0], ast.Constant) and node.args[0].value not in OWN_TEXTS:
                yield f"{module_name}:{node.lineno}", (re if library == "re" else regex).compile(node.args[0].value)


@pytest.mark.parametrize("package", PACKAGES)
def test_steps_of_a_pattern_are_linear(package):
    steps = {name: worst_of(pattern, SIZE) for name, pattern in patterns(package)}
    quadratic = {name: (ratio, text) for name, (ratio, text) in steps.items() if ratio > LINEAR}
    assert not quadratic, quadratic


def test_many_packages_have_patterns():
    assert sum(any(True for _ in patterns(package)) for package in PACKAGES) >= 8


@pytest.mark.parametrize(
    "pattern",
    [
        r"\S+@\S+",
        r"„[^“”]*[“”]",
        r"\p{Z}+(?=[»›])",
        r"(?:[\u200c\u200d]*+[\p{Mn}\p{Me}]){4}",
        r"<\s*/?\s*(?:html|head)\b",
        r'^[\s"]+|[\s"]+$',
        r"((?<=[.!?…])\s+|\s*\n\s*)",
    ],
)
def test_quadratic_pattern_is_found(pattern):
    assert worst(regex.compile(pattern, regex.I), SIZE)[0] > 3


@pytest.mark.parametrize(
    ("pattern", "text", "count"),
    [
        # `count`: the search starts once at each place of the text, also after its last character. Each start is one
        # step, and each comparison of a character is one step.
        (r"a", "bbb", 3 + 3 + 1 + 1),
        (r"a+b", "aaa", (1 + 4 + 3) + (1 + 3 + 2) + (1 + 2 + 1) + (1 + 1)),
        (r"(?<!a)a++b", "aaa", (1 + 1 + 4 + 1) + 2 * (1 + 1) + (1 + 1)),
    ],
)
def test_steps_are_counted(pattern, text, count):
    assert Steps(regex.compile(pattern)).count(text) == count
