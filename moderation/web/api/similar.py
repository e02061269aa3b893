"""The route that compares an attendee's draft with the questions of the public list. The draft is not stored."""

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
from ..language_choice import reading_language
from . import parsing
from .commands import read_body

blueprint = Blueprint("similar", __name__)

FIELDS: parsing.Fields = {"text": (str, True), "language": (str, False), "hint": (str, False)}
LONGEST = 2000
"""Maximum number of characters of a draft that are read. All further characters are ignored."""


@blueprint.post("/api/s/<code>/attendee/similar")
def similar(code: str) -> Response:
    """Return {similar: [floor views of at most three questions, most similar first]}.

    Refuses with `session.unknown`, `seat.unknown`, `request.field`, `limit.rate`, `language.unknown`, and with the
    codes of `check_origin` and `read_body`.

    The draft is sent in the request's body, never in a URL. The draft is not stored.
    """
    context = app_context()
    check_origin(context.config)
    session = context.session(code)
    caller = auth.caller(context, session, auth.ATTENDEE, request.cookies)
    auth.count_request(context, session, caller, "draft", request.remote_addr)
    params = parsing.read_fields(FIELDS, read_body())
    chosen = params.get("language")
    if chosen is not None and chosen not in (*session.languages, "und"):
        raise Refusal("language.unknown", field="language")
    draft = texts.clean(params["text"][:LONGEST])
    if texts.is_blank(draft):
        return jsonify({"similar": []})
    language = identify(draft, session.languages, chosen, params.get("hint")).language
    candidates = context.similar.before_sending(session, language, draft)
    # Read the settings again, because they may have changed during the search.
    with context.reader.transaction() as connection:
        settings = sessions.get_by_code(connection, code).settings
    lang = reading_language(session, request.args.get("lang"))
    shown = [
        visibility.view(question, Audience.FLOOR, settings, session.rule_languages, lang)
        for question in candidates
        if settings.list_public and visibility.holds(Audience.FLOOR, question, settings)
    ]
    return jsonify({"similar": shown})
