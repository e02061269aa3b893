"""Hypothesis strategies for the values in the fuzz test: texts and fields of acts.

Every text contains CANARY, a word that occurs nowhere else. If a log line contains this word, the server has wrongly
logged a text that was sent.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import strategies as st

from moderation.web.api.parsing import FIELDS
from moderation.web.api.parsing import MOST as MOST_NUMBER
from tests.servers import ROOT

CANARY = "Kanarie7Q3x"
HOSTILE = [json.loads(line)["text"] for line in (ROOT / "tests" / "data" / "hostile.jsonl").read_text().splitlines()]
REPEATED = (
    "„",
    "a\u0300",
    "\u0300",
    "Aa ",
    "👩\u200d",
    "\u202e",
    "🇦",
    "\n",
    "\x00",
    "A.",
    "1",
    "[",
    "ﷺ",
    "\\",
    "\ud800",
)
"""Pieces of text that the strategies repeat.

A text that repeats one of these pieces has made a regular expression slow, in this product or in another product. The
time grew faster than the length of the text.
"""
COUNTS = (5, 30, 100, 300, 1_000, 2_500, 7_000)


def mostly(usual: st.SearchStrategy, *others: st.SearchStrategy) -> st.SearchStrategy:
    """Return a strategy that draws from `usual` in eight of ten cases. `st.one_of` cannot set such a probability."""
    other = st.one_of(*others)
    return st.integers(0, 9).flatmap(lambda chance: other if chance in (6, 7) else usual)


ANY_TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.builds(lambda unit, count: unit * count, st.sampled_from(REPEATED), st.sampled_from(COUNTS)),
)
TEXT = st.builds(
    lambda text, at: f"{text[:at]}{CANARY}{text[at:]}", st.one_of(st.just(" Who decides?"), ANY_TEXT), st.integers(0, 9)
)
NUMBER = mostly(
    st.one_of(st.integers(1, 20), st.integers(1, 3)), st.sampled_from((0, -1, MOST_NUMBER - 1, 2**63, 10**30))
)
OTHER_JSON = st.one_of(
    st.none(),
    st.booleans(),
    TEXT,
    st.floats(),
    st.integers(),
    st.recursive(st.just(CANARY), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)),
    st.builds(lambda depth: json.loads("[" * depth + "]" * depth), st.integers(1, 400)),
)
KNOWN: dict[str, tuple[str, ...]] = {
    "language": ("en", "es", "fr", "und"),
    "hint": ("en", "fr"),
    "group": ("media", "undisclosed"),
    "region": ("weog", "undisclosed"),
    "to": ("socco", "fatafta"),
    "reason": ("off_topic", "too_long", "duplicate"),
}
"""{field: values that the demo session accepts}.

The field `seat` is missing on purpose. With a valid seat, `renew` and `revoke` would end the access of this seat.
"""


@cache
def value(name: str, kind: type) -> st.SearchStrategy[Any]:
    """Return a strategy for the values of the field `name`. Most values have the right type (`kind`).

    If `KNOWN` contains the field, most of these are values that the server accepts.
    """
    if kind is str:
        typed = mostly(st.sampled_from(KNOWN[name]), TEXT) if name in KNOWN else TEXT
    elif kind is list:
        typed = st.lists(st.fixed_dictionaries({"number": NUMBER, "version": NUMBER}), max_size=60)
    else:
        typed = NUMBER if kind is int else st.booleans()
    return mostly(typed, typed, OTHER_JSON)


@cache
def body(act: str) -> st.SearchStrategy[Any]:
    """Return a strategy for JSON bodies of an act. Most bodies have all required fields. Some bodies lack fields.

    Some are arbitrary JSON values.
    """
    fields = FIELDS.get(act, FIELDS["ask"])
    required = {name: value(name, kind) for name, (kind, is_required) in fields.items() if is_required}
    optional = {name: value(name, kind) for name, (kind, is_required) in fields.items() if not is_required}
    typed = st.fixed_dictionaries(required, optional=optional)
    partial = st.fixed_dictionaries({}, optional=required | optional | {f"{CANARY}_field": OTHER_JSON})
    return mostly(typed, partial, OTHER_JSON)


RAW = st.one_of(
    st.binary(max_size=200).map(lambda raw: raw + CANARY.encode()),
    st.builds(lambda raw, count: (raw + CANARY.encode()) * count, st.binary(max_size=8), st.integers(1, 2000)),
    st.sampled_from(
        (
            b'{"text":NaN,"x":"%s"}' % CANARY.encode(),
            b'{"text":"%s","text":1}' % CANARY.encode(),
            b'{"number":1' + b"0" * 5000 + b"}",
            b'{"text":"\\ud800%s"}' % CANARY.encode(),
            b"[" * 15_000,
            b'{"":' * 3_000,
            CANARY.encode("utf-16"),
            b"\xef\xbb\xbf{}",
        )
    ),
)
"""A strategy for byte strings. Most of them are not valid JSON."""


def cut(content: bytes, at: int, changed: bytes) -> bytes:
    """Overwrite bytes of the content with `changed`, from position `at` (modulo the length). Return the new content."""
    at %= len(content) + 1
    return content[:at] + changed + content[at + len(changed) :]


def damaged(contents: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Return a strategy that draws from `contents`, and sometimes overwrites some bytes or removes the end."""
    changed = st.builds(cut, contents, st.integers(0, 5000), st.binary(min_size=1, max_size=6))
    shorter = st.builds(lambda content, at: content[: at % (len(content) + 1)], contents, st.integers(0, 5000))
    return mostly(contents, changed, shorter)
