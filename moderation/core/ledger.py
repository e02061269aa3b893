"""The public ledger: what became of the questions, folded from the log of acts. Counts only; nothing here knows a person.

The log's rows are read in their order. A row that was undone, and the row that undid it, count for nothing.

- *received*: every question that the log knows, the withdrawn and the joined ones too;
- *approved*: ever stood in the queue, as Next or on the screen;
- *taken*: ever stood on the screen, even if it was put back;
- *answered*: stands as answered now. Each of these four holds the next;
- *joined* (`merged`): made one with another question, its lead. It counts in its own group and language, and got as far
  as its lead did: taken, answered or declined with it;
- *withdrawn*: taken back by its asker; *waiting*: pending, in the queue or on the screen at this moment.

`answered` + `approved, not answered` + `not approved` = `received`: every question stands in exactly one of the three.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from .model import Status

FIGURES = ("received", "approved", "taken", "answered")
"""How far a question came; each figure counts those that came at least so far."""

WITHDRAWN, WAITING, CUT_SHORT = "withdrawn", "waiting", "cut_short"
"""What may stand beside the reasons to decline: why a question was not answered."""

_REACHED = {Status.APPROVED: 1, Status.NEXT: 1, Status.LIVE: 2, Status.ANSWERED: 2}


class Step(NamedTuple):
    """A row of the log for one question. `void`: it was undone, or undoes another."""

    number: int
    before: Status | None
    after: Status
    reason: str | None = None
    void: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What the ledger counts a question by. `lead`: the number of the question that it is joined to."""

    group: str
    language: str
    lead: int | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a question stands, why, and how far it ever came (an index of FIGURES)."""

    status: Status
    reason: str | None = None
    reach: int = 0

    @property
    def outcome(self) -> tuple[str, str]:
        """("answered" | "approved" | "not_approved", why not answered: a reason to decline, or one of the words above)."""
        if self.reach == 3:
            return "answered", ""
        part = "approved" if self.reach else "not_approved"
        if self.reach == 2 and self.status is not Status.LIVE:
            return part, CUT_SHORT
        if self.status is Status.DECLINED:
            return part, self.reason or ""
        return part, WITHDRAWN if self.status is Status.WITHDRAWN else WAITING


def fold(steps: Iterable[Step], asked: Mapping[int, Asked]) -> dict[int, Fate]:
    """{number: what became of it}, from the log's rows in order; a joined question has the fate of its lead."""
    return _with_leads(_own(steps), asked)


def figures(steps: Iterable[Step], asked: Mapping[int, Asked]) -> dict:
    """The whole ledger as JSON values.

    {received, approved, taken, answered, merged, withdrawn, waiting, declined: {reason: n},
    outcomes: {answered: n, approved: {why: n}, not_approved: {why: n}}, by_group: {key: {received, …, answered}}, by_language: …}.
    """
    own = _own(steps)
    fates = _with_leads(own, asked)
    outcomes = Counter(fate.outcome for fate in fates.values())
    standing = Counter(fate.status for fate in fates.values())
    return {
        **_reached(fates.values()),
        "merged": sum(fate.status is Status.MERGED for fate in own.values()),
        "withdrawn": standing[Status.WITHDRAWN],
        "waiting": sum(
            standing[status] for status in (Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE, Status.MERGED)
        ),
        "declined": dict(
            sorted(Counter(fate.reason for fate in fates.values() if fate.status is Status.DECLINED).items())
        ),
        "outcomes": {
            "answered": outcomes["answered", ""],
            **{
                part: {why: n for (where, why), n in sorted(outcomes.items()) if where == part}
                for part in ("approved", "not_approved")
            },
        },
        "by_group": _by(fates, {number: one.group for number, one in asked.items()}),
        "by_language": _by(fates, {number: one.language for number, one in asked.items()}),
    }


def _own(steps: Iterable[Step]) -> dict[int, Fate]:
    """Each question by itself."""
    own: dict[int, Fate] = {}
    for step in steps:
        if not step.void:
            own[step.number] = _after(own.get(step.number), step)
    return {number: replace(fate, reach=3) if fate.status is Status.ANSWERED else fate for number, fate in own.items()}


def _after(fate: Fate | None, step: Step) -> Fate:
    return Fate(
        step.after,
        step.reason,
        max(_REACHED.get(step.before, 0), _REACHED.get(step.after, 0), fate.reach if fate else 0),
    )


def _with_leads(own: Mapping[int, Fate], asked: Mapping[int, Asked]) -> dict[int, Fate]:
    fates = {}
    for number, fate in own.items():
        lead = own.get(asked[number].lead) if fate.status is Status.MERGED else None
        fates[number] = Fate(lead.status, lead.reason, max(fate.reach, lead.reach)) if lead else fate
    return fates


def _reached(fates: Iterable[Fate]) -> dict[str, int]:
    reach = Counter(fate.reach for fate in fates)
    return {name: sum(n for far, n in reach.items() if far >= index) for index, name in enumerate(FIGURES)}


def _by(fates: Mapping[int, Fate], key: Mapping[int, str]) -> dict[str, dict[str, int]]:
    rows: dict[str, list[Fate]] = {}
    for number, fate in fates.items():
        rows.setdefault(key[number], []).append(fate)
    return {name: _reached(rows[name]) for name in sorted(rows)}
