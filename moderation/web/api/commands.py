"""The routes for commands and for the cookie of a seat.

One route executes commands. One route gives a seat's cookie in exchange for a link's secret. One route checks and
renews the cookie.
"""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, jsonify, request

from ...core import workflow
from ...core.contracts import Answer, AskerView
from ...core.model import AUDIENCE_OF_SEAT, Seat, SeatKind, Session
from ...core.refusals import Refusal
from ...services import links
from ...services.acts import executor, organising, voting
from ...services.acts.admission import admit
from ...services.acts.caller import Caller, read_first
from ...services.acts.registry import ACTS
from ...services.language import Identified, identify
from ...store import attendees, streams
from ...store.errors import DatabaseError
from .. import auth, messages, metrics
from ..context import AppContext, app_context
from ..csrf import check_origin
from ..lifecycle import log_phase
from ..my_questions import complete
from . import parsing

blueprint = Blueprint("commands", __name__)

CREATING = {"ask", "reword", "add"}
"""The acts that create a question. Their HTTP status is 201."""
ADMITTED = {"ask", "reword", "edit"}
"""The acts by which an attendee sends a text.

`admit` checks such a command before the text's language is identified.
"""
LARGEST_DEFINITION = 1024 * 1024
"""Maximum size of a request with a session's definition, in bytes.

This limit is higher than the limit of other requests, because a definition may have up to twelve languages.
"""
IDENTIFIED = CREATING | {"edit"}
"""The acts for which the server identifies the language of the text."""


def read_body() -> dict[str, Any]:
    """Return the request's JSON object. Refuses with `request.type`, `request.json`, `request.too_large`."""
    if request.mimetype != "application/json":
        raise Refusal("request.type")
    return parsing.read_object(request.get_data())


@blueprint.put("/api/s/<code>/<path:seat>/<act>/<key>")
def command(code: str, seat: str, act: str, key: str) -> Response:
    """Execute an act and return the act's answer after COMMIT.

    If a command with the same key was executed before, return its stored answer.
    """
    context = app_context()
    check_origin(context.config)
    session = context.session(code)
    target = auth.read_seat(session, seat)
    try:
        caller = auth.caller(context, session, target, request.cookies)
        count_command(context, session, act, caller)
        if act == "presence":
            return _presence(context, session, target)
        workflow.check_seat(act, target)
        if act == "redefine":
            request.max_content_length = LARGEST_DEFINITION
        body = read_body()
        outcome = execute_command(context, session, act, caller, parsing.read_key(key), body)
    except Refusal as refusal:
        return refused(refusal, session, target)
    response = jsonify({"ok": True, **_answer(context, session, target, outcome)})
    response.status_code = 201 if act in CREATING else 200
    return response


def execute_command(
    context: AppContext, session: Session, act: str, caller: Caller, key: str, body: dict[str, Any]
) -> executor.Outcome:
    """Execute an act in the writer, wait for its COMMIT, and count the command. Raises the Refusal of the command."""
    result = "server.error"
    try:
        outcome = _execute(context, session, act, caller, key, body)
        result = "already" if outcome.answer["already"] else "ok"
        log_phase(session.code, outcome.answer)
        return outcome
    except Refusal as refusal:
        result = refusal.code
        raise
    finally:
        metrics.commanded(act, result)


def _execute(
    context: AppContext, session: Session, act: str, caller: Caller, key: str, body: dict[str, Any]
) -> executor.Outcome:
    params = parsing.read_params(act, body)
    body_hash = parsing.hash_command(context.key, act, body)
    is_new = caller.seat.kind is SeatKind.ATTENDEE and _check_early(
        context, session, act, caller, key, body_hash, params
    )
    if act in IDENTIFIED:
        params["identified"] = identify_language(session, params)
    run = voting.command(ACTS, act, session.code, caller, key, body_hash, params)
    # A vote needs no lock of the session, because a single statement checks and stores the vote.
    outcome = context.writer.submit(run, None if act in executor.VOTES else session.code).wait()
    if is_new:
        # Count the attendee only after the COMMIT, because a refused command must not count.
        context.limits.count_newcomer(request.remote_addr)
    organising.scrub(context.writer, outcome)
    if outcome.effects.scrub:
        context.forget_words()
    if outcome.effects.redefined:
        context.redefined(session.code, outcome.answer["changed"])
    if outcome.effects.recount:
        context.totals_due.setdefault(session.code, set())
    if outcome.effects.voted is not None:
        context.totals_due.setdefault(session.code, set()).add(outcome.effects.voted)
    return outcome


def count_command(context: AppContext, session: Session, act: str, caller: Caller) -> None:
    """Count a command of this caller before its body is read. Refuses with `limit.requests`."""
    is_vote = act in executor.VOTES and caller.seat.kind is SeatKind.ATTENDEE
    auth.count_request(context, session, caller, "vote" if is_vote else "command", request.remote_addr)


def _check_early(
    context: AppContext, session: Session, act: str, caller: Caller, key: str, body_hash: bytes, params: dict[str, Any]
) -> bool:
    """Check an attendee's command before it waits for the writer.

    Return whether the attendee is new, which means that no command of the attendee was executed before. Refuses with
    `server.storage` if the read fails, with `limit.attendees` (`check_newcomer`), and with the codes of `admit`.
    """
    assert caller.token_hash is not None
    try:
        if act not in ADMITTED:
            with context.reader.statement() as connection:
                is_new = attendees.find(connection, session, caller.token_hash) is None
            if is_new:
                context.limits.check_newcomer(request.remote_addr)
            return is_new
        with context.reader.transaction() as connection:
            read = read_first(connection, session.code, caller, key)
            if read.attendee is None:
                context.limits.check_newcomer(request.remote_addr)
            admit(connection, read, act, caller, body_hash, params, connection.now()[1])
        return read.attendee is None
    except DatabaseError:
        raise Refusal("server.storage", retry_after=1) from None


def _answer(context: AppContext, session: Session, seat: Seat, outcome: executor.Outcome) -> Answer:
    """Return a copy of the stored answer, with additions that the store does not keep.

    The additions are, where they apply: the fields that `complete` adds to an asker's question, the new link after the
    act `renew`, and the seqs of the streams that the seat reads.
    """
    answer = outcome.answer.copy()
    if seat.kind is SeatKind.ATTENDEE and "question" in answer:
        question = cast(AskerView, answer["question"])
        answer["question"] = complete(question, session, messages.choose_languages(session, seat))
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
    """Exchange the secret of a seat's link for the seat's cookie. If the seat has a passphrase, the request must
    contain it too.

    Refuses with `session.unknown`, `request.field`, and the codes of `check_origin`, `auth.read_seat`, `read_body` and
    `auth.enter`.
    """
    context = app_context()
    check_origin(context.config)
    session = context.session(code)
    target = auth.read_seat(session, seat)
    body = read_body()
    secret, passphrase = body.get("secret"), body.get("passphrase")
    if not isinstance(secret, str) or target.kind is SeatKind.ATTENDEE:
        raise Refusal("request.field", field="secret")
    if not isinstance(passphrase, str | None):
        raise Refusal("request.field", field="passphrase")
    is_new = auth.is_new_browser(context, session, target, request.cookies)
    cookie = auth.enter(context, session, target, secret, passphrase, is_new=is_new)
    auth.count_opening(context, session, target, is_new=is_new)
    response = Response(status=204)
    auth.set_cookie(context, response, session, target, cookie)
    return response


@blueprint.get("/api/s/<code>/<path:seat>/enter")
def check_cookie(code: str, seat: str) -> Response:
    """Return 204 and renew a staff login. Refuses with `seat.unknown` if the browser has not sent the seat's cookie.

    The entry page sends this request after `enter`, to find out whether the browser has stored the cookie. Each open
    staff page sends this request every 10 minutes.
    """
    context = app_context()
    session = context.session(code)
    target = auth.read_seat(session, seat)
    auth.caller(context, session, target, request.cookies)
    response = Response(status=204)
    auth.renew_login(context, response, session, target)
    return response


def identify_language(session: Session, params: dict[str, Any]) -> Identified:
    """Identify the question's language. Refuses with `language.unknown` if the asker chose a language that the session
    lacks.

    Called before the writer's transaction, because language detection takes milliseconds. The parameter `hint` is the
    interface language; it only supports the detection.
    """
    chosen = params.pop("language", None)
    hint = params.pop("hint", None)
    if chosen is not None and chosen not in (*session.languages, "und"):
        raise Refusal("language.unknown", field="language")
    return identify(params.get("text", ""), session.languages, chosen, hint)


def _presence(context: AppContext, session: Session, seat: Seat) -> Response:
    """Set or clear the presence mark of a chair or of a booth's page.

    Refuses with `seat.forbidden` if the seat is neither a chair nor a booth, and with `request.field` if a parameter is
    not valid. Also refuses with the codes of `read_body`.
    """
    if seat.kind not in workflow.TRANSLATORS:
        raise Refusal("seat.forbidden", act="presence")
    params = parsing.read_params("presence", read_body())
    page, is_booth = params.get("page", ""), seat.kind is SeatKind.BOOTH
    if bool(page) is not is_booth or (page and not parsing.KEY.fullmatch(page)):
        raise Refusal("request.field", field="page")
    if context.presence.mark(session.id, seat.name, params["number"], page):
        readers = context.presence.readers(session.id, seat.kind)
        context.publisher.presence(session.id, readers, AUDIENCE_OF_SEAT[seat.kind].value)
    return jsonify({"ok": True, "already": False})


def refused(refusal: Refusal, session: Session | None = None, seat: Seat | None = None) -> Response:
    """Return a refusal as a JSON response.

    Some refusals contain the question to which the command applied. The response then contains the question as `seat`
    may see it. If `seat` is None, the response omits the question.
    """
    response = jsonify(messages.body(refusal, session, seat))
    response.status_code = refusal.status
    response.headers.update(messages.headers(refusal))
    return response
