"""Build the release of the tagged version into build/release/: `python .ci/release.py`, from `make release`.

The result is a tarball of the committed files with built scripts, styles and translations, a wheel, and `SHA256SUMS`.
Tarball and wheel are installed without Node. Exit status: 1 if the release is refused; nothing is written then.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "release"
MARK = ".release"
"""A file in the tarball. If this file exists, the Makefile does not build scripts and styles. It contains the
version.
"""

Git = Callable[..., str]


def git(*arguments: str) -> str:
    """Run git in the checkout and return its output without the final line break."""
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.rstrip("\n")


def version_of(root: Path) -> str:
    """Return `moderation.__version__`."""
    match = re.search(r'(?m)^__version__ = "([^"]+)"$', (root / "moderation" / "__init__.py").read_text("utf-8"))
    if match is None:
        raise SystemExit("moderation/__init__.py has no __version__")
    return match[1]


def problems(root: Path, run_git: Git = git) -> list[str]:
    """Return a sentence for each reason not to release the checkout."""
    version = version_of(root)
    reasons = []
    package, lock = (json.loads((root / name).read_text("utf-8")) for name in ("package.json", "package-lock.json"))
    for name, other in (
        ("package.json", package["version"]),
        ("package-lock.json", lock["version"]),
        ("package-lock.json (packages)", lock["packages"][""]["version"]),
    ):
        if other != version:
            reasons.append(f"{name} has the version {other}, moderation/__init__.py has {version}")
    headings = re.findall(r"(?m)^## (.+)$", (root / "CHANGELOG.md").read_text("utf-8"))
    if not headings or headings[0].split()[0] != version:
        reasons.append(
            f"the first heading of CHANGELOG.md must be `## {version}`, not `## {(headings or ['none'])[0]}`"
        )
    tags = [tag for tag in run_git("tag", "--points-at", "HEAD").split() if re.match(r"v\d", tag)]
    if tags != [f"v{version}"]:
        reasons.append(f"HEAD must have the tag v{version}, not {' '.join(tags) or 'none'}: git tag v{version}")
    if changed := run_git("status", "--porcelain"):
        reasons.append(f"uncommitted changes: {', '.join(line[3:] for line in changed.splitlines()[:5])}")
    return reasons


def built_files(root: Path) -> list[Path]:
    """Return the built files that the tarball contains in addition to the committed files. Leave out the files of
    earlier builds.
    """
    built = root / "static" / "built"
    outdated = {"outdated.json", *json.loads((built / "outdated.json").read_text("utf-8"))}
    catalogues = root / "moderation" / "translations"
    return sorted(
        [path for path in built.iterdir() if path.name not in outdated]
        + [*catalogues.glob("*/messages.json"), *catalogues.glob("*/LC_MESSAGES/messages.mo")]
    )


def write_tarball(target: Path, tree: Path, prefix: str, time: int) -> None:
    """Pack a folder under the name `prefix`. `time`: the time of all files, in seconds since 1970.

    The names are in order, and the files have no owner, so that equal folders and times give equal bytes.
    """
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(tree.rglob("*")):
            member = archive.gettarinfo(path, f"{prefix}/{path.relative_to(tree).as_posix()}")
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.mtime = time
            member.mode = 0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644
            if path.is_file():
                with open(path, "rb") as source:
                    archive.addfile(member, source)
            else:
                archive.addfile(member)
    target.write_bytes(gzip.compress(content.getvalue(), mtime=0))


def checksums(files: Iterable[Path]) -> str:
    """Return the SHA-256 checksums of the files in the format of `sha256sum`."""
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"
        for file in sorted(files, key=lambda file: file.name)
    )


def copy_tree(tree: Path) -> None:
    """Write the committed files, the built files and the mark into the empty folder `tree`."""
    archived = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archived)) as archive:
        archive.extractall(tree, filter="data")
    for path in built_files(ROOT):
        target = tree / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    (tree / MARK).write_text(f"{version_of(ROOT)}\n", "utf-8")


def main() -> int:
    """Build the release. Return the exit status."""
    if reasons := problems(ROOT):
        print("no release:", *reasons, sep="\n  ", file=sys.stderr)
        return 1
    version, time = version_of(ROOT), int(git("log", "-1", "--format=%ct"))
    subprocess.run(["node", "static/build.mjs"], cwd=ROOT, check=True)
    subprocess.run([sys.executable, "-m", "moderation.catalogues", "compile"], cwd=ROOT, check=True)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    name = f"open-floor-{version}"
    with tempfile.TemporaryDirectory() as temporary:
        tree = Path(temporary) / name
        tree.mkdir()
        copy_tree(tree)
        write_tarball(OUT / f"{name}.tar.gz", tree, name, time)
        options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--wheel-dir"]
        subprocess.run(
            [sys.executable, "-m", "pip", "wheel", *options, OUT, tree],
            check=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": str(time)},
        )
    (OUT / "SHA256SUMS").write_text(checksums(OUT.iterdir()), "utf-8")
    print((OUT / "SHA256SUMS").read_text("utf-8"), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
