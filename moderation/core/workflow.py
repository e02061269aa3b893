"""The workflow table: the seats, statuses and phases in which each act is allowed. Every other combination is refused.

Source: the table in the README, "A question's life".
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import Phase, Question, Seat, SeatKind, Status
from .refusals import Refusal

LEADS = frozenset({Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE})
"""The statuses in which a question may be the lead of a merge."""
P, A, N, L = Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE
ANY = frozenset(Status)
ASKING = frozenset({Phase.REHEARSAL, Phase.OPEN})
RUNNING = ASKING | {Phase.PAUSED}
CORRECTING = RUNNING | {Phase.CLOSED}
CHAIR = frozenset({SeatKind.CHAIR})
TRANSLATORS = frozenset({SeatKind.CHAIR, SeatKind.BOOTH})
PANEL = frozenset({SeatKind.PANEL})
CHAIR_NOTES = frozenset({SeatKind.CHAIR, SeatKind.ORGANISER})
ATTENDEE = frozenset({SeatKind.ATTENDEE})
ORGANISER = frozenset({SeatKind.ORGANISER})


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the workflow table. `statuses` is empty for an act without a question.

    `target_status` is the status that the act gives to the question. It is None if the act sets no status, or if the
    new status also depends on the state of the question.
    """

    statuses: frozenset[Status]
    seats: frozenset[SeatKind]
    phases: frozenset[Phase]
    target_status: Status | None = None


RULES: dict[str, Rule] = {
    "ask": Rule(frozenset(), ATTENDEE, ASKING),
    "reword": Rule(frozenset({Status.DECLINED}), ATTENDEE, ASKING),
    "withdraw": Rule(frozenset({P, A, N, Status.MERGED, Status.DECLINED}), ATTENDEE, RUNNING, Status.WITHDRAWN),
    "vote": Rule(frozenset({A, N}), ATTENDEE, ASKING),
    "unvote": Rule(frozenset({A, N}), ATTENDEE, ASKING),
    "approve": Rule(frozenset({P}), CHAIR, RUNNING, A),
    "decline": Rule(frozenset({P, A, N, L}), CHAIR, RUNNING, Status.DECLINED),
    "reconsider": Rule(frozenset({Status.DECLINED}), CHAIR, RUNNING, P),
    "move": Rule(frozenset({A}), CHAIR, RUNNING),
    "set_next": Rule(frozenset({A}), CHAIR, RUNNING, N),
    "take": Rule(frozenset({A, N}), CHAIR, RUNNING, L),
    "put_back": Rule(frozenset({L, N}), CHAIR, RUNNING, A),
    "answer": Rule(frozenset({L}), CHAIR, RUNNING, Status.ANSWERED),
    "bring_back": Rule(frozenset({Status.ANSWERED}), CHAIR, RUNNING, L),
    "advance": Rule(frozenset(), CHAIR, RUNNING),
    "add": Rule(frozenset(), CHAIR, RUNNING),
    "merge": Rule(frozenset({P, A}), CHAIR, RUNNING, Status.MERGED),
    "split": Rule(frozenset({Status.MERGED}), CHAIR, RUNNING),
    "mute": Rule(ANY, CHAIR, RUNNING),
    "unmute": Rule(ANY, CHAIR, RUNNING),
    "clear_screen": Rule(frozenset(), CHAIR, RUNNING),
    "restore_screen": Rule(frozenset(), CHAIR, RUNNING),
    "flag": Rule(frozenset({A, N}), PANEL, RUNNING),
    "unflag": Rule(frozenset({A, N}), PANEL, RUNNING),
    "note": Rule(frozenset(), CHAIR_NOTES, CORRECTING),
    "acknowledge": Rule(frozenset(), CHAIR, CORRECTING),
    "set_language": Rule(ANY, CHAIR, CORRECTING),
    "wording": Rule(ANY, CHAIR, CORRECTING),
    "translate": Rule(ANY, TRANSLATORS, CORRECTING),
    "retranslate": Rule(ANY, TRANSLATORS, CORRECTING),
    "undo": Rule(frozenset(), CHAIR, RUNNING),
    "open": Rule(frozenset(), ORGANISER, frozenset({Phase.REHEARSAL, Phase.PAUSED})),
    # Only `open` ends a rehearsal, because only `open` deletes the rehearsal's questions. After `pause` or `close`, the
    # rehearsal's questions would become part of the record.
    "pause": Rule(frozenset(), ORGANISER, frozenset({Phase.OPEN})),
    "close": Rule(frozenset(), ORGANISER, frozenset({Phase.OPEN, Phase.PAUSED})),
    "reopen": Rule(frozenset(), ORGANISER, frozenset({Phase.CLOSED})),
    "purge": Rule(frozenset(), ORGANISER, frozenset({Phase.CLOSED})),
    "set": Rule(frozenset(), ORGANISER, CORRECTING),
    "renew": Rule(frozenset(), ORGANISER, CORRECTING),
    "revoke": Rule(frozenset(), ORGANISER, CORRECTING),
}


def check_seat(act: str, seat: Seat) -> Rule:
    """Return the act's row. Refuses `act.unknown`, and `seat.forbidden` if this kind of seat may never do the act."""
    rule = RULES.get(act)
    if rule is None:
        raise Refusal("act.unknown", act=act)
    if seat.kind not in rule.seats:
        raise Refusal("seat.forbidden", act=act)
    return rule


def check_phase(act: str, phase: Phase) -> None:
    """Refuse `phase.not_allowed` (act, phase) if the act is not allowed in this phase."""
    if phase not in RULES[act].phases:
        raise Refusal("phase.not_allowed", act=act, phase=str(phase))


def check_status(act: str, question: Question) -> None:
    """Refuse `act.not_allowed` (act, status, question) if the act is not allowed in the question's status."""
    if question.status not in RULES[act].statuses:
        raise Refusal("act.not_allowed", act=act, status=str(question.status), question=question)


def check_version(question: Question, version: int) -> None:
    """Refuse `question.stale` (question, by, at) if `version` is not the question's present version.

    `by` and `at` are the seat and the time of the last change.
    """
    if version != question.version:
        raise Refusal("question.stale", question=question, by=question.by, at=question.changed_at)
