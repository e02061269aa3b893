"""What an asker is offered before sending: questions of the public list that seem to ask the same. Stores nothing."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from ...core import text as texts
from ...core import visibility
from ...core.model import Audience
from ...core.refusals import Refusal
from ...services.language import identify
from ...store import sessions
from .. import auth
from ..context import app_context
from ..csrf import check_origin
from ..messages import reading_language
from . import parsing
from .commands import read_body

blueprint = Blueprint("similar", __name__)

FIELDS = {"text": (str, True), "language": (str, False), "hint": (str, False)}
LONGEST = 2000
"""Characters of a draft that are compared."""


@blueprint.post("/api/s/<code>/attendee/similar")
def similar(code: str) -> Response:
    """{similar: [floor views]}, the likeliest first, at most three. The draft stands in the body, never in an address, and is kept nowhere."""
    context = app_context()
    check_origin(context.config)
    session = context.session(code)
    caller = auth.caller(context, session, auth.ATTENDEE, request.cookies)
    params = parsing.read_fields(FIELDS, read_body())
    seconds = context.drafts.wait(caller.token_hash.hex())
    if seconds:
        raise Refusal("limit.rate", retry_after=int(seconds) + 1)
    chosen = params.get("language")
    if chosen is not None and chosen not in (*session.languages, "und"):
        raise Refusal("language.unknown", field="language")
    draft = texts.clean(params["text"][:LONGEST])
    if texts.is_blank(draft):
        return jsonify({"similar": []})
    found = context.similar.before_sending(
        session, identify(draft, session.languages, chosen, params.get("hint")).language, draft
    )
    # Read again: what the floor may see is decided by the session as it stands after the wait.
    with context.reader.transaction() as connection:
        settings = sessions.get_by_code(connection, code).settings
    lang = reading_language(session, request.args.get("lang"))
    shown = [
        visibility.view(one, Audience.FLOOR, settings, session.languages, lang)
        for one in found
        if settings.list_public and visibility.holds(Audience.FLOOR, one, settings)
    ]
    return jsonify({"similar": shown})
