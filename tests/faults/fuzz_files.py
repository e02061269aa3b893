"""Hypothesis strategies for the content of session files: well-formed, damaged, and random bytes.

For each new kind of file that a person can import, add a strategy here and a case in `test_fuzz.py`.
"""

from __future__ import annotations

import json
from dataclasses import fields

from hypothesis import strategies as st

from moderation.core.model import Limits
from moderation.services.session_file.definition import SESSION_KEYS
from tests.faults.fuzz_values import CANARY, HOSTILE, RAW, TEXT, damaged
from tests.servers import ROOT
from tests.services.session_file.files import GOOD

EXAMPLES = tuple(path.read_bytes() for path in sorted((ROOT / "data" / "sessions").glob("*.toml")))
TABLES = {
    "group": ("key", "label", "short"),
    "chair": ("seat", "name", "role"),
    "panellist": ("key", "name", "role"),
    "term": ("term", "note"),
}
LANGUAGES = ("en", "es", "fr", "ar", "ru", "xx")


def quoted(text: str) -> str:
    """Return a text as a TOML string. TOML allows all JSON strings except those with DEL or lone surrogates."""
    return json.dumps(text.encode(errors="replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")


STRING = st.one_of(TEXT, st.sampled_from(HOSTILE)).map(quoted)
SCALAR = st.one_of(
    STRING,
    st.integers().map(str),
    st.sampled_from(
        (
            "true",
            "false",
            "nan",
            "inf",
            "-0",
            "0x" + "f" * 6000,
            "9" * 5000,
            "1e999",
            "1979-05-27T07:32:00Z",
            "0001-01-01T00:00:00+23:59",
            "9999-12-31T23:59:59-23:59",
            "07:32:00",
            "1979-05-27",
            "[" * 500 + "]" * 500,
            "{ a = " * 300 + "1" + " }" * 300,
        )
    ),
)
INLINE = st.dictionaries(st.one_of(st.sampled_from(LANGUAGES), STRING), SCALAR, max_size=4).map(
    lambda entries: "{" + ", ".join(f"{name} = {value}" for name, value in entries.items()) + "}"
)
VALUE = st.one_of(SCALAR, INLINE, st.lists(SCALAR, max_size=4).map(lambda values: f"[{', '.join(values)}]"))
KEY = st.one_of(st.sampled_from(SESSION_KEYS), STRING)
LINE = st.builds(lambda key, value: f"{key} = {value}", KEY, VALUE)
TABLE = st.sampled_from(sorted(TABLES)).flatmap(
    lambda name: st.dictionaries(st.one_of(st.sampled_from(TABLES[name]), STRING), VALUE, max_size=3).map(
        lambda entries: f"[[{name}]]\n" + "".join(f"{key} = {value}\n" for key, value in entries.items())
    )
)
LIMITS = st.dictionaries(st.sampled_from([field.name for field in fields(Limits)]), SCALAR, max_size=3).map(
    lambda entries: "[limits]\n" + "".join(f"{key} = {value}\n" for key, value in entries.items())
)
TYPED = st.builds(
    lambda lines, tables, limits: "\n".join((*lines, GOOD, *tables, limits)).encode(),
    st.lists(LINE, max_size=2),
    st.lists(TABLE, max_size=3),
    LIMITS,
)
REPLACED = st.builds(
    lambda content, at, value: b"\n".join(
        line if place != at % (content.count(b"\n") + 1) else line.partition(b"=")[0] + b"= " + value.encode()
        for place, line in enumerate(content.split(b"\n"))
    ),
    st.sampled_from((GOOD.encode(), *EXAMPLES)),
    st.integers(0, 200),
    VALUE,
)
MOST_BYTES = 64 * 1024
"""The maximum size of a file in the test, in bytes. The session files in data/sessions/ have at most 11 KiB."""
SESSION_FILES = st.one_of(
    TYPED,
    REPLACED,
    damaged(st.sampled_from((GOOD.encode(), *EXAMPLES))),
    RAW,
    st.builds(lambda name, count: f"{GOOD}\n[{'.'.join([name] * count)}]\n".encode(), STRING, st.integers(1, 300)),
    st.just((GOOD + f'[[term]]\nterm = "{CANARY}"\n' * 300).encode()),
).map(lambda content: content[:MOST_BYTES])
