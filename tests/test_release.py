"""Tests of `make release` (.ci/release.py). The command refuses a release if the files state different versions.

The released tarball needs no Node.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import tarfile

import pytest

from tests.servers import ROOT

_spec = importlib.util.spec_from_file_location("release", ROOT / ".ci" / "release.py")
release = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(release)


@pytest.fixture
def checkout(tmp_path):
    """Return a folder with all files that contain the version. The version in each file is 1.2.3."""
    (tmp_path / "moderation").mkdir()
    (tmp_path / "moderation" / "__init__.py").write_text('__version__ = "1.2.3"\n')
    (tmp_path / "package.json").write_text('{"version": "1.2.3"}')
    (tmp_path / "package-lock.json").write_text('{"version": "1.2.3", "packages": {"": {"version": "1.2.3"}}}')
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n\n## 1.2.3 (8 December 2021)\n\n## 1.2.2\n")
    return tmp_path


def answers(tags: str = "v1.2.3", status: str = ""):
    """Return a fake `git` that reports these tags at HEAD and these changed files."""
    return lambda command, *options: {"tag": tags, "status": status}[command]


def test_equal_versions_are_released(checkout):
    assert release.problems(checkout, answers()) == []
    assert release.problems(checkout, answers(tags="v1.2.3\nlatest")) == []


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("package.json", '{"version": "1.2.2"}', "package.json has the version 1.2.2"),
        (
            "package-lock.json",
            '{"version": "1.2.3", "packages": {"": {"version": "0"}}}',
            "package-lock.json (packages)",
        ),
        ("CHANGELOG.md", "# Changes\n\n## Unreleased\n\n## 1.2.3\n", "must be `## 1.2.3`, not `## Unreleased`"),
        ("CHANGELOG.md", "# Changes\n", "not `## none`"),
        ("moderation/__init__.py", '__version__ = "1.2.4"', "moderation/__init__.py has 1.2.4"),
    ],
)
def test_another_version_in_a_file_is_refused(checkout, file, text, reason):
    (checkout / file).write_text(text)
    assert any(reason in sentence for sentence in release.problems(checkout, answers()))


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"tags": ""}, "HEAD must have the tag v1.2.3, not none: git tag v1.2.3"),
        ({"tags": "v1.2.2"}, "HEAD must have the tag v1.2.3, not v1.2.2: git tag v1.2.3"),
        ({"status": " M README.md\n?? notes.txt"}, "uncommitted changes: README.md, notes.txt"),
    ],
)
def test_another_tag_or_a_changed_file_is_refused(checkout, state, reason):
    assert release.problems(checkout, answers(**state)) == [reason]


def test_the_version_of_this_checkout_is_found():
    assert release.version_of(ROOT) == json.loads((ROOT / "package.json").read_text("utf-8"))["version"]


def test_files_of_earlier_builds_are_not_released(tmp_path):
    built, catalogue = tmp_path / "static" / "built", tmp_path / "moderation" / "translations" / "fr"
    (catalogue / "LC_MESSAGES").mkdir(parents=True)
    built.mkdir(parents=True)
    for name in ("manifest.json", "floor.NEW.js", "floor.OLD.js"):
        (built / name).touch()
    (built / "outdated.json").write_text('{"floor.OLD.js": "2021-12-08T14:00:00.000Z"}')
    for name in ("messages.json", "messages.po", "LC_MESSAGES/messages.mo"):
        (catalogue / name).touch()
    names = [path.name for path in release.built_files(tmp_path)]
    assert sorted(names) == ["floor.NEW.js", "manifest.json", "messages.json", "messages.mo"]


def test_equal_trees_give_equal_tarballs_that_unpack(tmp_path):
    for name in ("first", "second"):
        tree = tmp_path / name
        (tree / "deploy").mkdir(parents=True)
        (tree / "deploy" / "open-floor").write_text("#!/bin/sh\n")
        (tree / "deploy" / "open-floor").chmod(0o700 if name == "first" else 0o775)
        (tree / "README.md").write_text("Open Floor")
        release.write_tarball(tmp_path / f"{name}.tar.gz", tree, "open-floor-1.2.3", 1_638_972_000)
    first, second = (tmp_path / f"{name}.tar.gz" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
    with tarfile.open(first) as archive:
        members = {member.name: (member.mode, member.uid, member.mtime) for member in archive}
    assert members == {
        "open-floor-1.2.3/README.md": (0o644, 0, 1_638_972_000),
        "open-floor-1.2.3/deploy": (0o755, 0, 1_638_972_000),
        "open-floor-1.2.3/deploy/open-floor": (0o755, 0, 1_638_972_000),
    }
    digest = "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969"
    (tmp_path / "x").write_text("Hello")
    assert release.checksums([tmp_path / "x"]) == f"{digest}  x\n"


@pytest.mark.parametrize("is_release", [True, False])
def test_a_release_is_set_up_without_node(tmp_path, is_release):
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.txt", "package.json", "package-lock.json", "static/build.mjs"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    for name in ("font-subsets.mjs", "notices.mjs", "outdated.mjs"):
        (tmp_path / "static" / name).touch()
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "node-requirements.txt").touch()
    if is_release:
        (tmp_path / ".release").write_text("1.2.3\n")
    done = subprocess.run(["make", "--dry-run", "setup"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert ("npm" in done.stdout or "node" in done.stdout) != is_release and "requirements.txt" in done.stdout
