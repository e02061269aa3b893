"""The folder of model files for the neural engine: `DATA_DIR/models/en-es/{model,vocab,lex}…`, filled by hand.

File names are those of the Firefox models: `model.enes.intgemm.alphas.bin`, `vocab.enes.spm` (or `srcvocab` and
`trgvocab`), `lex.50.50.enes.s2t.bin`; also packed with gzip.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import tempfile
from pathlib import Path

_NAME = re.compile(
    r"(model|vocab|srcvocab|trgvocab|lex)\.(?:50\.50\.)?([a-z]{2})([a-z]{2})\.[a-z0-9.]*?(?:bin|spm)(\.gz)?"
)
_PAIR = re.compile(r"([a-z]{2})-([a-z]{2})")
MOST_BYTES = 300_000_000


class ModelError(ValueError):
    """These files are no model; the text says which and why."""


def installed(folder: Path) -> dict[tuple[str, str], Path]:
    """The folder of each pair that has a model."""
    found = {}
    for path in sorted(folder.glob("*-*")):
        pair = _PAIR.fullmatch(path.name)
        if pair and (path / "model").is_file():
            found[pair[1], pair[2]] = path
    return found


def load(folder: Path):
    """The translator of one pair's folder. OSError, ValueError (broken files), ImportError (no fxtranslate)."""
    from fxtranslate import Translator

    shared = folder / "vocab"
    source = (shared if shared.exists() else folder / "srcvocab").read_bytes()
    target = source if shared.exists() else (folder / "trgvocab").read_bytes()
    shortlist = folder / "lex"
    return Translator(
        (folder / "model").read_bytes(), source, target, shortlist.read_bytes() if shortlist.exists() else None
    )


def add(source: Path, folder: Path) -> list[tuple[str, str]]:
    """Copies every model below `source` into `folder`, once it loads; an older one of the pair is replaced.
    Returns the pairs. ModelError when there is none or one is broken: then that pair is left as it was."""
    found: dict[tuple[str, str], dict[str, Path]] = {}
    for path in sorted(source.rglob("*")):
        name = _NAME.fullmatch(path.name)
        if name and path.is_file():
            found.setdefault((name[2], name[3]), {})[name[1]] = path
    pairs = sorted(pair for pair, files in found.items() if "model" in files)
    if not pairs:
        raise ModelError(f"no model.….bin in {source.name}; files packed as .zst must be unpacked first (zstd -d)")
    folder.mkdir(parents=True, exist_ok=True)
    for pair in pairs:
        _install(pair, found[pair], folder)
    return pairs


def _install(pair: tuple[str, str], files: dict[str, Path], folder: Path) -> None:
    name = "-".join(pair)
    if "vocab" not in files and not {"srcvocab", "trgvocab"} <= set(files):
        raise ModelError(f"{name}: the vocabulary (.spm) is missing")
    with tempfile.TemporaryDirectory(dir=folder) as partial:
        made = Path(partial) / "made"
        made.mkdir()
        for kind, path in files.items():
            _copy(path, made / kind)
        try:
            load(made).translate_long(".")
        except ValueError as problem:
            raise ModelError(f"{name}: {problem}") from None
        except ImportError:
            raise ModelError("fxtranslate is not installed") from None
        final = folder / name
        if final.exists():
            os.replace(final, Path(partial) / "old")
        os.replace(made, final)


def _copy(path: Path, to: Path) -> None:
    """Unpacks on the way. ModelError over MOST_BYTES or when the packing is broken."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as packed, open(to, "wb") as plain:
            shutil.copyfileobj(_Bounded(packed, path.name), plain, 1 << 20)
    except (gzip.BadGzipFile, EOFError):
        raise ModelError(f"{path.name}: not a whole gzip file") from None


class _Bounded:
    def __init__(self, stream, name: str):
        self._stream, self._name, self._left = stream, name, MOST_BYTES

    def read(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise ModelError(f"{self._name}: more than {MOST_BYTES // 1_000_000} MB")
        return piece
