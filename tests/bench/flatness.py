"""The growth of a curve, measured by its Theil–Sen slope. The slope decides whether the curve is flat.

The Theil–Sen slope is the median of the slopes of the lines between all pairs of points. A single peak does not change
this median. Sessions are created and purged, so the curve rises and falls regularly. This does not change the median
either. Only the last two thirds of the curve count, because a new process first fills its caches.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from itertools import combinations

COUNTED = 2 / 3
MOST_POINTS = 400
"""Maximum number of points.

If a curve has more points, replace each group of neighbouring points by its median. `slope` compares every pair of
points, so its time grows with the square of the number of points.
"""


@dataclass(frozen=True)
class Bound:
    """The maximum growth with which a curve still counts as flat (`judge`).

    The maximum is the larger of two values: `share` × the curve's median, and `least` (in the unit of the curve).
    """

    share: float
    least: float


BOUNDS = {
    # A leak of 400 bytes per command exceeds this bound with the default options: half an hour, of which the last 20
    # minutes count, and 12 commands per second. Variations caused by the memory allocator are smaller than the bound.
    "memory": Bound(0.05, 5.0),
    "helpers": Bound(0.05, 5.0),
    # The WAL may grow to about 4 MiB, because SQLite makes a checkpoint only after 1,000 pages in the WAL. After the
    # checkpoint, SQLite overwrites the WAL, but does not shrink the file.
    "wal": Bound(0.25, 4.0),
    "file": Bound(0.25, 2.0),
    # The number of descriptors rises and falls, because phones connect and leave. The mean of the number is constant.
    "descriptors": Bound(0.20, 15.0),
    "threads": Bound(0.0, 1.0),
    "stall": Bound(0.50, 100.0),
}


def slope(times: list[float], values: list[float]) -> float:
    """Return the Theil–Sen slope in units per second; 0 if there are fewer than two points."""
    slopes = [(b - a) / (t - s) for (s, a), (t, b) in combinations(_thinned(times, values), 2) if t != s]
    return statistics.median(slopes) if slopes else 0.0


def judge(times: list[float], curves: dict[str, list[float]]) -> dict[str, dict]:
    """Return {middle, most, grew, allowed, an_hour, is_flat} for the last two thirds of each curve.

    `middle` is the median, `most` the maximum. `grew` is the slope multiplied by the duration of the two thirds.
    `an_hour` is the slope multiplied by one hour. A curve is flat if `grew` is at most `allowed`.
    """
    first = times[-1] - COUNTED * (times[-1] - times[0])
    start = next(place for place, at in enumerate(times) if at >= first)
    verdicts = {}
    for name, values in curves.items():
        counted, bound = values[start:], BOUNDS[name]
        rise = slope(times[start:], counted)
        middle, grew = statistics.median(counted), rise * (times[-1] - times[start])
        allowed = max(bound.share * middle, bound.least)
        verdicts[name] = {
            "middle": round(middle, 2),
            "most": round(max(counted), 2),
            "grew": round(grew, 2),
            "allowed": round(allowed, 2),
            "an_hour": round(rise * 3600, 2),
            "is_flat": grew <= allowed,
        }
    return verdicts


def _thinned(times: list[float], values: list[float]) -> list[tuple[float, float]]:
    step = -(-len(times) // MOST_POINTS)
    return [
        (statistics.median(times[at : at + step]), statistics.median(values[at : at + step]))
        for at in range(0, len(times), step)
    ]
