"""Figures under the Chatham House Rule: one margin at a time, with small cells hidden so that they cannot be worked out.

A *margin* is a table of counts by one thing (group, language or outcome); its total is published. Every cell below three
is hidden, and with them the next smallest one, and all that equal it. All hidden cells read the same: a sign of its own
for the next smallest would tell the others. So whoever knows the rule and the total can exchange the values of any two
hidden cells and would have read the same table (tests/core/test_disclosure_control.py tries every table up to a size).

Two publications of growing counts would tell by their difference what one of them hides. So the questions of a later
one are a table of their own; fewer than three of them wait for the one after.

Source: complementary suppression as in statistical disclosure control (Hundepool et al., "Statistical Disclosure Control",
2012, ch. 4), with the unlabelled next smallest cell in place of an audit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .ledger import WITHDRAWN, Fate
from .model import REASONS

SMALLEST = 3
HIDDEN = "<3"

OUTCOMES = ("answered", "approved", *REASONS, WITHDRAWN)
"""The cells of the outcome margin: answered; approved, not answered; not approved, by reason or withdrawn."""


def publish(counts: Mapping[str, int]) -> dict[str, int | str] | None:
    """The cells as everybody may read them, or None where there are fewer than three in all: these wait for the next table."""
    if sum(counts.values()) < SMALLEST:
        return None
    if min(counts.values()) >= SMALLEST or len(counts) == 1:
        return dict(counts)
    threshold = min((n for n in counts.values() if n >= SMALLEST), default=SMALLEST)
    return {key: n if n > threshold else HIDDEN for key, n in counts.items()}


def together(tables: Sequence[Mapping[str, int | str]]) -> dict[str, int | str]:
    """Tables of one margin, one after another, as one: a cell is shown where each of them shows it."""
    keys = tables[0] if tables else ()
    return {
        key: HIDDEN if any(table[key] == HIDDEN for table in tables) else sum(table[key] for table in tables)
        for key in keys
    }


def outcome_of(fate: Fate) -> str:
    """The cell of the outcome margin in which a question of a closed session counts."""
    part, why = fate.outcome
    return why if part == "not_approved" else part
