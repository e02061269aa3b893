"""The panellists' flag "I'll take it". The chairs see the flag; it has no other effect."""

from __future__ import annotations

from ...core import visibility, workflow
from ...core.contracts import Answer
from ...core.model import Audience
from ...core.refusals import Refusal
from ...store import flags, questions
from .executor import Act, Call


def set_flag(call: Call, *, number: int) -> Answer:
    """Set the panellist's flag on a question (`flag`), or remove the flag (`unflag`).

    Answer with the numbers of all questions that this panellist has flagged. Refusals: `question.unknown` if the panel
    does not see the question, `phase.not_allowed`, `act.not_allowed`.
    """
    question = questions.find(call.connection, call.session, number)
    if question is None or not visibility.holds(Audience.STAGE, question, call.session.settings):
        raise Refusal("question.unknown", number=number)
    is_flag = call.act == "flag"
    if (call.seat.key in question.flags) is is_flag:
        return {"already": True, "flags": flags.of_panellist(call.connection, call.session, call.seat.key)}
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, question)
    (flags.add if is_flag else flags.remove)(call.connection, call.session, number, call.seat.key)
    call.tx.touch_for_chairs(call.session, number)
    return {"flags": flags.of_panellist(call.connection, call.session, call.seat.key)}


ACTS: dict[str, Act] = {"flag": set_flag, "unflag": set_flag}
