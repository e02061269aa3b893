"""The bridge: a program submits questions with the session's bridge token, without a seat.

A question of a program passes the same checks as a question from a phone. It is stored like an imported question: it
has a source and no asker.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...core import workflow
from ...core.contracts import Answer
from ...core.model import Question, Seat, SeatKind, Session
from ...core.refusals import Refusal
from ...store import bridges, commands, log, sessions
from ...store.bridges import Bridge
from ...store.first_read import FirstRead
from ...store.transaction import Transaction
from ...store.writer import Writer
from .. import links
from ..language import Identified
from .changes import enact
from .executor import Call, Outcome
from .importing import check_places
from .numbering import next_number_for
from .question_fields import question_fields

CALLER = "bridge"
"""The name of the caller in the stored answers to commands of programs. No seat has this name."""


@dataclass(frozen=True, slots=True)
class BridgeQuestion:
    """A question of a program. `fields`: parameters of `question_fields`. `asked_at`: None for the present time."""

    identified: Identified
    source: str
    asked_at: str | None
    fields: dict[str, Any]


def make_token(writer: Writer, key: bytes, code: str) -> str:
    """Make a bridge token and return it. The earlier token is no longer valid. The store keeps only a hash of the
    token.

    Refusals: `session.unknown`, `phase.not_allowed`.
    """
    token = secrets.token_urlsafe(24)

    def run(tx: Transaction) -> None:
        session = sessions.get_by_code(tx.connection, code)
        workflow.check_phase("import", session.phase)
        bridges.replace(tx.connection, session, Bridge(links.bridge_hash(key, session, token), tx.at))
        log.append(tx, session, "organiser", "make_bridge", [])

    writer.submit(run).wait()
    return token


def revoke_token(writer: Writer, code: str) -> Answer:
    """Delete the session's bridge token. Refusal: `session.unknown`."""

    def run(tx: Transaction) -> bool:
        session = sessions.get_by_code(tx.connection, code)
        is_deleted = bridges.delete(tx.connection, session)
        if is_deleted:
            log.append(tx, session, "organiser", "revoke_bridge", [])
        return is_deleted

    return {"already": not writer.submit(run).wait()}


def is_token(bridge: Bridge | None, key: bytes, session: Session, token: str) -> bool:
    """Return whether this is the session's bridge token."""
    return bridge is not None and hmac.compare_digest(bridge.token_hash, links.bridge_hash(key, session, token))


def submission(
    server_key: bytes, code: str, token: str, key: str, body_hash: bytes, question: BridgeQuestion
) -> Callable[[Transaction], Outcome]:
    """Return a function for the writer that stores the question as pending. The answer contains the `number` of the
    question.

    If a question was already stored with this `key`, the function returns the stored answer. The function raises the
    refusals `session.unknown`, `seat.unknown` (wrong token), `key.reused`, `phase.not_allowed`, `limit.pending`, and
    those of `question_fields`.
    """

    def run(tx: Transaction) -> Outcome:
        session = sessions.get_by_code(tx.connection, code)
        if not is_token(bridges.find(tx.connection, session), server_key, session, token):
            raise Refusal("seat.unknown")
        stored = commands.find(commands.read(tx.connection, session, CALLER, key), body_hash)
        read = FirstRead(session, next_number=0, is_next_used=True)
        call = Call(tx, read, "import", Seat(SeatKind.ORGANISER))
        if stored is not None:
            return Outcome({**stored.answer, "already": True}, call.effects, {})
        answer = _submit(call, question)
        commands.store(tx.connection, session, CALLER, key, body_hash, commands.StoredAnswer(answer))
        return Outcome(answer, call.effects, tx.seqs)

    return run


def _submit(call: Call, question: BridgeQuestion) -> Answer:
    workflow.check_phase("ask", call.session.phase)
    fields = question_fields(call, identified=question.identified, **question.fields)
    check_places(call)
    number = next_number_for(call)
    asked_at = min(question.asked_at or call.tx.at, call.tx.at)
    stored = Question(
        **fields,
        number=number,
        by=call.seat.name,
        asked_at=asked_at,
        changed_at=call.tx.at,
        source=question.source,
    )
    enact(call, [(None, stored)])
    return {"already": False, "number": number}
