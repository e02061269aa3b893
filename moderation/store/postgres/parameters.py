"""The translation of SQL parameters from `?` and `:name` to the forms of psycopg."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    '(?:[^']|'')*'      # a text
    | "[^"]*"           # a quoted name
    | ::                # a cast
    | %                 # psycopg's own mark
    | \?                # a positional parameter
    | :([a-z_]\w*)      # a named parameter
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=1024)
def translated(sql: str) -> str:
    """Return the statement with `%s` for `?`, `%(name)s` for `:name`, and `%%` for `%`.

    A text in quotes keeps its `?` and `:`.
    """
    return _TOKEN.sub(_replace, sql)


def _replace(match: re.Match[str]) -> str:
    token = match[0]
    if token == "?":
        return "%s"
    if match[1] is not None:
        return f"%({match[1]})s"
    return token.replace("%", "%%")
