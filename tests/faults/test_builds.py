"""Tests of the builds for the fault tests. Every patch can be applied, and every broken build is used in a test."""

from __future__ import annotations

import ast

import pytest

from tests.faults.builds import BROKEN, HASTY, IMPATIENT, Stale, patched
from tests.servers import ROOT

PATCHES = sorted(BROKEN.glob("*.patch"))


@pytest.mark.parametrize("path", [*PATCHES, HASTY, IMPATIENT], ids=lambda path: path.stem)
def test_a_patch_fits_and_changes_the_product(path):
    for name, text in patched(ROOT, path.read_text("utf-8")).items():
        assert text != (ROOT / name).read_text("utf-8")
        if name.endswith(".py"):
            ast.parse(text)


@pytest.mark.parametrize("path", PATCHES, ids=lambda path: path.stem)
def test_each_broken_build_is_used_by_a_test(path):
    tests = "".join(file.read_text("utf-8") for file in BROKEN.parent.glob("test_*.py"))
    assert any(f'{build}("{path.stem}")' in tests for build in ("broken", "hasty", "impatient"))


def hunk(*lines: str) -> str:
    return "\n".join(["--- a/file.py", "+++ b/file.py", "@@ -1,2 +1,2 @@ somewhere", *lines, ""])


def test_a_hunk_replaces_its_old_lines(tmp_path):
    (tmp_path / "file.py").write_text("zero\none\ntwo\nthree\n")
    assert patched(tmp_path, hunk(" one", "-two", "+2")) == {"file.py": "zero\none\n2\nthree\n"}


@pytest.mark.parametrize("old", ["-four", "-one"], ids=["gone", "twice"])
def test_a_hunk_whose_lines_do_not_occur_once_is_stale(tmp_path, old):
    (tmp_path / "file.py").write_text("one\ntwo\none\n")
    with pytest.raises(Stale):
        patched(tmp_path, hunk(old, "+2"))


def test_a_patch_of_a_missing_file_is_stale(tmp_path):
    with pytest.raises(Stale):
        patched(tmp_path, hunk("-two", "+2"))
