"""The Apertium engine from Debian's packages.

A pipeline stays open for further texts; a NUL after each text makes the pipeline output the translation. Apertium's
mode files define the stages of a pipeline. The stages are started without a shell.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from ..engine import EngineError, Settings
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
    "cat": "ca",
}
"""{language code of Apertium, as in the names of its mode files: BCP 47 tag}."""
_RESERVED = str.maketrans({letter: "\\" + letter for letter in "[]{}^$/\\@<>"})
_SENTENCE_END = tuple(".?!…:;")


class Apertium:
    """The Apertium engine. It starts a pipeline for a pair of languages at the first text for this pair."""

    label = LABELS["apertium"]
    third_party = False

    def __init__(self, name: str, settings: Settings):
        self.name = name
        self._modes = modes(Path(settings["apertium"]))
        self._pipelines: dict[tuple[str, str], _Pipeline] = {}

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the installed (source, target) pairs."""
        return frozenset(self._modes)

    def translate(self, text: str, source: str, target: str) -> str:
        """Return the translation. Raise EngineError `unsupported` if the pair is not installed.

        Raise EngineError `unavailable` if the pipeline cannot be started or has ended.
        """
        pair = source, target
        if pair not in self._modes:
            raise EngineError("unsupported", f"{source} to {target}")
        if not text.strip():
            return text
        if pair not in self._pipelines:
            self._pipelines[pair] = _started(self._modes[pair])
        try:
            output = self._pipelines[pair].run(_escaped(text))
        except OSError:
            self._pipelines.pop(pair).close()
            raise EngineError("unavailable", "the pipeline ended") from None
        return tidied(output, text)

    def close(self) -> None:
        """End all pipelines."""
        for pipeline in self._pipelines.values():
            pipeline.close()
        self._pipelines.clear()


class _Pipeline:
    """The running processes of one mode file. Each process reads the output of the previous process."""

    def __init__(self) -> None:
        self._stages: list[subprocess.Popen[bytes]] = []

    def start(self, mode: Path) -> None:
        """Start the processes of a mode file. Raise OSError if the file or a program is missing.

        After an error, call `close` to end the processes that have started.
        """
        for command in stages(mode.read_text("utf-8")):
            previous = self._stages[-1].stdout if self._stages else None
            stage = subprocess.Popen(
                command,
                stdin=previous or subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
            )
            if previous:
                previous.close()
            self._stages.append(stage)

    def run(self, text: str) -> str:
        """Return the pipeline's output for this text. Raise OSError if a stage has ended."""
        source, sink = self._stages[0].stdin, self._stages[-1].stdout
        if source is None or sink is None:
            raise BrokenPipeError
        source.write(text.encode() + b"\0")
        source.flush()
        output = b""
        while not output.endswith(b"\0"):
            chunk = os.read(sink.fileno(), 65536)
            if not chunk:
                raise BrokenPipeError
            output += chunk
        return output[:-1].decode("utf-8", "replace")

    def close(self) -> None:
        """Kill the processes and close their pipes."""
        for stage in self._stages:
            stage.kill()
        for stage in self._stages:
            stage.wait()
            for stream in (stage.stdin, stage.stdout):
                # Ignore an OSError of `close`: the process that reads from this pipe has died, and the buffer still
                # contains text.
                with contextlib.suppress(OSError):
                    if stream:
                        stream.close()


def _started(mode: Path) -> _Pipeline:
    """Return a running pipeline. Raise EngineError `unavailable` if the mode file or a program is missing."""
    pipeline = _Pipeline()
    try:
        pipeline.start(mode)
    except OSError as missing:
        pipeline.close()
        raise EngineError("unavailable", f"cannot start: {Path(missing.filename or mode).name}") from None
    return pipeline


def modes(folder: Path) -> dict[tuple[str, str], Path]:
    """Return the mode file of each installed pair. Return {} if the programs of Apertium are not installed."""
    if not shutil.which("apertium") or not shutil.which("lt-proc"):
        return {}
    files = {}
    for path in sorted((folder / "modes").glob("*-*.mode")):
        ends = path.stem.split("-")
        if len(ends) == 2 and all(end in _TAGS for end in ends):
            files[_TAGS[ends[0]], _TAGS[ends[1]]] = path
    return files


def stages(mode: str) -> list[list[str]]:
    """Return the commands in the content of a mode file. Add the option `-z`, which flushes the output at each NUL.
    Replace `$1` by the option `-n`, which leaves unknown words unmarked.
    """
    commands = []
    for part in mode.strip().split("|"):
        words = [{"$1": "-n"}.get(word, word) for word in shlex.split(part) if word != "$2"]
        commands.append([words[0], "-z", *words[1:]])
    return commands


def tidied(output: str, source: str) -> str:
    """Return the output without the escapes and marks of Apertium's stream format.

    Replace each sequence of spaces and tabs by one space. If the first letter of the source text is a capital letter,
    begin the result with a capital letter.
    """
    if "’" not in source and "‘" not in source:
        output = output.replace("‘", "'")
    output = output.replace("[~]", "~").replace("[\n]", "\n")
    output = re.sub(r"\.?\[\]\[\]$", "", output) if not _ends_sentence(source) else re.sub(r"\[\]\[\]$", "", output)
    output = re.sub(r"\\(.)", r"\1", output)
    marks_in_source = {word[0] for word in re.findall(r"[*@#][^\W\d_]", source)}
    output = re.sub(r"(?<!\w)[*@#](?=[^\W\d_])", lambda match: match[0] if match[0] in marks_in_source else "", output)
    output = re.sub(r"[ \t]+", " ", output).strip()
    first = next((letter for letter in source if letter.isalpha()), "")
    return output[:1].upper() + output[1:] if first.isupper() else output


def _ends_sentence(text: str) -> bool:
    return text.rstrip().endswith(_SENTENCE_END)


def _escaped(text: str) -> str:
    # Append "[][]" (empty superblanks), because otherwise Apertium outputs the last word only together with the next
    # text. Replace a straight apostrophe at the beginning of a word by ‘, because Apertium reads a straight apostrophe
    # as part of a contracted verb. For example, it translates 'millennium as "I'm illennium".
    text = re.sub(r"(?<!\w)'(?=\w)", "‘", text)
    safe = (
        text.replace("\0", "").strip().translate(_RESERVED).replace("~", "[~]").replace("\r", "").replace("\n", "[\n]")
    )
    return safe + ("[][]" if _ends_sentence(text) else ".[][]")
