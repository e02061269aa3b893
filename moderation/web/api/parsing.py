"""Parsing of untrusted input into typed parameters. Only form and type are checked; services/ checks the values."""

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
"""Upper bound of integers. All integers must be lower, because larger integers are not exact in JavaScript."""
MOST_DECLINED = 50
"""Maximum number of questions in one `decline`. A longer list is refused with `request.field`."""

Fields = Mapping[str, tuple[type, bool]]
"""{field: (type, whether it is required)}."""

_TEXT, _NUMBER, _SWITCH = str, int, bool
_ASK: Fields = {
    "text": (_TEXT, True),
    "language": (_TEXT, False),
    "hint": (_TEXT, False),
    "group": (_TEXT, False),
    "region": (_TEXT, False),
    "to": (_TEXT, False),
    "name": (_TEXT, False),
    "show_name": (_SWITCH, False),
    "machine": (_SWITCH, False),
}
_QUESTION: Fields = {"number": (_NUMBER, True)}
_VERSION: Fields = {"number": (_NUMBER, True), "version": (_NUMBER, True)}
_NULLABLE = {("advance", "live"), ("advance", "next"), ("presence", "number"), ("wording", "text")}

FIELDS: dict[str, Fields] = dict.fromkeys(ACTS_ON_ONE_QUESTION, _VERSION) | {
    "ask": _ASK,
    "reword": {**_QUESTION, **_ASK},
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
    "advance": {"live": (_NUMBER, True), "next": (_NUMBER, True)},
    "add": {
        "text": (_TEXT, False),
        "language": (_TEXT, False),
        "hint": (_TEXT, False),
        "group": (_TEXT, False),
        "region": (_TEXT, False),
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
    "flag": _QUESTION,
    "unflag": _QUESTION,
    "note": {"text": (_TEXT, True)},
    "acknowledge": {"note": (_NUMBER, True)},
    "set_language": {**_VERSION, "language": (_TEXT, True)},
    "translate": {
        **_QUESTION,
        "version": (_NUMBER, False),
        "language": (_TEXT, True),
        "text": (_TEXT, True),
    },
    "retranslate": {**_QUESTION, "language": (_TEXT, False)},
    "undo": {},
    "presence": {"number": (_NUMBER, True)},
    "open": {},
    "pause": {},
    "close": {},
    "reopen": {},
    "purge": {},
    "set": dict.fromkeys(Settings.__dataclass_fields__, (_SWITCH, False)),
    "renew": {"seat": (_TEXT, True)},
    "revoke": {"seat": (_TEXT, True)},
}
"""The fields of each act."""


def read_key(key: str) -> str:
    """Return the client-generated key of a command. Refuses `key.bad`."""
    if not KEY.fullmatch(key):
        raise Refusal("key.bad")
    return key


def read_object(raw: bytes) -> dict[str, Any]:
    """Return a parsed JSON object, with lone surrogates removed. Refuses `request.json`, also for NaN and Infinity."""
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
        if b"\\ud" in raw.lower():
            # Remove lone surrogates, because SQLite and UTF-8 cannot encode a lone surrogate. Only "\ud…" escapes can
            # express a lone surrogate.
            body = json.loads(
                json.dumps(body, ensure_ascii=False).encode("utf-8", "ignore"), parse_constant=_no_constant
            )
    except (ValueError, RecursionError):
        raise Refusal("request.json") from None
    if not isinstance(body, dict):
        raise Refusal("request.json")
    return body


def read_params(act: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return the typed fields of an act.

    Refuses `act.unknown`. Refuses `request.field` with the name of a field that is missing, unknown or of a wrong type.
    """
    fields = FIELDS.get(act)
    if fields is None:
        raise Refusal("act.unknown", act=act)
    params = read_fields(fields, body, {field for owner, field in _NULLABLE if owner == act})
    if act == "decline":
        _check_decline(params)
    return params


def read_fields(fields: Fields, body: dict[str, Any], nullable: Collection[str] = ()) -> dict[str, Any]:
    """Return the given fields of a body after a check of their types.

    An optional field with the value null counts as absent, unless it is in `nullable`. Refuses `request.field`.
    """
    for name in body:
        if name not in fields:
            raise Refusal("request.field", field=name[:40])
    params = {}
    for name, (kind, required) in fields.items():
        if name not in body or (body[name] is None and not required):
            if required:
                raise Refusal("request.field", field=name)
            continue
        params[name] = None if body[name] is None and name in nullable else _typed(name, body[name], kind)
    return params


def hash_command(secret: bytes, act: str, body: dict[str, Any]) -> bytes:
    """Return a hash of act and body. The hash detects a different command with the same idempotency key.

    The hash is keyed with the server's secret, so that nobody can guess names from a copy of the database.
    """
    return hmac.digest(secret, json.dumps([act, body], sort_keys=True, ensure_ascii=True).encode(), "sha256")


def _typed(name: str, value: Any, kind: type) -> Any:
    is_typed = type(value) is kind  # Not isinstance, because bool is a subclass of int.
    if not is_typed or (isinstance(value, int) and not 0 <= value < MOST):
        raise Refusal("request.field", field=name)
    return value


def _check_decline(params: dict[str, Any]) -> None:
    """Check that `decline` has either `number` and `version`, or a list of questions with `number` and `version`.

    Refuses `request.field`.
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


def _no_constant(name: str) -> None:
    raise ValueError(name)
