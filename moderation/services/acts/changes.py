"""The step that writes changed questions: rows, log, touched streams, askers' counters, translation jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...core import acts, visibility
from ...core.contracts import QuestionView
from ...core.model import AUDIENCE_OF_SEAT, Question, Status
from ...core.queue_state import QueueState
from ...core.refusals import Refusal
from ...store import attendees, commands, log, questions, translation_cache, translation_jobs, translations, votes
from ..translation.jobs import want_translations
from .executor import Call

Step = tuple[Question | None, Question]
"""A question before and after an act. The first element is None for a new question."""


def get_question(call: Call, number: int) -> Question:
    """Return the question with this number. Refuse with `question.unknown`."""
    question = questions.find(call.connection, call.session, number)
    if question is None:
        raise Refusal("question.unknown", number=number)
    return question


def stamp_changes(call: Call, queue_state: QueueState, changed: Iterable[Question]) -> list[tuple[Question, Question]]:
    """Return (before, after) of each changed question. Set version, seat and time in `after`."""
    pairs = []
    for question in changed:
        before = queue_state.questions[question.number]
        pairs.append((before, acts.stamp(before, question, call.seat.name, call.tx.at)))
    return pairs


def seat_view(call: Call, question: Question) -> QuestionView:
    """Return the view of the question for the calling staff seat."""
    return visibility.view(question, AUDIENCE_OF_SEAT[call.seat.kind], call.session.settings, call.session.languages)


def enact(call: Call, steps: Sequence[Step], undoes: int | None = None) -> int | None:
    """Write the steps, append one row to the log and emit the changes. Return the id of the log row.

    `undoes`: the id of the log row that this act undoes. Without steps, do nothing and return None.
    """
    if not steps:
        return None
    # Vacate the unique Live/Next slot before inserting a question into it.
    questions.save(call.connection, call.session, [(before, after) for before, after in steps if before is not None])
    for before, after in steps:
        if before is None:
            questions.insert(call.connection, call.session, after)
    log_id = log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, steps, undoes)
    for before, after in steps:
        emit_changes(call, before, after)
    return log_id


def emit_changes(call: Call, before: Question | None, after: Question) -> None:
    """Touch the streams, raise the askers' counters and update the translation jobs after a step is written."""
    _update_translations(call, before, after)
    # Followers, flags and translations are not in the question's row, so read the question again. A new question
    # cannot have followers, flags or translations.
    present = after if before is None else questions.get(call.connection, call.session, after.number)
    if before is not None and before.followers != present.followers:
        votes.publish(call.connection, call.session, [after.number])
        present = questions.get(call.connection, call.session, after.number)
    call.tx.touch_question(call.session, before, present)
    if after.attendee is not None and (before is None or _asker_sees(before) != _asker_sees(after)):
        raise_attendee_counter(call, after.attendee)
    if before is not None and _followers_askers_see(before) != _followers_askers_see(after):
        _touch_followers(call, present)


def raise_attendee_counter(call: Call, attendee: int) -> None:
    """Raise the attendee's counter and send it, because the attendee's own questions or votes have changed."""
    call.tx.notify_attendee(call.session, *attendees.raise_counter(call.connection, attendee))


def _touch_followers(call: Call, lead: Question) -> None:
    """Touch the followers of a lead.

    A follower's views and its place in the chairs' stream depend on the lead's status.
    """
    for follower in lead.followers:
        call.tx.touch_for_chairs(call.session, follower.number)
        attendee = questions.get(call.connection, call.session, follower.number).attendee
        if attendee is not None:
            raise_attendee_counter(call, attendee)


def _update_translations(call: Call, before: Question | None, after: Question) -> None:
    """Queue or cancel the question's translation jobs after a step.

    Cancel the jobs of a declined or withdrawn question. Translate again after a new wording or a corrected language.
    When a wording hides the asker's text, delete the translations of that text.
    """
    session, gone = call.session, (Status.DECLINED, Status.WITHDRAWN)
    if before is not None and before.language != after.language:
        translations.forget_machine(call.connection, session, after.number)
    has_new_wording = before is not None and before.spoken != after.spoken
    if after.status in gone or has_new_wording:
        translation_jobs.cancel(call.connection, session, after.number)
    if after.hides:
        translation_cache.forget_text(call.connection, after.text)
        commands.forget_shown(call.connection, session)
    if after.status not in gone and (
        before is None or before.status in gone or before.language != after.language or has_new_wording
    ):
        want_translations(call.tx, session, after)


def _asker_sees(question: Question) -> tuple[object, ...]:
    """Return the values that the question's own asker sees."""
    own_words = (question.text, question.language, question.lead, question.wording, question.hides)
    return (*_followers_askers_see(question), *own_words)


def _followers_askers_see(question: Question) -> tuple[object, ...]:
    """Return the lead's values that the askers of its followers see."""
    return (question.status, question.place, question.reason, question.reason_number)
