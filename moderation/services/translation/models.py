"""The model files of the neural engine.

`add` installs them as `DATA_DIR/models/en-es/{model,vocab,lex}`. The source files have the names of the Firefox models:
`model.enes.intgemm.alphas.bin`, `vocab.enes.spm`, `lex.50.50.enes.s2t.bin`. A model with two vocabularies has
`srcvocab` and `trgvocab` instead of `vocab`. A source file can be compressed with gzip; an installed file is never
compressed.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

_NAME = re.compile(
    r"(model|vocab|srcvocab|trgvocab|lex)\.(?:50\.50\.)?([a-z]{2})([a-z]{2})\.[a-z0-9.]*?(?:bin|spm)(\.gz)?"
)
_PAIR = re.compile(r"([a-z]{2})-([a-z]{2})")
MOST_BYTES = 300_000_000


class ModelError(ValueError):
    """The exception for files that are not a valid model. The text gives the reason, and names the file or the language
    pair.
    """


def installed(folder: Path) -> dict[tuple[str, str], Path]:
    """Return the folder of each (source, target) pair that has a model."""
    folders = {}
    for path in sorted(folder.glob("*-*")):
        pair = _PAIR.fullmatch(path.name)
        if pair and (path / "model").is_file():
            folders[pair[1], pair[2]] = path
    return folders


def load(folder: Path) -> Any:
    """Return an fxtranslate.Translator for the language pair whose model is in `folder`.

    Raise OSError for unreadable files, ValueError for invalid files, and ImportError if fxtranslate is not installed.
    """
    from fxtranslate import Translator

    shared = folder / "vocab"
    source = (shared if shared.exists() else folder / "srcvocab").read_bytes()
    target = source if shared.exists() else (folder / "trgvocab").read_bytes()
    shortlist = folder / "lex"
    return Translator(
        (folder / "model").read_bytes(), source, target, shortlist.read_bytes() if shortlist.exists() else None
    )


def add(source: Path, folder: Path) -> list[tuple[str, str]]:
    """Search `source` and its subfolders for models, install each model in `folder`, and return the language pairs.

    A new model replaces an older model of the same pair. Raise ModelError if `source` contains no model.

    The models are installed in the order of their pairs. At the first incomplete or invalid model, raise ModelError and
    install no further models: the models before it stay installed, and all other pairs keep their older models.
    """
    files_of_pair: dict[tuple[str, str], dict[str, Path]] = {}
    for path in sorted(source.rglob("*")):
        name = _NAME.fullmatch(path.name)
        if name and path.is_file():
            files_of_pair.setdefault((name[2], name[3]), {})[name[1]] = path
    pairs = sorted(pair for pair, files in files_of_pair.items() if "model" in files)
    if not pairs:
        raise ModelError(f"no model.….bin in {source.name}; files packed as .zst must be unpacked first (zstd -d)")
    folder.mkdir(parents=True, exist_ok=True)
    for pair in pairs:
        _install(pair, files_of_pair[pair], folder)
    return pairs


def _install(pair: tuple[str, str], files: dict[str, Path], folder: Path) -> None:
    name = "-".join(pair)
    if "vocab" not in files and not {"srcvocab", "trgvocab"} <= set(files):
        raise ModelError(f"{name}: the vocabulary (.spm) is missing")
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        complete = Path(temporary) / "complete"
        complete.mkdir()
        for kind, path in files.items():
            _copy(path, complete / kind)
        try:
            load(complete).translate_long(".")
        except ValueError as problem:
            raise ModelError(f"{name}: {problem}") from None
        except ImportError:
            raise ModelError("fxtranslate is not installed") from None
        final = folder / name
        if final.exists():
            os.replace(final, Path(temporary) / "old")
        os.replace(complete, final)


def _copy(path: Path, to: Path) -> None:
    """Copy and decompress the file. Raise ModelError if it exceeds MOST_BYTES or is an invalid gzip file."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as compressed, open(to, "wb") as plain:
            shutil.copyfileobj(_Bounded(compressed.read, path.name), plain, 1 << 20)
    except (gzip.BadGzipFile, zlib.error, EOFError):
        raise ModelError(f"{path.name}: not a whole gzip file") from None


class _Bounded:
    """A readable stream that raises ModelError after more than MOST_BYTES bytes."""

    def __init__(self, read: Callable[[int], bytes], name: str):
        self._read, self._name, self._left = read, name, MOST_BYTES

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._read(size)
        self._left -= len(chunk)
        if self._left < 0:
            raise ModelError(f"{self._name}: more than {MOST_BYTES // 1_000_000} MB")
        return chunk
