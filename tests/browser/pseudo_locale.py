"""Two invented interface languages (pseudo-locales). Both make every sentence 40 % longer; one is written from right to
left.

In a copy of the product, the pseudo-locales replace Italian and Hebrew, which have no catalogue. The letters of a
pseudo-locale occur in no other text of a page. So a test can distinguish the sentences of the interface from the texts
of people.
"""

from __future__ import annotations

import json
import re
import tomllib
from math import ceil
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from moderation.catalogues import compile_all
from tests.faults.builds import build
from tests.servers import ROOT

LONG, MIRRORED = "it", "he"
LETTERS = {LONG: "[āēīōūȳ]", MIRRORED: "[א-ת]"}
"""{language: pattern of a letter that occurs only in sentences of this language}"""
LONGER = 1.4
KEPT = re.compile(r"(%\(\w+\)s|\{\w+\}|⇧ Enter)")
WORD = re.compile(r"[A-Za-z]+")
VOWELS = str.maketrans("aeiouyAEIOUY", "āēīōūȳĀĒĪŌŪȲ")
HEBREW = str.maketrans("abcdefghijklmnopqrstuvwxyz", "אבצדהפגחיקכלמנעפקרסתוושקיז")


def pseudo(text: str, language: str) -> str:
    """Return the text with longer words, in the letters of the pseudo-locale. Placeholders and punctuation do not
    change.
    """
    return "".join(part if KEPT.fullmatch(part) else _longer(part, language) for part in KEPT.split(text))


def _longer(text: str, language: str) -> str:
    def word(match: re.Match[str]) -> str:
        letters, missing = match[0], ceil(len(match[0]) * LONGER) - len(match[0])
        middle = (len(letters) + 1) // 2
        longer = letters[:middle] + letters[middle - 1] * missing + letters[middle:]
        return longer.translate(VOWELS) if language == LONG else longer.lower().translate(HEBREW)

    return WORD.sub(word, text)


def build_with_pseudo_locales(folder: Path) -> Path:
    """Build a product that has the pseudo-locales as interface languages. Return its folder.

    The product is copied into `folder`, which must not exist. The copy gets a catalogue and a word list for each
    pseudo-locale.
    """
    build(folder)
    for language in LETTERS:
        _write_catalogue(folder / "moderation" / "translations", language)
        _write_words(folder / "data" / "words", language)
    compile_all(folder / "moderation" / "translations")
    return folder


def _write_catalogue(translations: Path, language: str) -> None:
    catalogue = Catalog(locale=language)
    with (translations / "messages.pot").open("rb") as file:
        catalogue.update(read_po(file))
    for message in catalogue:
        if message.pluralizable:
            forms = [message.id[index > 0] for index in range(catalogue.num_plurals)]
            message.string = tuple(pseudo(form, language) for form in forms)
        elif message.id:
            message.string = pseudo(message.id, language)
    path = translations / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)


def _write_words(words: Path, language: str) -> None:
    texts: dict[str, dict[str, Any]] = {}
    for name in ("groups", "regions", "reasons", "outcomes", "group-lists"):
        for key, entry in tomllib.loads((ROOT / "data" / "words" / f"{name}.toml").read_text("utf-8")).items():
            own = {word: label["en"] for word, label in entry.get("own", {}).items() if isinstance(label, dict)}
            labels = {kind: entry[kind]["en"] for kind in ("label", "short", "numbered") if kind in entry}
            texts.setdefault(name, {})[key] = {kind: pseudo(text, language) for kind, text in labels.items()} | (
                {"own": {word: pseudo(label, language) for word, label in own.items()}} if own else {}
            )
    lines = [
        f"{name}.{key}.{kind}{f'.{word}' if word else ''} = {json.dumps(text, ensure_ascii=False)}"
        for name, entries in texts.items()
        for key, kinds in entries.items()
        for kind, value in kinds.items()
        for word, text in (value.items() if isinstance(value, dict) else [("", value)])
    ]
    (words / f"{language}.toml").write_text("\n".join(lines) + "\n", "utf-8")
