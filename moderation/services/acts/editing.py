"""The act `edit`: an asker replaces the words of a pending question on which no other seat has acted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...core import acts, visibility, workflow
from ...core.contracts import Answer
from ...core.refusals import Refusal
from ...store import commands, scrubbing
from .asking import get_callers_question, take_allowance
from .changes import enact
from .executor import Act, Call
from .question_fields import question_fields


def edit(call: Call, *, number: int, version: int, **params: Any) -> Answer:
    """Replace the words and the choices of the asker's own pending question. The question keeps its number.

    The act is allowed until another seat has acted on the question. `version`: the version that the asker saw.
    `params`: the parameters of `question_fields`. If only chairs set topics, the topic stays. Refusals:
    `question.unknown` (also for a question of another asker), `question.stale`, `phase.not_allowed`, `act.not_allowed`,
    `question.acted_on`, `asker.muted`, `limit.rate`, and the refusals of `question_fields`.
    """
    question = get_callers_question(call, number)
    if not call.session.askers_choose_topic:
        params["topic"] = question.topic
    edited = replace(question, **question_fields(call, **params))
    if edited == question:
        return {"already": True, "question": visibility.asker_view(question, None)}
    workflow.check_version(question, version)
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, question)
    if question.acted_on:
        raise Refusal("question.acted_on", question=question)
    if call.asker.muted:
        raise Refusal("asker.muted")
    take_allowance(call)
    after = acts.stamp(question, edited, call.seat.name, call.tx.at)
    enact(call, [(question, after)])
    commands.replace_words(call.connection, call.session, after)
    scrubbing.want_scrub(call.connection)
    return {"question": visibility.asker_view(after, None)}


ACTS: dict[str, Act] = {"edit": edit}
