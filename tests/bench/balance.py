"""A comparison of three ways to choose the next question: the suggestion, the order of arrival, and the votes.

For each way, the benchmark counts the groups and the people whose questions are heard. It also measures the processor
time of the suggestion. The benchmark reads replay_session.jsonl from the folder BENCH_DATA, or
data/replay/session.jsonl if BENCH_DATA is not set. It also reads tests/data/housing.jsonl. Run it with `make bench`.
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
"""Seconds from the choice of a question to the next choice. So the replayed hour has twenty choices."""
SIZES = (1_000, 10_000)
PASSES = 7


@dataclass(frozen=True)
class Asked:
    """A question with the fields that the functions in CHOICES use. `votes(t)`: the question's votes at second `t`."""

    number: int
    t: float
    author: str
    group: str
    first: bool
    votes: Callable[[float], int]


Choice = Callable[[list[Asked], list[Asked], float], Asked]


def by_suggestion(queue: list[Asked], taken: list[Asked], now: float) -> Asked:
    waiting = [
        Candidate(question.number, frozenset({question.group}), question.first, f"{question.t:012.1f}")
        for question in queue
    ]
    number = suggest(waiting, {question.group for question in taken})["number"]
    return next(question for question in queue if question.number == number)


def by_arrival(queue: list[Asked], taken: list[Asked], now: float) -> Asked:
    return min(queue, key=lambda question: question.number)


def by_votes(queue: list[Asked], taken: list[Asked], now: float) -> Asked:
    return min(queue, key=lambda question: (-question.votes(now), question.number))


CHOICES: dict[str, Choice] = {"suggestion": by_suggestion, "arrival": by_arrival, "votes": by_votes}


def play(asked: list[Asked], choose: Choice, times: list[float]) -> list[Asked]:
    """Return the questions that `choose` chooses, in order.

    `times`: the seconds at which the next question is chosen. At a time without a waiting question, nothing is chosen.
    """
    taken: list[Asked] = []
    for now in times:
        queue = [question for question in asked if question.t <= now and question not in taken]
        if queue:
            taken.append(choose(queue, taken, now))
    return taken


def read_session(path: Path) -> list[Asked]:
    """Return the questions of the replay that a chair would approve. Leave out hostile questions and duplicates.

    The file has no votes, so the function invents them. As soon as a person has asked a question, the person votes for
    all questions of other people in the same group. These votes give a large group the greatest possible advantage.
    """
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    spoken: set[str] = set()
    members: dict[str, list[float]] = {}
    asked = []
    for number, question in enumerate(rows, 1):
        first = question["author"] not in spoken
        if first:
            spoken.add(question["author"])
            members.setdefault(question["group"], []).append(question["t"])
        if question["language"] and question["duplicate_of"] is None:
            present = members[question["group"]]
            votes = lambda now, present=present: sum(t <= now for t in present) - 1  # noqa: E731
            asked.append(Asked(number, question["t"], question["author"], question["group"], first, votes))
    return asked


def read_housing() -> list[Asked]:
    """Return the accepted statements of a real consultation with their real votes.

    The groups are the opinion groups of the consultation.
    """
    rows = [json.loads(line) for line in HOUSING.read_text("utf-8").splitlines()]
    seen: set[str] = set()
    asked = []
    for number, question in enumerate(rows, 1):
        asked.append(
            Asked(
                number,
                question["t"],
                question["author"],
                question["group"],
                question["author"] not in seen,
                lambda now, agree=question["agree"]: agree,
            )
        )
        seen.add(question["author"])
    return asked


def measure_heard(label: str, asked: list[Asked], times: list[float]) -> list[dict]:
    """Return the report rows of one set of questions.

    The rows contain the number of groups heard, the share of the largest group, and the number of people heard. There
    are three rows for the first 10 chosen questions, and three rows for the first 20 chosen questions. A further row
    contains the longest wait of a chosen question. This row is left out if all questions are chosen at the same time.
    """
    played = {name: play(asked, choose, times) for name, choose in CHOICES.items()}
    groups = len({question.group for question in asked})
    rows = []
    for count in TAKEN:
        first_taken = {name: taken[:count] for name, taken in played.items()}
        heard = {name: len({question.group for question in taken}) for name, taken in first_taken.items()}
        largest = {
            name: 100 * max(Counter(question.group for question in taken).values()) / len(taken)
            for name, taken in first_taken.items()
        }
        people = {name: len({question.author for question in taken}) for name, taken in first_taken.items()}
        rows.append(_row(f"{label}, first {count}: groups heard of {groups}", heard, "", f">= {heard['arrival']}"))
        rows.append(
            _row(f"{label}, first {count}: largest group's share", largest, "%", f"<= {largest['arrival']:.0f}")
        )
        rows.append(_row(f"{label}, first {count}: people heard", people, "", f">= {people['arrival']}"))
    if len(set(times)) > 1:
        waits = {
            name: max((now - question.t) / 60 for question, now in zip(taken, times)) for name, taken in played.items()
        }
        rows.append(_row(f"{label}: longest wait of one taken", waits, "min"))
    return rows


def measure_cost() -> list[dict]:
    """Return the report row for the suggestion's cost: nanoseconds per waiting question, for two queue lengths.

    Measure both lengths PASSES times, alternately. The cost for a length is the median of its measurements.
    """
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
        f"Balance: {len(session)} questions of {path.name}, {len(housing)} statements of {HOUSING.name};"
        " value is the suggestion's",
        rows,
    )
    cost = measure_cost()
    show("The suggestion's cost", cost)
    merge(rows + cost)


def _row(name: str, values: dict[str, float], unit: str, goal: str = "") -> dict:
    return row(name, values["suggestion"], unit, goal, {key: values[key] for key in ("arrival", "votes")})


if __name__ == "__main__":
    main()
