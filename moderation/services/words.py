"""The word lists of `data/words/`: stakeholder groups, regions, reasons to decline, names of languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..paths import ROOT

FOLDER = ROOT / "data" / "words"
UNDISCLOSED = "undisclosed"


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of a list. Texts are {language: text}; `short` and `numbered` are empty if the list has none."""

    key: str
    label: dict[str, str]
    short: dict[str, str] = field(default_factory=dict)
    numbered: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A language: its BCP 47 tag, its name in the language itself, `ltr` or `rtl`."""

    code: str
    name: str
    dir: str


def groups() -> dict[str, Word]:
    """Return the stakeholder groups by key, in their fixed order; `undisclosed` is last."""
    return _words("groups")


def regions() -> dict[str, Word]:
    """Return the regional groups by key; `undisclosed` is last."""
    return _words("regions")


def reasons() -> dict[str, Word]:
    """Return the reasons to decline by key, in the order of the chairs' keys 1 to 7."""
    return _words("reasons")


@cache
def languages() -> dict[str, LanguageName]:
    """Return the languages that a session can be held in, by tag."""
    return {code: LanguageName(code, **entry) for code, entry in _read("languages").items()}


def language_name(code: str) -> str:
    """Return the language's name in the language itself; the tag for a language that is not in the list."""
    known = languages().get(code)
    return known.name if known else code


def reason_label(key: str, lang: str, number: int | None = None) -> str:
    """Return the reason in this language, else in English. Raise KeyError for an unknown reason.

    `number`: the question that this one duplicates; it is inserted if the reason's text has a place for it.
    """
    word = reasons()[key]
    if number is None or not word.numbered:
        return word.label.get(lang, word.label["en"])
    return word.numbered.get(lang, word.numbered["en"]).format(number=number)


@cache
def _words(name: str) -> dict[str, Word]:
    return {key: Word(key, **texts) for key, texts in _read(name).items()}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
