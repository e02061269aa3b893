"""The routes for the questions that chairs decline or release together (services/acts/kinds): a preview, and a list."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from ...core import visibility
from ...core.model import Audience
from ...core.refusals import Refusal
from ...services.acts import kinds
from ...store import newcomers, questions
from .authentication import authenticate

blueprint = Blueprint("kinds", __name__)


@blueprint.get("/api/s/<code>/chair/<key>/kind")
def kind_preview(code: str, key: str) -> Response:
    """Return the number of waiting questions that the act `decline_kind` would decline.

    The query parameters `kind`, `number` and `since` have the same meaning as in `decline_kind`. Refuses with the codes
    of `authenticate` and of `kinds.preview`.
    """
    context, session, _ = authenticate(code, f"chair/{key}")
    kind, number, since = request.args.get("kind", ""), _read_number("number"), request.args.get("since")
    with context.reader.transaction() as connection:
        return jsonify(kinds.preview(connection, session, kind, number, since))


@blueprint.get("/api/s/<code>/chair/<key>/held")
def held_questions(code: str, key: str) -> Response:
    """Return a page of the questions that wait for release, newest first.

    If the query parameter `before` is a question's number, return only questions that arrived before that question.
    Refuses with `request.field` and with the codes of `authenticate`.
    """
    context, session, _ = authenticate(code, f"chair/{key}")
    with context.reader.transaction() as connection:
        page, has_more = newcomers.page(connection, session, _read_number("before"), questions.PAGE)
    views = [visibility.view(question, Audience.CHAIRS, session.settings, session.rule_languages) for question in page]
    return jsonify({"questions": views, "more": has_more})


def _read_number(name: str) -> int | None:
    """Return the number in this query parameter, or None if the parameter is absent.

    Refuses with `request.field` if the parameter is not a whole number of at most 15 digits.
    """
    text = request.args.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Refusal("request.field", field=name)
    return int(text)
