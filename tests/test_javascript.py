"""Tests that run the unit tests of tests/js in Node."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RUNNER = ROOT / "tests" / "js" / "run.mjs"


def run(*files: Path) -> subprocess.CompletedProcess[str]:
    """Run the tests of these files, or all tests below tests/js."""
    return subprocess.run(["node", RUNNER, *files], cwd=ROOT, capture_output=True, text=True)


def test_javascript_modules():
    ran = run()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert not ran.stdout.startswith("0 tests passed")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("test('one', () => {}); test('two', () => assert.equal(1, 2));", "1 == 2"),
        ("test('one', () => {}); throw new Error('outside a test');", "outside a test"),
        ("", "failed"),
        ("test('one', async () => { await new Promise(() => {}); });", "failed"),
    ],
    ids=["a test fails", "the script fails", "no test", "a test does not end"],
)
def test_a_broken_file_fails_the_run(tmp_path, script, reason):
    good, bad = tmp_path / "good.test.mjs", tmp_path / "bad.test.mjs"
    good.write_text("import test from 'node:test';\ntest('one', () => {});\n")
    bad.write_text(f"import assert from 'node:assert';\nimport test from 'node:test';\n{script}\n")
    ran = run(good, bad)
    assert ran.returncode == 1 and reason in ran.stdout
    assert f"{bad}: failed" in ran.stdout and "1 of 2 files failed" in ran.stdout
    assert "good.test.mjs" not in ran.stdout
