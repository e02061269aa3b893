"""A question asked aloud or on paper: a chair puts it in, and it is counted with the others."""

from __future__ import annotations

from dataclasses import replace

from ...core import acts, workflow
from ...core.model import Question
from ...store import questions, sessions
from ..language import Identified
from .asking import check_choice, clean_question
from .executor import Call, enact, seen, stamped


def add(
    call: Call,
    *,
    identified: Identified,
    text: str | None = None,
    group: str = "undisclosed",
    region: str | None = None,
    to: str | None = None,
    live: bool = False,
    after: int | None = None,
) -> dict:
    """Into the queue (at the end, or after a number), or `live`: to the screen, where the old live one is answered.

    The text may be missing: then it is a mark that somebody of this group spoke. Refuses `….unknown`, `text.too_long`, `move.left_queue`.
    """
    session = call.session
    workflow.check_phase(call.act, session.phase)
    words = clean_question(text, call) if text else ""
    check_choice(group, session.groups, "group")
    check_choice(region, session.regions, "region")
    check_choice(to, session.panellists, "panellist")
    check_choice(identified.language, (*session.languages, "und"), "language")
    queue_state = questions.queue_state(call.connection, session, [after] if after else ())
    question = Question(
        number=0,
        text=words,
        language=identified.language,
        language_source=identified.source,
        unsure=identified.unsure and bool(words),
        looks_like=identified.looks_like,
        group=group,
        region=region,
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
        number=sessions.take_number(call.connection, session),
        version=1,
    )
    enact(call, [*stamped(call, queue_state, moved), (None, added)])
    return {"question": seen(call, added)}


ACTS = {"add": add}
