"""The data for the benchmark of similar questions: pairs of questions, the recorded session, and their translations.

The data come from the folder BENCH_DATA, or from the samples in the repository if BENCH_DATA is not set. The texts are
translated by the product's own translator, with Apertium as its engine. Translations are cached in build/.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from moderation import runtime
from moderation.services.translation.engine import EngineError
from moderation.services.translation.engines import apertium
from moderation.services.translation.engines.registry import settings_from
from moderation.services.translation.pool import Pool, command
from moderation.services.translation.translator import Translator

ROOT = Path(__file__).parents[2]
PAIRS = ROOT / "tests" / "data" / "paraphrases-sample.jsonl"
QUESTIONS = ROOT / "tests" / "data" / "questions-sample.jsonl"
SESSION = ROOT / "data" / "replay" / "session.jsonl"
CACHE = ROOT / "build" / "similar-translations.json"
LANGUAGES = ("en", "es", "fr")
"""The session's languages. The goals in similar.py apply only to questions in these languages, except pairs of texts in
different scripts.
"""
ENGINE = "apertium"


@dataclass
class Translations:
    """The translations of texts.

    `engine`: None if Apertium is not installed. `new`: the number of new translations. `seconds`: the time for the new
    translations.
    """

    engine: str | None = None
    seconds: float = 0.0
    new: int = 0
    _known: dict[str, str | None] = field(default_factory=dict)

    def texts(self, text: str, language: str | None) -> dict[str, str]:
        """Return {language: text}: the original text and its known translations into the other session languages."""
        targets = [target for target in LANGUAGES if target != language] if language in LANGUAGES else []
        translated = {target: self._known.get(_key(text, language, target)) for target in targets}
        return {language or "und": text} | {
            target: translation for target, translation in translated.items() if translation
        }

    def prepare(self, asked: Iterable[tuple[str, str | None]]) -> None:
        """Translate the texts that are not in the cache. If Apertium is not installed, do nothing."""
        settings = settings_from(os.environ, ROOT / "build")
        if not apertium.modes(Path(settings["apertium"])):
            return
        self.engine = ENGINE
        if CACHE.exists():
            self._known = json.loads(CACHE.read_text("utf-8"))
        missing = {
            (text, language, target)
            for text, language in asked
            for target in LANGUAGES
            if language in LANGUAGES and target != language and _key(text, language, target) not in self._known
        }
        if not missing:
            return
        start, translator = (
            time.perf_counter(),
            Translator(Pool(runtime.use("threading"), command(ENGINE), 1, settings)),
        )
        try:
            for text, language, target in sorted(missing):
                try:
                    self._known[_key(text, language, target)] = translator.translate(text, language, target, 8.0)[0]
                except EngineError:
                    self._known[_key(text, language, target)] = None
        finally:
            translator.close()
        self.seconds, self.new = time.perf_counter() - start, len(missing)
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        CACHE.write_text(json.dumps(self._known, ensure_ascii=False), "utf-8")


def read_pairs() -> tuple[Path, list[dict]]:
    return _read("paraphrases.jsonl", PAIRS)


def read_session() -> tuple[Path, list[dict]]:
    return _read("replay_session.jsonl", SESSION)


def read_questions() -> list[dict]:
    return _read("questions.jsonl", QUESTIONS)[1]


def sides(pair: dict) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the two questions of a pair as ((text, language), (text, language))."""
    return (pair["a"], pair["a_language"]), (pair["b"], pair["b_language"])


def read_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _read(name: str, sample: Path) -> tuple[Path, list[dict]]:
    folder = os.environ.get("BENCH_DATA")
    path = Path(folder) / name if folder else sample
    return path, read_lines(path)


def _key(text: str, language: str | None, target: str) -> str:
    return f"{language}>{target} {text}"
