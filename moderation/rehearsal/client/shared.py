"""A cache of stream states that many clients of one process share."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from ...core import reducer
from ...core.contracts import Change, StreamState

ENTRIES_MAX = 128


class SharedStates:
    """A cache of stream states. All clients at the same seq of a stream share one state object.

    A change is applied only once for all clients at the same seq.
    """

    def __init__(self) -> None:
        self._steps: OrderedDict[tuple[int, int], tuple[StreamState, Change, StreamState]] = OrderedDict()
        self._heads: OrderedDict[tuple[str, str | None, int], StreamState] = OrderedDict()

    def reduce(self, stream: str, state: StreamState, change: Change) -> StreamState:
        """Return the state after a change, like `reducer.reduce`. The same arguments give the same result object."""
        key = (id(state), id(change))
        step = self._steps.get(key)
        if step is None:
            # The key contains the ids of both arguments. Store both arguments, because Python reuses the id of a freed
            # object.
            step = self._steps[key] = (state, change, self._canonical(stream, reducer.reduce(state, change)))
            _trim(self._steps)
        return step[2]

    def _canonical(self, stream: str, state: StreamState) -> StreamState:
        """Return the cached state that equals `state` in stream, epoch, seq and content. If there is none, return
        `state` itself.
        """
        cached = self._heads.setdefault((stream, state["epoch"], state["seq"]), state)
        _trim(self._heads)
        return cached if content(cached) == content(state) else state


def content(state: StreamState) -> dict[str, Any]:
    """Return the content of a state, for comparisons: all values except the time `at`.

    At the same epoch and seq, all states of a stream must have the same content.
    """
    return {name: value for name, value in state.items() if name != "at"}


def _trim(cache: OrderedDict[Any, Any]) -> None:
    while len(cache) > ENTRIES_MAX:
        cache.popitem(last=False)
