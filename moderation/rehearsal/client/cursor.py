"""The rule for following a stream: apply changes in order, detect a gap, catch up (docs/wire.md, "Streams")."""

from __future__ import annotations

from collections.abc import Callable

from ...core import changes
from ...core.contracts import Change, Head, StreamState

AHEAD_MAX = 50
"""Changes kept beyond a gap. Changes are absolute: the GET that closes the gap contains the discarded ones."""


class StreamCursor:
    """The position of one client in one stream: the state that it shows, and the changes received beyond a gap.

    `advance(state, change)` returns the state after a change; it is called once for each applied change, in order.
    The cursor does no I/O. Its owner reads the socket, waits, and sends the GET.
    """

    __slots__ = ("_advance", "_target", "ahead", "state")

    def __init__(self, state: StreamState, advance: Callable[[StreamState, Change], StreamState]):
        self.state = state
        self.ahead: list[Change] = []
        self._advance = advance
        self._target: Head | None = None

    @property
    def is_behind(self) -> bool:
        """True while the server is known to have a change that the state lacks: catch up."""
        target, state = self._target, self.state
        return target is not None and (target["epoch"] != state["epoch"] or target["seq"] > state["seq"])

    def receive(self, change: Change) -> str:
        """Apply, ignore or buffer a change; return the verdict of `core/changes`. After `hole` or `reset`, catch up."""
        verdict = changes.verdict(self.state, change)
        if verdict == "apply":
            self.state = self._advance(self.state, change)
            if self.ahead:
                self._apply_buffered()
        elif verdict != "ignore":
            self.buffer(change)
            self.see_head({"epoch": change["epoch"], "seq": change["seq"]})
        return verdict

    def buffer(self, change: Change) -> None:
        """Keep a change that cannot be applied yet: it came before the subscription's answer, or after a gap."""
        self.ahead.append(change)
        del self.ahead[:-AHEAD_MAX]

    def see_head(self, head: Head) -> bool:
        """Record the newest position that the server has announced. Return True when the state is behind."""
        target = self._target
        if target is None or target["epoch"] != head["epoch"] or target["seq"] < head["seq"]:
            self._target = head
        return self.is_behind

    def subscribed(self, head: Head) -> bool:
        """Apply the buffered changes and record the head of the subscription's answer. Return True when behind it."""
        self._apply_buffered()
        return self.see_head(head)

    def request(self) -> tuple[str, dict[str, str]]:
        """Return the name and parameters of the GET that brings the missing changes."""
        if self.state["epoch"] is None:
            return "snapshot", {}
        return "changes", {"epoch": self.state["epoch"], "after": str(self.state["seq"])}

    def catch_up(self, change: Change) -> None:
        """Apply the answer of `request`, then the buffered changes that follow it. Discard changes of another epoch."""
        # The answer is newer than any announced head, in particular when its epoch is another.
        self._target = None
        buffered, self.ahead = self.ahead, []
        self.receive(change)
        self.ahead += [later for later in buffered if later["epoch"] == self.state["epoch"]]
        self._apply_buffered()

    def _apply_buffered(self) -> None:
        buffered, self.ahead = sorted(self.ahead, key=lambda change: change["seq"]), []
        for change in buffered:
            verdict = changes.verdict(self.state, change)
            if verdict == "apply":
                self.state = self._advance(self.state, change)
            elif verdict != "ignore":
                self.ahead.append(change)
                self.see_head({"epoch": change["epoch"], "seq": change["seq"]})
