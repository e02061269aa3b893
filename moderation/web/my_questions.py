"""An attendee's questions and votes, as only that attendee may read them."""

from __future__ import annotations

from ..core import visibility, workflow
from ..core.contracts import AskerView, MyQuestions
from ..core.model import Question, Session, Status
from ..services.acts.executor import Caller
from ..services.words import reason_label
from ..store import attendees, questions, votes
from .context import AppContext


def my_questions(context: AppContext, session: Session, caller: Caller, lang: str) -> MyQuestions:
    """Return the attendee's questions, newest first, and votes. Before the first command, all lists are empty."""
    with context.reader.transaction() as connection:
        attendee = None
        if caller.token_hash is not None:
            attendee = attendees.find(connection, session, caller.token_hash)
        if attendee is None:
            return {"counter": 0, "questions": [], "votes": []}
        asked = questions.of_attendee(connection, attendee)
        queue: list[int] = []
        if any(question.fate is Status.APPROVED for question in asked):
            queue = questions.queue_numbers(connection, session)

        def view(question: Question) -> AskerView:
            lead = questions.find(connection, session, question.lead) if question.lead else None
            number = (lead or question).number
            position = queue.index(number) + 1 if number in queue else None
            return visibility.asker_view(question, position, lead)

        return {
            "counter": attendees.counter(connection, attendee),
            "questions": [complete(view(question), session, lang) for question in asked],
            "votes": votes.of_attendee(connection, attendee),
        }


def complete(view: AskerView, session: Session, lang: str) -> AskerView:
    """Return the view with the text of the reason in the reader's language, and the acts allowed in this phase."""

    def may(act: str, status: str) -> bool:
        rule = workflow.RULES[act]
        return status in rule.statuses and session.phase in rule.phases

    completed = view.copy()
    reason = view["reason"]
    completed["reason_text"] = reason_label(reason, lang, view["reason_number"]) if reason else None
    # The workflow table always allows `withdraw` for a merged question. Do not offer the act after the lead was
    # answered, because a withdrawal then has no use.
    completed["can_withdraw"] = may("withdraw", view["status"]) and view["fate"] != "answered"
    completed["can_reword"] = may("reword", view["fate"])
    return completed
