"""Disclosure control: the figures that may be published under the Chatham House Rule, with small cells hidden.

A *margin* is a one-way table of counts (by group, language or outcome); its total is published. Every cell below 3 is
hidden, and so are the next smallest cell and all cells equal to it. All hidden cells show the same sign, because a
different sign for the next smallest cell would reveal the others. A reader who knows this rule and the total cannot
tell the table from another with the values of any two hidden cells exchanged
(tests/core/test_disclosure_control.py tries every table up to a size).

The difference of two publications of the same growing counts would reveal a hidden cell. So each publication is a
table of the new questions only, and fewer than three new questions wait for the next one.

Source: complementary suppression in statistical disclosure control (Hundepool et al., "Statistical Disclosure
Control", 2012, ch. 4); instead of an audit, the next smallest cell is hidden without a label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .ledger import WITHDRAWN, Fate
from .model import REASONS

Cell = int | str
"""A count, or HIDDEN."""
SMALLEST = 3
"""The smallest count that may be shown."""
HIDDEN = "<3"

OUTCOMES = ("answered", "approved", *REASONS, WITHDRAWN)
"""The cells of the outcome margin: answered; approved but not answered; not approved, by reason or withdrawn."""


def publish(counts: Mapping[str, int]) -> dict[str, Cell] | None:
    """Return the cells with the small ones hidden, or None if the total is below 3.

    In the second case the questions wait for the next table.
    """
    if sum(counts.values()) < SMALLEST:
        return None
    if min(counts.values()) >= SMALLEST or len(counts) == 1:
        return dict(counts)
    threshold = min((count for count in counts.values() if count >= SMALLEST), default=SMALLEST)
    return {key: count if count > threshold else HIDDEN for key, count in counts.items()}


def together(tables: Sequence[Mapping[str, Cell]]) -> dict[str, Cell]:
    """Add up the successive tables of one margin. A cell is hidden if any table hides it."""
    keys = tables[0] if tables else ()
    return {key: _sum([table[key] for table in tables]) for key in keys}


def outcome_of(fate: Fate) -> str:
    """Return the cell of the outcome margin that counts a question of a closed session."""
    part, reason = fate.outcome
    return reason if part == "not_approved" else part


def _sum(cells: Sequence[Cell]) -> Cell:
    counts = [cell for cell in cells if isinstance(cell, int)]
    return sum(counts) if len(counts) == len(cells) else HIDDEN
