"""The bidirectional controls of a text (Unicode Standard Annex 9).

An isolate is a pair of controls that sets the direction of the text between them. A phone number, name or address that
was pasted into an Arabic text often has isolates around it. Without the isolates, browsers display the number, name or
address in the wrong order. Therefore `balanced` keeps isolates.

`balanced` removes two kinds of controls, because they could change the display of other words: controls that are open
until the end of a line, and controls that override the direction of the letters.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ISOLATES = "\u2066\u2067\u2068"
"""The characters that open an isolate: left to right, right to left, direction of the first strong character."""
POP_ISOLATE = "\u2069"
EMBEDDINGS = {"\u202a": "\u2066", "\u202b": "\u2067"}
"""For each character that opens an embedding, the character that opens an isolate of the same direction."""
OVERRIDES = "\u202d\u202e"
POP_EMBEDDING = "\u202c"
CONTROLS = ISOLATES + POP_ISOLATE + "".join(EMBEDDINGS) + OVERRIDES + POP_EMBEDDING
MARKS = "\u200e\u200f\u061c"
"""The marks: invisible characters with a direction. Unlike an isolate, a mark needs no closing character."""

MOST_CONTROLS = 1200
"""Maximum number of bidirectional controls in a text. If a text has more controls, `without_many_controls` removes all
of them.

A question of the default maximum size (4,000 bytes) does not reach this number. Even if it consists of isolates with a
single letter each, it has only 1,142 controls.
"""

_CONTROL = re.compile(f"([{CONTROLS}])")
_REPEATED_MARK = re.compile(rf"([{MARKS}])\1+")


class Opened(NamedTuple):
    """A control that is still open.

    `place`: the index of the control in `pieces`. `written`: the number of characters before this control, without
    controls.
    """

    control: str
    place: int
    written: int


def without_many_controls(text: str) -> str:
    """If the text has more than `MOST_CONTROLS` controls, return it without controls. Otherwise return it unchanged."""
    return _CONTROL.sub("", text) if sum(map(text.count, CONTROLS)) > MOST_CONTROLS else text


def balanced(text: str) -> str:
    """Return the text with balanced, non-empty isolates only, and without repeated marks.

    Replace a balanced embedding by the isolate of the same direction, as the Unicode Standard recommends. Remove
    overrides, empty isolates, and every control without its counterpart on the same line.
    """
    if _CONTROL.search(text):
        text = _with_isolates(text)
    return _REPEATED_MARK.sub(r"\1", text)


def _with_isolates(text: str) -> str:
    pieces = _CONTROL.split(text)
    opened: list[Opened] = []
    written = 0
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            written += len(piece)
            if "\n" in piece:
                opened.clear()
            continue
        pieces[place] = ""
        if piece == POP_ISOLATE:
            while opened and opened[-1].control not in ISOLATES:
                opened.pop()
            _close(opened, pieces, place, written)
        elif piece == POP_EMBEDDING:
            if opened and opened[-1].control not in ISOLATES:
                _close(opened, pieces, place, written)
        else:
            opened.append(Opened(piece, place, written))
    return "".join(pieces)


def _close(opened: list[Opened], pieces: list[str], end: int, written: int) -> None:
    """Close the innermost open control: write an isolate in its place.

    Write the opening character of the isolate to `pieces`, at the control's `place`, and the closing character to
    `pieces[end]`. If the control is an override, or if it encloses no text, write neither character. `written`: the
    number of characters of text before the closing character.
    """
    if not opened:
        return
    control, place, written_before = opened.pop()
    if control in OVERRIDES or written == written_before:
        return
    pieces[place] = EMBEDDINGS.get(control, control)
    pieces[end] = POP_ISOLATE
