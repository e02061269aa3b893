"""A stream's state and how a change moves it: the same rule in the browser is `static/js/shared/stream/reducer.js`.

A change is absolute (docs/wire.md, "Streams"): it says the present state of whatever moved, so applying one twice is harmless.
State: {epoch, seq, at, questions: {number: view}, queue: [number], counts: {…}, settings: {…}, notes: […]}.
"""

from __future__ import annotations


def empty() -> dict:
    """The state before the first snapshot."""
    return {
        "epoch": None,
        "seq": -1,
        "at": None,
        "questions": {},
        "queue": [],
        "counts": {},
        "settings": {},
        "notes": [],
    }


def verdict(state: dict, change: dict) -> str:
    """What to do with a change: `apply`, `ignore`, `hole` (fetch what is between) or `reset` (take the snapshot)."""
    if change.get("reset"):
        return "apply" if change["epoch"] != state["epoch"] or change["seq"] >= state["seq"] else "ignore"
    if change["epoch"] != state["epoch"]:
        return "reset"
    if change["seq"] <= state["seq"]:
        return "ignore"
    return "apply" if change["after"] <= state["seq"] else "hole"


def reduce(state: dict, change: dict) -> dict:
    """The state after the change; the old one is left as it was. The caller has asked `verdict` first."""
    base = empty() if change.get("reset") else state
    questions = dict(base["questions"])
    for view in change.get("put", ()):
        questions[view["number"]] = view
    for number in change.get("drop", ()):
        questions.pop(number, None)
    for number, total in change.get("votes", {}).items():
        if int(number) in questions:
            questions[int(number)] = questions[int(number)] | {"votes": total}
    return {
        "epoch": change["epoch"],
        "seq": change["seq"],
        "at": change["at"],
        "questions": questions,
        "queue": change.get("queue", base["queue"]),
        "counts": change.get("counts", base["counts"]),
        "settings": change.get("settings", base["settings"]),
        "notes": change.get("notes", base["notes"]),
    }
