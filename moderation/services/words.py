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
    """One entry of a list. Texts are {language: text}. `short` and `numbered` are {} if the list has no such texts."""

    key: str
    label: dict[str, str]
    short: dict[str, str] = field(default_factory=dict)
    numbered: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A language: its BCP 47 tag, its name in this language, and its direction (`ltr` or `rtl`)."""

    code: str
    name: str
    dir: str


def groups() -> dict[str, Word]:
    """Return the stakeholder groups by key, in the order of the word list; `undisclosed` is last."""
    return _words("groups")


def regions() -> dict[str, Word]:
    """Return the regional groups by key; `undisclosed` is last."""
    return _words("regions")


def reasons() -> dict[str, Word]:
    """Return {key: reason to decline}, in the order of the chairs' keyboard shortcuts 1 to 7."""
    return _words("reasons")


@cache
def languages() -> dict[str, LanguageName]:
    """Return the possible languages of a session, by tag."""
    return {code: LanguageName(code, **entry) for code, entry in _read("languages").items()}


def language_name(code: str) -> str:
    """Return the name of a language, in this language. Return the tag if the list does not contain the language."""
    known = languages().get(code)
    return known.name if known else code


def reason_label(key: str, lang: str, number: int | None = None) -> str:
    """Return the text of the reason in this language, else in English. Raise KeyError for an unknown reason.

    `number`: the number of the question that the declined question duplicates. It is inserted if the text has a
    placeholder.
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
