"""The mark of each stakeholder group: a shape and a fill that differ from those of the other groups even in black and
white.
"""

from __future__ import annotations

from collections.abc import Iterable

STANDARD = (
    "government",
    "igo",
    "civil_society",
    "private_sector",
    "academia",
    "technical",
    "media",
    "other",
    "undisclosed",
)
"""The keys of the standard groups (data/words). The name of each group's mark is the group's key."""
SHAPES = ("house", "dome", "drop", "wedge", "fan", "pie", "step", "lens")
FILLS = ("solid", "hollow", "split")
OWN = tuple(f"{shape}-{fill}" for fill in FILLS for shape in SHAPES)
"""The names of the marks for groups that are not in STANDARD, in the order of use."""


def marks_of(keys: Iterable[str]) -> dict[str, str]:
    """Return {group key: name of its mark} for the groups of a session, in the session's order.

    The names are those of the symbols in `templates/_sprite.html`, without "mark-". Groups that are not in STANDARD get
    the 24 marks in OWN, in order. After the 24th of these groups, the marks begin again with the first.
    """
    marks: dict[str, str] = {}
    count = 0
    for key in keys:
        if key in STANDARD:
            marks[key] = key
        else:
            marks[key] = OWN[count % len(OWN)]
            count += 1
    return marks
