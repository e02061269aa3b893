"""The parser of untrusted input. It checks only the form and the types of the input; services/ checks the values."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from ...core.acts import ACTS_ON_ONE_QUESTION
from ...core.model import Settings
from ...core.refusals import Refusal

KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
MOST = 2**53
"""Every integer must be less than this number, because larger integers are not exact in JavaScript."""
MOST_DECLINED = 50
"""Maximum number of questions in one command `decline`. A longer list is refused with `request.field`."""

DEEPEST = 4
"""Maximum number of nested objects and lists in the changes of `redefine`.

{"group": [{"label": {"en": "…"}}]} has four levels.
"""

Fields = Mapping[str, tuple[type, bool]]
"""{field: (type, True if the field is required)}."""

_TEXT, _NUMBER, _SWITCH = str, int, bool
_ASK: Fields = {
    "text": (_TEXT, True),
    "language": (_TEXT, False),
    "hint": (_TEXT, False),
    "group": (_TEXT, False),
    "region": (_TEXT, False),
    "topic": (_TEXT, False),
    "to": (_TEXT, False),
    "name": (_TEXT, False),
    "show_name": (_SWITCH, False),
    "machine": (_SWITCH, False),
}
_QUESTION: Fields = {"number": (_NUMBER, True)}
_VERSION: Fields = {"number": (_NUMBER, True), "version": (_NUMBER, True)}
_KIND: Fields = {
    "kind": (_TEXT, True),
    "number": (_NUMBER, False),
    "since": (_TEXT, False),
    "upto": (_NUMBER, True),
    "count": (_NUMBER, True),
}
_NULLABLE = {
    ("advance", "live"),
    ("advance", "next"),
    ("take", "live"),
    ("presence", "number"),
    ("wording", "text"),
    ("set_topic", "topic"),
}

FIELDS: dict[str, Fields] = dict.fromkeys(ACTS_ON_ONE_QUESTION, _VERSION) | {
    "ask": _ASK,
    "reword": {**_QUESTION, **_ASK},
    "edit": {**_VERSION, **_ASK},
    "withdraw": _QUESTION,
    "vote": _QUESTION,
    "unvote": _QUESTION,
    "approve": {**_VERSION, "after": (_NUMBER, False)},
    "decline": {
        "number": (_NUMBER, False),
        "version": (_NUMBER, False),
        "reason": (_TEXT, True),
        "reason_number": (_NUMBER, False),
        "questions": (list, False),
    },
    "move": {"number": (_NUMBER, True), "after": (_NUMBER, True)},
    "take": {**_VERSION, "live": (_NUMBER, False)},
    "advance": {"live": (_NUMBER, True), "next": (_NUMBER, True)},
    "add": {
        "text": (_TEXT, False),
        "language": (_TEXT, False),
        "hint": (_TEXT, False),
        "group": (_TEXT, False),
        "region": (_TEXT, False),
        "topic": (_TEXT, False),
        "to": (_TEXT, False),
        "live": (_SWITCH, False),
        "after": (_NUMBER, False),
    },
    "merge": {**_VERSION, "into": (_NUMBER, True)},
    "wording": {**_VERSION, "text": (_TEXT, True), "hide": (_SWITCH, False)},
    "mute": {**_QUESTION, "reason": (_TEXT, False)},
    "unmute": _QUESTION,
    "clear_screen": {},
    "restore_screen": {},
    "set_stage_languages": {"languages": (list, True)},
    "hold_newcomers": {"since": (_TEXT, False)},
    "admit_newcomers": {},
    "decline_kind": {**_KIND, "reason": (_TEXT, True)},
    "release_kind": _KIND,
    "flag": _QUESTION,
    "unflag": _QUESTION,
    "note": {
        "text": (_TEXT, True),
        "to_organiser": (_SWITCH, False),
        "to_booths": (_SWITCH, False),
        "reply_to": (_NUMBER, False),
    },
    "acknowledge": {"note": (_NUMBER, True)},
    "set_language": {**_VERSION, "language": (_TEXT, True)},
    "set_topic": {**_VERSION, "topic": (_TEXT, True)},
    "translate": {
        **_QUESTION,
        "version": (_NUMBER, False),
        "language": (_TEXT, True),
        "text": (_TEXT, True),
        "seen_text": (_TEXT, False),
        "seen_translation": (_TEXT, False),
    },
    "retranslate": {**_QUESTION, "language": (_TEXT, False)},
    "add_term": {"term": (dict, True)},
    "undo_term": {"version": (_NUMBER, True)},
    "undo": {},
    "presence": {"number": (_NUMBER, True), "page": (_TEXT, False)},
    "open": {},
    "pause": {},
    "close": {},
    "reopen": {},
    "purge": {},
    "set": dict.fromkeys(Settings.__dataclass_fields__, (_SWITCH, False)),
    "redefine": {"changes": (dict, True), "version": (_NUMBER, False), "replaced": (list, False)},
    "move_end": {"later": (_SWITCH, True), "ends": (_TEXT, True)},
    "schedule": {
        "planned_act": (_TEXT, True),
        "anchor": (_TEXT, True),
        "minutes": (_NUMBER, False),
        "local_time": (_TEXT, False),
        "text": (_TEXT, False),
    },
    "unschedule": {"scheduled": (_NUMBER, True)},
    "revoke_entry_code": {"number": (_NUMBER, True)},
    "renew": {"seat": (_TEXT, True), "name": (_TEXT, False)},
    "revoke": {"seat": (_TEXT, True)},
}
"""{act: {field of its body: (type, True if the field is required)}}."""


def read_key(key: str) -> str:
    """Return the key that a client made for its command. Refuses with `key.bad` if the key has a wrong form."""
    if not KEY.fullmatch(key):
        raise Refusal("key.bad")
    return key


def read_object(raw: bytes) -> dict[str, Any]:
    """Return a parsed JSON object, with lone surrogates removed.

    Refuses with `request.json` if the text is not a JSON object. NaN and Infinity are not JSON.
    """
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
        if b"\\ud" in raw.lower():
            # Remove lone surrogates, because SQLite and UTF-8 cannot encode them. Only "\ud…" escapes can produce them.
            body = json.loads(
                json.dumps(body, ensure_ascii=False).encode("utf-8", "ignore"), parse_constant=_no_constant
            )
    except (ValueError, RecursionError):
        raise Refusal("request.json") from None
    if not isinstance(body, dict):
        raise Refusal("request.json")
    return body


def read_params(act: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an act, after a check of their types. Refuses with `act.unknown` if there is no such act.

    Refuses with `request.field`, and names the field, if a field is missing, unknown or of a wrong type.
    """
    fields = FIELDS.get(act)
    if fields is None:
        raise Refusal("act.unknown", act=act)
    params = read_fields(fields, body, {field for owner, field in _NULLABLE if owner == act})
    if act == "decline":
        _check_decline(params)
    if act == "redefine":
        _check_depth(params["changes"])
    return params


def read_fields(fields: Fields, body: dict[str, Any], nullable: Collection[str] = ()) -> dict[str, Any]:
    """Check the types of a body's fields, and return the fields that are present.

    An optional field with the value null counts as absent. In a field of `nullable`, null is a value. Refuses with
    `request.field`.
    """
    for name in body:
        if name not in fields:
            raise Refusal("request.field", field=name[:40])
    params = {}
    for name, (kind, required) in fields.items():
        if name not in body or (body[name] is None and not required and name not in nullable):
            if required:
                raise Refusal("request.field", field=name)
            continue
        params[name] = None if body[name] is None and name in nullable else _typed(name, body[name], kind)
    return params


def hash_command(secret: bytes, act: str, body: dict[str, Any]) -> bytes:
    """Return a hash of act and body.

    If an earlier command has the same key, the server compares the hashes of both commands. The body may contain an
    asker's name. Therefore the hash depends on the server's secret: a thief of the database cannot check a guessed
    name, because the secret is not in the database.
    """
    return hmac.digest(secret, json.dumps([act, body], sort_keys=True, ensure_ascii=True).encode(), "sha256")


def _typed(name: str, value: Any, kind: type) -> Any:
    is_typed = type(value) is kind  # Do not use isinstance: it accepts a bool as an int.
    if not is_typed or (isinstance(value, int) and not 0 <= value < MOST):
        raise Refusal("request.field", field=name)
    return value


def _check_decline(params: dict[str, Any]) -> None:
    """Check that `decline` has either `number` and `version`, or a list of questions, each with `number` and `version`.

    Refuses with `request.field`.
    """
    several = params.get("questions")
    if several is None:
        if "number" not in params or "version" not in params:
            raise Refusal("request.field", field="number")
        return
    if "number" in params or "version" in params or not 1 <= len(several) <= MOST_DECLINED:
        raise Refusal("request.field", field="questions")
    for entry in several:
        if not isinstance(entry, dict) or set(entry) != {"number", "version"}:
            raise Refusal("request.field", field="questions")
        for value in entry.values():
            _typed("questions", value, int)
    if len({entry["number"] for entry in several}) != len(several):
        raise Refusal("request.field", field="questions")


def _check_depth(changes: object) -> None:
    """Refuse with `request.field` if the changes are nested more deeply than a session file can be."""
    level = [changes]
    for _ in range(DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    if any(isinstance(value, dict | list) for value in level):
        raise Refusal("request.field", field="changes")


def _no_constant(name: str) -> None:
    raise ValueError(name)
