"""The text of a session file in TOML, from the values of the file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def to_toml(values: Mapping[str, Any]) -> str:
    """Return a TOML text that `tomllib.loads` converts back to `values` (see `values.as_values`).

    Write the keys without a table first. After the header of a table, these keys would belong to that table.
    """
    plain = [f"{_key(key)} = {_value(value)}" for key, value in values.items() if not _is_table(value)]
    blocks = ["\n".join(plain)] if plain else []
    for key, value in values.items():
        if isinstance(value, Mapping):
            blocks.append(f"[{_key(key)}]\n{_lines(value)}")
        elif _is_table(value):
            blocks += [f"[[{_key(key)}]]\n{_lines(entry)}" for entry in value]
    return "".join(f"{block}\n" if block is blocks[-1] else f"{block}\n\n" for block in blocks)


def _is_table(value: Any) -> bool:
    """Return whether the value gets its own header: a table, or a list of tables."""
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(item, Mapping) for item in value))


def _lines(table: Mapping[str, Any]) -> str:
    return "\n".join(f"{_key(key)} = {_value(value)}" for key, value in table.items())


def _value(value: Any) -> str:
    """Return a value on one line. A table inside a table becomes an inline table."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        precision = "milliseconds" if value.microsecond else "seconds"
        return value.isoformat(timespec=precision).replace("+00:00", "Z")
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(key)} = {_value(item)}' for key, item in value.items())} }}"
    return _text(str(value))


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    """Return the text as a TOML basic string. `json.dumps` escapes all characters that TOML requires, except the
    control character U+007F, which this function escapes itself.
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
