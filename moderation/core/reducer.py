"""The reducer: it applies changes to a client's state of one stream.

`static/js/shared/stream/reducer.js` is the same reducer for browsers. A change contains the new state of each changed
item, not a difference. Therefore a client may apply a change twice (docs/wire.md, "Streams").
"""

from __future__ import annotations

from typing import Literal, cast

from .contracts import Change, SettingsView, StreamState

Verdict = Literal["apply", "ignore", "gap", "reset"]


def empty() -> StreamState:
    """Return the state before the first snapshot. `settings` is empty until the snapshot sets it."""
    return {
        "epoch": None,
        "seq": -1,
        "at": None,
        "questions": {},
        "queue": [],
        "counts": None,
        "settings": cast("SettingsView", {}),
        "notes": [],
    }


def verdict(state: StreamState, change: Change) -> Verdict:
    """Return the step that a client must take after it received a change.

    `apply`: call `reduce`. `ignore`: the state already contains the change. `gap`: fetch the missing earlier changes.
    `reset`: the epoch differs, so load the snapshot.
    """
    if change.get("reset"):
        return "apply" if change["epoch"] != state["epoch"] or change["seq"] >= state["seq"] else "ignore"
    if change["epoch"] != state["epoch"]:
        return "reset"
    if change["seq"] <= state["seq"]:
        return "ignore"
    return "apply" if change["after"] <= state["seq"] else "gap"


def reduce(state: StreamState, change: Change) -> StreamState:
    """Apply a change for which `verdict` has returned `apply`, and return the new state. Do not modify `state`."""
    base = empty() if change.get("reset") else state
    questions = dict(base["questions"])
    for view in change.get("put", ()):
        questions[view["number"]] = view
    for number in change.get("drop", ()):
        questions.pop(number, None)
    for key, total in change.get("votes", {}).items():
        if int(key) in questions:
            questions[int(key)] = {**questions[int(key)], "votes": total}
    reduced: StreamState = {
        "epoch": change["epoch"],
        "seq": change["seq"],
        "at": change["at"],
        "questions": questions,
        "queue": change.get("queue", base["queue"]),
        "counts": change.get("counts", base["counts"]),
        "settings": change.get("settings", base["settings"]),
        "notes": change.get("notes", base["notes"]),
    }
    booth_notes = change.get("booth_notes", base.get("booth_notes"))
    if booth_notes is not None:
        reduced["booth_notes"] = booth_notes
    return reduced
