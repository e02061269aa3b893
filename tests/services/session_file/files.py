"""A valid session file, and functions that return changed copies."""

from __future__ import annotations

import pytest

from moderation.services.session_file.definition import parse
from moderation.services.session_file.problems import SessionFileError

TERM = '[[term]]\nterm = { en = "UN", es = "ONU" }\n'
GROUP = '[[group]]\nkey = "bakers"\nlabel = { en = "Bakers", es = "Panaderos" }\n'
GOOD = """\
code = "TEST1"
languages = ["en", "es"]

[title]
en = "A title"
es = "Un título"

[[chair]]
seat = "b"
name = "Bea"

[[chair]]
seat = "a"
name = "Al"
role = "Judge"

[[panellist]]
key = "cy"
name = "Cy"

[panellist.role]
en = "Author"
es = "Autora"

[[panellist]]
key = "di"
name = "Di"
"""


def replaced(old: str, new: str) -> bytes:
    """Return the valid file with the first `old` replaced by `new`."""
    assert old in GOOD
    return GOOD.replace(old, new, 1).encode()


def top(line: str) -> bytes:
    """Return the valid file with an additional first line."""
    return f"{line}\n{GOOD}".encode()


def refused(content: bytes) -> str:
    """Check that the file is refused. Return the error message."""
    with pytest.raises(SessionFileError) as caught:
        parse(content)
    assert caught.value.code == "session.file"
    assert caught.value.data == {
        "line": caught.value.line,
        "field": caught.value.field,
        "expected": caught.value.expected,
    }
    return str(caught.value)
