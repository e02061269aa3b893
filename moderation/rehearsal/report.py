"""The figures in the report of a rehearsal: commands by outcome, times, connections."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from .attendee import Attendee
from .chairs import Chair
from .outbox import Delivery


def percentiles(seconds: Sequence[float]) -> dict[str, float] | None:
    """Return the percentiles p50, p95 and p99 in milliseconds (nearest-rank method); None without measurements."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    return {f"p{share}": round(1000 * ordered[math.ceil(share / 100 * len(ordered)) - 1], 1) for share in (50, 95, 99)}


def account(deliveries: list[Delivery]) -> dict[str, Any]:
    """Return the number of commands (`sent`), the number of each outcome, and the numbers of failed tries.

    `sent` is the sum of `acknowledged`, `refused` {code: count}, `lost` and `unanswered`. The failed tries are not part
    of this sum: `throttled` ended with status 429, `busy` with status 503, `repeated` without an answer.
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
    """Return the seconds from the first try to the acknowledgement, for each acknowledged command.

    After a status 429, the measurement begins again at the next try, because a limit did not allow the command yet. The
    delay by a status 503 or a missing answer is included, because the server caused it.
    """
    return [delivery.ended - delivery.began for delivery in deliveries if delivery.outcome in ("acknowledged", "lost")]


def chair_times(deliveries: list[Delivery], chairs: list[Chair]) -> list[float]:
    """Return one time in seconds for each question that the screens of all co-chairs have shown.

    The time begins when the question is sent for the first time. After an answer with the status 429, the time begins
    again when the question is sent again. The time ends when the last of the screens shows the question.
    """
    times = []
    for delivery in deliveries:
        number = (delivery.answer.get("question") or {}).get("number")
        seen = [chair.first_seen[number] for chair in chairs if number in chair.first_seen]
        if chairs and len(seen) == len(chairs):
            times.append(max(0.0, max(seen) - delivery.began))
    return times


def of_chairs(chairs: list[Chair]) -> dict[str, Any] | None:
    """Return the counts of the co-chairs' accepted commands and refusals; None without co-chairs.

    `acts`: {act: count of accepted commands}. `refused`: {code: count of refusals}.
    """
    if not chairs:
        return None
    acts = sum((chair.acts for chair in chairs), Counter[str]())
    refused = Counter(code or "" for chair in chairs for code in chair.refused.elements())
    return {"acts": dict(sorted(acts.items())), "refused": dict(sorted(refused.items()))}


def of_connections(members: Sequence[Attendee | Chair]) -> dict[str, int]:
    """Return four counts for all participants together.

    `holes`, `reconnects`, `failures`: see `Follower`. `off`: the number of participants that are disconnected at the
    end.
    """
    followers = [member.follower for member in members]
    counts = {
        name: sum(getattr(follower, name) for follower in followers) for name in ("holes", "reconnects", "failures")
    }
    return counts | {"off": sum(not follower.connected.is_set() for follower in followers)}
