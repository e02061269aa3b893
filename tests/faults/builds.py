"""Builds of the product for the fault tests: a copy of its files, with or without a deliberate breakage."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.servers import ROOT

BROKEN = Path(__file__).with_name("broken")
HASTY = Path(__file__).with_name("hasty.patch")
"""No breakage: shorter waits between heartbeats, for those who have no minute."""
IMPATIENT = Path(__file__).with_name("impatient.patch")
"""No breakage: shorter waits for strangers at the door and for translations."""
PRODUCT = ("moderation", "server.py", "static", "templates", "data")
"""What a running server reads."""
FILE = re.compile(r"^\+\+\+ b/(\S+)$", re.MULTILINE)
HUNK = re.compile(r"^@@ .*$", re.MULTILINE)


class Stale(Exception):
    """A patch does not fit the product any more."""


def build(folder: Path, *patches: Path) -> Path:
    """A copy of the product in this new folder, with patches applied one after the other. Stale where one does not fit."""
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
    """{path: its new text} of a unified diff. A hunk belongs where its old lines stand, once in the file; line numbers do not matter. Stale."""
    _, *parts = FILE.split(patch)
    texts: dict[str, str] = {}
    for path, body in zip(parts[::2], parts[1::2]):
        if not (root / path).is_file():
            raise Stale(f"{path} is not there")
        text = texts.get(path) or (root / path).read_text("utf-8")
        for hunk in HUNK.split(body.partition("\ndiff --git ")[0])[1:]:
            old, new = _sides(hunk)
            if f"\n{text}".count(old) != 1:
                raise Stale(f"{path} has not once:{old}")
            text = f"\n{text}".replace(old, new)[1:]
        texts[path] = text
    if not texts:
        raise Stale("no file is named")
    return texts


def _sides(hunk: str) -> tuple[str, str]:
    """What the hunk takes away and what it puts there, with the line end before."""
    lines = [line for line in hunk.split("\n")[1:] if line[:1] in (" ", "-", "+")]
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] != other) for other in "+-")
    return f"\n{old}", f"\n{new}"
