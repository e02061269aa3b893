"""Reads a session file (TOML) into the definition that a session keeps, or says what is wrong with it and where.

The definition is a JSON object: `code`; `title` {language: text}; `description`, `organisers` (text, {language: text} or
null); `languages` [tag], the first is the default; `groups` [{key, label, short}] and `regions` [{key, label}], each with
`undisclosed` last, regions empty when off; `chairs` [{seat, name, role}], a before b; `panellists` [{key, name, role}];
`terms` [{term, note}], the glossary, each a text or {language: text}, the note perhaps in some languages only or null;
`limits` {name: number}; the four switches; `translation`, `demo`, `starts`, `ends` (ISO 8601 or null), `minutes_per_question`
(null: as long as it takes), `retention_days`.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from ...core.model import Limits, Settings
from ...core.text import length, one_line
from .. import words
from ..translation.engines.registry import AUTOMATIC, NAMES, OFF
from . import toml_table as toml

MOST = {
    "text": 500,
    "text_bytes": 4000,
    "name": 80,
    "note": 500,
    "burst": 50,
    "seconds_per_question": 600,
    "waiting": 200,
    "pending": 20_000,
}
MOST_TERMS, TERM, TERM_NOTE = 200, 80, 200
"""Of the glossary: how many terms, and how many graphemes of a term and of a note."""
_key = toml.matching(r"[a-z][a-z0-9_]{0,31}", "a key of a-z, 0-9 and _, such as civil_society")
SESSION_KEYS = (
    "code",
    "title",
    "description",
    "organisers",
    "languages",
    "groups",
    "group",
    "regions",
    "chair",
    "panellist",
    "term",
    "limits",
    *Settings.__dataclass_fields__,
    "translation",
    "demo",
    "starts",
    "ends",
    "minutes_per_question",
    "retention_days",
)


def load(path: str | Path) -> dict:
    """The definition in this file. OSError when it cannot be read, SessionFileError when it is wrong."""
    path = Path(path)
    try:
        return parse(path.read_bytes())
    except toml.SessionFileError as error:
        error.file = path.name
        raise


def parse(content: bytes) -> dict:
    """The definition in the bytes of a session file. SessionFileError when something is wrong."""
    top = toml.read(content, SESSION_KEYS)
    languages = top.get("languages", _languages)
    plain = toml.texts(languages, 400)
    starts, ends = top.get("starts", toml.moment, None), top.get("ends", toml.moment, None)
    if starts and ends and ends <= starts:
        raise top.wrong("ends", "a time after starts")
    return {
        "code": top.get("code", toml.matching(r"[A-Z0-9]{4,12}", "4 to 12 capital letters A-Z and digits")),
        "title": top.get("title", toml.texts(languages, 200, each_language=True)),
        "description": top.get("description", toml.texts(languages, 2000), None),
        "organisers": top.get("organisers", plain, None),
        "languages": languages,
        "groups": _groups(top, languages),
        "regions": _regions(top),
        "chairs": _chairs(top, plain),
        "panellists": _panellists(top, plain),
        "terms": _terms(top, languages),
        "limits": _limits(top),
        **{name: top.get(name, toml.flag, default) for name, default in asdict(Settings()).items()},
        "translation": top.get("translation", toml.one_of((OFF, AUTOMATIC, *NAMES)), AUTOMATIC),
        "demo": top.get("demo", toml.flag, False),
        "starts": starts,
        "ends": ends,
        "minutes_per_question": top.get("minutes_per_question", toml.whole(1, 60), None),
        "retention_days": top.get("retention_days", toml.whole(1, 3650), 30),
    }


def _languages(value: object) -> list[str]:
    known = words.languages()
    if not isinstance(value, list) or not 1 <= len(value) <= 12:
        raise toml.Expected("a list of 1 to 12 language tags, the default first")
    for position, tag in enumerate(value):
        if not isinstance(tag, str) or tag not in known:
            raise toml.Expected(f"language tags of data/words/languages.toml, not {toml.shown(tag)}")
        if tag in value[:position]:
            raise toml.Expected(f"each language once, not {tag} again")
    return value


def _groups(top: toml.Table, languages: list[str]) -> list[dict]:
    known = {word.key: {"key": word.key, "label": word.label, "short": word.short} for word in words.groups().values()}
    own = {}
    label = toml.texts(languages, 80, each_language=True)
    for table in top.tables("group", ("key", "label", "short")):
        group = {"key": table.once("key", _key, own), "label": table.get("label", label)}
        own[group["key"]] = group | {"short": table.get("short", label, group["label"])}
    undisclosed = own.pop(words.UNDISCLOSED, None) or known.pop(words.UNDISCLOSED)
    keys = top.get("groups", _keys(known | own), [*known, *own])
    for key in sorted(own.keys() - set(keys)):
        raise top.wrong("groups", f"every [[group]] of the file in this list, {key} too")
    return [(known | own)[key] for key in keys] + [undisclosed]


def _regions(top: toml.Table) -> list[dict]:
    known = {word.key: {"key": word.key, "label": word.label} for word in words.regions().values()}
    undisclosed = known.pop(words.UNDISCLOSED)

    def check(value: object) -> list[str]:
        return (list(known) if value else []) if isinstance(value, bool) else _keys(known)(value)

    keys = top.get("regions", check, [])
    return [known[key] for key in keys] + [undisclosed] if keys else []


def _chairs(top: toml.Table, plain: toml.Check) -> list[dict]:
    chairs = {}
    for table in top.tables("chair", ("seat", "name", "role")):
        seat = table.once("seat", toml.one_of(("a", "b")), chairs)
        chairs[seat] = {"seat": seat, "name": table.get("name", toml.text(80)), "role": table.get("role", plain, None)}
    if len(chairs) != 2:
        raise top.wrong("chair", "two [[chair]] tables, seats a and b")
    return [chairs["a"], chairs["b"]]


def _panellists(top: toml.Table, plain: toml.Check) -> list[dict]:
    panellists = {}
    for table in top.tables("panellist", ("key", "name", "role")):
        key = table.once("key", _key, panellists)
        panellists[key] = {"key": key, "name": table.get("name", toml.text(80)), "role": table.get("role", plain, None)}
    return list(panellists.values())


def _terms(top: toml.Table, languages: list[str]) -> list[dict]:
    said, note = toml.texts(languages, _word), toml.texts(languages, TERM_NOTE, some=True)
    terms: list[dict] = []
    tables = top.tables("term", ("term", "note"))
    if len(tables) > MOST_TERMS:
        raise top.wrong("term", f"at most {MOST_TERMS} [[term]] tables")
    for table in tables:
        term = table.get("term", said)
        if any(term == before["term"] for before in terms):
            raise table.wrong("term", "each term once, not this one again")
        terms.append({"term": term, "note": table.get("note", note, None)})
    return terms


def _word(value: object) -> str:
    """A text that can be looked for in others."""
    cleaned = one_line(value) if isinstance(value, str) else ""
    if not 2 <= length(cleaned) <= TERM or not any(char.isalpha() for char in cleaned):
        raise toml.Expected(f"a word or words of 2 to {TERM} characters")
    return cleaned


def _limits(top: toml.Table) -> dict[str, int]:
    defaults = asdict(Limits())
    table = top.table("limits", tuple(defaults))
    return {name: table.get(name, toml.whole(1, MOST[name]), default) for name, default in defaults.items()}


def _keys(known: dict) -> toml.Check:
    def check(value: object) -> list[str]:
        if not isinstance(value, list):
            raise toml.Expected("a list of keys")
        for position, key in enumerate(value):
            if not isinstance(key, str) or (key not in known and key != words.UNDISCLOSED):
                raise toml.Expected(f"keys out of {', '.join(known)}, not {toml.shown(key)}")
            if key in value[:position]:
                raise toml.Expected(f"each key once, not {key} again")
        return [key for key in value if key != words.UNDISCLOSED]

    return check
