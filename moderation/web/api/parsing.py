"""Untrusted input to typed parameters. Only forms and types are judged here; what they mean is decided further down."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Collection
from typing import Any

from ...core.refusals import Refusal

KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
MOST = 2**53
MOST_DECLINED = 50

_TEXT, _NUMBER, _SWITCH = str, int, bool
_ASK = {
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
_ONE = {"number": (_NUMBER, True)}
_SEEN = {"number": (_NUMBER, True), "version": (_NUMBER, True)}
_NULLABLE = {("advance", "live"), ("advance", "next"), ("presence", "number"), ("wording", "text")}

FIELDS: dict[str, dict[str, tuple[type, bool]]] = {
    "ask": _ASK,
    "reword": _ONE | _ASK,
    "withdraw": _ONE,
    "vote": _ONE,
    "unvote": _ONE,
    "approve": _SEEN | {"after": (_NUMBER, False)},
    "decline": {
        "number": (_NUMBER, False),
        "version": (_NUMBER, False),
        "reason": (_TEXT, True),
        "reason_number": (_NUMBER, False),
        "questions": (list, False),
    },
    "reconsider": _SEEN,
    "set_next": _SEEN,
    "take": _SEEN,
    "put_back": _SEEN,
    "answer": _SEEN,
    "bring_back": _SEEN,
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
    "merge": _SEEN | {"into": (_NUMBER, True)},
    "split": _SEEN,
    "wording": _SEEN | {"text": (_TEXT, True), "hide": (_SWITCH, False)},
    "mute": _ONE | {"reason": (_TEXT, False)},
    "unmute": _ONE,
    "clear_screen": {},
    "restore_screen": {},
    "flag": _ONE,
    "unflag": _ONE,
    "note": {"text": (_TEXT, True)},
    "acknowledge": {"note": (_NUMBER, True)},
    "set_language": _SEEN | {"language": (_TEXT, True)},
    "translate": _ONE | {"version": (_NUMBER, False), "language": (_TEXT, True), "text": (_TEXT, True)},
    "retranslate": _ONE | {"language": (_TEXT, False)},
    "undo": {},
    "presence": {"number": (_NUMBER, True)},
    "open": {},
    "pause": {},
    "close": {},
    "reopen": {},
    "purge": {},
    "set": dict.fromkeys(("list_public", "show_group", "stage_upcoming", "chatham_house_rule"), (_SWITCH, False)),
    "renew": {"seat": (_TEXT, True)},
    "revoke": {"seat": (_TEXT, True)},
}
"""Act: field: (type, whether it must be there)."""


def read_key(key: str) -> str:
    """A client-made key. Refuses `key.bad`."""
    if not KEY.fullmatch(key):
        raise Refusal("key.bad")
    return key


def read_object(raw: bytes) -> dict:
    """A JSON object. Refuses `request.json`; numbers that are not numbers, too. Halves of characters (lone surrogates) are dropped."""
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
        if b"\\ud" in raw.lower():
            # They can be written with escapes only, and neither a database nor an answer can hold them.
            body = json.loads(
                json.dumps(body, ensure_ascii=False).encode("utf-8", "ignore"), parse_constant=_no_constant
            )
    except (ValueError, RecursionError):
        raise Refusal("request.json") from None
    if not isinstance(body, dict):
        raise Refusal("request.json")
    return body


def read_params(act: str, body: dict) -> dict[str, Any]:
    """The act's fields, typed. Refuses `act.unknown`, and `request.field` naming what is missing, unknown or of a wrong type."""
    fields = FIELDS.get(act)
    if fields is None:
        raise Refusal("act.unknown", act=act)
    params = read_fields(fields, body, {name for kind, name in _NULLABLE if kind == act})
    if act == "decline":
        _check_decline(params)
    return params


def read_fields(fields: dict[str, tuple[type, bool]], body: dict, nullable: Collection[str] = ()) -> dict[str, Any]:
    """These fields of a body, typed; null counts as absent where the field need not be there. Refuses `request.field`."""
    for name in body:
        if name not in fields:
            raise Refusal("request.field", field=name[:40])
    params = {}
    for name, (kind, needed) in fields.items():
        if name not in body or (body[name] is None and not needed):
            if needed:
                raise Refusal("request.field", field=name)
            continue
        params[name] = None if body[name] is None and name in nullable else _typed(name, body[name], kind)
    return params


def hash_command(secret: bytes, act: str, body: dict) -> bytes:
    """What tells one command from another under the same key: another act with the same body is another command.

    Under the server's secret: whoever has a copy of the database cannot try names until one fits.
    """
    return hmac.digest(secret, json.dumps([act, body], sort_keys=True, ensure_ascii=True).encode(), "sha256")


def _typed(name: str, value: Any, kind: type) -> Any:
    if type(value) is not kind or (kind is int and not 0 <= value < MOST):
        raise Refusal("request.field", field=name)
    return value


def _check_decline(params: dict) -> None:
    """Either one question by number and version, or a list of such."""
    several = params.get("questions")
    if several is None:
        if "number" not in params or "version" not in params:
            raise Refusal("request.field", field="number")
        return
    if "number" in params or "version" in params or not 1 <= len(several) <= MOST_DECLINED:
        raise Refusal("request.field", field="questions")
    for one in several:
        if not isinstance(one, dict) or set(one) != {"number", "version"}:
            raise Refusal("request.field", field="questions")
        for name in one:
            _typed("questions", one[name], int)
    if len({one["number"] for one in several}) != len(several):
        raise Refusal("request.field", field="questions")


def _no_constant(name: str) -> None:
    raise ValueError(name)
