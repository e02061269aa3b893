"""The record as a file: for the command line, and for the organiser to download."""

from __future__ import annotations

import sqlite3

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


def gather(connection: sqlite3.Connection, code: str, form: str) -> dict:
    """What a file of this format is made of. Refuses `session.unknown`."""
    return report.contents(connection, code) if form == "html" else export.record(connection, code)


def write(made: dict, form: str, lang: str | None) -> tuple[int, bytes]:
    """(how many questions stand in it, the file); `lang` is the report's."""
    if form == "html":
        return len(made["answered"]) + len(made["open"]), as_html(made, lang)
    return len(made["questions"]), export.FORMATS[form](made)


@blueprint.get("/api/s/<code>/organiser/export")
def download(code: str) -> Response:
    """The file, made in a thread beside the loop. Refuses `seat.unknown`, `request.field`."""
    context = app_context()
    session = context.session(code)
    auth.caller(context, session, auth.read_seat(session, "organiser"), request.cookies)
    form, lang = request.args.get("format", "json"), request.args.get("lang")
    if form not in FORMATS:
        raise Refusal("request.field", field="format")
    if lang is not None and lang not in INTERFACE:
        raise Refusal("request.field", field="lang")
    content = context.runtime.in_thread(_make, context, session.code, form, lang)
    return Response(
        content,
        headers={"Content-Type": KINDS[form], "Content-Disposition": f'attachment; filename="{session.code}.{form}"'},
    )


def _make(context: AppContext, code: str, form: str, lang: str | None) -> bytes:
    with context.reader.transaction() as connection:
        made = gather(connection, code, form)
    return write(made, form, lang)[1]
