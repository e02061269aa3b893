"""The reader of session files. It converts TOML to a definition (`core/contracts.SessionDefinition`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from ...core.contracts import (
    ChairDefinition,
    GroupDefinition,
    PanellistDefinition,
    RegionDefinition,
    SessionDefinition,
    TermDefinition,
    Texts,
)
from ...core.model import Limits, Settings
from ...core.text import length, one_line
from .. import words
from ..translation.engines.registry import AUTOMATIC, NAMES, OFF
from . import checks, toml_table
from .toml_table import Check, Expected, Table

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
"""Maximum value of each limit in a session file."""
MOST_TERMS, TERM, TERM_NOTE = 200, 80, 200
"""Maximum number of terms per glossary, of graphemes per term, and of graphemes per term note."""
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
_check_key = checks.matching(r"[a-z][a-z0-9_]{0,31}", "a key of a-z, 0-9 and _, such as civil_society")


def load(path: str | Path) -> SessionDefinition:
    """Return the definition in this file. Raise OSError if reading fails, SessionFileError if the file is invalid."""
    path = Path(path)
    try:
        return parse(path.read_bytes())
    except toml_table.SessionFileError as error:
        error.file = path.name
        raise


def parse(content: bytes) -> SessionDefinition:
    """Return the definition in the bytes of a session file. Raise SessionFileError if the file is invalid."""
    top = toml_table.read(content, SESSION_KEYS)
    languages = top.require("languages", _check_languages)
    plain = checks.texts(languages, 400)
    starts, ends = top.get("starts", checks.moment, None), top.get("ends", checks.moment, None)
    if starts and ends and ends <= starts:
        raise top.wrong("ends", "a time after starts")
    settings = Settings()
    return {
        "code": top.require("code", checks.matching(r"[A-Z0-9]{4,12}", "4 to 12 capital letters A-Z and digits")),
        "title": top.require("title", checks.texts_by_language(languages, 200)),
        "description": top.get("description", checks.texts(languages, 2000), None),
        "organisers": top.get("organisers", plain, None),
        "languages": languages,
        "groups": _groups(top, languages),
        "regions": _regions(top),
        "chairs": _chairs(top, plain),
        "panellists": _panellists(top, plain),
        "terms": _terms(top, languages),
        "limits": _limits(top),
        "list_public": top.get("list_public", checks.flag, settings.list_public),
        "show_group": top.get("show_group", checks.flag, settings.show_group),
        "stage_upcoming": top.get("stage_upcoming", checks.flag, settings.stage_upcoming),
        "chatham_house_rule": top.get("chatham_house_rule", checks.flag, settings.chatham_house_rule),
        "translation": top.get("translation", checks.one_of((OFF, AUTOMATIC, *NAMES)), AUTOMATIC),
        "demo": top.get("demo", checks.flag, False),
        "starts": starts,
        "ends": ends,
        "minutes_per_question": top.get("minutes_per_question", checks.whole(1, 60), None),
        "retention_days": top.get("retention_days", checks.whole(1, 3650), 30),
    }


def _check_languages(value: object) -> list[str]:
    known = words.languages()
    if not isinstance(value, list) or not 1 <= len(value) <= 12:
        raise Expected("a list of 1 to 12 language tags, the default first")
    for position, tag in enumerate(value):
        if not isinstance(tag, str) or tag not in known:
            raise Expected(f"language tags of data/words/languages.toml, not {checks.shown(tag)}")
        if tag in value[:position]:
            raise Expected(f"each language once, not {tag} again")
    return value


def _groups(top: Table, languages: list[str]) -> list[GroupDefinition]:
    """Return the groups listed in `groups`, with `undisclosed` last.

    Without `groups`, return all groups of the word list and all that the file defines in [[group]] tables. A definition
    in the file replaces the group of the word list with the same key.
    """
    known: dict[str, GroupDefinition] = {
        word.key: {"key": word.key, "label": word.label, "short": word.short} for word in words.groups().values()
    }
    defined: dict[str, GroupDefinition] = {}
    check_label = checks.texts_by_language(languages, 80)
    for table in top.tables("group", ("key", "label", "short")):
        key, label = table.once("key", _check_key, defined), table.require("label", check_label)
        defined[key] = {"key": key, "label": label, "short": table.get("short", check_label, label)}
    undisclosed = known.pop(words.UNDISCLOSED)
    undisclosed = defined.pop(words.UNDISCLOSED, undisclosed)
    keys = top.get("groups", _check_keys(known | defined), list(known | defined))
    for key in sorted(defined.keys() - set(keys)):
        raise top.wrong("groups", f"every [[group]] of the file in this list, {key} too")
    return [(known | defined)[key] for key in keys] + [undisclosed]


def _regions(top: Table) -> list[RegionDefinition]:
    """Return the session's regions, with `undisclosed` last.

    If `regions` is true, return all regions of the word list. If it is a list, return the listed regions. If it is
    false, empty or missing, return no region.
    """
    known: dict[str, RegionDefinition] = {
        word.key: {"key": word.key, "label": word.label} for word in words.regions().values()
    }
    undisclosed = known.pop(words.UNDISCLOSED)

    def check(value: object) -> list[str]:
        return (list(known) if value else []) if isinstance(value, bool) else _check_keys(known)(value)

    no_keys: list[str] = []
    keys = top.get("regions", check, no_keys)
    return [known[key] for key in keys] + [undisclosed] if keys else []


def _chairs(top: Table, plain: Check[str | Texts]) -> list[ChairDefinition]:
    chairs: dict[str, ChairDefinition] = {}
    for table in top.tables("chair", ("seat", "name", "role")):
        seat = table.once("seat", checks.one_of(("a", "b")), chairs)
        name = table.require("name", checks.text(80))
        chairs[seat] = {"seat": seat, "name": name, "role": table.get("role", plain, None)}
    if len(chairs) != 2:
        raise top.wrong("chair", "two [[chair]] tables, seats a and b")
    return [chairs["a"], chairs["b"]]


def _panellists(top: Table, plain: Check[str | Texts]) -> list[PanellistDefinition]:
    panellists: dict[str, PanellistDefinition] = {}
    for table in top.tables("panellist", ("key", "name", "role")):
        key = table.once("key", _check_key, panellists)
        name = table.require("name", checks.text(80))
        panellists[key] = {"key": key, "name": name, "role": table.get("role", plain, None)}
    return list(panellists.values())


def _terms(top: Table, languages: list[str]) -> list[TermDefinition]:
    check_term, check_note = checks.texts(languages, _check_word), checks.texts(languages, TERM_NOTE, some=True)
    terms: list[TermDefinition] = []
    tables = top.tables("term", ("term", "note"))
    if len(tables) > MOST_TERMS:
        raise top.wrong("term", f"at most {MOST_TERMS} [[term]] tables")
    for table in tables:
        term = table.require("term", check_term)
        if any(term == before["term"] for before in terms):
            raise table.wrong("term", "each term once, not this one again")
        terms.append({"term": term, "note": table.get("note", check_note, None)})
    return terms


def _check_word(value: object) -> str:
    """Check a glossary text. The server will search for this text in questions."""
    cleaned = one_line(value) if isinstance(value, str) else ""
    if not 2 <= length(cleaned) <= TERM or not any(char.isalpha() for char in cleaned):
        raise Expected(f"a word or words of 2 to {TERM} characters")
    return cleaned


def _limits(top: Table) -> dict[str, int]:
    defaults: dict[str, int] = asdict(Limits())
    table = top.table("limits", tuple(defaults))
    return {name: table.get(name, checks.whole(1, MOST[name]), default) for name, default in defaults.items()}


def _check_keys(known: Collection[str]) -> Check[list[str]]:
    """Return a check for a list of these keys, each at most once.

    The check removes `undisclosed`, because this key is always offered.
    """

    def check(value: object) -> list[str]:
        if not isinstance(value, list):
            raise Expected("a list of keys")
        for position, key in enumerate(value):
            if not isinstance(key, str) or (key not in known and key != words.UNDISCLOSED):
                raise Expected(f"keys out of {', '.join(known)}, not {checks.shown(key)}")
            if key in value[:position]:
                raise Expected(f"each key once, not {key} again")
        return [key for key in value if key != words.UNDISCLOSED]

    return check
