"""The exception with which a check of a session file rejects a value."""

from __future__ import annotations

from collections.abc import Mapping


class Expected(Exception):
    """The exception with which a check rejects a value. The text of the exception describes the expected value. `Table`
    records each exception as a problem with line and field.

    - `key`: the key of the wrong part, if only a part of the value is wrong
    - `is_unknown`: whether `key` is not a known key
    - `others`: the exceptions for further wrong parts of the value
    - `code`: the stable code of the problem
    - `values`: the numbers and names in the problem's sentence on a page (docs/wire.md, "Codes of wrong values")
    """

    def __init__(
        self,
        words: str,
        key: str | None = None,
        *,
        is_unknown: bool = False,
        code: str = "other",
        values: Mapping[str, str | int] | None = None,
    ):
        super().__init__(words)
        self.key, self.is_unknown, self.code, self.values = key, is_unknown, code, dict(values or {})
        self.others: list[Expected] = []
