"""Tests of the walk-throughs in CONTRIBUTING.md, and of docs/tools/draw_comments.py.

The walk-throughs must list all files that must change for a new act or a new setting. All listed files must exist.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from docs.tools import draw_comments
from moderation.services.acts import chairing
from tests.servers import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
WALKS = {"Add an act of a chair": "set_next", "Add a setting to a session": "show_group"}
SOURCES = ("moderation/**/*.py", "static/js/**/*.js", "static/js/**/*.d.ts", "templates/*.html", "data/sessions/*.toml")
LARGE_TABLE = 11
"""A walk-through must list each test file that names at least this number of acts.

Such a file has a table of all acts. A file that names fewer acts needs no change for a new act.
"""
WITHOUT_NAME = {"moderation/store/schema.py"}
"""Files that must change for a new setting, but do not contain the name of the example setting in `WALKS`."""


def section(heading: str) -> str:
    """Return the text below a heading, until the next heading of the same level."""
    return re.split(r"(?m)^## ", PAGE.split(f"\n## {heading}\n", 1)[1])[0]


def places(heading: str) -> tuple[set[str], set[str]]:
    """Return two sets of files from a walk-through: (files that always change, files that change if necessary)."""
    tables: list[set[str]] = []
    for line in section(heading).splitlines():
        if line.startswith("| file |"):
            tables.append(set())
        elif line.startswith("| `"):
            tables[-1] |= set(re.findall(r"`([^`]+)`", line.split("|")[1]))
    always, as_needed = tables
    return always, as_needed


def files(*patterns: str) -> dict[str, str]:
    """Return {path from the root: text} of the files that match a pattern."""
    paths = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8", errors="replace") for path in sorted(paths)}


def names(text: str, name: str) -> bool:
    """Return whether the text contains the name as a whole word."""
    return re.search(rf"\b{name}\b", text) is not None


@pytest.mark.parametrize("language", ["de", "pt"])
def test_a_language_has_the_files_of_its_walk_through_and_no_other(language):
    """Check that the walk-through "Add an interface language" lists exactly the files of a language.

    The files that are compiled from a catalogue are not listed.
    """
    rows = [line for line in section("Add an interface language").splitlines() if line.startswith("| `")]
    listed = {re.sub(r"\bde\b", language, row.split("`")[1]) for row in rows}
    assert [path for path in sorted(listed) if not (ROOT / path).is_file()] == []
    named = {
        path
        for path in files("moderation/**/*", "data/words/*", "docs/*.md", "templates/*", "static/js/**/*")
        if re.search(rf"(?:^|[-/]){language}(?:[/.]|$)", path)
    }
    compiled = {f"moderation/translations/{language}/{name}" for name in ("messages.json", "LC_MESSAGES/messages.mo")}
    assert named - compiled == listed


@pytest.mark.parametrize("heading", WALKS)
def test_every_file_of_a_walk_through_exists(heading):
    missing = [path for path in sorted(set.union(*places(heading))) if not (ROOT / path).is_file()]
    assert not missing, missing


@pytest.mark.parametrize(("heading", "name"), WALKS.items())
def test_every_place_that_always_changes_names_the_example(heading, name):
    always, _ = places(heading)
    silent = [path for path in sorted(always - WITHOUT_NAME) if not names((ROOT / path).read_text("utf-8"), name)]
    assert not silent, silent


@pytest.mark.parametrize(("heading", "name"), WALKS.items())
def test_every_source_that_names_the_example_is_in_its_walk_through(heading, name):
    sources = files(*SOURCES, "docs/wire.md", "README.md")
    unlisted = {path for path, text in sources.items() if names(text, name)} - set.union(*places(heading))
    assert not unlisted, sorted(unlisted)


def test_every_table_of_acts_in_the_tests_is_in_the_walk_through():
    large = set()
    for path, text in files("tests/**/*.py", "tests/**/*.js", "tests/**/*.mjs").items():
        if (
            sum(f'"{act}"' in text or f"'{act}'" in text for act in chairing.ACTS) >= LARGE_TABLE
            and path != "tests/test_docs.py"
        ):
            large.add(path)
    assert "tests/core/test_workflow.py" in large
    assert not large - set.union(*places("Add an act of a chair"))


def test_every_test_file_that_names_the_setting_is_in_the_walk_through():
    named = {path for path, text in files("tests/**/*.py").items() if names(text, "show_group")}
    unlisted = named - set.union(*places("Add a setting to a session")) - {f"tests/{Path(__file__).name}"}
    assert not unlisted, sorted(unlisted)


def test_the_same_seed_draws_the_same_comments_of_both_languages(monkeypatch):
    # Two folders are sufficient. To split all files into docstrings and comments takes several seconds.
    monkeypatch.setattr(draw_comments, "FOLDERS", ("moderation/core", "static/js/stage"))
    monkeypatch.setattr(draw_comments, "texts", cache(draw_comments.texts.__wrapped__))
    sample = draw_comments.draw("seed")
    assert len(sample) == len(set(sample)) == 100 and sample == draw_comments.draw("seed")
    assert sample != draw_comments.draw("another seed")
    places_drawn = {place.split(":")[0].rpartition(".")[2] for place, _ in draw_comments.texts()}
    assert {"py", "js"} <= places_drawn


def test_comments_are_found_with_their_lines():
    assert draw_comments.python_texts('"""Top."""\nx = 1  # a reason\n\n# two\n# lines\n') == [
        (1, "Top."),
        (2, "a reason"),
        (4, "two lines"),
    ]
    assert draw_comments.script_texts("/** One thing. */\n\n// and a\n// reason\nconst url = 'a://b';\n") == [
        (1, " One thing. "),
        (3, "and a\nreason"),
    ]
