"""The definition of a session for open pages, which load it again after each change of the definition."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from ...services import session_time
from .. import messages
from ..api.authentication import authenticate
from ..context import now
from . import page_data

blueprint = Blueprint("definition", __name__)


@blueprint.get("/api/s/<code>/<path:seat>/definition")
def definition(code: str, seat: str) -> Response:
    """Return the parts of the page data that depend on the definition.

    `lang`: the interface language of the open page. The parts come from a cache, because all open pages read them at
    the same time after a change. Refuses with `session.unknown`, `seat.unknown`, `limit.requests`.
    """
    context, session, target = authenticate(code, seat)
    messages.use_languages(request.args.get("lang", ""), "")
    languages = messages.choose_languages(session, target)
    offset = session_time.offset_minutes(session, now()[0])
    text = context.frames.get(
        session.id,
        ("definition", target.kind, languages, session.engine, tuple(session.served), offset),
        (session.epoch, session.definition_version),
        lambda: current_app.json.dumps(
            page_data.defined_parts(context, session, target, languages.lang, languages.texts)
        ),
    )
    return Response(text, mimetype="application/json")
