"""What a chair does to questions, and undo. The order of checks is the same for all: same wish, stale, phase, status."""

from __future__ import annotations

from dataclasses import replace

from ..core import acts, workflow
from ..core.model import REASONS, UNDETERMINED, Question, Status
from ..core.refusals import Refusal
from ..store import log, questions, translations
from .actions import Call, note, seen


def on_one(call: Call, *, number: int, version: int | None = None, **wish) -> dict:
    """An act on one question: approve, decline, reconsider, move, set_next, take, put_back, answer, bring_back, set_language."""
    before, after = _decide(call, number, version, wish)
    if after is None:
        return {"already": True, "question": seen(call, before), **_queue(call)}
    return {"question": seen(call, next(a for _, a in after if a.number == number)), **_queue(call)}


def decline(call: Call, *, reason: str, reason_number: int | None = None, number: int | None = None, version: int | None = None,
            questions: list[dict] | None = None) -> dict:
    """Decline one question, or several, all or none. Refuses `reason.unknown`, `question.unknown` for the number of a duplicate."""
    if reason not in REASONS:
        raise Refusal("reason.unknown", field="reason")
    if reason_number is not None:
        _find(call, reason_number)
    wish = {"reason": reason, "reason_number": reason_number if reason == "duplicate" else None}
    if questions is None:
        return on_one(call, number=number, version=version, **wish)
    pairs, answered = [], []
    for one in questions:
        before, changed = _decide(call, one["number"], one["version"], wish, write=False)
        pairs += changed or []
        answered.append(seen(call, changed[0][1] if changed else before))
    _write(call, pairs)
    return {"already": not pairs, "questions": answered}


def advance(call: Call, *, live: int | None, next: int | None) -> dict:
    """The next question goes live. Refuses `advance.stale` when live or next is not what the chair saw, `advance.nothing`."""
    board = questions.board(call.connection, call.session)
    present = {"live": board.live and board.live.number, "next": board.next and board.next.number}
    if present != {"live": live, "next": next}:
        blame = max((q for q in (board.live, board.next) if q), key=lambda q: q.changed_at, default=None)
        raise Refusal("advance.stale", **present, **({"by": blame.by, "at": blame.changed_at} if blame else {}))
    workflow.check_phase(call.act, call.session.phase)
    pairs = _stamped(call, board, acts.advance(board))
    _write(call, pairs)
    by_status = {after.status: after.number for _, after in pairs}
    return {"live": by_status.get(Status.LIVE), "next": by_status.get(Status.NEXT)}


def undo(call: Call) -> dict:
    """Take back this seat's latest act. Refuses `undo.nothing`, `undo.superseded` (by, act, at, number)."""
    workflow.check_phase(call.act, call.session.phase)
    row = log.latest_to_undo(call.connection, call.session, call.seat.name)
    if row is None:
        raise Refusal("undo.nothing")
    superseding = log.later_act(call.connection, row["id"], call.session, row["before"])
    if superseding:
        raise Refusal("undo.superseded", **superseding)
    board = questions.board(call.connection, call.session, row["before"])
    # The questions leave their places first: they must not stand in one another's way.
    standing = board.without(*row["before"])
    restored = []
    for number, image in row["before"].items():
        question = acts.restore(standing, board.questions[number], image)
        standing.questions[number] = question
        restored.append(question)
    _check_single(call, standing, restored)
    pairs = _stamped(call, board, restored)
    if row["act"] == "translate":
        # Nothing of the question itself comes back, so nothing would tell this from a mere move.
        pairs = [(before, replace(after, version=before.version + 1, by=call.seat.name, changed_at=call.tx.at)) for before, after in pairs]
        translations.undo(call.connection, row["id"])
    _write(call, pairs, undoes=row["id"])
    return {"act": row["act"], "numbers": list(row["before"])}


def _check_single(call: Call, board: acts.Board, restored: list[Question]) -> None:
    """Another question may be live or next since, though none of ours was touched."""
    for status in (Status.LIVE, Status.NEXT):
        holders = [question for question in board.questions.values() if question.status is status]
        if len(holders) > 1:
            other = next(question for question in holders if question not in restored)
            raise Refusal("undo.superseded", by=other.by, act="take" if status is Status.LIVE else "set_next", at=other.changed_at, number=other.number)


def _decide(call: Call, number: int, version: int | None, wish: dict, *, write: bool = True) -> tuple[Question, list | None]:
    """(the question, the changed pairs), or (the question, None) when the wish is its state already."""
    question = _find(call, number)
    board = questions.board(call.connection, call.session, [number])
    if _is_already(call.act, question, wish):
        return question, None
    if call.act == "move":
        _check_move(call, board, question, wish["after"])
    else:
        workflow.check_version(question, version)
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, question)
    if call.act == "set_language" and wish["language"] not in (*call.session.languages, UNDETERMINED):
        raise Refusal("language.unknown", field="language")
    changed = acts.ON_ONE[call.act](board, question, **wish)
    if not changed:
        return question, None
    pairs = _stamped(call, board, changed)
    if write:
        _write(call, pairs)
    return question, pairs


def _is_already(act: str, question: Question, wish: dict) -> bool:
    if act == "set_language":
        return question.language == wish["language"] and question.language_source == "corrected"
    if act == "decline" and (question.reason, question.reason_number) != (wish["reason"], wish["reason_number"]):
        return False
    return question.status is workflow.RULES[act].wish


def _check_move(call: Call, board: acts.Board, question: Question, after: int) -> None:
    """A move names no version: it is refused only where one of the two has left the queue."""
    workflow.check_phase(call.act, call.session.phase)
    for number in (question.number, after):
        left = board.questions.get(number) or questions.find(call.connection, call.session, number)
        if number and (left is None or left.status is not Status.APPROVED):
            raise Refusal("move.left_queue", number=number, **({"question": left, "by": left.by, "at": left.changed_at} if left else {}))


def _stamped(call: Call, board: acts.Board, changed: list[Question]) -> list[tuple[Question, Question]]:
    return [(board.questions[q.number], acts.stamp(board.questions[q.number], q, call.seat.name, call.tx.at)) for q in changed]


def _write(call: Call, pairs: list[tuple[Question, Question]], undoes: int | None = None) -> None:
    if not pairs:
        return
    questions.save(call.connection, call.session, pairs)
    log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, pairs, undoes)
    for before, after in pairs:
        note(call, before, after)


def _queue(call: Call) -> dict:
    """A move answers with the order too."""
    return {"queue": questions.queue_numbers(call.connection, call.session)} if call.act == "move" else {}


def _find(call: Call, number: int) -> Question:
    question = questions.find(call.connection, call.session, number)
    if question is None:
        raise Refusal("question.unknown", number=number)
    return question


ACTS = {act: on_one for act in acts.ON_ONE if act not in ("withdraw", "decline")} | {"decline": decline, "advance": advance, "undo": undo}
