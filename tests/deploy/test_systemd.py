"""Tests of the shipped systemd units."""

from __future__ import annotations

import re

from tests.servers import ROOT


def test_the_unit_writes_no_core_dump_and_no_file_for_other_users():
    unit = re.sub(r"(?m)^\s*#.*\n", "", (ROOT / "deploy" / "open-floor.service").read_text("utf-8"))
    assert {"LimitCORE=0", "UMask=0077", "StateDirectoryMode=0700"} <= set(unit.splitlines())
