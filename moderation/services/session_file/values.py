"""The values of the session file that contains a given definition: the inverse of `definition.from_values`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ...core.contracts import SessionDefinition, Texts
from ...core.model import UNDISCLOSED, Settings
from .. import session_time, words

_PLAIN = (
    *Settings.__dataclass_fields__,
    "chairs_set_topics",
    "translation",
    "minutes_per_question",
    "retention_days",
    "purge_when_due",
    "entry_codes",
    "wait_for_start",
)


def as_values(definition: SessionDefinition) -> dict[str, Any]:
    """Return {key: value} for a session file that contains this definition. The keys have the usual order of a session
    file. Keys without a value are omitted. The definition must be complete (`core/definition_changes.complete`). In the
    result, `starts` and `ends` are datetime objects.
    """
    languages = definition["languages"]
    zone = definition["time_zone"]
    own_groups, own_regions = _own_groups(definition), _own_regions(definition)
    values: dict[str, Any] = {
        "code": definition["code"],
        "demo": definition["demo"],
        "languages": languages,
        "groups": _keys(definition["groups"]),
        "regions": _keys(definition["regions"]) or False,
        "starts": _local(definition["starts"], zone),
        "ends": _local(definition["ends"], zone),
        "time_zone": zone if zone in session_time.names() and zone != session_time.NAMED_UTC else None,
    }
    values |= {key: definition.get(key) for key in _PLAIN}
    title = definition["title"]
    values |= {
        "title": title[languages[0]] if list(title) == languages and len(languages) == 1 else title,
        "description": definition["description"],
        "organisers": definition["organisers"],
        "limits": definition["limits"],
        "group": own_groups,
        "region": own_regions,
        "topic": [
            {"key": topic["key"], "label": _for_all(topic["label"], languages)} for topic in definition["topics"]
        ],
        "chair": definition["chairs"],
        "panellist": definition["panellists"],
        "booth": definition["booths"],
        "term": definition["terms"],
        "document": definition["documents"],
        "programme": definition["programme"],
        "look": definition["look"],
        "passphrases": definition.get("passphrases"),
    }
    return {
        key: without_none(value)
        for key, value in values.items()
        if value not in (None, {}) and (value != [] or key == "groups")
    }


def as_json_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with each date and time as a text (ISO 8601), so that JSON can represent them."""
    converted: dict[str, Any] = json.loads(json.dumps(values, default=datetime.isoformat))
    return converted


def _own_groups(definition: SessionDefinition) -> list[dict[str, Any]]:
    """Return a [[group]] table for each group whose key or texts are not in the word list (data/words)."""
    known = words.groups()
    tables = []
    for group in definition["groups"]:
        label, short = group["label"], group.get("short") or group["label"]
        word = known.get(group["key"])
        if word is None or not (_is_listed(label, word.label) and _is_listed(short, word.short)):
            table: dict[str, Any] = {"key": group["key"], "label": _for_all(label, definition["languages"])}
            if _exact(short) != _exact(label):
                table["short"] = _for_all(short, definition["languages"])
            tables.append(table)
    return tables


def _own_regions(definition: SessionDefinition) -> list[dict[str, Any]]:
    """Return a [[region]] table for each region whose key or label is not in the word list (data/words)."""
    known = words.regions()
    return [
        {"key": region["key"], "label": _for_all(region["label"], definition["languages"])}
        for region in definition["regions"]
        if region["key"] not in known or not _is_listed(region["label"], known[region["key"]].label)
    ]


def _keys(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    return [entry["key"] for entry in entries if entry["key"] != UNDISCLOSED]


def _for_all(texts: Texts, languages: list[str]) -> str | Texts:
    """Return the text of all languages if it is the same in each of them, otherwise return `texts`.

    The single text is returned only if `texts` contains exactly `languages`, in this order.
    """
    if list(texts) == languages and len(set(texts.values())) == 1:
        return texts[languages[0]]
    return texts


def _is_listed(texts: Texts, listed: Texts) -> bool:
    """Return whether `texts` are the same texts, in the same order, as an entry of a word list (`listed`).

    Languages that only `listed` contains do not count, because they may have been added to the word list after the
    session was created.
    """
    return _exact(texts) == _exact({language: text for language, text in listed.items() if language in texts})


def _exact(value: object) -> str:
    """Return `value` as JSON. A comparison of two JSON texts includes the order of the keys, which `==` on dicts
    ignores.
    """
    return json.dumps(value)


def _local(at: str | None, zone: str) -> datetime | None:
    return session_time.local(at, zone) if at else None


def without_none(value: Any) -> Any:
    """Return `value` without the keys whose value is None, also in nested tables."""
    if isinstance(value, list):
        return [without_none(entry) for entry in value]
    if isinstance(value, dict):
        return {key: without_none(entry) for key, entry in value.items() if entry is not None}
    return value
