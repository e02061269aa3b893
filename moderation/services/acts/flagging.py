"""A panellist says "I'll take it": a mark for the chairs, no more."""

from __future__ import annotations

from ...core import visibility, workflow
from ...core.model import Audience
from ...core.refusals import Refusal
from ...store import flags, questions
from .executor import Call


def flag(call: Call, *, number: int) -> dict:
    """flag, unflag. Answers with all that this panellist has flagged. Refuses `question.unknown` for what the panel does not see."""
    question = questions.find(call.connection, call.session, number)
    if question is None or not visibility.holds(Audience.STAGE, question, call.session.settings):
        raise Refusal("question.unknown", number=number)
    wished = call.act == "flag"
    if (call.seat.key in question.flags) is wished:
        return {"already": True, "flags": flags.of_panellist(call.connection, call.session, call.seat.key)}
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, question)
    (flags.add if wished else flags.remove)(call.connection, call.session, number, call.seat.key)
    call.tx.question_touched(call.session, number)
    return {"flags": flags.of_panellist(call.connection, call.session, call.seat.key)}


ACTS = {"flag": flag, "unflag": flag}
