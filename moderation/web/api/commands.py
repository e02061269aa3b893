"""Commands in: one route for every act. Who is calling, what do they wish, hand it to the writer, say what came of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from ...core import workflow
from ...core.model import Seat, SeatKind, Session
from ...core.refusals import Refusal
from ...services import links
from ...services.acts import executor, organising
from ...services.acts.registry import ACTS
from ...services.language import identify
from .. import auth, messages, metrics
from ..context import AppContext, app_context
from ..csrf import check_origin
from ..my_questions import complete
from . import parsing

blueprint = Blueprint("commands", __name__)


def read_body() -> dict:
    """The JSON body. Refuses `request.type`, `request.json`, `request.too_large`."""
    if request.mimetype != "application/json":
        raise Refusal("request.type")
    return parsing.read_object(request.get_data())


@blueprint.put("/api/s/<code>/<path:seat>/<act>/<key>")
def command(code: str, seat: str, act: str, key: str) -> Response:
    """Carry out one act, once, whatever the network does."""
    context = app_context()
    check_origin(context.config)
    session = context.session(code)
    place = auth.read_seat(session, seat)
    try:
        caller = auth.caller(context, session, place, request.cookies)
        if act == "presence":
            return _presence(context, session, place)
        workflow.check_seat(act, place)
        body = read_body()
        answer = dict(execute_command(context, session, act, caller, parsing.read_key(key), body))
    except Refusal as refusal:
        refusal.data |= {"session_seen": (session, place)}
        raise
    status = answer.pop("status", 200)
    if place.kind is SeatKind.ATTENDEE and "question" in answer:
        answer["question"] = complete(answer["question"], session, messages.choose_language())
    if act == "renew":
        answer["link"] = links.link(
            context.config.public_url, context.key, session, Seat.parse(answer["seat"]), answer.pop("generation")
        )
    return jsonify({"ok": True, **answer}), status


def execute_command(
    context: AppContext, session: Session, act: str, caller: executor.Caller, key: str, body: dict
) -> dict:
    """Run one act through the writer and wait for its COMMIT; the answer as it is kept. Raises the refusal."""
    outcome = "server.error"
    try:
        answer = _execute(context, session, act, caller, key, body)
        outcome = "already" if answer.get("already") else "ok"
        return answer
    except Refusal as refusal:
        outcome = refusal.code
        raise
    finally:
        metrics.commanded(act, outcome)


def _execute(context: AppContext, session: Session, act: str, caller: executor.Caller, key: str, body: dict) -> dict:
    wish = parsing.read_wish(act, body)
    if act in ("ask", "reword", "add"):
        wish["identified"] = _identify(session, wish)
    run = executor.command(ACTS, act, session.code, caller, key, parsing.hash_command(context.key, act, body), wish)
    answer = organising.finish(context.writer, context.writer.submit(run).wait())
    if "voted" in answer:
        context.voted.setdefault(session.code, set()).add(answer["voted"])
    return answer


@blueprint.post("/api/s/<code>/<path:seat>/enter")
def enter(code: str, seat: str) -> Response:
    """Exchange a link's secret for the seat's cookie."""
    context = app_context()
    check_origin(context.config)
    session = context.session(code)
    place = auth.read_seat(session, seat)
    secret = read_body().get("secret")
    if not isinstance(secret, str) or place.kind is SeatKind.ATTENDEE:
        raise Refusal("request.field", field="secret")
    response = Response(status=204)
    auth.set_cookie(context, response, session, place, auth.enter(context, session, place, secret))
    return response


def _identify(session: Session, wish: dict[str, Any]):
    """Name the question's language before the writer's turn. The interface language is only a hint."""
    chosen = wish.pop("language", None)
    hint = wish.pop("hint", None)
    if chosen is not None and chosen not in (*session.languages, "und"):
        raise Refusal("language.unknown", field="language")
    return identify(wish.get("text", "")[:2000], session.languages, chosen, hint)


def _presence(context: AppContext, session: Session, seat: Seat) -> Response:
    if seat.kind is not SeatKind.CHAIR:
        raise Refusal("seat.forbidden", act="presence")
    wish = parsing.read_wish("presence", read_body())
    if context.presence.mark(session.id, seat.name, wish["number"]):
        context.publisher.presence(session.id, context.presence.readers(session.id))
    return jsonify({"ok": True, "already": False})


def refused(refusal: Refusal) -> Response:
    """A refusal as the answer of an API route."""
    session, seat = refusal.data.pop("session_seen", (None, None))
    response = jsonify(messages.body(refusal, session, seat))
    response.status_code = refusal.status
    response.headers.update(messages.headers(refusal))
    return response
