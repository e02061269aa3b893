"""What a chair does to questions. The order of checks is the same for all: same params, stale, phase, status."""

from __future__ import annotations

from ...core import acts, workflow
from ...core.model import REASONS, UNDETERMINED, Question, Status
from ...core.queue_state import QueueState
from ...core.refusals import Refusal
from ...store import questions
from .asking import clean_question
from .executor import Call, enact, get_question, seen, stamped


def on_one(call: Call, *, number: int, version: int | None = None, **params) -> dict:
    """An act on one question: approve, decline, reconsider, move, set_next, take, put_back, answer, bring_back, set_language, merge, split."""
    before, after = _decide(call, number, version, params)
    if after is None:
        return {"already": True, "question": seen(call, before), **_queue(call)}
    return {"question": seen(call, next(a for _, a in after if a.number == number)), **_queue(call)}


def decline(
    call: Call,
    *,
    reason: str,
    reason_number: int | None = None,
    number: int | None = None,
    version: int | None = None,
    questions: list[dict] | None = None,
) -> dict:
    """Decline one question, or several, all or none. Refuses `reason.unknown`, `question.unknown` for the number of a duplicate."""
    if reason not in REASONS:
        raise Refusal("reason.unknown", field="reason")
    if reason_number is not None:
        get_question(call, reason_number)
    params = {"reason": reason, "reason_number": reason_number if reason == "duplicate" else None}
    if questions is None:
        return on_one(call, number=number, version=version, **params)
    pairs, answered = [], []
    for one in questions:
        before, changed = _decide(call, one["number"], one["version"], params, write=False)
        pairs += changed or []
        answered.append(seen(call, changed[0][1] if changed else before))
    enact(call, pairs)
    return {"already": not pairs, "questions": answered}


def wording(call: Call, *, text: str | None, hide: bool | None = None, **seen_by_chair) -> dict:
    """Clearer words beside the asker's own, or (None) away with them. Hiding the asker's own is the default under the Rule. Refuses `text.…`."""
    words = None if text is None else clean_question(text, call)
    hide = call.session.settings.chatham_house_rule if hide is None else hide
    return on_one(call, text=words, hide=hide and words is not None, **seen_by_chair)


def advance(call: Call, *, live: int | None, next: int | None) -> dict:
    """The next question goes live. Refuses `advance.stale` when live or next is not what the chair saw, `advance.nothing`."""
    queue_state = questions.queue_state(call.connection, call.session)
    present = {
        "live": queue_state.live and queue_state.live.number,
        "next": queue_state.next and queue_state.next.number,
    }
    if present != {"live": live, "next": next}:
        blame = max((q for q in (queue_state.live, queue_state.next) if q), key=lambda q: q.changed_at, default=None)
        raise Refusal("advance.stale", **present, **({"by": blame.by, "at": blame.changed_at} if blame else {}))
    workflow.check_phase(call.act, call.session.phase)
    pairs = stamped(call, queue_state, acts.advance(queue_state))
    enact(call, pairs)
    by_status = {after.status: after.number for _, after in pairs}
    return {"live": by_status.get(Status.LIVE), "next": by_status.get(Status.NEXT)}


def _decide(
    call: Call, number: int, version: int | None, params: dict, *, write: bool = True
) -> tuple[Question, list | None]:
    """(the question, the changed pairs), or (the question, None) when the params is its state already."""
    queue_state = questions.queue_state(
        call.connection, call.session, [number, *([params["into"]] if "into" in params else [])]
    )
    question = queue_state.questions.get(number)
    if question is None:
        raise Refusal("question.unknown", number=number)
    if _is_already(call.act, question, params):
        return question, None
    if call.act == "move":
        _check_move(call, queue_state, question, params["after"])
    else:
        workflow.check_version(question, version)
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, question)
    if call.act == "merge" and params["into"] not in queue_state.questions:
        raise Refusal("question.unknown", number=params["into"])
    if call.act == "set_language" and params["language"] not in (*call.session.languages, UNDETERMINED):
        raise Refusal("language.unknown", field="language")
    changed = acts.ON_ONE[call.act](queue_state, question, **params)
    if not changed:
        return question, None
    pairs = stamped(call, queue_state, changed)
    if write:
        enact(call, pairs)
    return question, pairs


def _is_already(act: str, question: Question, params: dict) -> bool:
    if act == "set_language":
        return question.language == params["language"] and question.language_source == "corrected"
    if act == "wording":
        return (question.wording, question.hides) == (params["text"], params["hide"])
    if act == "merge":
        return question.status is Status.MERGED and question.lead == params["into"]
    if act == "decline" and (question.reason, question.reason_number) != (params["reason"], params["reason_number"]):
        return False
    return question.status is workflow.RULES[act].target_status


def _check_move(call: Call, queue_state: QueueState, question: Question, after: int) -> None:
    """A move names no version: it is refused only where one of the two has left the queue."""
    workflow.check_phase(call.act, call.session.phase)
    for number in (question.number, after):
        left = queue_state.questions.get(number) or questions.find(call.connection, call.session, number)
        if number and (left is None or left.status is not Status.APPROVED):
            raise Refusal(
                "move.left_queue",
                number=number,
                **({"question": left, "by": left.by, "at": left.changed_at} if left else {}),
            )


def _queue(call: Call) -> dict:
    """A move answers with the order too."""
    return {"queue": questions.queue_numbers(call.connection, call.session)} if call.act == "move" else {}


ACTS = {act: on_one for act in acts.ON_ONE if act != "withdraw"} | {
    "decline": decline,
    "wording": wording,
    "advance": advance,
}
