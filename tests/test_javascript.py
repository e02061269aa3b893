"""A test that runs the unit tests of tests/js in Node."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_javascript_modules():
    tests = sorted(str(path) for path in (ROOT / "tests" / "js").rglob("*.test.mjs"))
    assert tests
    ran = subprocess.run(["node", "--test", *tests], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
