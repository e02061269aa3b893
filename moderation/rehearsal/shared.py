"""States of one stream, kept once however many phones have them."""

from __future__ import annotations

from collections import OrderedDict

from ..core import changes

KEPT = 128


class SharedStates:
    """1,500 phones at the same seq hold one state, and a change that reached all of them is applied once."""

    def __init__(self):
        self._steps: OrderedDict[tuple[int, int], tuple[dict, dict, dict]] = OrderedDict()
        self._heads: OrderedDict[tuple, dict] = OrderedDict()

    def reduce(self, stream: str, state: dict, change: dict) -> dict:
        """As `changes.reduce`; the same state and change (the objects) again give the same new state (the object)."""
        key = (id(state), id(change))
        step = self._steps.get(key)
        if step is None:
            # The objects are kept with the result: an id may be given to another object only after the first is gone.
            step = self._steps[key] = (state, change, self._one(stream, changes.reduce(state, change)))
            _trim(self._steps)
        return step[2]

    def _one(self, stream: str, state: dict) -> dict:
        """The state that is kept for this stream, epoch and seq where it is the same; a phone with another keeps its own."""
        key = (stream, state["epoch"], state["seq"])
        kept = self._heads.setdefault(key, state)
        _trim(self._heads)
        return kept if content(kept) == content(state) else state


def content(state: dict) -> dict:
    """The state without its time: what must be the same on two screens at the same seq."""
    return {name: value for name, value in state.items() if name != "at"}


def _trim(kept: OrderedDict) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)
