"""Disclosure control: the figures that may be published under the Chatham House Rule, with small cells hidden.

A *margin* is a one-way table of counts (by group, language or outcome). Its total is published. Cells below 3 are
hidden. If a cell is below 3, the smallest cell of at least 3 is hidden too, and so are all cells equal to that cell.
All hidden cells show the same sign, because a different sign would reveal which cells are below 3. If the values of two
hidden cells are exchanged, the published table stays the same. So a reader who knows this rule and the total cannot
tell these two tables apart (tests/core/test_disclosure_control.py tries every table up to a fixed size).

If growing counts were published twice, the difference of the two tables could reveal a hidden cell. So each published
table counts new questions only. Fewer than three new questions are counted in the following table instead.

Source: complementary suppression in statistical disclosure control (Hundepool et al., "Statistical Disclosure
Control", 2012, ch. 4). In place of the audit that this book describes, all hidden cells show the same sign.
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
"""The cells of the outcome margin: answered; approved but not answered; declined (one cell per reason); withdrawn."""


def publish(counts: Mapping[str, int]) -> dict[str, Cell] | None:
    """Return the table with its small cells hidden, or None if the total is below 3.

    If the result is None, count the questions in the next table.
    """
    if sum(counts.values()) < SMALLEST:
        return None
    if min(counts.values()) >= SMALLEST or len(counts) == 1:
        return dict(counts)
    threshold = min((count for count in counts.values() if count >= SMALLEST), default=SMALLEST)
    return {key: count if count > threshold else HIDDEN for key, count in counts.items()}


def together(tables: Sequence[Mapping[str, Cell]]) -> dict[str, Cell]:
    """Return the sum of the successive tables of one margin. A cell is hidden if any table hides that cell."""
    keys = tables[0] if tables else ()
    return {key: _sum([table[key] for table in tables]) for key in keys}


def outcome_of(fate: Fate) -> str:
    """Return the cell of the outcome margin that counts a question of a closed session."""
    part, reason = fate.outcome
    return reason if part == "not_approved" else part


def _sum(cells: Sequence[Cell]) -> Cell:
    counts = [cell for cell in cells if isinstance(cell, int)]
    return sum(counts) if len(counts) == len(cells) else HIDDEN
