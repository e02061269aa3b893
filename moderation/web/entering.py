"""The function that checks an attendee's entry code and binds the code to the phone."""

from __future__ import annotations

from ..core.entry_code import normal_entry_code
from ..core.model import Session
from ..core.refusals import Refusal
from ..services import links
from ..services.acts import entering
from ..services.acts.caller import Caller
from .context import AppContext

FIELD = "entry_code"
"""The name of the form field for an entry code. A refusal of an entry code names this field."""


def enter_code(context: AppContext, session: Session, caller: Caller, typed: str) -> bool:
    """Bind the entered code to the attendee's phone. Return False if the phone needs no code now.

    The code is checked before the writer's transaction, so that wrong codes cause no work for the writer. Refuses with
    `limit.entry`, and with the codes of `services.acts.entering.enter`.
    """
    try:
        context.entry_attempts.take((caller.token_hash or b"").hex())
        code_hash = links.entry_code_hash(context.key, session, normal_entry_code(typed))
        with context.reader.transaction() as connection:
            if entering.check_code(connection, session, caller, code_hash) is None:
                return False
        return context.writer.submit(entering.enter(session.code, caller, code_hash), session.code).wait()
    except Refusal as refusal:
        refusal.data.setdefault("field", FIELD)
        raise
