"""The word lists of `data/words/`: stakeholder groups, regions, reasons to decline, outcomes, names of languages.

The lists contain the texts in the six official languages of the United Nations. For each further language, a file with
the language's tag as its name (`de.toml`) contains the texts of all lists.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..core.contracts import Direction
from ..core.language_ranges import nearest
from ..core.model import direction_of
from ..paths import ROOT, catalogue_languages
from .language_tags import base, name_in, own_name, standard_tag

FOLDER = ROOT / "data" / "words"


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of a word list. Each text is {language: text}.

    `short` and `numbered` are {} if the list has no such texts.
    """

    key: str
    label: dict[str, str]
    short: dict[str, str] = field(default_factory=dict)
    numbered: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A language. `code`: its BCP 47 tag. `name`: its name in the language itself. `dir`: `ltr` or `rtl`."""

    code: str
    name: str
    dir: Direction


def groups() -> dict[str, Word]:
    """Return the stakeholder groups by key, in the order of the word list; `undisclosed` is last."""
    return _words("groups")


def regions() -> dict[str, Word]:
    """Return the regional groups by key; `undisclosed` is last."""
    return _words("regions")


def reasons() -> dict[str, Word]:
    """Return {key: reason to decline}, in the order of the chairs' keyboard shortcuts 1 to 7."""
    return _words("reasons")


def outcomes() -> dict[str, Word]:
    """Return the names of statuses, stages and outcomes for exported records, as {key: names in each language}.

    The reasons to decline are outcomes too, but are not included (see `reasons`).
    """
    return _words("outcomes")


@cache
def languages() -> dict[str, LanguageName]:
    """Return the languages that the forms offer, by tag. A session can have other languages too (`find_language`)."""
    return {code: LanguageName(code, **entry) for code, entry in _read("languages").items()}


def find_language(tag: str) -> LanguageName | None:
    """Return a possible language of a session; None if `tag` is not a known language tag in its standard form.

    Any language that Unicode CLDR knows is possible, for example `sr-Latn`.
    """
    if listed := languages().get(tag):
        return listed
    if standard_tag(tag) != tag:
        return None
    direction: Direction = "rtl" if direction_of(tag) == "rtl" else "ltr"
    return LanguageName(tag, own_name(tag), direction)


UN_LANGUAGES = frozenset(("ar", "en", "es", "fr", "ru", "zh"))


@cache
def offered_languages(lang: str) -> list[tuple[LanguageName, str]]:
    """Return [(language, its name in the language `lang`)] of the possible languages of a session.

    The official languages of the United Nations are first, then all other languages. Both groups are sorted by the name
    in `lang`.
    """
    offered = [(language, name_in(code, lang)) for code, language in languages().items()]
    return sorted(offered, key=lambda entry: (entry[0].code not in UN_LANGUAGES, _sort_key(entry[1], lang)))


def _sort_key(text: str, lang: str) -> str:
    """Return the text for sorting in the interface language `lang`.

    In Chinese, the order is that of pinyin. Babel has no collation, but the bytes of the common characters in GB 18030
    (those of GB 2312, level 1) have this order. In all other languages, ignore case, and sort accented letters beside
    their plain letters.
    """
    if base(lang) == "zh":
        return text.encode("gb18030").decode("latin-1")
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def language_name(code: str) -> str:
    """Return a language's name in the language itself. Return the tag `code` if this language is not known."""
    known = find_language(code)
    return known.name if known else code


def text_in(texts: Mapping[str, str], *wanted: str) -> str | None:
    """Return the text in the language that `language_in` chooses; None if there is no text."""
    code = language_in(texts, *wanted)
    return None if code is None else texts[code]


def language_in(texts: Mapping[str, str], *wanted: str) -> str | None:
    """Return the language of the text for a reader. `texts`: {language: text}. `wanted`: languages, the best first.

    For each wanted language, try the language itself, then the nearest language, for example `pt` for `pt-BR`. After
    the wanted languages, try English. If nothing fits, return the first language with a text; None if no text exists.
    """
    filled = [code for code, text in texts.items() if text]
    for code in (*wanted, "en"):
        if fitting := code if code in filled else nearest([code], filled):
            return fitting
    return next(iter(filled), None)


def reason_label(key: str, lang: str, number: int | None = None) -> str:
    """Return the text of the reason in this language, else in English. Raise KeyError for an unknown reason.

    `number`: for a duplicate, the number of the duplicated question. If the text has a placeholder, insert the number
    there.
    """
    word = reasons()[key]
    if number is None or not word.numbered:
        return text_in(word.label, lang) or key
    return (text_in(word.numbered, lang) or key).format(number=number)


def reason_language(*languages: str) -> str:
    """Return the language in which to show the reasons to decline to a reader of `languages` (the best first).

    A language is possible only if all reasons have a text in it. Return the possible language that is nearest to the
    first of `languages`. If none is near, try the second of `languages`, and so on. If none is found, return English.
    """
    complete = set.intersection(*(set(word.label) for word in reasons().values()))
    return nearest(languages, sorted(complete)) or "en"


def outcome_label(key: str, lang: str) -> str:
    """Return the text of a status, stage or outcome in this language, else in English. Raise KeyError for an unknown
    key.
    """
    return text_in((outcomes() | reasons())[key].label, lang) or key


def source_label(key: str, lang: str) -> str:
    """Return the words for the source of a text in a record, in this language, else in English.

    Raise KeyError if the list has no such source.
    """
    return text_in(_words("sources")[key].label, lang) or key


@cache
def invitations() -> dict[str, str]:
    """Return {language tag: sentence}. The sentence, in this language, says that questions may be asked in this
    language.

    Leave out the languages that have a catalogue.
    """
    return {code: sentence for code, sentence in _read("invitations").items() if code not in catalogue_languages()}


def invitation(code: str) -> str | None:
    """Return the sentence in `invitations` for this language, or for the nearest language that has a sentence. Return
    None if no language is near enough.
    """
    known = nearest([code], invitations())
    return invitations()[known] if known else None


@cache
def group_lists() -> dict[str, dict[str, Any]]:
    """Return the lists of groups that the set-up page offers, as {name: table in `group-lists.toml`}. The tables also
    contain the labels in the further languages.
    """
    lists = _read("group-lists")
    for code, texts in _further("group-lists").items():
        for name, table in texts.items():
            lists[name]["label"][code] = table["label"]
            for key, label in table.get("own", {}).items():
                lists[name]["own"][key][code] = label
    return lists


def question_lists(code: str) -> dict[str, Any]:
    """Return the stop words (`stop`), question words (`asks`) and further common words (`further`) of a language.
    Return {} if the language has no lists.
    """
    lists: dict[str, Any] = (_read("questions") | _further("questions")).get(code, {})
    return lists


@cache
def _words(name: str) -> dict[str, Word]:
    lists = _read(name)
    for code, texts in _further(name).items():
        for key, fields in texts.items():
            for kind, text in fields.items():
                lists[key][kind][code] = text
    return {key: Word(key, **texts) for key, texts in lists.items()}


def _further(name: str) -> dict[str, dict[str, Any]]:
    """Return {language tag: the texts of this list} from the files of the further languages."""
    codes = [code for code in languages() if (FOLDER / f"{code}.toml").is_file()]
    return {code: _read(code).get(name, {}) for code in codes}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
