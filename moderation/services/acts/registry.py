"""The table of all acts by name, which the web layer calls."""

from __future__ import annotations

from . import adding, asking, chairing, flagging, muting, noting, organising, screen, translating, undoing
from .executor import Act

ACTS: dict[str, Act] = (
    asking.ACTS
    | chairing.ACTS
    | adding.ACTS
    | muting.ACTS
    | screen.ACTS
    | undoing.ACTS
    | noting.ACTS
    | flagging.ACTS
    | organising.ACTS
    | translating.ACTS
)
