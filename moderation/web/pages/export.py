"""The export of a session's record as a file, for the command line and for the organiser's download."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, Response, request

from ...core.refusals import Refusal
from ...services.record import export, report
from .. import auth
from ..context import AppContext, app_context
from ..messages import INTERFACE
from .report import as_html

FORMATS = (*export.FORMATS, "html")
KINDS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

blueprint = Blueprint("export", __name__)


def gather(connection: sqlite3.Connection, code: str, form: str) -> dict[str, Any]:
    """Read the data of an export file in this format. Refuses `session.unknown`."""
    return report.contents(connection, code) if form == "html" else export.record(connection, code)


def write(record: dict[str, Any], form: str, lang: str | None) -> tuple[int, bytes]:
    """Return (number of questions, file content). `lang` is the language of an HTML report."""
    if form == "html":
        return len(record["answered"]) + len(record["open"]), as_html(record, lang)
    return len(record["questions"]), export.FORMATS[form](record)


@blueprint.get("/api/s/<code>/organiser/export")
def download(code: str) -> Response:
    """Send the export file.

    A real thread builds the file, so that the event loop is not blocked. Refuses `seat.unknown`, `request.field`.
    """
    context = app_context()
    session = context.session(code)
    auth.caller(context, session, auth.read_seat(session, "organiser"), request.cookies)
    form, lang = request.args.get("format", "json"), request.args.get("lang")
    if form not in FORMATS:
        raise Refusal("request.field", field="format")
    if lang is not None and lang not in INTERFACE:
        raise Refusal("request.field", field="lang")
    content = context.runtime.in_thread(_build, context, session.code, form, lang)
    return Response(
        content,
        headers={"Content-Type": KINDS[form], "Content-Disposition": f'attachment; filename="{session.code}.{form}"'},
    )


def _build(context: AppContext, code: str, form: str, lang: str | None) -> bytes:
    with context.reader.transaction() as connection:
        record = gather(connection, code, form)
    return write(record, form, lang)[1]
