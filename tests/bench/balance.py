"""Who is heard when the chairs follow the suggestion, the order of arrival or the votes; and what the suggestion costs.

Reads replay_session.jsonl from the folder BENCH_DATA, else data/replay/session.jsonl, and tests/data/housing.jsonl. Run with `make bench`.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from moderation.core.suggestion import Candidate, suggest
from tests.bench.report import merge, row, show

ROOT = Path(__file__).parents[2]
HOUSING = ROOT / "tests" / "data" / "housing.jsonl"
TAKEN = (10, 20)
SECONDS_EACH = 180
"""A question every three minutes: twenty in the replayed hour."""
SIZES = (1_000, 10_000)
PASSES = 7


@dataclass(frozen=True)
class Asked:
    """A question as the choice sees it. `votes(t)`: those it has at that second."""

    number: int
    t: float
    author: str
    group: str
    first: bool
    votes: Callable[[float], int]


Choice = Callable[[list[Asked], list[Asked], float], Asked]


def by_suggestion(queue: list[Asked], taken: list[Asked], now: float) -> Asked:
    waiting = [Candidate(one.number, frozenset({one.group}), one.first, f"{one.t:012.1f}") for one in queue]
    number = suggest(waiting, {one.group for one in taken})["number"]
    return next(one for one in queue if one.number == number)


def by_arrival(queue: list[Asked], taken: list[Asked], now: float) -> Asked:
    return min(queue, key=lambda one: one.number)


def by_votes(queue: list[Asked], taken: list[Asked], now: float) -> Asked:
    return min(queue, key=lambda one: (-one.votes(now), one.number))


CHOICES: dict[str, Choice] = {"suggestion": by_suggestion, "arrival": by_arrival, "votes": by_votes}


def play(asked: list[Asked], choose: Choice, times: list[float]) -> list[Asked]:
    """What is taken at these seconds, in order; nothing where nobody waits."""
    taken: list[Asked] = []
    for now in times:
        queue = [one for one in asked if one.t <= now and one not in taken]
        if queue:
            taken.append(choose(queue, taken, now))
    return taken


def read_session(path: Path) -> list[Asked]:
    """What a chair would approve of the replay: neither hostile nor a repeat.

    The file has no votes. Everybody who has spoken up is taken to vote for each question of their own group but their own:
    a delegation that votes as one, which is what votes reward.
    """
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    spoken: set[str] = set()
    members: dict[str, list[float]] = {}
    asked = []
    for number, one in enumerate(rows, 1):
        first = one["author"] not in spoken
        if first:
            spoken.add(one["author"])
            members.setdefault(one["group"], []).append(one["t"])
        if one["language"] and one["duplicate_of"] is None:
            present = members[one["group"]]
            votes = lambda now, present=present: sum(t <= now for t in present) - 1  # noqa: E731
            asked.append(Asked(number, one["t"], one["author"], one["group"], first, votes))
    return asked


def read_housing() -> list[Asked]:
    """The accepted statements of a real consultation, all waiting at once, with the votes that they really got; groups are opinion groups."""
    rows = [json.loads(line) for line in HOUSING.read_text("utf-8").splitlines()]
    seen: set[str] = set()
    asked = []
    for number, one in enumerate(rows, 1):
        asked.append(
            Asked(
                number,
                one["t"],
                one["author"],
                one["group"],
                one["author"] not in seen,
                lambda now, agree=one["agree"]: agree,
            )
        )
        seen.add(one["author"])
    return asked


def measure_heard(label: str, asked: list[Asked], times: list[float]) -> list[dict]:
    """Of the first 10 and 20 taken: groups heard, the largest group's share, people heard, the longest wait."""
    played = {name: play(asked, choose, times) for name, choose in CHOICES.items()}
    groups = len({one.group for one in asked})
    rows = []
    for many in TAKEN:
        begun = {name: taken[:many] for name, taken in played.items()}
        heard = {name: len({one.group for one in taken}) for name, taken in begun.items()}
        largest = {
            name: 100 * max(Counter(one.group for one in taken).values()) / len(taken) for name, taken in begun.items()
        }
        people = {name: len({one.author for one in taken}) for name, taken in begun.items()}
        rows.append(_row(f"{label}, first {many}: groups heard of {groups}", heard, "", f">= {heard['arrival']}"))
        rows.append(_row(f"{label}, first {many}: largest group's share", largest, "%", f"<= {largest['arrival']:.0f}"))
        rows.append(_row(f"{label}, first {many}: people heard", people, "", f">= {people['arrival']}"))
    if len(set(times)) > 1:
        waits = {name: max((now - one.t) / 60 for one, now in zip(taken, times)) for name, taken in played.items()}
        rows.append(_row(f"{label}: longest wait of one taken", waits, "min"))
    return rows


def measure_cost() -> list[dict]:
    """Nanoseconds for each waiting question, median of passes that take turns, at both lengths of the queue."""
    queues = {
        size: [Candidate(n, frozenset({f"group{n % 9}"}), n % 3 == 0, f"{n:012}") for n in range(size)]
        for size in SIZES
    }
    passes: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(PASSES):
        for size, queue in queues.items():
            start = time.perf_counter()
            suggest(queue, {"group0", "group1"})
            passes[size].append((time.perf_counter() - start) / size * 1e9)
    small, large = (sorted(passes[size])[PASSES // 2] for size in SIZES)
    return [
        row("suggestion, time a waiting question at 10,000", large, "ns", f"<= {1.5 * small:.0f}", {"at 1,000": small})
    ]


def main() -> None:
    folder = os.environ.get("BENCH_DATA")
    path = Path(folder) / "replay_session.jsonl" if folder else ROOT / "data" / "replay" / "session.jsonl"
    session, housing = read_session(path), read_housing()
    rows = measure_heard("balance, replayed hour", session, [SECONDS_EACH * n for n in range(1, 21)])
    rows += measure_heard("balance, real votes", housing, [housing[-1].t] * 20)
    show(
        f"Balance: {len(session)} questions of {path.name}, {len(housing)} statements of {HOUSING.name}; value is the suggestion's",
        rows,
    )
    cost = measure_cost()
    show("The suggestion's cost", cost)
    merge(rows + cost)


def _row(name: str, values: dict[str, float], unit: str, goal: str = "") -> dict:
    return row(name, values["suggestion"], unit, goal, {key: values[key] for key in ("arrival", "votes")})


if __name__ == "__main__":
    main()
