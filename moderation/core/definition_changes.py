"""The comparison of two definitions of a session: the changed fields, and each change with its old and new value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, NamedTuple, cast

from .contracts import SessionDefinition
from .model import NO_ENTRY_CODES, Limits, Settings

KEY_OF = {"groups": "key", "regions": "key", "topics": "key", "panellists": "key", "chairs": "seat", "booths": "key"}
"""{field that contains a list of tables: the key that identifies a table in the list}."""
SEAT_OF = {"chairs": "chair", "panellists": "panel", "booths": "booth"}
"""{field: kind of seat}, for the fields whose entries have seats. The kind begins the name of the seat: `panel.cy`."""
DESCRIPTIVE = frozenset(
    {
        "title",
        "description",
        "organisers",
        "groups",
        "regions",
        "topics",
        "chairs_set_topics",
        "chairs",
        "panellists",
        "booths",
        "terms",
        "documents",
        "limits",
        "starts",
        "ends",
        "time_zone",
        "minutes_per_question",
        "retention_days",
        "purge_when_due",
        "programme",
        "wait_for_start",
        "look",
    }
)
"""The fields that describe the session to its readers. They do not decide which questions a stream contains."""
_DEFAULTS: dict[str, Any] = {
    "description": None,
    "organisers": None,
    "topics": [],
    "chairs_set_topics": False,
    "booths": [],
    "terms": [],
    "documents": [],
    "translation": "none",
    "starts": None,
    "ends": None,
    "time_zone": "UTC",
    "minutes_per_question": None,
    "purge_when_due": False,
    "entry_codes": NO_ENTRY_CODES,
    "programme": [],
    "wait_for_start": False,
    "look": None,
}
"""Default values for the keys that can be absent from a definition of an older version of the product."""


class Difference(NamedTuple):
    """A changed value. `field`: the path of the value, such as `title.es` or `panellists.cy.name`.

    `before` is None for an added value, and `after` is None for a removed value.
    """

    field: str
    before: Any
    after: Any


def complete(definition: SessionDefinition, settings: Settings | None = None) -> SessionDefinition:
    """Return a stored definition with default values for its missing keys. Replace its switches by `settings`, the
    current switches.
    """
    limits = {**asdict(Limits()), **definition["limits"]}
    switches = asdict(settings) if settings else {}
    return cast(SessionDefinition, {**_DEFAULTS, **definition, **switches, "limits": limits})


def changed_fields(before: SessionDefinition, after: SessionDefinition) -> list[str]:
    """Return the fields with different values, in the order of the keys of `SessionDefinition`.

    The field `passphrases` is not compared.
    """
    fields = [field for field in SessionDefinition.__annotations__ if field != "passphrases"]
    old, new = cast(Mapping[str, Any], before), cast(Mapping[str, Any], after)
    return [field for field in fields if old.get(field) != new.get(field)]


def changes_streams(before: SessionDefinition, after: SessionDefinition) -> bool:
    """Return whether the streams need a new epoch after the change. Two kinds of changes need a new epoch:

    - The session loses a group, region, topic or panellist: questions can refer to it.
    - A field outside `DESCRIPTIVE` changes, such as `settings`, `languages` or `translation`.
    """
    old, new = cast(Mapping[str, Any], before), cast(Mapping[str, Any], after)
    return any(
        field not in DESCRIPTIVE
        or (field in KEY_OF and not set(keys_of(field, old[field])) <= set(keys_of(field, new[field])))
        for field in changed_fields(before, after)
    )


def keys_of(field: str, value: list[Any]) -> list[str]:
    """Return the identifier of each entry in the list `value` of a field.

    If the entries are texts, each text is its own identifier. If they are tables, the identifier is the value of the
    key that KEY_OF names for the field.
    """
    return [entry if isinstance(entry, str) else entry[KEY_OF[field]] for entry in value]


def names(definition: SessionDefinition) -> dict[str, str]:
    """Return {seat: name} of the chairs, panellists and booths."""
    values = cast(Mapping[str, Any], definition)
    return {
        f"{kind}.{person[KEY_OF[field]]}": person["name"] for field, kind in SEAT_OF.items() for person in values[field]
    }


def renamed_seats(before: SessionDefinition, after: SessionDefinition) -> list[str]:
    """Return the seats (`chair.a`, `panel.cy`) with different names in `before` and `after`.

    Leave out added and removed seats.
    """
    old, new = names(before), names(after)
    return [seat for seat in new if seat in old and new[seat] != old[seat]]


def differences(before: SessionDefinition, after: SessionDefinition) -> list[Difference]:
    """Return every changed value, in the order of the fields."""
    old, new = cast(Mapping[str, Any], before), cast(Mapping[str, Any], after)
    return [
        difference
        for field in changed_fields(before, after)
        for difference in _compare(field, _by_key(field, old.get(field)), _by_key(field, new.get(field)))
    ]


def _by_key(field: str, value: Any) -> Any:
    """Return the value of a field in a form that can be compared entry by entry.

    For a field in KEY_OF, the value is a list of entries. The result is then {value of the entry's identifying key: the
    entry without this key}. If the value is None, or the field is not in KEY_OF, return the value unchanged.
    """
    if field not in KEY_OF or value is None:
        return value
    name = KEY_OF[field]
    return {entry[name]: {key: text for key, text in entry.items() if key != name} for entry in value}


def _compare(path: str, before: Any, after: Any) -> Iterator[Difference]:
    if not isinstance(before, dict) or not isinstance(after, dict):
        if before != after:
            yield Difference(path, before, after)
        return
    keys = [*before, *(key for key in after if key not in before)]
    entries = [difference for key in keys for difference in _compare(f"{path}.{key}", before.get(key), after.get(key))]
    yield from entries
    if not entries and list(before) != list(after):
        yield Difference(path, list(before), list(after))
