"""The export of a session's record as a file, for the command line and for the organiser's download."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, request

from ...core.refusals import Refusal
from ...services.record import export, reading, report
from ...services.record.finding import only_matching
from ...store import sessions
from ...store.connection import Connection
from .. import auth
from ..context import AppContext, app_context
from ..language_choice import INTERFACE
from .report import as_html

FORMATS = (*export.FORMATS, "html")
KINDS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_SEARCH = 200
"""Maximum number of characters of a search. All further characters are ignored."""

blueprint = Blueprint("export", __name__)


class Choice(NamedTuple):
    """The choices for an export file.

    `form`: one of FORMATS.
    `lang`: the language of the labels. The default is `language`, or the session's first language if `language` is
    None.
    `search`: words or a question's number. The file then contains only matching questions.
    `language`: a language of the session, in which the questions are exported. None: each question as it was asked,
    with all translations.
    `originals_only`: whether to leave out the translations.
    """

    form: str
    lang: str | None = None
    search: str = ""
    language: str | None = None
    originals_only: bool = False


def gather(connection: Connection, code: str, choice: Choice) -> dict[str, Any]:
    """Read the data of an export file.

    The same record and choice give the same data. Exception: under the Chatham House Rule, the labels and the order of
    the questions are random. Refuses with `session.unknown` if there is no such session, and with the codes of
    `reading.check`.
    """
    session = sessions.get_by_code(connection, code)
    reading.check(session, choice.language, originals_only=choice.originals_only)
    lang = choice.lang or choice.language or session.languages[0]
    # The data of a report contain no labels: `write` adds them in the right language.
    record = report.contents(connection, code) if choice.form == "html" else export.record(connection, code, lang)
    if choice.search.strip():
        record = only_matching(record, choice.search)
    return reading.in_language(record, choice.language, originals_only=choice.originals_only, lang=lang)


def write(record: dict[str, Any], choice: Choice) -> tuple[int, bytes]:
    """Return (number of questions, file content)."""
    if choice.form == "html":
        return len(record["answered"]) + len(record["open"]), as_html(record, choice.lang or choice.language)
    return len(record["questions"]), export.FORMATS[choice.form](record)


@blueprint.get("/api/s/<code>/organiser/export")
def download(code: str) -> Response:
    """Send the export file. An operating-system thread builds the file, so that the event loop is not blocked.

    Refuses with `session.unknown`, `seat.unknown`, `request.field`, `limit.requests`, `language.unknown` and
    `rule.originals`.
    """
    context = app_context()
    session = context.session(code)
    caller = auth.caller(context, session, auth.read_seat(session, "organiser"), request.cookies)
    auth.count_request(context, session, caller, "export", request.remote_addr)
    form, lang = request.args.get("format", "json"), request.args.get("lang")
    if form not in FORMATS:
        raise Refusal("request.field", field="format")
    if lang is not None and lang not in INTERFACE:
        raise Refusal("request.field", field="lang")
    originals_only = request.args.get("originals_only", "0")
    if originals_only not in ("0", "1"):
        raise Refusal("request.field", field="originals_only")
    search = request.args.get("search", "")[:LONGEST_SEARCH]
    choice = Choice(form, lang, search, request.args.get("language") or None, originals_only == "1")
    content = context.runtime.in_thread(_build, context, session.code, choice)
    return Response(
        content,
        headers={
            "Content-Type": KINDS[form],
            "Content-Disposition": f'attachment; filename="{_file_name(session.code, choice)}"',
        },
    )


def _file_name(code: str, choice: Choice) -> str:
    """Return the name of the file, such as `PANEL1-fr.csv`. The language must be a language of the session."""
    originals = "originals" if choice.originals_only else None
    return "-".join(part for part in (code, choice.language, originals) if part) + f".{choice.form}"


def _build(context: AppContext, code: str, choice: Choice) -> bytes:
    with context.reader.transaction() as connection:
        record = gather(connection, code, choice)
    return write(record, choice)[1]
