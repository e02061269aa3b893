"""An attendee's own questions, with everything that its asker may know, in the asker's language."""

from __future__ import annotations

from ..core import visibility, workflow
from ..core.model import Question, Session, Status
from ..services.acts.executor import Caller
from ..services.words import reason_label
from ..store import attendees, questions, votes
from .context import AppContext


def my_questions(context: AppContext, session: Session, caller: Caller, lang: str) -> dict:
    """{counter, questions: [own views, newest first], votes: [numbers]}; all empty before the first command."""
    with context.reader.transaction() as connection:
        attendee = attendees.find(connection, session, caller.token_hash)
        if attendee is None:
            return {"counter": 0, "questions": [], "votes": []}
        mine = questions.of_attendee(connection, attendee)
        queue = []
        if any(question.fate is Status.APPROVED for question in mine):
            queue = questions.queue_numbers(connection, session)

        def view(question: Question) -> dict:
            lead = questions.find(connection, session, question.lead) if question.lead else None
            number = (lead or question).number
            return visibility.asker_view(question, queue.index(number) + 1 if number in queue else None, lead)

        return {
            "counter": attendees.counter(connection, attendee),
            "questions": [complete(view(question), session, lang) for question in mine],
            "votes": votes.of_attendee(connection, attendee),
        }


def complete(view: dict, session: Session, lang: str) -> dict:
    """An own view with what depends on the reader's language and the session's phase."""

    def may(act: str, status: str = view["status"]) -> bool:
        rule = workflow.RULES[act]
        return status in rule.statuses and session.phase in rule.phases

    return view | {
        "reason_text": reason_label(view["reason"], lang, view["reason_number"]) if view["reason"] else None,
        # The acts' table lets a merged one go at any time; once its lead has been answered there is nothing to take back.
        "can_withdraw": may("withdraw") and view["fate"] != "answered",
        "can_reword": may("reword", view["fate"]),
    }
