"""The command route: it authenticates the caller, parses the body, runs the act and returns its answer."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, jsonify, request

from ...core import workflow
from ...core.contracts import Answer, AskerView
from ...core.model import AUDIENCE_OF_SEAT, Seat, SeatKind, Session
from ...core.refusals import Refusal
from ...services import links
from ...services.acts import executor, organising
from ...services.acts.registry import ACTS
from ...services.language import Identified, identify
from ...store import streams
from .. import auth, messages, metrics
from ..context import AppContext, app_context
from ..csrf import check_origin
from ..my_questions import complete
from . import parsing

blueprint = Blueprint("commands", __name__)

CREATING = {"ask", "reword", "add"}
"""The acts that create a question. Their HTTP status is 201."""


def read_body() -> dict[str, Any]:
    """Return the request's JSON object. Refuses `request.type`, `request.json`, `request.too_large`."""
    if request.mimetype != "application/json":
        raise Refusal("request.type")
    return parsing.read_object(request.get_data())


@blueprint.put("/api/s/<code>/<path:seat>/<act>/<key>")
def command(code: str, seat: str, act: str, key: str) -> Response:
    """Execute an act, and return its answer after COMMIT. A repeated key returns the stored answer."""
    context = app_context()
    check_origin(context.config)
    session = context.session(code)
    target = auth.read_seat(session, seat)
    try:
        caller = auth.caller(context, session, target, request.cookies)
        if act == "presence":
            return _presence(context, session, target)
        workflow.check_seat(act, target)
        body = read_body()
        outcome = execute_command(context, session, act, caller, parsing.read_key(key), body)
    except Refusal as refusal:
        return refused(refusal, session, target)
    response = jsonify({"ok": True, **_answer(context, session, target, outcome)})
    response.status_code = 201 if act in CREATING else 200
    return response


def execute_command(
    context: AppContext, session: Session, act: str, caller: executor.Caller, key: str, body: dict[str, Any]
) -> executor.Outcome:
    """Execute an act in the writer, wait for its COMMIT, and count the command. Raises the act's Refusal."""
    result = "server.error"
    try:
        outcome = _execute(context, session, act, caller, key, body)
        result = "already" if outcome.answer["already"] else "ok"
        return outcome
    except Refusal as refusal:
        result = refusal.code
        raise
    finally:
        metrics.commanded(act, result)


def _execute(
    context: AppContext, session: Session, act: str, caller: executor.Caller, key: str, body: dict[str, Any]
) -> executor.Outcome:
    params = parsing.read_params(act, body)
    if act in CREATING:
        params["identified"] = _identify(session, params)
    body_hash = parsing.hash_command(context.key, act, body)
    run = executor.command(ACTS, act, session.code, caller, key, body_hash, params)
    outcome = context.writer.submit(run).wait()
    organising.scrub(context.writer, outcome)
    if outcome.effects.voted is not None:
        context.totals_due.setdefault(session.code, set()).add(outcome.effects.voted)
    return outcome


def _answer(context: AppContext, session: Session, seat: Seat, outcome: executor.Outcome) -> Answer:
    """Return the stored answer, with the parts that are not stored: the reader's view, a renewed link, and the seqs."""
    answer = outcome.answer.copy()
    if seat.kind is SeatKind.ATTENDEE and "question" in answer:
        question = cast(AskerView, answer["question"])
        answer["question"] = complete(question, session, messages.choose_language())
    if outcome.effects.renewed is not None:
        renewed = Seat.parse(answer["seat"])
        answer["link"] = links.link(context.config.public_url, context.key, session, renewed, outcome.effects.renewed)
    audience = AUDIENCE_OF_SEAT.get(seat.kind)
    seqs = {stream: seq for stream, seq in outcome.seqs.items() if streams.audience_of(stream) is audience}
    if seqs:
        answer["seq"] = seqs
    return answer


@blueprint.post("/api/s/<code>/<path:seat>/enter")
def enter(code: str, seat: str) -> Response:
    """Exchange the secret of a seat's link for the seat's cookie. Refuses `seat.unknown`, `request.field`."""
    context = app_context()
    check_origin(context.config)
    session = context.session(code)
    target = auth.read_seat(session, seat)
    secret = read_body().get("secret")
    if not isinstance(secret, str) or target.kind is SeatKind.ATTENDEE:
        raise Refusal("request.field", field="secret")
    response = Response(status=204)
    auth.set_cookie(context, response, session, target, auth.enter(context, session, target, secret))
    return response


def _identify(session: Session, params: dict[str, Any]) -> Identified:
    """Identify the question's language. Refuses `language.unknown`.

    Called before the writer's transaction, because language detection takes milliseconds. The interface language is
    only a hint.
    """
    chosen = params.pop("language", None)
    hint = params.pop("hint", None)
    if chosen is not None and chosen not in (*session.languages, "und"):
        raise Refusal("language.unknown", field="language")
    return identify(params.get("text", "")[:2000], session.languages, chosen, hint)


def _presence(context: AppContext, session: Session, seat: Seat) -> Response:
    """Set or clear a chair's presence mark. Refuses `seat.forbidden` for other seats."""
    if seat.kind is not SeatKind.CHAIR:
        raise Refusal("seat.forbidden", act="presence")
    params = parsing.read_params("presence", read_body())
    if context.presence.mark(session.id, seat.name, params["number"]):
        context.publisher.presence(session.id, context.presence.readers(session.id))
    return jsonify({"ok": True, "already": False})


def refused(refusal: Refusal, session: Session | None = None, seat: Seat | None = None) -> Response:
    """Return a refusal as a JSON response.

    A question in the refusal is shown as `seat` may see it. Without a seat, the question is omitted.
    """
    response = jsonify(messages.body(refusal, session, seat))
    response.status_code = refusal.status
    response.headers.update(messages.headers(refusal))
    return response
