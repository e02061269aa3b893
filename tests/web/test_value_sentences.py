"""Tests of the sentences for the error codes of invalid values."""

from __future__ import annotations

import re

from moderation.paths import ROOT
from moderation.web.value_sentences import HINTS, SENTENCES

SOURCES = ROOT / "moderation" / "services" / "session_file"
REDEFINING = ROOT / "moderation" / "services" / "acts" / "redefining.py"


def test_each_code_has_a_sentence_and_a_row_in_wire_md():
    used = {
        code
        for file in (*SOURCES.glob("*.py"), REDEFINING)
        for code in re.findall(r'(?:code(?:: str)? ?= ?|"code": )"(\w+)"', file.read_text())
    }
    section = (ROOT / "docs" / "wire.md").read_text("utf-8").partition("## Codes of wrong values")[2]
    assert used == set(SENTENCES) == set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def test_each_hint_has_a_sentence():
    used = set(re.findall(r'Hint\(.*?"(\w+)", \{', (SOURCES / "hints.py").read_text()))
    used |= set(re.findall(r'place, "(\w+)"', (SOURCES / "hints.py").read_text()))
    assert used | {"whole_file"} == set(HINTS)
