"""Builds of the product for the fault tests. A build is a copy of the product's files, with or without patches."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.servers import ROOT

BROKEN = Path(__file__).with_name("broken")
HASTY = Path(__file__).with_name("hasty.patch")
"""A patch for short runs. It shortens the ping interval and the heartbeat interval, but adds no fault."""
IMPATIENT = Path(__file__).with_name("impatient.patch")
"""A patch for short runs. It adds no fault.

It shortens two time-outs: one for the headers of a request, and one for a translation.
"""
PRODUCT = ("moderation", "server.py", "static", "templates", "data")
"""The files and folders of the product that a running server reads."""
FILE = re.compile(r"^\+\+\+ b/(\S+)$", re.MULTILINE)
HUNK = re.compile(r"^@@ .*$", re.MULTILINE)


class Stale(Exception):
    """The exception for a patch that cannot be applied to the product."""


def build(folder: Path, *patches: Path) -> Path:
    """Copy the product into this new folder and apply the patches in order. Return the folder.

    Raise Stale if a patch cannot be applied.
    """
    folder.mkdir(parents=True)
    for name in PRODUCT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "live", "*.db*"))
        else:
            shutil.copy(ROOT / name, folder / name)
    for patch in patches:
        for path, text in patched(folder, patch.read_text("utf-8")).items():
            (folder / path).write_text(text, "utf-8")
    return folder


def patched(root: Path, patch: str) -> dict[str, str]:
    """Apply a unified diff to the texts of the files below `root`. Return {path: new text}. Write no file.

    Ignore the diff's line numbers. Raise Stale if a file does not exist. Also raise Stale if the old lines of a hunk do
    not occur exactly once in the file.
    """
    _, *parts = FILE.split(patch)
    texts: dict[str, str] = {}
    for path, body in zip(parts[::2], parts[1::2]):
        if not (root / path).is_file():
            raise Stale(f"{path} does not exist")
        text = texts.get(path) or (root / path).read_text("utf-8")
        for hunk in HUNK.split(body.partition("\ndiff --git ")[0])[1:]:
            old, new = _sides(hunk)
            if f"\n{text}".count(old) != 1:
                raise Stale(f"{path} does not contain exactly once:{old}")
            text = f"\n{text}".replace(old, new)[1:]
        texts[path] = text
    if not texts:
        raise Stale("the patch names no file")
    return texts


def _sides(hunk: str) -> tuple[str, str]:
    """Return (old lines, new lines) of a hunk, as two strings. Each string begins with a line break."""
    lines = [line for line in hunk.split("\n")[1:] if line[:1] in (" ", "-", "+")]
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] != opposite) for opposite in "+-")
    return f"\n{old}", f"\n{new}"
