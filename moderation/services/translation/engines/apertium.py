"""Apertium from Debian's packages: every pipeline is kept open, and each text ends with a NUL that flushes it.

The stages of a pipeline are read from Apertium's own mode files and started without a shell.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from ..engine import EngineError
from .labels import LABELS

_TAGS = {
    "eng": "en",
    "spa": "es",
    "fra": "fr",
    "en": "en",
    "es": "es",
    "fr": "fr",
    "por": "pt",
    "pt": "pt",
    "rus": "ru",
    "ara": "ar",
}
_RESERVED = str.maketrans({letter: "\\" + letter for letter in "[]{}^$/\\@<>"})
_SENTENCE_END = tuple(".?!…:;")


class Apertium:
    """Speaks to one pipeline per pair, started at its first text."""

    label = LABELS["apertium"]
    third_party = False

    def __init__(self, name: str, settings: dict):
        self.name = name
        self._modes = modes(Path(settings["apertium"]))
        self._pipelines: dict[tuple[str, str], _Pipeline] = {}

    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(self._modes)

    def translate(self, text: str, source: str, target: str) -> str:
        pair = source, target
        if pair not in self._modes:
            raise EngineError("unsupported", f"{source} to {target}")
        if not text.strip():
            return text
        if pair not in self._pipelines:
            self._pipelines[pair] = _Pipeline(self._modes[pair])
        try:
            answer = self._pipelines[pair].ask(_escaped(text))
        except OSError:
            self._pipelines.pop(pair).close()
            raise EngineError("unavailable", "the pipeline ended") from None
        return tidied(answer, text)

    def close(self) -> None:
        for pipeline in self._pipelines.values():
            pipeline.close()
        self._pipelines.clear()


class _Pipeline:
    def __init__(self, mode: Path):
        self._stages: list[subprocess.Popen] = []
        feed = subprocess.PIPE
        for command in stages(mode.read_text("utf-8")):
            stage = subprocess.Popen(
                command,
                stdin=feed,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
            )
            if self._stages:
                feed.close()
            self._stages.append(stage)
            feed = stage.stdout

    def ask(self, text: str) -> str:
        """What comes out for this text. OSError when a stage has died."""
        self._stages[0].stdin.write(text.encode() + b"\0")
        self._stages[0].stdin.flush()
        answer = b""
        while not answer.endswith(b"\0"):
            piece = os.read(self._stages[-1].stdout.fileno(), 65536)
            if not piece:
                raise BrokenPipeError
            answer += piece
        return answer[:-1].decode("utf-8", "replace")

    def close(self) -> None:
        for stage in self._stages:
            stage.kill()
        for stage in self._stages:
            stage.wait()
            for end in (stage.stdin, stage.stdout):
                try:
                    if end:
                        end.close()
                except OSError:
                    pass  # Its other end died with text still in the buffer.


def modes(folder: Path) -> dict[tuple[str, str], Path]:
    """The mode file of each installed pair; empty when Apertium's programs are not there."""
    if not shutil.which("apertium") or not shutil.which("lt-proc"):
        return {}
    found = {}
    for path in sorted((folder / "modes").glob("*-*.mode")):
        ends = path.stem.split("-")
        if len(ends) == 2 and all(end in _TAGS for end in ends):
            found[_TAGS[ends[0]], _TAGS[ends[1]]] = path
    return found


def stages(mode: str) -> list[list[str]]:
    """The commands of a mode file, flushing at NUL, words that are not known left as they are and unmarked."""
    commands = []
    for part in mode.strip().split("|"):
        words = [{"$1": "-n"}.get(word, word) for word in shlex.split(part) if word != "$2"]
        commands.append([words[0], "-z", *words[1:]])
    return commands


def tidied(answer: str, source: str) -> str:
    """Without the stream's escapes and marks; white space and the first capital as in the source."""
    if "’" not in source and "‘" not in source:
        answer = answer.replace("‘", "'")
    answer = answer.replace("[~]", "~").replace("[\n]", "\n")
    answer = re.sub(r"\.?\[\]\[\]$", "", answer) if not _ends(source) else re.sub(r"\[\]\[\]$", "", answer)
    answer = re.sub(r"\\(.)", r"\1", answer)
    marked = {word for word in re.findall(r"[*@#][^\W\d_]", source)}
    answer = re.sub(
        r"(?<!\w)[*@#](?=[^\W\d_])",
        lambda found: found[0] if any(mark[0] == found[0] for mark in marked) else "",
        answer,
    )
    answer = re.sub(r"[ \t]+", " ", answer).strip()
    first = next((letter for letter in source if letter.isalpha()), "")
    return answer[:1].upper() + answer[1:] if first.isupper() else answer


def _ends(text: str) -> bool:
    return text.rstrip().endswith(_SENTENCE_END)


def _escaped(text: str) -> str:
    # A text that ends in a word would wait for the next one, NUL or not: the empty superblanks let it out.
    # An apostrophe that opens a quotation is read as a clipped verb ('millennium: I'm illennium); a curly one is not.
    text = re.sub(r"(?<!\w)'(?=\w)", "‘", text)
    safe = (
        text.replace("\0", "").strip().translate(_RESERVED).replace("~", "[~]").replace("\r", "").replace("\n", "[\n]")
    )
    return safe + ("[][]" if _ends(text) else ".[][]")
