"""The questions and votes of an attendee. Only this attendee may read them."""

from __future__ import annotations

from ..core import visibility, workflow
from ..core.contracts import AskerView, MyQuestions
from ..core.model import Question, Session, Status
from ..services.acts.caller import Caller
from ..services.words import reason_label, reason_language
from ..store import attendees, commands, questions, votes
from .context import AppContext
from .language_choice import Languages


def my_questions(context: AppContext, session: Session, caller: Caller, languages: Languages) -> MyQuestions:
    """Return the attendee's questions (newest first) and votes. Both are empty before the attendee's first command."""
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

        mine: MyQuestions = {
            "counter": attendees.counter(connection, attendee),
            "questions": [complete(view(question), session, languages) for question in asked],
            "votes": votes.of_attendee(connection, attendee),
        }
        if asked:
            mine["keys"] = commands.numbers_of(connection, session, f"attendee.{attendee}")
        return mine


def complete(view: AskerView, session: Session, languages: Languages) -> AskerView:
    """Return a copy of the view with two additions: the label of the reason to decline, and the asker's possible acts.

    The label is in the first language of `languages.texts` that has labels. Under the Chatham House Rule, times are
    precise to the minute only.
    """

    def may(act: str, status: str) -> bool:
        rule = workflow.RULES[act]
        return status in rule.statuses and session.phase in rule.phases

    completed = view.copy()
    if session.settings.chatham_house_rule:
        for name in ("asked_at", "changed_at"):
            completed[name] = visibility.to_minute(view[name])
    reason = view["reason"]
    completed["reason_text"] = _reason_text(reason, view["reason_number"], languages) if reason else None
    # The workflow table allows `withdraw` for every merged question. But do not offer it after the lead was answered:
    # the lead was read out for all questions that are merged into it, so all of them count as answered.
    completed["can_withdraw"] = may("withdraw", view["status"]) and view["fate"] != "answered"
    # Accept a view without `reworded_as` and `can_edit`: an earlier version of the server may have stored this view.
    completed["can_reword"] = may("reword", view["fate"]) and view.get("reworded_as") is None
    completed["can_edit"] = may("edit", view["status"]) and view.get("can_edit", False)
    return completed


def _reason_text(reason: str, number: int | None, languages: Languages) -> str:
    """Return the label of a reason. Put Unicode isolates around the label if it is not in the interface language."""
    lang = reason_language(*languages.texts)
    label = reason_label(reason, lang, number)
    return label if lang == languages.lang else f"\u2068{label}\u2069"
