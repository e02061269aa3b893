"""The figures of a rehearsal's report: commands by outcome, times, connections."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from .attendee import Attendee
from .chairs import Chair
from .outbox import Delivery


def percentiles(seconds: Sequence[float]) -> dict[str, float] | None:
    """Return p50, p95 and p99 in milliseconds by nearest rank; None without measurements."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    return {f"p{share}": round(1000 * ordered[math.ceil(share / 100 * len(ordered)) - 1], 1) for share in (50, 95, 99)}


def account(deliveries: list[Delivery]) -> dict[str, Any]:
    """Return `sent` and its parts, whose sum it is: `acknowledged`, `refused` {code: n}, `lost`, `unanswered`.

    Repeated tries are counted apart: `throttled` after a 429, `busy` after a 503, `repeated` without an answer.
    """
    outcomes = Counter(delivery.outcome or "unanswered" for delivery in deliveries)
    refused = Counter(delivery.code or "" for delivery in deliveries if delivery.outcome == "refused")
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


def ack_times(deliveries: list[Delivery]) -> list[float]:
    """Return the seconds from the first try of each command to its acknowledgement, network failures included."""
    return [delivery.ended - delivery.began for delivery in deliveries if delivery.outcome in ("acknowledged", "lost")]


def chair_times(deliveries: list[Delivery], chairs: list[Chair]) -> list[float]:
    """Return the seconds from sending each question until the last co-chair's screen shows it."""
    times = []
    for delivery in deliveries:
        number = (delivery.answer.get("question") or {}).get("number")
        seen = [chair.first_seen[number] for chair in chairs if number in chair.first_seen]
        if chairs and len(seen) == len(chairs):
            times.append(max(0.0, max(seen) - delivery.began))
    return times


def of_chairs(chairs: list[Chair]) -> dict[str, Any] | None:
    """Return the co-chairs' accepted `acts` {act: n} and `refused` {code: n}; None without co-chairs."""
    if not chairs:
        return None
    acts = sum((chair.acts for chair in chairs), Counter[str]())
    refused = Counter(code or "" for chair in chairs for code in chair.refused.elements())
    return {"acts": dict(sorted(acts.items())), "refused": dict(sorted(refused.items()))}


def of_links(members: Sequence[Attendee | Chair]) -> dict[str, int]:
    """Return `holes` (gaps fetched), `reconnects`, `failures` (failed reads) and `off` (disconnected at the end)."""
    followers = [member.follower for member in members]
    counts = {
        name: sum(getattr(follower, name) for follower in followers) for name in ("holes", "reconnects", "failures")
    }
    return counts | {"off": sum(not follower.connected.is_set() for follower in followers)}
