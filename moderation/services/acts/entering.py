"""Entry codes: the organiser makes and revokes codes, and an attendee enters a code.

No log row, stored answer or attendee's row links a phone to its entry code (docs/decisions/entry-codes.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...core import workflow
from ...core.contracts import Answer
from ...core.model import Session
from ...core.refusals import Refusal
from ...store import entry_codes, log, scrubbing, sessions
from ...store.connection import Connection
from ...store.transaction import Transaction
from .caller import Caller
from .executor import Act, Call

MOST_CODES = 20_000
"""Maximum number of entry codes of a session, including revoked codes."""


def make(call: Call, *, code_hashes: Sequence[bytes]) -> Answer:
    """Store the hashes of new codes. Answer with the number of the first code.

    Refusals: `phase.not_allowed`, `request.field` if the session would have more than `MOST_CODES` codes.
    """
    workflow.check_phase(call.act, call.session.phase)
    if entry_codes.counts(call.connection, call.session)["created"] + len(code_hashes) > MOST_CODES:
        raise Refusal("request.field", field="count", limit=MOST_CODES)
    first = entry_codes.add(call.connection, call.session, code_hashes)
    detail = {"first": first, "count": len(code_hashes)}
    log.append(call.tx, call.session, call.seat.name, call.act, [], detail=detail)
    return {"number": first}


def revoke(call: Call, *, number: int) -> Answer:
    """Revoke an entry code. The phone that entered the code can no longer ask or vote. Its questions and votes stay.

    `number`: the code's number on the printed sheet. Afterwards, the database files contain nothing that connects the
    phone with the code. Refusals: `phase.not_allowed`, `request.field` for an unknown number.
    """
    workflow.check_phase(call.act, call.session.phase)
    is_changed = entry_codes.revoke(call.connection, call.session, number)
    if is_changed is None:
        raise Refusal("request.field", field="number")
    if is_changed:
        scrubbing.want_scrub(call.connection)
        detail = {"number": number}
        log.append(call.tx, call.session, call.seat.name, call.act, [], detail=detail)
    return {"already": not is_changed, "number": number}


def enter(code: str, caller: Caller, code_hash: bytes) -> Callable[[Transaction], bool]:
    """Return a writer command that binds an entry code to the caller's phone.

    `code`: the join code of the session. The command returns False if the session needs no entry codes, or if the phone
    has already entered a code. The command stores no answer, because a stored answer would link the attendee to the
    code. The same phone can repeat the command without an error. Refusals: `session.unknown`, and the refusals of
    `check_code`.
    """

    def run(tx: Transaction) -> bool:
        session = sessions.get_by_code(tx.connection, code)
        entry = check_code(tx.connection, session, caller, code_hash)
        if entry is None or caller.holder is None:
            return False
        entry_codes.use(tx.connection, session, entry.number, caller.holder)
        return True

    return run


def check_code(
    connection: Connection, session: Session, caller: Caller, code_hash: bytes
) -> entry_codes.EntryCode | None:
    """Return the unused code with this hash.

    Return None if the session needs no entry codes, or if the caller's phone has already entered a code. Refusals:
    `entry.unknown`, `entry.revoked`, `entry.used`.
    """
    if not session.needs_entry_code or entry_codes.is_admitted(connection, session, caller.holder):
        return None
    entry = entry_codes.find(connection, session, code_hash)
    if entry is None:
        raise Refusal("entry.unknown")
    if entry.revoked:
        raise Refusal("entry.revoked")
    if entry.used:
        raise Refusal("entry.used")
    return entry


ACTS: dict[str, Act] = {"make_entry_codes": make, "revoke_entry_code": revoke}
