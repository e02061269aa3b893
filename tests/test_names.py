"""Tests that replaced names do not come back (CONTRIBUTING.md lists the terms in use)."""

from __future__ import annotations

import io
import re
import subprocess
import tokenize

import pytest

from tests.servers import ROOT

REPLACED = {
    "Floor", "here", "cli_door", "door", "Listening", "patient", "quiet", "LetGo", "let_go", "heap", "Pinger", "Probe",
    "phone_socket", "PhoneSocket", "board", "Board", "Placed", "margins", "Tally", "tally", "note_own", "wish", "kept",
    "told", "made", "found", "one", "many", "more", "less", "make_promise", "Once", "carry_out",
    "Keeper", "Lost", "Waiting", "Buckets", "bootstrap", "standing", "stands", "hall", "Hall", "Room", "house",
    "House", "means", "scene", "Scene", "hands", "Hands",
}  # fmt: skip
"""Old names that were replaced by better names. No identifier in a Python file or script may have such a name."""
ALLOWED = {
    ("moderation/core/contracts.py", "more"),
    ("static/js/chairs/control/history.js", "more"),
    ("static/js/chairs/control/perform.js", "more"),
    ("static/js/chairs/view/history.js", "more"),
    ("static/js/floor/answered-list.js", "more"),
    ("static/js/chairs/model/undo-sentence.js", "one"),
    ("tests/web/pages/test_forms.py", "wish"),
}
"""Allowed uses of old names, as (file, name).

The names are keys of the wire format, form fields of pages without JavaScript, or placeholders of sentences (such as
`%(one)s`).
"""
STRINGS = re.compile(
    "|".join(
        (
            r"/\*.*?\*/",
            r"//[^\n]*",
            r'"(?:\\.|[^"\\\n])*"',
            r"'(?:\\.|[^'\\\n])*'",
            r"/(?![*/ ])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\\n\[])+/[dgimsuvy]*",
            r"`(?:\\.|[^`\\])*`",
        )
    ),
    re.DOTALL,
)
"""A pattern for the comments, strings, regular expressions and templates of a script."""
PYTHON_STRINGS = re.compile(
    "|".join(
        (
            r"#[^\n]*",
            r'(?i:\b[rbuf]{1,2})?(?:"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*")',
            r"(?i:\b[rbuf]{1,2})?(?:'''(?:\\.|[^\\])*?'''|'(?:\\.|[^'\\\n])*')",
        )
    ),
    re.DOTALL,
)
"""Matches each comment and each string literal of a Python file. A match includes the string's prefix (`rb"…"`)."""


def tracked(*patterns: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0 and listed.stdout:
        return listed.stdout.split()
    return sorted(
        path.relative_to(ROOT).as_posix() for pattern in patterns for path in ROOT.glob(pattern.replace("*", "**/*", 1))
    )


def _without_text(match: re.Match[str]) -> str:
    """Return the replacement of a match of PYTHON_STRINGS: a space. An f-string stays, because it contains names."""
    return match[0] if re.match("(?i)[rb]?f", match[0]) else " "


def python_words(source: str) -> set[str]:
    """Return all words of a Python file that may be identifiers.

    These are the words outside comments and strings, and the words of f-strings. They are found much faster than the
    tokens of the file, so the test computes the tokens only if one of the words is an old name.
    """
    code = PYTHON_STRINGS.sub(_without_text, source)
    return set(re.findall(r"\w+", code))


def replaced_names(path: str) -> set[str]:
    """Return the old names in `REPLACED` that are identifiers of a Python file or a script."""
    source = (ROOT / path).read_text("utf-8")
    if path.endswith(".py") and not python_words(source) & REPLACED:
        return set()
    return identifiers(path, source) & REPLACED


def identifiers(path: str, source: str) -> set[str]:
    """Return the identifiers in a Python file or a script, including the names of attributes."""
    if path.endswith(".py"):
        return {t.string for t in tokenize.generate_tokens(io.StringIO(source).readline) if t.type == tokenize.NAME}
    return set(re.findall(r"[A-Za-z_$][\w$]*", STRINGS.sub(" ", source)))


def test_no_replaced_name_comes_back():
    paths = set(tracked("moderation/*.py", "server.py", "tests/*.py", "static/js/*.js")) - {"tests/test_names.py"}
    assert len(paths) > 1000
    names = sorted({(path, name) for path in paths for name in replaced_names(path)} - ALLOWED)
    assert not names, names


def test_every_exception_is_still_needed():
    for path, name in ALLOWED:
        assert name in identifiers(path, (ROOT / path).read_text("utf-8")), (path, name)


@pytest.mark.parametrize(
    ("path", "source"),
    [("a.py", "def f(wish):\n    return wish"), ("a.js", "const wish = 1;"), ("a.js", "open(({ wish }) => 1)")],
)
def test_an_inserted_replaced_name_is_found(path, source):
    assert "wish" in identifiers(path, source)


@pytest.mark.parametrize(
    "source",
    [
        "def f(wish):\n    return wish",
        "x = 'it\\\\' + wish",
        """x = "#" + wish""",
        "x = rb'\\\\' + wish",
        'f("", wish, "")',
        'f = f"{wish}"',
        "f = rF'{wish}'",
        'f("""a"b""", wish)',
        "f('''a'b''', wish)",
    ],
)
def test_the_words_of_a_python_file_include_its_identifiers(source):
    assert "wish" in python_words(source)


@pytest.mark.parametrize(
    ("path", "source"), [("a.py", '"""A wish."""  # wish'), ("a.js", '/* wish */ f("wish", `wish`); // wish')]
)
def test_prose_is_no_name(path, source):
    assert "wish" not in identifiers(path, source)
