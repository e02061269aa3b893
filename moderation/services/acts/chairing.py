"""The acts of a chair on questions.

If the question is already in the requested state, an act changes nothing and makes no further checks. Otherwise, an act
with the parameter `version` first checks the version, then the phase, then the status. `decline`, `take` and `wording`
check their own parameters first.
"""

from __future__ import annotations

from types import EllipsisType
from typing import Any

from ...core import acts, workflow
from ...core.contracts import Answer, QuestionView
from ...core.model import REASONS, UNDETERMINED, Question, Status
from ...core.queue_state import QueueState
from ...core.refusals import Refusal
from ...store import questions as questions_store
from .changes import enact, get_question, seat_view, stamp_changes
from .executor import Act, Call
from .question_fields import check_choice, clean_question

Pairs = list[tuple[Question, Question]]
"""The changed questions, each as (question before the act, question after the act)."""


def act_on_question(call: Call, *, number: int, version: int = 0, **params: Any) -> Answer:
    """Execute an act on one question (core/acts). `version`: the version that the chair saw.

    A move has no version; its answer contains the new queue. Refusals: `question.unknown`, `question.stale`,
    `phase.not_allowed`, `act.not_allowed`, and the act's own refusals.
    """
    before, pairs = _decide(call, number, version, params)
    if pairs:
        enact(call, pairs)
    present = before if not pairs else next(after for _, after in pairs if after.number == number)
    answer: Answer = {"already": not pairs, "question": seat_view(call, present)}
    if call.act == "move":
        answer["queue"] = questions_store.queue_numbers(call.connection, call.session)
    return answer


def decline(
    call: Call,
    *,
    reason: str,
    reason_number: int | None = None,
    number: int = 0,
    version: int = 0,
    questions: list[dict[str, int]] | None = None,
) -> Answer:
    """Decline one question (`number`, `version`) or several questions (`questions`: [{number, version}]).

    If one question is refused, no question is declined. `reason_number`: the number of the question that the declined
    question duplicates; stored only with the reason `duplicate`. Refusals: `reason.unknown`, `question.unknown`,
    `question.stale`, `phase.not_allowed`, `act.not_allowed`.
    """
    if reason not in REASONS:
        raise Refusal("reason.unknown", field="reason")
    if reason_number is not None:
        get_question(call, reason_number)
    params = {"reason": reason, "reason_number": reason_number if reason == "duplicate" else None}
    if questions is None:
        return act_on_question(call, number=number, version=version, **params)
    pairs: Pairs = []
    views: list[QuestionView] = []
    for requested in questions:
        before, changed = _decide(call, requested["number"], requested["version"], params)
        pairs += changed
        views.append(seat_view(call, changed[0][1] if changed else before))
    enact(call, pairs)
    return {"already": not pairs, "questions": views}


def take(call: Call, *, number: int, version: int = 0, live: int | EllipsisType | None = ...) -> Answer:
    """Make the question live.

    `live` (optional): the number of the Live question that the chair saw, or None if the chair saw no Live question.

    Refusals: `advance.stale` if `live` is given and is not the present Live question, and the refusals of
    `act_on_question`.
    """
    if live is not ...:
        queue_state = questions_store.queue_state(call.connection, call.session, [number])
        if queue_state.live is None or queue_state.live.number != number:
            _check_seen(queue_state, {"live": live})
    return act_on_question(call, number=number, version=version)


def wording(call: Call, *, number: int, version: int = 0, text: str | None, hide: bool | None = None) -> Answer:
    """Set a chair's wording of the question. Keep the asker's text. A `text` of None removes the wording.

    `hide`: whether the wording hides the asker's text; ignored if `text` is None. The default is True under the Chatham
    House Rule, otherwise False. Refusals: `text.empty`, `text.too_long`, and the refusals of `act_on_question`.
    """
    cleaned = None if text is None else clean_question(text, call.session.limits)
    hide = call.session.settings.chatham_house_rule if hide is None else hide
    return act_on_question(call, number=number, version=version, text=cleaned, hide=hide and cleaned is not None)


def advance(call: Call, *, live: int | None, next: int | None) -> Answer:  # noqa: A002 (the command's field)
    """Put the next question on the screen. `live`, `next`: the Live and Next numbers that the chair saw.

    Answer with the new numbers. Refusals: `advance.stale` if the numbers that the chair saw are outdated,
    `phase.not_allowed`, `advance.nothing`.
    """
    queue_state = questions_store.queue_state(call.connection, call.session)
    _check_seen(queue_state, {"live": live, "next": next})
    workflow.check_phase(call.act, call.session.phase)
    pairs = stamp_changes(call, queue_state, acts.advance(queue_state))
    enact(call, pairs)
    by_status = {after.status: after.number for _, after in pairs}
    return {"live": by_status.get(Status.LIVE), "next": by_status.get(Status.NEXT)}


def _check_seen(queue_state: QueueState, seen: dict[str, int | None]) -> None:
    """Refuse with `advance.stale` if Live or Next is not the question that the chair saw.

    `seen`: {"live" or "next": number that the chair saw, or None}. A missing key is not compared. The refusal contains
    the current `live` and `next`. If there is a Live or a Next question, the refusal also contains `by` and `at` of
    their latest change.
    """
    present = {
        "live": queue_state.live.number if queue_state.live else None,
        "next": queue_state.next.number if queue_state.next else None,
    }
    if present | seen != present:
        shown = [question for question in (queue_state.live, queue_state.next) if question]
        latest = max(shown, key=lambda question: question.changed_at, default=None)
        raise Refusal("advance.stale", **present, **({"by": latest.by, "at": latest.changed_at} if latest else {}))


def _decide(call: Call, number: int, version: int, params: dict[str, Any]) -> tuple[Question, Pairs]:
    """Return the question and the changes that the act would make. This function writes nothing.

    The changes are empty if the question is already in the requested state. No act that uses this function is allowed
    on a question that waits for release; such a question is refused with `question.unknown`.
    """
    named = [number, params["into"]] if "into" in params else [number]
    queue_state = questions_store.queue_state(call.connection, call.session, named)
    question = queue_state.questions.get(number)
    if question is None or question.held:
        raise Refusal("question.unknown", number=number)
    if _is_already(call.act, question, params):
        return question, []
    if call.act == "move":
        _check_move(call, queue_state, question, params["after"])
    else:
        workflow.check_version(question, version)
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, question)
    lead = queue_state.questions.get(params["into"]) if call.act == "merge" else question
    if lead is None or lead.held:
        raise Refusal("question.unknown", number=params["into"])
    if call.act == "set_language" and params["language"] not in (*call.session.languages, UNDETERMINED):
        raise Refusal("language.unknown", field="language")
    if call.act == "set_topic":
        check_choice(params["topic"], call.session.topics, "topic")
    return question, stamp_changes(
        call, queue_state, acts.ACTS_ON_ONE_QUESTION[call.act](queue_state, question, **params)
    )


def _is_already(act: str, question: Question, params: dict[str, Any]) -> bool:
    """Return whether the question is already in the requested state."""
    if act == "set_language":
        return question.language == params["language"] and question.language_source == "corrected"
    if act == "set_topic":
        topic: str | None = params["topic"]
        return question.topic == topic
    if act == "wording":
        return (question.wording, question.hides) == (params["text"], params["hide"])
    if act == "merge":
        return question.status is Status.MERGED and question.lead == params["into"]
    if act == "decline" and (question.reason, question.reason_number) != (params["reason"], params["reason_number"]):
        return False
    return question.status is workflow.RULES[act].target_status


def _check_move(call: Call, queue_state: QueueState, question: Question, after: int) -> None:
    """Refuse a move with `phase.not_allowed` if the phase does not allow the act.

    Refuse with `move.left_queue` if `question`, or the question with the number `after`, is not in the queue. This
    check takes the place of the check of the version: the command `move` sends no version.
    """
    workflow.check_phase(call.act, call.session.phase)
    for number in (question.number, after):
        named = queue_state.questions.get(number) or questions_store.find(call.connection, call.session, number)
        if number and (named is None or named.status is not Status.APPROVED):
            raise Refusal(
                "move.left_queue",
                number=number,
                **({"question": named, "by": named.by, "at": named.changed_at} if named else {}),
            )


ACTS: dict[str, Act] = {act: act_on_question for act in acts.ACTS_ON_ONE_QUESTION if act != "withdraw"} | {
    "decline": decline,
    "wording": wording,
    "take": take,
    "advance": advance,
}
