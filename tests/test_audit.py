"""Tests of `make audit` (.ci/audit.py) with fake tools. The audit must fail if a tool has checked no packages."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.servers import ROOT

SOUND = {"dependencies": [{"name": "flask", "version": "3.1.3", "vulns": []}]}
SKIPPED = {"dependencies": [*SOUND["dependencies"], {"name": "regex", "skip_reason": "not found on PyPI"}]}
FLAWED = {"dependencies": [{"name": "flask", "version": "0.1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.0"]}]}]}
NPM = {"vulnerabilities": {}, "metadata": {"dependencies": {"prod": 12}}}
NPM_FLAWED = NPM | {"vulnerabilities": {"lit": {"severity": "high"}}}
NPM_OFFLINE = {"message": "request to the registry failed", "error": {"summary": "", "detail": ""}}


def audit(folder, python: object, scripts: object) -> tuple[int, str]:
    """Run the audit with fake tools. `python`: the output of pip-audit. `scripts`: the output of npm.

    Both tools end with status 1. Return (exit status of the audit, output of the audit).
    """
    for name, answer in (("pip-audit", python), ("npm", scripts)):
        tool = folder / name
        text = answer if isinstance(answer, str) else json.dumps(answer)
        tool.write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\necho 'no network' >&2\nexit 1\n")
        tool.chmod(0o755)
    command = [sys.executable, ROOT / ".ci" / "audit.py", folder / "pip-audit", folder / "npm"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("python", "scripts", "status", "line"),
    [
        (SOUND, NPM, 0, "npm audit: 12 packages checked, 0 known vulnerabilities"),
        (FLAWED, NPM, 1, "  VULNERABLE flask 0.1: PYSEC-1, fixed in 1.0"),
        (SOUND, NPM_FLAWED, 1, "  VULNERABLE lit: high"),
        (FLAWED, NPM_OFFLINE, 1, "  NOT CHECKED package-lock.json: request to the registry failed"),
        (SKIPPED, NPM, 2, "  NOT CHECKED regex: not found on PyPI"),
        ("", NPM, 2, "  NOT CHECKED requirements.txt: no network"),
        ({"dependencies": []}, NPM, 2, "  NOT CHECKED requirements.txt: no network"),
        (SOUND, NPM_OFFLINE, 2, "  NOT CHECKED package-lock.json: request to the registry failed"),
        (SOUND, "not JSON", 2, "  NOT CHECKED package-lock.json: no network"),
    ],
)
def test_the_exit_status_says_whether_all_packages_were_checked(tmp_path, python, scripts, status, line):
    got, output = audit(tmp_path, python, scripts)
    assert got == status and line in output.splitlines()
    assert ("This is no result" in output) == ("NOT CHECKED" in output)


def test_a_missing_tool_is_no_success(tmp_path):
    command = [sys.executable, ROOT / ".ci" / "audit.py", tmp_path / "none", tmp_path / "none"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and done.stdout.count("NOT CHECKED") == 2
