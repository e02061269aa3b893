"""The workflow table: the seats, statuses and phases in which each act is allowed. Every other combination is refused.

Source: the table in the README, "A question's life".
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import Phase, Question, Seat, SeatKind, Status
from .refusals import Refusal

LEADS = frozenset({Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE})
"""The statuses of a question into which other questions can be merged."""
P, A, N, L = Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE
ANY = frozenset(Status)
WITH_WORDS = ANY - {Status.WITHDRAWN}
"""The statuses of questions whose words are still stored. A withdrawal erases the words."""
TAKEN_BACK = frozenset({P, A, N, Status.MERGED, Status.DECLINED})
"""The statuses in which `undo_import` withdraws a question. Live and answered questions stay."""
ASKING = frozenset({Phase.REHEARSAL, Phase.OPEN})
RUNNING = ASKING | {Phase.PAUSED}
CORRECTING = RUNNING | {Phase.CLOSED}
CHAIR = frozenset({SeatKind.CHAIR})
TRANSLATORS = frozenset({SeatKind.CHAIR, SeatKind.BOOTH})
PANEL = frozenset({SeatKind.PANEL})
LEADING = frozenset({SeatKind.CHAIR, SeatKind.ORGANISER})
WITH_BOOTHS = LEADING | {SeatKind.BOOTH}
ATTENDEE = frozenset({SeatKind.ATTENDEE})
ORGANISER = frozenset({SeatKind.ORGANISER})

INVITED = frozenset({"ask", "reword", "edit", "vote"})
"""The acts that need an entry code in a session with entry codes. A withdrawal or `unvote` never needs a code."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the workflow table. `statuses` is empty for an act without a question.

    `target_status` is the question's status after the act. `target_status` is None if the act sets no status, or if the
    new status depends on the question.
    """

    statuses: frozenset[Status]
    seats: frozenset[SeatKind]
    phases: frozenset[Phase]
    target_status: Status | None = None


RULES: dict[str, Rule] = {
    "ask": Rule(frozenset(), ATTENDEE, ASKING),
    "reword": Rule(frozenset({Status.DECLINED}), ATTENDEE, ASKING),
    "edit": Rule(frozenset({P}), ATTENDEE, RUNNING),
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
    "set_stage_languages": Rule(frozenset(), CHAIR, RUNNING),
    "hold_newcomers": Rule(frozenset(), CHAIR, RUNNING),
    "admit_newcomers": Rule(frozenset(), CHAIR, RUNNING),
    "decline_kind": Rule(frozenset(), CHAIR, RUNNING),
    "release_kind": Rule(frozenset(), CHAIR, RUNNING),
    "flag": Rule(frozenset({A, N}), PANEL, RUNNING),
    "unflag": Rule(frozenset({A, N}), PANEL, RUNNING),
    "note": Rule(frozenset(), WITH_BOOTHS, CORRECTING),
    "acknowledge": Rule(frozenset(), WITH_BOOTHS, CORRECTING),
    "set_language": Rule(WITH_WORDS, CHAIR, CORRECTING),
    "set_topic": Rule(WITH_WORDS, CHAIR, CORRECTING),
    "wording": Rule(WITH_WORDS, CHAIR, CORRECTING),
    "translate": Rule(WITH_WORDS, TRANSLATORS, CORRECTING),
    "retranslate": Rule(WITH_WORDS, TRANSLATORS, CORRECTING),
    "add_term": Rule(frozenset(), WITH_BOOTHS, CORRECTING),
    "undo_term": Rule(frozenset(), WITH_BOOTHS, CORRECTING),
    "undo": Rule(frozenset(), LEADING, RUNNING),
    "open": Rule(frozenset(), ORGANISER, frozenset({Phase.REHEARSAL, Phase.PAUSED})),
    # Only `open` ends a rehearsal, because only `open` deletes the rehearsal's questions. If `pause` or `close` could
    # end a rehearsal, its questions would become part of the record.
    "pause": Rule(frozenset(), ORGANISER, frozenset({Phase.OPEN})),
    "close": Rule(frozenset(), ORGANISER, frozenset({Phase.OPEN, Phase.PAUSED})),
    "reopen": Rule(frozenset(), ORGANISER, frozenset({Phase.CLOSED})),
    "purge": Rule(frozenset(), ORGANISER, frozenset({Phase.CLOSED})),
    "set": Rule(frozenset(), ORGANISER, CORRECTING),
    "import": Rule(frozenset(), ORGANISER, RUNNING),
    "undo_import": Rule(TAKEN_BACK, ORGANISER, RUNNING, Status.WITHDRAWN),
    "redefine": Rule(frozenset(), ORGANISER, CORRECTING),
    "move_end": Rule(frozenset(), ORGANISER, RUNNING),
    "schedule": Rule(frozenset(), ORGANISER, RUNNING),
    "unschedule": Rule(frozenset(), ORGANISER, CORRECTING),
    "make_entry_codes": Rule(frozenset(), ORGANISER, RUNNING),
    "revoke_entry_code": Rule(frozenset(), ORGANISER, CORRECTING),
    "renew": Rule(frozenset(), ORGANISER, CORRECTING),
    "revoke": Rule(frozenset(), ORGANISER, CORRECTING),
}


def check_seat(act: str, seat: Seat) -> Rule:
    """Return the rule of the act.

    Refuses with `act.unknown` if there is no such act, and with `seat.forbidden` if this kind of seat may never perform
    the act.
    """
    rule = RULES.get(act)
    if rule is None:
        raise Refusal("act.unknown", act=act)
    if seat.kind not in rule.seats:
        raise Refusal("seat.forbidden", act=act)
    return rule


def check_phase(act: str, phase: Phase) -> None:
    """Refuse with `phase.not_allowed` (act, phase) if the act is not allowed in this phase."""
    if phase not in RULES[act].phases:
        raise Refusal("phase.not_allowed", act=act, phase=str(phase))


def check_status(act: str, question: Question) -> None:
    """Refuse with `act.not_allowed` (act, status, question) if the act is not allowed in the question's status."""
    if question.status not in RULES[act].statuses:
        raise Refusal("act.not_allowed", act=act, status=str(question.status), question=question)


def check_version(question: Question, version: int) -> None:
    """Refuse with `question.stale` (question, by, at) if `version` is not the question's current version.

    `by` and `at` are the seat and the time of the last change.
    """
    if version != question.version:
        raise Refusal("question.stale", question=question, by=question.by, at=question.changed_at)
