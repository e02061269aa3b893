"""The sentences for the codes of wrong values in a session's definition (docs/wire.md, "Codes of wrong values")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import lazy_gettext

from ..services.session_file.problems import SessionFileError

_ = lazy_gettext
SENTENCES = {
    "flag": _("Choose on or off."),
    "number": _("Write a whole number from %(least)s to %(most)s."),
    "choice": _("Choose one of the offered values."),
    "text": _("Write 1 to %(most)s characters."),
    "term": _("Write 2 to %(most)s characters, with at least one letter."),
    "missing": _("The text in this language is missing: %(language)s."),
    "language": _("A session cannot have this language: %(language)s."),
    "languages": _("Choose 1 to %(most)s languages."),
    "time": _("Write a date and a time."),
    "zone": _("Choose a time zone from the list."),
    "end": _("The end is before the start."),
    "repeated": _("This is already in the list."),
    "key": _("This entry is not known here."),
    "chairs": _("A session has 1 to %(most)s chairs."),
    "topics": _("A session has at most %(most)s topics."),
    "booths": _("A session has at most %(most)s booths."),
    "pair": _("Choose two different languages of the session."),
    "documents": _("A session has at most %(most)s documents."),
    "url": _("Write a link that begins with %(start)s."),
    "terms": _("A glossary has at most %(most)s terms."),
    "clock": _("Write the hours and minutes of a time, such as %(example)s."),
    "colour": _("Write a colour as # and six hexadecimal digits."),
    "contrast": _("Too pale to read: the contrast is %(ratio)s, and at least %(least)s is needed."),
    "logo": _("This is not a logo of this session."),
    "logo_unknown": _("This server does not have this logo. Upload it again."),
    "programme": _("A programme has at most %(most)s items."),
    "unlisted": _("The file defines the entry %(key)s, but this list does not have it."),
    "list": _("Write a list."),
    "passphrase": _("Write a line that the command %(command)s has printed."),
    "unknown": _("This name is not known here."),
    "similar": _("This name is not known here. The most similar one is %(nearest)s."),
    "table": _("Write this as a table, under %(table)s."),
    "utf8": _("Save the file as UTF-8."),
    "toml": _("This line is not valid TOML."),
    "nested": _("A number is too long, or the values are nested too deeply."),
    "other": _("This value is not possible."),
}
"""{code of a wrong value: its sentence}. The sentence has placeholders for the values of the problem."""
HINTS = {
    "whole_file": _("%(key)s belongs to the whole file, not to %(table)s."),
    "above": _(
        "%(key)s belongs to the whole file, not to %(table)s. Move this line above line %(line)s, where the first table"
        " begins."
    ),
    "under": _("%(key)s belongs under one of these: %(tables)s."),
}
"""{hint code: sentence}. The sentence says to which place in the session file a key belongs."""


class FileProblem(NamedTuple):
    """A problem of a session file, in the interface language. `hint`: "" if there is no hint."""

    line: int
    field: str
    message: str
    hint: str


def file_problem(problem: SessionFileError) -> FileProblem:
    """Return a problem of a session file with its sentences, in the interface language."""
    message = sentence({"code": problem.problem_code, "values": problem.values})
    hint = str(HINTS[problem.hint_code]) % problem.hint_values if problem.hint_code else ""
    return FileProblem(problem.line, problem.field, message, hint)


def sentence(problem: Mapping[str, Any]) -> str:
    """Return the sentence for a problem in the refusal `definition.invalid`, in the interface language."""
    text = str(SENTENCES[problem["code"]])
    return text % ({"language": "?"} | problem["values"]) if "%(" in text else text
