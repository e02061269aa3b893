"""The reader of session files. It converts TOML to a definition (`core/contracts.SessionDefinition`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ...core.contracts import (
    BoothDefinition,
    ChairDefinition,
    DocumentDefinition,
    GroupDefinition,
    PanellistDefinition,
    RegionDefinition,
    SessionDefinition,
    TermDefinition,
    Texts,
    TopicDefinition,
)
from ...core.model import ENTRY_CODES_TO_TAKE_PART, NO_ENTRY_CODES, UNDISCLOSED, Limits, Settings
from ...core.text import length, one_line
from .. import passphrase, session_time, words
from ..translation.engines.registry import AUTOMATIC, NAMES, OFF
from . import checks, fields, look, toml_table
from .expected import Expected
from .fields import SESSION_KEYS
from .problems import Problems, SessionFileError
from .toml_table import Check, Table

MOST = {
    "text": 2000,
    "text_bytes": 12_000,
    "name": 80,
    "note": 500,
    "burst": 50,
    "seconds_per_question": 600,
    "waiting": 200,
    "pending": 20_000,
}
"""Maximum value of each limit that a session file can set."""
MOST_TOPICS = 40
MOST_BOOTHS = 20
MOST_DOCUMENTS = 40
MOST_TERMS, TERM, TERM_NOTE = 200, 80, 200
"""The maximum number of terms in a glossary (MOST_TERMS), and the maximum number of graphemes of a term (TERM) and of
its note (TERM_NOTE).
"""
ENTRY_CODES = (NO_ENTRY_CODES, ENTRY_CODES_TO_TAKE_PART)
CHAIRS = ("a", "b", "c", "d")
"""The seats of the chairs. A session has one to four chairs. For example, two chairs have the seats `a` and `b`."""
STAFF = ("stage", "booth", "organiser")
"""The seats that belong to no named person. Every session has all of these seats."""
_check_key = checks.matching(r"[a-z][a-z0-9_]{0,31}", "a key of a-z, 0-9 and _, such as civil_society")
_check_booth = checks.matching(
    r"(?!leave$)[a-z][a-z0-9_]{0,31}", "a key of a-z, 0-9 and _, such as en_fr, but not leave"
)
"""No booth may have the key `leave`. Its page would have the same path as the page on which the booth without a name
leaves its seat: `/s/CODE/booth/leave`.
"""


def load(path: str | Path) -> SessionDefinition:
    """Return the definition in this session file. Raise OSError if the file cannot be read, and SessionFileError if it
    is invalid.
    """
    path = Path(path)
    try:
        return parse(path.read_bytes())
    except SessionFileError as error:
        for problem in error.problems:
            problem.file = path.name
        raise


def parse(content: bytes) -> SessionDefinition:
    """Return the definition in the bytes of a session file. Raise SessionFileError if the file is invalid."""
    text = toml_table.read_text(content)
    return from_values(toml_table.read_values(text), text)


def from_values(values: Mapping[str, Any], text: str = "") -> SessionDefinition:
    """Convert the values of a session file to a session definition.

    If a value is wrong, raise SessionFileError with all problems of the file. `text`: the TOML text of the values.
    Without this text, every problem has the line 1.
    """
    definition, problems = read(values, text)
    if problems:
        raise problems[0]
    return definition


def read(values: Mapping[str, Any], text: str = "") -> tuple[SessionDefinition, list[SessionFileError]]:
    """Convert the values of a session file to a session definition. Return the definition and the problems of the
    values.

    A default replaces each wrong value. If there are problems, use the definition only for a comparison with another
    definition. `text`: see `from_values`.
    """
    problems = Problems(text)
    top = Table(problems, values, (), SESSION_KEYS)
    languages = top.require("languages", _check_languages, _some_languages(top.raw("languages")))
    plain = checks.texts(languages, 400)
    no_moment: str | None = None
    starts, ends = top.get("starts", checks.moment, no_moment), top.get("ends", checks.moment, no_moment)
    if starts and ends and ends <= starts:
        top.wrong("ends", "a time after starts", code="end")
    offset = session_time.NAMED_UTC if starts is None else checks.offset(top.raw("starts"))
    settings = Settings()
    no_texts: Texts = {}
    chairs, panellists, booths = _chairs(top, plain), _panellists(top, plain), _booths(top, languages)
    definition: SessionDefinition = {
        "code": top.require("code", checks.matching(r"[A-Z0-9]{4,12}", "4 to 12 capital letters A-Z and digits"), ""),
        "title": top.require("title", checks.texts_by_language(languages, 200), no_texts),
        "description": top.get("description", checks.texts(languages, 2000), None),
        "organisers": top.get("organisers", plain, None),
        "languages": languages,
        "groups": _groups(top, languages),
        "regions": _regions(top, languages),
        "topics": _topics(top, languages),
        "chairs_set_topics": top.get("chairs_set_topics", checks.flag, False),
        "chairs": chairs,
        "panellists": panellists,
        "booths": booths,
        "terms": _terms(top, languages),
        "documents": _documents(top, plain),
        "limits": _limits(top),
        "list_public": top.get("list_public", checks.flag, settings.list_public),
        "show_group": top.get("show_group", checks.flag, settings.show_group),
        "stage_upcoming": top.get("stage_upcoming", checks.flag, settings.stage_upcoming),
        "chatham_house_rule": top.get("chatham_house_rule", checks.flag, settings.chatham_house_rule),
        "translation": top.get("translation", checks.one_of((OFF, AUTOMATIC, *NAMES)), AUTOMATIC),
        "demo": top.get("demo", checks.flag, False),
        "starts": starts,
        "ends": ends,
        "time_zone": top.get("time_zone", checks.time_zone, offset),
        "minutes_per_question": top.get("minutes_per_question", checks.whole(1, 60), None),
        "retention_days": top.get("retention_days", checks.whole(1, 3650), 30),
        "purge_when_due": top.get("purge_when_due", checks.flag, True),
        "entry_codes": top.get("entry_codes", checks.one_of(ENTRY_CODES), NO_ENTRY_CODES),
        "programme": look.programme(top, languages),
        "wait_for_start": top.get("wait_for_start", checks.flag, False),
        "look": look.look(top, languages),
    }
    chair_seats = tuple(f"chair.{chair['seat']}" for chair in chairs)
    named = (*(f"panel.{who['key']}" for who in panellists), *(f"booth.{booth['key']}" for booth in booths))
    seats = (*chair_seats, *STAFF, *named)
    if passphrases := _passphrases(top, seats):
        definition["passphrases"] = passphrases
    return definition, problems.all()


def _check_languages(value: object) -> list[str]:
    if not isinstance(value, list) or not 1 <= len(value) <= 12:
        raise Expected("a list of 1 to 12 language tags, the default first", code="languages", values={"most": 12})
    for position, tag in enumerate(value):
        if not isinstance(tag, str) or words.find_language(tag) is None:
            wrong = checks.shown(tag)
            expected = f"language tags such as es, zh-Hant or pt-BR (BCP 47), not {wrong}"
            raise Expected(expected, code="language", values={"language": wrong})
        if tag in value[:position]:
            raise Expected(f"each language once, not {tag} again", code="repeated")
    return value


def _some_languages(value: object) -> list[str]:
    """Return the known language tags in `value`, which can be wrong.

    The checks of all other keys need the session's languages, and find their problems even if `languages` is wrong.
    """
    tags = value if isinstance(value, list) else []
    return list(dict.fromkeys(tag for tag in tags if isinstance(tag, str) and words.find_language(tag)))


def _groups(top: Table, languages: list[str]) -> list[GroupDefinition]:
    """Return the groups listed in `groups`, with `undisclosed` last.

    Without `groups` in the file, return the groups of the word list and of the [[group]] tables. A group in the file
    replaces the group with the same key in the word list.
    """
    known: dict[str, GroupDefinition] = {
        word.key: {"key": word.key, "label": word.label, "short": word.short} for word in words.groups().values()
    }
    defined: dict[str, GroupDefinition] = {}
    check_label = checks.texts_for_all(languages, 80)
    no_label: Texts = {}
    for table in top.tables("group", fields.GROUP):
        key, label = table.once("key", _check_key, defined), table.require("label", check_label, no_label)
        defined[key] = {"key": key, "label": label, "short": table.get("short", check_label, label)}
    undisclosed = known.pop(UNDISCLOSED)
    undisclosed = defined.pop(UNDISCLOSED, undisclosed)
    keys = top.get("groups", _check_keys(known | defined), list(known | defined))
    _check_listed(top, "groups", "group", keys, defined)
    return [(known | defined)[key] for key in keys] + [undisclosed]


def _regions(top: Table, languages: list[str]) -> list[RegionDefinition]:
    """Return the session's regions, with `undisclosed` last. The value of `regions` in the file selects them:

    - true: all regions of the word list and of the [[region]] tables
    - a list: the listed regions
    - missing: the regions of the [[region]] tables
    - false or empty: no regions

    A region in the file replaces the region with the same key in the word list.
    """
    known: dict[str, RegionDefinition] = {
        word.key: {"key": word.key, "label": word.label} for word in words.regions().values()
    }
    defined: dict[str, RegionDefinition] = {}
    no_label: Texts = {}
    for table in top.tables("region", fields.REGION):
        key = table.once("key", _check_key, defined)
        label = table.require("label", checks.texts_for_all(languages, 80), no_label)
        defined[key] = {"key": key, "label": label}
    undisclosed = known.pop(UNDISCLOSED)
    undisclosed = defined.pop(UNDISCLOSED, undisclosed)

    def check(value: object) -> list[str]:
        if isinstance(value, bool):
            return list(known | defined) if value else []
        return _check_keys(known | defined)(value)

    keys = top.get("regions", check, list(defined))
    _check_listed(top, "regions", "region", keys, defined)
    return [(known | defined)[key] for key in keys] + [undisclosed] if keys else []


def _topics(top: Table, languages: list[str]) -> list[TopicDefinition]:
    topics: dict[str, TopicDefinition] = {}
    no_label: Texts = {}
    tables = top.tables("topic", fields.TOPIC)
    if len(tables) > MOST_TOPICS:
        top.wrong("topic", f"at most {MOST_TOPICS} [[topic]] tables", code="topics", most=MOST_TOPICS)
    for table in tables[:MOST_TOPICS]:
        key = table.once("key", _check_key, topics)
        topics[key] = {"key": key, "label": table.require("label", checks.texts_for_all(languages, 120), no_label)}
    return list(topics.values())


def _check_listed(top: Table, field: str, table: str, keys: list[str], defined: Collection[str]) -> None:
    """Require that the list `field` (`groups` or `regions`) contains the key of every [[group]] or [[region]] table.

    Record a problem for each key that is missing. `regions = false` counts as an empty list. If the file does not have
    the key `field`, record nothing. `keys`: the keys that the list selects. `defined`: the keys of the tables.
    """
    if isinstance(top.raw(field), list | bool):
        for key in sorted(set(defined) - set(keys)):
            top.wrong(field, f"every [[{table}]] of the file in this list, {key} too", code="unlisted", key=key)


def _chairs(top: Table, plain: Check[str | Texts]) -> list[ChairDefinition]:
    chairs: dict[str, ChairDefinition] = {}
    for table in top.tables("chair", fields.CHAIR):
        seat = table.once("seat", checks.one_of(CHAIRS), chairs)
        name = table.require("name", checks.text(80), "")
        chairs[seat] = {"seat": seat, "name": name, "role": table.get("role", plain, None)}
    if not chairs or sorted(chairs) != list(CHAIRS[: len(chairs)]):
        seats = f"1 to {len(CHAIRS)} [[chair]] tables, with the seats {', '.join(CHAIRS)} in this order"
        top.wrong("chair", seats, code="chairs", most=len(CHAIRS))
    return [chairs[seat] for seat in sorted(chairs)]


def _panellists(top: Table, plain: Check[str | Texts]) -> list[PanellistDefinition]:
    panellists: dict[str, PanellistDefinition] = {}
    for table in top.tables("panellist", fields.PANELLIST):
        key = table.once("key", _check_key, panellists)
        name = table.require("name", checks.text(80), "")
        panellists[key] = {"key": key, "name": name, "role": table.get("role", plain, None)}
    return list(panellists.values())


def _booths(top: Table, languages: list[str]) -> list[BoothDefinition]:
    booths: dict[str, BoothDefinition] = {}
    tables = top.tables("booth", fields.BOOTH)
    if len(tables) > MOST_BOOTHS:
        top.wrong("booth", f"at most {MOST_BOOTHS} [[booth]] tables", code="booths", most=MOST_BOOTHS)
    no_pair: list[str] = []
    for table in tables[:MOST_BOOTHS]:
        key = table.once("key", _check_booth, booths)
        name = table.require("name", checks.text(80), "")
        pair = table.require("languages", _check_pair(languages), no_pair)
        booths[key] = {"key": key, "name": name, "languages": pair}
    return list(booths.values())


def _check_pair(languages: list[str]) -> Check[list[str]]:
    """Return a check that accepts a list of two different languages of the session."""

    def check(value: object) -> list[str]:
        tags = value if isinstance(value, list) else []
        if len(tags) != 2 or tags[0] == tags[1] or not all(isinstance(tag, str) and tag in languages for tag in tags):
            raise Expected(f"two different languages of the session: {', '.join(languages)}", code="pair")
        return tags

    return check


def _passphrases(top: Table, seats: tuple[str, ...]) -> dict[str, str]:
    """Return {seat: hash} for the seats in the table [passphrases]."""
    table = top.table("passphrases", seats)
    hashes = {seat: table.get(seat, _check_passphrase, "") for seat in seats}
    return {seat: hashed for seat, hashed in hashes.items() if hashed}


def _check_passphrase(value: object) -> str:
    if not isinstance(value, str) or not passphrase.is_hash(value):
        command = "open-floor passphrase"
        raise Expected(f"a line that `{command}` has printed", code="passphrase", values={"command": command})
    return value


def _terms(top: Table, languages: list[str]) -> list[TermDefinition]:
    check_term = checks.texts(languages, check_word, some=True)
    check_note = checks.texts(languages, TERM_NOTE, some=True)
    terms: list[TermDefinition] = []
    tables = top.tables("term", fields.TERM)
    if len(tables) > MOST_TERMS:
        top.wrong("term", f"at most {MOST_TERMS} [[term]] tables", code="terms", most=MOST_TERMS)
    for table in tables[:MOST_TERMS]:
        no_term: Texts = {}
        term = table.require("term", check_term, no_term)
        if term and any(term == before["term"] for before in terms):
            table.wrong("term", "each term once, not this one again", code="repeated")
        terms.append({"term": term, "note": table.get("note", check_note, None)})
    return terms


def check_word(value: object) -> str:
    """Return a cleaned glossary text. Raise Expected if its length is wrong or if it contains no letter."""
    cleaned = one_line(value) if isinstance(value, str) else ""
    if not 2 <= length(cleaned) <= TERM or not any(char.isalpha() for char in cleaned):
        raise Expected(f"a word or words of 2 to {TERM} characters", code="term", values={"most": TERM})
    return cleaned


def _documents(top: Table, plain: Check[str | Texts]) -> list[DocumentDefinition]:
    tables = top.tables("document", fields.DOCUMENT)
    if len(tables) > MOST_DOCUMENTS:
        top.wrong("document", f"at most {MOST_DOCUMENTS} [[document]] tables", code="documents", most=MOST_DOCUMENTS)
    return [
        {"title": table.require("title", plain, ""), "url": table.require("url", checks.https_url, "")}
        for table in tables[:MOST_DOCUMENTS]
    ]


def _limits(top: Table) -> dict[str, int]:
    defaults: dict[str, int] = asdict(Limits())
    table = top.table("limits", tuple(defaults))
    return {name: table.get(name, checks.whole(1, MOST[name]), default) for name, default in defaults.items()}


def _check_keys(known: Collection[str]) -> Check[list[str]]:
    """Return a check for a list of keys. Every key must be in `known`, and no key may occur twice.

    The check accepts `undisclosed`, but removes it from the list, because this key is always offered.
    """

    def check(value: object) -> list[str]:
        if not isinstance(value, list):
            raise Expected("a list of keys", code="list")
        for position, key in enumerate(value):
            if not isinstance(key, str) or (key not in known and key != UNDISCLOSED):
                raise Expected(f"keys out of {', '.join(known)}, not {checks.shown(key)}", code="key")
            if key in value[:position]:
                raise Expected(f"each key once, not {key} again", code="repeated")
        return [key for key in value if key != UNDISCLOSED]

    return check
