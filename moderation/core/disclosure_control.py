"""Disclosure control: the figures that may be published under the Chatham House Rule, with small cells hidden.

A *margin* is a one-way table of counts (by group, language or outcome). Its total is published. Cells with a count
below 3 are hidden. If a cell is below 3, the cells with the smallest count of at least 3 are hidden too. All hidden
cells show the same sign, because a different sign would reveal which cells are below 3. If two hidden counts were
exchanged, the published table would be the same. So a reader who knows this rule and the total cannot assign the hidden
counts to the hidden cells. tests/core/test_disclosure_control.py tries every table up to a fixed size.

If two tables counted the same questions, the difference of the tables could reveal a hidden cell. So each published
table counts only questions that no earlier table has counted. If there are fewer than three uncounted questions, no
table is published; the next table counts them.

Source: complementary suppression in statistical disclosure control (Hundepool et al., "Statistical Disclosure Control",
2012, ch. 4). The book describes an audit of the hidden cells. No audit is necessary here, because all hidden cells show
the same sign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .ledger import WITHDRAWN, Fate
from .model import REASONS

Cell = int | str
"""A cell of a published table: a count, or HIDDEN."""
SMALLEST = 3
"""The smallest count that a table shows. Smaller counts are hidden."""
HIDDEN = "<3"

OUTCOMES = ("answered", "approved", *REASONS, WITHDRAWN)
"""The cells of the outcome margin: answered; approved at any time but not answered; declined without approval (one cell
for each reason); withdrawn without approval."""


def publish(counts: Mapping[str, int]) -> dict[str, Cell] | None:
    """Return the table to publish. Each cell that the rule of this module hides contains HIDDEN.

    If the total is below 3, return None. The caller must then count these questions in the next table.
    """
    if sum(counts.values()) < SMALLEST:
        return None
    if min(counts.values()) >= SMALLEST or len(counts) == 1:
        return dict(counts)
    threshold = min((count for count in counts.values() if count >= SMALLEST), default=SMALLEST)
    return {key: count if count > threshold else HIDDEN for key, count in counts.items()}


def together(tables: Sequence[Mapping[str, Cell]]) -> dict[str, Cell]:
    """Add the published tables of one margin, cell by cell. The result hides each cell that any of these tables hides.

    Return an empty table if there are no tables.
    """
    keys = tables[0] if tables else ()
    return {key: _sum([table[key] for table in tables]) for key in keys}


def outcome_of(fate: Fate) -> str:
    """Return the name in OUTCOMES under which a question with this fate is counted. The session must be closed."""
    part, reason = fate.outcome
    return reason if part == "not_approved" else part


def _sum(cells: Sequence[Cell]) -> Cell:
    counts = [cell for cell in cells if isinstance(cell, int)]
    return sum(counts) if len(counts) == len(cells) else HIDDEN
