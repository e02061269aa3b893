"""The act `add`: a chair adds a question that was asked aloud or on paper. The balance counts these questions like all
other questions.
"""

from __future__ import annotations

from dataclasses import replace

from ...core import acts, workflow
from ...core.contracts import Answer
from ...core.model import Question
from ...store import questions, sessions
from ..language import Identified
from .changes import enact, seat_view, stamp_changes
from .executor import Act, Call
from .numbering import number_for
from .question_fields import check_choice, clean_question


def add(
    call: Call,
    *,
    identified: Identified,
    text: str | None = None,
    group: str = "undisclosed",
    region: str | None = None,
    topic: str | None = None,
    to: str | None = None,
    live: bool = False,
    after: int | None = None,
) -> Answer:
    """Add a question at the end of the queue, or after question number `after` (0: at the top).

    If `live` is True, put the question on the screen instead; the previous live question becomes answered. `group`: the
    stakeholder group of the person who asked aloud. Without `text`, the question only records that a person of this
    group spoke.

    Refusals: `group.unknown`, `region.unknown`, `topic.unknown`, `panellist.unknown`, `language.unknown`, `text.empty`,
    `text.too_long`, `move.left_queue`, `phase.not_allowed`.
    """
    session = call.session
    workflow.check_phase(call.act, session.phase)
    cleaned = clean_question(text, session.limits) if text else ""
    check_choice(group, session.groups, "group")
    check_choice(region, session.regions, "region")
    check_choice(topic, session.topics, "topic")
    check_choice(to, session.panellists, "panellist")
    check_choice(identified.language, (*session.languages, "und"), "language")
    queue_state = questions.queue_state(call.connection, session, [after] if after else ())
    question = Question(
        number=0,
        text=cleaned,
        language=identified.language,
        language_source=identified.source,
        unsure=identified.unsure and bool(cleaned),
        looks_like=identified.looks_like,
        group=group,
        region=region,
        topic=topic,
        to=to,
        by=call.seat.name,
        asked_at=call.tx.at,
        changed_at=call.tx.at,
        first=False,
        aloud=True,
    )
    added, *moved = acts.add(queue_state, question, live, after)
    added = replace(
        acts.stamp(question, added, call.seat.name, call.tx.at),
        number=number_for(call),
        version=1,
    )
    sessions.count_arrival(call.connection, session)
    enact(call, [*stamp_changes(call, queue_state, moved), (None, added)])
    return {"question": seat_view(call, added)}


ACTS: dict[str, Act] = {"add": add}
