"""The rule for following a stream: apply changes in order, detect a gap, catch up (docs/wire.md, "Streams")."""

from __future__ import annotations

from collections.abc import Callable

from ...core import reducer
from ...core.contracts import Change, Head, StreamState

AHEAD_MAX = 50
"""Maximum number of buffered changes (after a gap, or before the answer to the subscription).

If more changes arrive, discard the oldest changes. No data is lost: the client then requests the missing changes (GET),
and the answer contains the current values, not differences.
"""


class StreamCursor:
    """The state of one stream at one client.

    The cursor has the current state, and the changes that wait until earlier changes have arrived. It calls
    `advance(state, change)` once for each change, in order, and stores the result as the new state. The cursor has no
    I/O; its owner reads the socket, waits, and sends the GET requests.
    """

    __slots__ = ("_advance", "_target", "ahead", "state")

    def __init__(self, state: StreamState, advance: Callable[[StreamState, Change], StreamState]):
        self.state = state
        self.ahead: list[Change] = []
        self._advance = advance
        self._target: Head | None = None

    @property
    def is_behind(self) -> bool:
        """Return whether the server has announced a change that the state does not contain.

        If so, the owner must send the GET request that `request` describes, and pass the answer to `catch_up`.
        """
        target, state = self._target, self.state
        return target is not None and (target["epoch"] != state["epoch"] or target["seq"] > state["seq"])

    def receive(self, change: Change) -> str:
        """Apply, ignore or buffer a change. Return the verdict of `core/reducer`.

        After the verdict `gap` or `reset`, the owner must catch up.
        """
        verdict = reducer.verdict(self.state, change)
        if verdict == "apply":
            self.state = self._advance(self.state, change)
            if self.ahead:
                self._apply_buffered()
        elif verdict != "ignore":
            self.buffer(change)
            self.see_head({"epoch": change["epoch"], "seq": change["seq"]})
        return verdict

    def buffer(self, change: Change) -> None:
        """Buffer a change that cannot be applied yet.

        The change waits for the answer to the subscription, or for earlier changes.
        """
        self.ahead.append(change)
        del self.ahead[:-AHEAD_MAX]

    def see_head(self, head: Head) -> bool:
        """Store a head (epoch and newest seq) that the server has announced. Return whether the state is older than the
        newest head.
        """
        target = self._target
        if target is None or target["epoch"] != head["epoch"] or target["seq"] < head["seq"]:
            self._target = head
        return self.is_behind

    def subscribed(self, head: Head) -> bool:
        """Apply the changes that were buffered before the server answered the subscription.

        `head`: the head in this answer. Return whether the client must still catch up (`is_behind`).
        """
        self._apply_buffered()
        return self.see_head(head)

    def request(self) -> tuple[str, dict[str, str]]:
        """Return the name and parameters of the GET request for the missing changes."""
        if self.state["epoch"] is None:
            return "snapshot", {}
        return "changes", {"epoch": self.state["epoch"], "after": str(self.state["seq"])}

    def catch_up(self, change: Change) -> None:
        """Apply the answer to `request`, then the later buffered changes. Discard buffered changes of another epoch."""
        # Assume that the answer contains every announced change, so forget the announced heads.
        self._target = None
        buffered, self.ahead = self.ahead, []
        self.receive(change)
        self.ahead += [later for later in buffered if later["epoch"] == self.state["epoch"]]
        self._apply_buffered()

    def _apply_buffered(self) -> None:
        buffered, self.ahead = sorted(self.ahead, key=lambda change: change["seq"]), []
        for change in buffered:
            verdict = reducer.verdict(self.state, change)
            if verdict == "apply":
                self.state = self._advance(self.state, change)
            elif verdict != "ignore":
                self.ahead.append(change)
                self.see_head({"epoch": change["epoch"], "seq": change["seq"]})
