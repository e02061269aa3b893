"""Tests of docs/operating/session-files.md, the reference of session files."""

from __future__ import annotations

import re

from moderation.core.definition_rules import FIELDS, Change
from moderation.services import words
from moderation.services.session_file.fields import SESSION_KEYS, TABLES
from moderation.services.session_file.toml_lines import lines

ROOT = words.FOLDER.parents[1]
PAGE = (ROOT / "docs" / "operating" / "session-files.md").read_text("utf-8")
SESSIONS = ROOT / "data" / "sessions"


def section(heading: str) -> str:
    return re.split(r"(?m)^## ", PAGE.split(f"\n## {heading}\n", 1)[1])[0]


def test_the_table_of_changeable_fields_equals_that_of_the_core():
    rows = dict(re.findall(r"(?m)^\| `(\w+)` \| (.*) \|$", section("What may change when")))
    assert rows == {field: str(after) for field, (_, after) in FIELDS.items()}
    assert {before for before, _ in FIELDS.values()} == {Change.ANY, Change.NONE}


def test_every_key_is_explained():
    keys = section("Keys")
    named = set(re.findall(r"`(\w+)`", keys)) | set(re.findall(r"`\[\[?(\w+)\]\]?`", keys))
    titles = {"title", "group", "region", "topic", "chair", "panellist", "booth", "term", "document"}
    assert set(SESSION_KEYS) - named - titles == set()
    for header, known in TABLES.items():
        row = next(line for line in keys.splitlines() if line.startswith(f"| `{header}`"))
        assert set(known) <= set(re.findall(r"`(\w+)`", row)), header


def test_every_file_is_listed():
    listed = set(re.findall(r"(?m)^\| `([\w-]+\.toml)` \|", PAGE))
    assert listed == {file.name for file in SESSIONS.glob("*.toml")}


def test_two_files_together_show_every_key():
    shown = {
        str(path[0])
        for name in ("water", "cybercrime-2021")
        for path in lines((SESSIONS / f"{name}.toml").read_text("utf-8"))
    }
    commented = {"passphrases"}
    assert set(SESSION_KEYS) - shown - commented == set()
