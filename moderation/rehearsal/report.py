"""The report: what was sent, what became of it, how long it took."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from .attendee import Phone
from .chairs import Chair
from .outbox import Delivery

OUTCOMES = ("acknowledged", "refused", "lost", "unanswered")


def percentiles(seconds: Sequence[float]) -> dict[str, float] | None:
    """p50, p95, p99 in milliseconds by nearest rank; None when nothing was measured."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    return {f"p{share}": round(1000 * ordered[math.ceil(share / 100 * len(ordered)) - 1], 1) for share in (50, 95, 99)}


def account(deliveries: list[Delivery]) -> dict:
    """`sent` and its parts, which add up to it: `acknowledged`, `refused` {code: n}, `lost`, `unanswered`.

    Tries that had to be repeated: `throttled` after a 429, `busy` after a 503, `repeated` where no answer came.
    """
    outcomes = Counter(delivery.outcome or "unanswered" for delivery in deliveries)
    refused = Counter(delivery.code for delivery in deliveries if delivery.outcome == "refused")
    return {
        "sent": len(deliveries),
        "acknowledged": outcomes["acknowledged"],
        "refused": dict(sorted(refused.items())),
        "lost": outcomes["lost"],
        "unanswered": outcomes["unanswered"],
        "throttled": sum(delivery.throttled for delivery in deliveries),
        "busy": sum(delivery.busy for delivery in deliveries),
        "repeated": sum(delivery.unreached for delivery in deliveries),
    }


def accounts_for_all(part: dict) -> bool:
    """True if every command that was sent has exactly one fate."""
    return part["sent"] == part["acknowledged"] + sum(part["refused"].values()) + part["lost"] + part["unanswered"]


def ack_times(deliveries: list[Delivery]) -> list[float]:
    """Seconds from the sending to the acknowledgement, the network's failures in between included."""
    return [delivery.ended - delivery.began for delivery in deliveries if delivery.outcome in ("acknowledged", "lost")]


def chair_times(deliveries: list[Delivery], chairs: list[Chair]) -> list[float]:
    """Seconds from the sending of a question until the last co-chair has it."""
    times = []
    for delivery in deliveries:
        number = (delivery.answer.get("question") or {}).get("number")
        seen = [chair.first_seen[number] for chair in chairs if number in chair.first_seen]
        if chairs and len(seen) == len(chairs):
            times.append(max(0.0, max(seen) - delivery.began))
    return times


def of_chairs(chairs: list[Chair]) -> dict | None:
    """What the co-chairs did, and how often they were refused; None without co-chairs."""
    if not chairs:
        return None
    acts, refused = (sum((getattr(chair, name) for chair in chairs), Counter()) for name in ("acts", "refused"))
    return {"acts": dict(sorted(acts.items())), "refused": dict(sorted(refused.items()))}


def of_links(phones: list[Phone], chairs: list[Chair]) -> dict:
    """How the sockets fared: `holes` fetched, `reconnects`, `failures` (reads without an answer), `off` (without a socket at the end)."""
    followers = [member.follower for member in [*phones, *chairs]]
    counts = {
        name: sum(getattr(follower, name) for follower in followers) for name in ("holes", "reconnects", "failures")
    }
    return counts | {"off": sum(not follower.connected.is_set() for follower in followers)}
