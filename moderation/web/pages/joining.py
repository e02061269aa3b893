"""The join page, and the redirect from an entered session code to the attendee page."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from ...core.join_code import normal_code
from ...core.refusals import Refusal
from .. import messages
from ..context import app_context
from ..csrf import check_form_origin
from .events import find_code
from .look import common_look
from .rendering import render

blueprint = Blueprint("joining", __name__)

AROUND = re.compile(r"^\W+|(?<!\W)\W+$")
ADDRESS = re.compile(r"/[es]/([^/?#]+)|[?&]code=([^&#]+)", re.IGNORECASE)
LONGEST_ADDRESS = 300
"""Maximum length of the text in the join field, in characters."""


@blueprint.get("/")
def join() -> str:
    """Return the join page, on which a person types a session code."""
    return _page()


@blueprint.get("/join")
@blueprint.post("/join")
def join_by_code() -> ResponseReturnValue:
    """Redirect to the session or the event whose code or address the person has entered.

    After a refusal, return the join page. The form uses POST, because a pasted address may contain the secret of a
    link.
    """
    if request.method == "POST":
        check_form_origin(app_context().config)
    typed = request.values.get("code", "")[:LONGEST_ADDRESS]
    try:
        return redirect(f"/s/{app_context().session(code_in(typed)).code}", 303)
    except Refusal as refusal:
        event = find_code(app_context(), code_in(typed))
        if event is not None:
            return redirect(f"/e/{event}", 303)
        code = typed.partition("#")[0]
        return _page(messages.sentence(refusal), code), refusal.status


def _page(error: str | None = None, code: str = "") -> str:
    look = common_look(app_context(), messages.choose_language())
    return render("join.html", error=error, code=code, look=look)


@blueprint.get("/s/<code>/")
def floor_address(code: str) -> ResponseReturnValue:
    """Redirect to the attendee page. Refuses with `session.unknown`."""
    return redirect(f"/s/{app_context().session(code).code}", 303)


def code_in(typed: str) -> str:
    """Return the join code in its stored form. `typed`: a code, or an address that contains a code."""
    plain = unicodedata.normalize("NFKC", typed)
    match = ADDRESS.search(plain)
    code = unquote(match[1] or match[2]) if match else plain
    return AROUND.sub("", normal_code(code))
