"""The public ledger: the outcome of every question, computed from the log of acts. The ledger contains only counts.

The rows of the log are read in order. Undone rows and the rows of the act `undo` are skipped.

- *received*: all questions in the log, including withdrawn and merged ones;
- *approved*: the question was in the queue, next or live at any time;
- *taken*: the question was live at any time, even if it was put back;
- *answered*: the question is answered now;
- *merged*: the question is merged into a lead. It counts in its own group and language, with the status of its lead.
  It counts as approved, taken or answered if the question itself or its lead does;
- *withdrawn*: the asker withdrew the question;
- *waiting*: the question is pending, in the queue, next or live now.

`received` includes `approved`, `approved` includes `taken`, and `taken` includes `answered`.

Every question is in exactly one of three parts, whose sum is `received`: answered, approved but not answered, and not
approved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypedDict

from .model import Status

FIGURES = ("received", "approved", "taken", "answered")
"""The stages of a question, in order. The figure of a stage counts the questions that reached this stage or a later
stage."""

WITHDRAWN, WAITING, CUT_SHORT = "withdrawn", "waiting", "cut_short"
"""Reasons why a question was not answered, in addition to the reasons to decline.

`cut_short`: the question was live earlier. It is not live now, and it was not answered.
"""

_REACHED = {Status.APPROVED: 1, Status.NEXT: 1, Status.LIVE: 2, Status.ANSWERED: 2}


class StageCounts(TypedDict):
    """The number of questions that reached each stage."""

    received: int
    approved: int
    taken: int
    answered: int


class OutcomeCounts(TypedDict):
    """The number of answered questions, and the numbers of unanswered questions by reason.

    `approved` counts the unanswered questions that were approved at any time; `not_approved` counts all other
    unanswered questions.
    """

    answered: int
    approved: dict[str, int]
    not_approved: dict[str, int]


class LedgerFigures(StageCounts):
    """The whole ledger as JSON values. Keys of `declined`: reasons. Keys of `by_language`: language tags.

    `by_topic` leaves out the questions without a topic.
    """

    merged: int
    withdrawn: int
    waiting: int
    declined: dict[str, int]
    outcomes: OutcomeCounts
    by_group: dict[str, StageCounts]
    by_language: dict[str, StageCounts]
    by_topic: dict[str, StageCounts]


class Step(NamedTuple):
    """The effect that one act of the log had on one question. `void`: the act was undone, or it is the act `undo`."""

    number: int
    before: Status | None
    after: Status
    reason: str | None = None
    void: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The properties by which the ledger counts a question. `lead`: the number of the question's lead if the question
    is merged.
    """

    group: str
    language: str
    lead: int | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """The current status of a question, the reason if it is declined, and the highest stage that it reached.

    `reach` is an index into FIGURES.
    """

    status: Status
    reason: str | None = None
    reach: int = 0

    @property
    def outcome(self) -> tuple[str, str]:
        """Return a pair: an outcome, and the reason why the question was not answered.

        The outcome is "answered", "approved" or "not_approved". The reason is a reason to decline, WITHDRAWN, WAITING
        or CUT_SHORT. The reason of an answered question is "".
        """
        if self.reach == 3:
            return "answered", ""
        part = "approved" if self.reach else "not_approved"
        if self.reach == 2 and self.status is not Status.LIVE:
            return part, CUT_SHORT
        if self.status is Status.DECLINED:
            return part, self.reason or ""
        return part, WITHDRAWN if self.status is Status.WITHDRAWN else WAITING


def fold(steps: Iterable[Step], asked: Mapping[int, Asked]) -> dict[int, Fate]:
    """Return the fate of each question (its status, its reason and its highest stage) as {question number: fate}.

    A merged question counts as if it had shared the fate of its lead: it gets the lead's status and reason, and also
    the lead's highest stage, unless its own is higher. `steps`: oldest first. `asked`: {question number: properties} of
    all questions in the log.
    """
    return _with_leads(_own_fates(steps), asked)


def figures(steps: Iterable[Step], asked: Mapping[int, Asked]) -> LedgerFigures:
    """Return the whole ledger. For the arguments, see `fold`."""
    own = _own_fates(steps)
    fates = _with_leads(own, asked)
    outcomes = Counter(fate.outcome for fate in fates.values())
    statuses = Counter(fate.status for fate in fates.values())
    declined = Counter(fate.reason or "" for fate in fates.values() if fate.status is Status.DECLINED)
    waiting = (Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE, Status.MERGED)
    return {
        **_stages(fates.values()),
        "merged": sum(fate.status is Status.MERGED for fate in own.values()),
        "withdrawn": statuses[Status.WITHDRAWN],
        "waiting": sum(statuses[status] for status in waiting),
        "declined": dict(sorted(declined.items())),
        "outcomes": {
            "answered": outcomes["answered", ""],
            "approved": _reasons(outcomes, "approved"),
            "not_approved": _reasons(outcomes, "not_approved"),
        },
        "by_group": _stages_by(fates, {number: question.group for number, question in asked.items()}),
        "by_language": _stages_by(fates, {number: question.language for number, question in asked.items()}),
        "by_topic": _stages_by(fates, {number: question.topic for number, question in asked.items()}),
    }


def _own_fates(steps: Iterable[Step]) -> dict[int, Fate]:
    """Return the fate of each question (its status, its reason and its highest stage) as {question number: fate}. The
    fate of a merged question does not yet include the fate of its lead.
    """
    fates: dict[int, Fate] = {}
    for step in steps:
        if not step.void:
            fates[step.number] = _after(fates.get(step.number), step)
    return {
        number: replace(fate, reach=3) if fate.status is Status.ANSWERED else fate for number, fate in fates.items()
    }


def _after(fate: Fate | None, step: Step) -> Fate:
    reached_before = _REACHED.get(step.before, 0) if step.before else 0
    return Fate(step.after, step.reason, max(reached_before, _REACHED.get(step.after, 0), fate.reach if fate else 0))


def _with_leads(own: Mapping[int, Fate], asked: Mapping[int, Asked]) -> dict[int, Fate]:
    fates = {}
    for number, fate in own.items():
        lead_number = asked[number].lead if fate.status is Status.MERGED else None
        lead = own.get(lead_number) if lead_number is not None else None
        fates[number] = Fate(lead.status, lead.reason, max(fate.reach, lead.reach)) if lead else fate
    return fates


def _reasons(outcomes: Counter[tuple[str, str]], part: str) -> dict[str, int]:
    return {reason: count for (outcome, reason), count in sorted(outcomes.items()) if outcome == part}


def _stages(fates: Iterable[Fate]) -> StageCounts:
    reach = Counter(fate.reach for fate in fates)
    received, approved, taken, answered = (
        sum(count for stage, count in reach.items() if stage >= index) for index in range(len(FIGURES))
    )
    return {"received": received, "approved": approved, "taken": taken, "answered": answered}


def _stages_by(fates: Mapping[int, Fate], keys: Mapping[int, str | None]) -> dict[str, StageCounts]:
    rows: dict[str, list[Fate]] = {}
    for number, fate in fates.items():
        key = keys[number]
        if key is not None:
            rows.setdefault(key, []).append(fate)
    return {name: _stages(rows[name]) for name in sorted(rows)}
