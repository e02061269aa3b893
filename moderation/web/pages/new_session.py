"""The form for a new session: from a template, as a copy of a session, or from a session file."""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from flask_babel import gettext

from ...core.contracts import SessionDefinition
from ...core.join_code import normal_code
from ...core.text import clean, is_blank
from ...paths import ROOT
from ...services import session_time, words
from ...services.session_file import checks
from ...services.session_file import definition as session_file
from ...services.session_file.problems import SessionFileError
from ...services.session_file.values import as_json_values, as_values
from ...store import definitions, sessions
from ...store.connection import Connection
from ..value_sentences import FileProblem, file_problem

TEMPLATES = ("panel", "hearing", "round_table", "talk", "blank")
"""The names of the templates: the session files in `data/sessions/templates/`."""
COPY, FILE = "copy", "file"
"""The two sources of a new session besides the templates: a copy of a session, and a session file."""
MINUTES = (30, 45, 60, 75, 90, 120, 150, 180, 240)
"""The lengths of a session that the form offers, in minutes."""
CODE_LETTERS, CODE_LENGTH = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 6
"""The characters and the length of a random code. Easily confused characters are left out (0 and O, 1 and I)."""


class WrongForm(Exception):
    """The form has wrong values.

    `errors`: {field: sentence in the page's language}. `problems`: the problems of a session file, in the
    order of their lines.
    """

    def __init__(self, errors: Mapping[str, str], problems: list[FileProblem] | None = None):
        super().__init__(str(dict(errors)))
        self.errors, self.problems = errors, problems or []


def from_file(content: bytes, in_thread: Callable[..., Any]) -> SessionDefinition:
    """Return the definition in an uploaded session file. Raise WrongForm if the file is wrong or missing.

    `in_thread`: runs a function in a thread of the operating system. Only the parser runs in this thread. The error
    messages are made outside it, because their language is known only to the request.
    """
    if not content.strip():
        raise WrongForm({"file": gettext("Choose a session file.")})
    try:
        definition: SessionDefinition = in_thread(session_file.parse, content)
        return definition
    except SessionFileError as error:
        problems = [file_problem(problem) for problem in sorted(error.problems, key=lambda problem: problem.line)]
        raise WrongForm({"file": gettext("The session file is wrong.")}, problems) from None


def from_template(name: str, form: Mapping[str, str], languages: list[str]) -> SessionDefinition:
    """Return the definition of a new session from a template and the fields of the form. Raise WrongForm if a value is
    wrong.

    `languages`: the languages of the session, the default language first. The title in the form becomes the title in
    each language.
    """
    errors: dict[str, str] = {}
    if name not in TEMPLATES:
        errors["start"] = gettext("Choose one.")
    title = _read_title(form, errors, is_required=True)
    wrong = next((code for code in languages if words.find_language(code) is None), None)
    if wrong is not None:
        errors["languages"] = gettext(
            "A session cannot have this language: %(language)s.", language=checks.shown(wrong)
        )
    elif not 1 <= len(languages) <= 12:
        errors["languages"] = gettext("Choose 1 to 12 languages.")
    values = _read_code_and_times(form, errors)
    if errors:
        raise WrongForm(errors)
    template = dict(_template(name))
    chairs = [
        {**chair, "name": gettext("Chair %(letter)s", letter=chair["seat"].upper())} for chair in template["chair"]
    ]
    return _checked(
        {**template, **values, "languages": languages, "title": dict.fromkeys(languages, title), "chair": chairs}
    )


def from_session(connection: Connection, form: Mapping[str, str]) -> SessionDefinition:
    """Return the definition of a copy of a session.

    The copy has all values of the session, except the code, the times, the passphrases and the field `demo`. A title in
    the form replaces the title in the session's first language. Raise WrongForm if a value is wrong. Refuses with
    `session.unknown` if the session to copy does not exist.
    """
    errors: dict[str, str] = {}
    title = _read_title(form, errors, is_required=False)
    new = _read_code_and_times(form, errors)
    if errors:
        raise WrongForm(errors)
    session = sessions.get_by_code(connection, form.get("session", ""))
    values = as_json_values(as_values(definitions.present(session)))
    for key in ("starts", "ends", "time_zone", "demo", "passphrases"):
        values.pop(key, None)
    if title and isinstance(values["title"], str):
        values["title"] = title
    elif title:
        values["title"][session.languages[0]] = title
    return _checked({**values, **new})


def read_code(form: Mapping[str, str], errors: dict[str, str]) -> str:
    """Return the entered code in its stored form. If no code was entered, return a random code.

    If the code is wrong, add a sentence to `errors`.
    """
    code = normal_code(form.get("code", "")) or "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    if not (code.isascii() and code.isalnum() and 4 <= len(code) <= 12):
        errors["code"] = gettext("A code has 4 to 12 Latin letters and digits.")
    return code


def zones() -> list[str]:
    """Return the names of the time zones that the form offers."""
    return [session_time.NAMED_UTC, *sorted(name for name in session_time.names() if _is_place(name))]


def _is_place(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/"))


@cache
def _template(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "data" / "sessions" / "templates" / f"{name}.toml").read_text("utf-8"))


def _read_title(form: Mapping[str, str], errors: dict[str, str], *, is_required: bool) -> str:
    title = clean(form.get("title", ""))
    if is_required and is_blank(title):
        errors["title"] = gettext("Type a title.")
    return "" if is_blank(title) else title


def _read_code_and_times(form: Mapping[str, str], errors: dict[str, str]) -> dict[str, Any]:
    """Return the fields `code`, `time_zone`, `starts` and `ends` for a session file.

    Add a sentence to `errors` for each wrong field.
    """
    code = read_code(form, errors)
    name = form.get("zone", "").strip()
    if name not in session_time.names():
        errors["zone"] = gettext("Choose a time zone of the list, such as %(example)s.", example="Europe/Paris")
    minutes = form.get("minutes", "")
    if minutes not in map(str, MINUTES):
        errors["minutes"] = gettext("Choose a length.")
        return {}
    try:
        typed = datetime.fromisoformat(f"{form.get('date', '')}T{form.get('time', '')}")
        starts = typed.replace(tzinfo=session_time.zone(name))
        # Add the length to the start in UTC. In local time, a clock change during the session would make the end wrong.
        ends = (starts.astimezone(UTC) + timedelta(minutes=int(minutes))).astimezone(starts.tzinfo)
    except (ValueError, OverflowError):
        errors["date"] = gettext("Give the date and the time of the start.")
        return {}
    return {"code": code, "time_zone": name, "starts": starts.isoformat(), "ends": ends.isoformat()}


def _checked(values: Mapping[str, Any]) -> SessionDefinition:
    """Convert the values of a session file to a definition. Raise WrongForm if a value is wrong."""
    try:
        return session_file.from_values(values)
    except SessionFileError as error:
        field = "title" if error.field.startswith("title") else "start"
        raise WrongForm({field: gettext("This value is not possible: %(field)s.", field=error.field)}) from None
