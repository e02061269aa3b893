"""The translation of SQL parameters from `?` and `:name` to the forms of psycopg and PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, zip_longest

_TOKEN = re.compile(
    r"""
    '(?:[^']|'')*'      # a text
    | "[^"]*"           # a quoted name
    | ::                # a cast
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
    texts, keys = split(sql)
    marks = ["%s" if isinstance(key, int) else f"%({key})s" for key in keys]
    return joined([text.replace("%", "%%") for text in texts], marks)


@lru_cache(maxsize=1024)
def split(sql: str) -> tuple[tuple[str, ...], tuple[int | str, ...]]:
    """Return the texts between the parameters of a statement, and the keys of the parameters.

    There is one text more than keys. A key is the index of a `?`, from 0, or the name of a `:name`.
    """
    texts, end = [""], 0
    keys: list[int | str] = []
    for match in _TOKEN.finditer(sql):
        key: int | str | None = len(keys) if match[0] == "?" else match[1]
        texts[-1] += sql[end : match.start()]
        end = match.end()
        if key is None:
            texts[-1] += match[0]
        else:
            keys.append(key)
            texts.append("")
    texts[-1] += sql[end:]
    return tuple(texts), tuple(keys)


def joined(texts: Sequence[str], values: Sequence[str]) -> str:
    """Return the statement with these values in the places of its parameters. `texts`: as from `split`."""
    return "".join(chain.from_iterable(zip_longest(texts, values, fillvalue="")))
