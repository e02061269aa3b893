"""The choice "Forget me on this phone": the phone's questions are withdrawn or kept, and the phone's token
becomes invalid.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from ...core.model import Session
from ...core.refusals import Refusal
from ...store import attendees, entry_codes, questions, scrubbing
from ...store.transaction import Transaction
from .caller import Caller
from .executor import command
from .registry import ACTS


def forget(session: Session, caller: Caller, *, withdraw: bool) -> Callable[[Transaction], None]:
    """Return a function for the writer that forgets the attendee. Then nothing links the remaining questions to the
    phone.

    `withdraw`: first withdraw the attendee's questions. Questions that cannot be withdrawn stay: for example, answered
    questions, and all questions of a closed session. The attendee's votes stay too.

    The store also forgets which phone used the entry code. The code itself remains used, so that nobody can vote a
    second time with it. If the store has no attendee for the phone, for example before the phone's first command, only
    the link between phone and entry code is deleted.
    """

    def run(tx: Transaction) -> None:
        if entry_codes.forget_holder(tx.connection, session, caller.holder):
            scrubbing.want_scrub(tx.connection)
        attendee = attendees.find(tx.connection, session, caller.token_hash or b"")
        if attendee is None:
            return
        for question in questions.of_attendee(tx.connection, attendee) if withdraw else ():
            try:
                key, body = secrets.token_hex(8), secrets.token_bytes(32)
                command(ACTS, "withdraw", session.code, caller, key, body, {"number": question.number})(tx)
            except Refusal as refusal:
                if refusal.code not in ("act.not_allowed", "phase.not_allowed"):
                    raise
        attendees.forget(tx.connection, attendee)
        # The withdrawals have increased the attendee's counter. Do not send the counter to the phone's open page.
        # Otherwise, the page would read its questions with an invalid cookie, and would reload before the answer to
        # this command arrives.
        tx.attendee_counters.pop(caller.token_hash or b"", None)
        scrubbing.want_scrub(tx.connection)

    return run
