"""The last part of most acts: write the changed questions to their rows, write a row to the log, and emit the changes.

To emit a change means: touch the streams, raise the askers' counters, and update the translation jobs. To touch a
stream means: mark the question as changed in a stream that contains the question. An asker's counter is a number that
rises with each change of the asker's own questions and votes; the asker's pages then read them again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ...core import acts, visibility
from ...core.contracts import QuestionView
from ...core.model import AUDIENCE_OF_SEAT, Question, Status
from ...core.queue_state import QueueState
from ...core.refusals import Refusal
from ...store import (
    log,
    questions,
    votes,
)
from .erasing import erase_copies
from .executor import Call
from .queued_translations import update_translations

Step = tuple[Question | None, Question]
"""A question before and after an act. The first element is None for a new question."""
ASIDE = (Status.PENDING, Status.DECLINED)
"""The statuses of questions that only the chairs and the asker see."""


def get_question(call: Call, number: int) -> Question:
    """Return the question with this number. If there is none, refuse with `question.unknown`."""
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


def enact(call: Call, steps: Sequence[Step], undoes: log.LogRow | None = None) -> int | None:
    """Write the steps (changes of questions), append one row to the log, and emit the changes. Return the id of the log
    row.

    `undoes`: the log row that this act undoes. If there are no steps, do nothing and return None.
    """
    if not steps:
        return None
    # Save the changed questions before inserting the new ones. An inserted question can be Live, and a session can have
    # only one Live question (unique index `one_live`). So the question that was Live must lose this status first.
    questions.save(call.connection, call.session, [(before, after) for before, after in steps if before is not None])
    for before, after in steps:
        if before is None:
            questions.insert(call.connection, call.session, after)
    log_id = log.append(call.tx, call.session, call.seat.name, call.act, steps, undoes)
    emit_all(call, steps)
    return log_id


def emit_all(call: Call, steps: Sequence[Step]) -> None:
    """Emit the stored changes of an act (module docstring). `steps`: (before, after) of each changed question.

    If a text was replaced or a question was withdrawn, erase all copies of the earlier text.

    The questions are read again before the streams are touched (`_read_again`). This takes time, and the act
    `decline_kind` can change thousands of questions. Therefore steps for which `_is_aside` is true are not read again.
    """
    # A question that became a lead by this act does not show its new followers: the questions in `steps` still have the
    # followers from before the act. Therefore find the leads by the field `lead` of the questions that follow them.
    leads = {question.lead for step in steps for question in step if question is not None}
    aside = [
        (before, after)
        for before, after in steps
        if before is not None and after.number not in leads and _is_aside(before, after)
    ]
    numbers = {after.number for _, after in aside}
    shown = [(before, after) for before, after in steps if after.number not in numbers]
    for before, after in shown:
        if before is not None and (_is_withdrawn(before, after) or before.text != after.text):
            erase_copies(call, before, after)
        update_translations(call, before, after)
    present = _read_again(call, shown)
    for before, after in shown:
        _emit(call, before, present.get(after.number, after))
    _touch_followers(
        call,
        [
            follower.number
            for before, after in shown
            if before is not None and _followers_askers_see(before) != _followers_askers_see(after)
            for follower in present[after.number].followers
        ],
    )
    for before, after in aside:
        update_translations(call, before, after)
        if _is_incoming(before) or _is_incoming(after):
            call.tx.touch_for_chairs(call.session, after.number)
        if after.attendee is not None:
            raise_attendee_counter(call, after.attendee)


def _is_aside(before: Question, after: Question) -> bool:
    """Return whether a step (the change of a question) meets two conditions:

    - Only the chairs and the asker see the step: before and after it, the question is pending or declined and has no
      followers.
    - The texts and the language stay the same.
    """
    words = (before.text, before.wording, before.hides, before.language)
    return (
        before.status in ASIDE
        and after.status in ASIDE
        and not before.followers
        and not after.followers
        and words == (after.text, after.wording, after.hides, after.language)
    )


def _is_incoming(question: Question) -> bool:
    return question.status is Status.PENDING and not question.held


def _read_again(call: Call, steps: Sequence[Step]) -> dict[int, Question]:
    """Read the changed questions again. Return {number: question} with the stored values.

    The `after` of a step (before, after) can be outdated, because followers, flags and translations are not in a
    question's row. A question that the act has added has none of these; it is not read again and not in the result.

    If the followers of a question have changed, its vote total has changed too. Publish this total; the result contains
    it.
    """
    before_by_number = {before.number: before for before, _ in steps if before is not None}
    present = questions.numbered(call.connection, call.session, before_by_number)
    regrouped = [number for number, before in before_by_number.items() if before.followers != present[number].followers]
    if regrouped:
        present |= {lead.number: lead for lead in votes.publish(call.connection, call.session, regrouped)}
    return present


def _emit(call: Call, before: Question | None, present: Question) -> None:
    """Touch the streams that show the change, and raise the asker's counter if the asker sees the change."""
    call.tx.touch_question(call.session, before, present)
    if before is not None and _is_withdrawn(before, present):
        # A declined question is in no stream, but a chair's page may show it in the history. Therefore touch the
        # chairs' stream when the question is withdrawn, so that the chairs' pages read the history again.
        call.tx.touch_for_chairs(call.session, present.number)
    if present.attendee is not None and (before is None or _asker_sees(before) != _asker_sees(present)):
        raise_attendee_counter(call, present.attendee)


def _is_withdrawn(before: Question, after: Question) -> bool:
    return before.status is not after.status is Status.WITHDRAWN


def raise_attendee_counter(call: Call, attendee: int) -> None:
    """Mark that the attendee's questions or votes have changed.

    At the end of the act, the executor raises the attendee's counter and sends the counter to the attendee's pages.
    """
    call.changed_attendees.add(attendee)


def _touch_followers(call: Call, numbers: Collection[int]) -> None:
    """Touch the followers of changed leads, and raise the counters of the followers' askers.

    The status of a lead is part of its followers' views, and decides whether the chairs' stream contains the followers.
    """
    for number, attendee in questions.askers(call.connection, call.session, numbers).items():
        call.tx.touch_for_chairs(call.session, number)
        if attendee is not None:
            raise_attendee_counter(call, attendee)


def _asker_sees(question: Question) -> tuple[object, ...]:
    """Return those values of the question that its asker can see."""
    own_words = (question.text, question.language, question.lead, question.wording, question.hides)
    choices = (question.group, question.region, question.topic, question.to, question.name, question.show_name)
    return (
        *_followers_askers_see(question),
        *own_words,
        *choices,
        question.machine,
        question.acted_on,
        question.held,
    )


def _followers_askers_see(question: Question) -> tuple[object, ...]:
    """Return those values of a lead that the askers of its followers can see."""
    return (question.status, question.place, question.reason, question.reason_number)
