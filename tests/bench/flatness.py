"""Whether a curve is flat: what it grew by, from start to end, as a straight line through it would have it.

The line is Theil and Sen's: its slope is the median of the slopes between all pairs of points, so that neither a single peak nor the saw
teeth of sessions that come and are purged bend it. Only the last two thirds count: a process that has just started fills its caches.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from itertools import combinations

COUNTED = 2 / 3
MOST_POINTS = 400
"""Beyond so many, neighbours are taken together by their median: pairs grow with the square."""


@dataclass(frozen=True)
class Bound:
    """By how much a curve may grow while it is watched: by this share of its middle, or by so much, whichever is more."""

    share: float
    least: float


BOUNDS = {
    # What a leak of 100 bytes a command would exceed in half an hour at 40 a second; the allocator's own unrest is less.
    "memory": Bound(0.05, 5.0),
    "helpers": Bound(0.05, 5.0),
    # A WAL is kept at the size it once had and written over; SQLite folds it in every 1,000 pages (4 MiB).
    "wal": Bound(0.25, 4.0),
    "file": Bound(0.25, 2.0),
    # Phones that come and go: their number is the same in the middle, not at each moment.
    "descriptors": Bound(0.20, 15.0),
    "threads": Bound(0.0, 1.0),
    "stall": Bound(0.50, 100.0),
}


def slope(times: list[float], values: list[float]) -> float:
    """Theil and Sen's, in units a second; 0 for fewer than two moments."""
    slopes = [(b - a) / (t - s) for (s, a), (t, b) in combinations(_thinned(times, values), 2) if t != s]
    return statistics.median(slopes) if slopes else 0.0


def judge(times: list[float], curves: dict[str, list[float]]) -> dict[str, dict]:
    """Of each curve {middle, most, grew, allowed, an_hour (at this slope), is_flat}, over the last two thirds."""
    first = times[-1] - COUNTED * (times[-1] - times[0])
    start = next(place for place, at in enumerate(times) if at >= first)
    found = {}
    for name, values in curves.items():
        counted, bound = values[start:], BOUNDS[name]
        rise = slope(times[start:], counted)
        middle, grew = statistics.median(counted), rise * (times[-1] - times[start])
        allowed = max(bound.share * middle, bound.least)
        found[name] = {
            "middle": round(middle, 2),
            "most": round(max(counted), 2),
            "grew": round(grew, 2),
            "allowed": round(allowed, 2),
            "an_hour": round(rise * 3600, 2),
            "is_flat": grew <= allowed,
        }
    return found


def _thinned(times: list[float], values: list[float]) -> list[tuple[float, float]]:
    step = -(-len(times) // MOST_POINTS)
    return [
        (statistics.median(times[at : at + step]), statistics.median(values[at : at + step]))
        for at in range(0, len(times), step)
    ]
