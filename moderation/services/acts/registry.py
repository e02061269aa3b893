"""The table of all acts by name."""

from __future__ import annotations

from . import (
    adding,
    asking,
    chairing,
    editing,
    entering,
    flagging,
    importing,
    kinds,
    muting,
    newcomers,
    noting,
    organising,
    redefining,
    scheduling,
    screen,
    stage_languages,
    terms,
    translating,
    undoing,
    voting,
)
from .executor import Act

ACTS: dict[str, Act] = (
    asking.ACTS
    | voting.ACTS
    | editing.ACTS
    | chairing.ACTS
    | adding.ACTS
    | muting.ACTS
    | screen.ACTS
    | stage_languages.ACTS
    | newcomers.ACTS
    | kinds.ACTS
    | undoing.ACTS
    | noting.ACTS
    | flagging.ACTS
    | organising.ACTS
    | redefining.ACTS
    | scheduling.ACTS
    | translating.ACTS
    | terms.ACTS
    | entering.ACTS
    | importing.ACTS
)
