"""The plan of a rehearsal: the question, attendee and time of each `ask` command. No network, no clock."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.contracts import SessionView
from .options import CannotRehearse, Options

ASK_FIELDS = ("text", "language", "group", "region", "topic", "to")
DEFAULT_ATTENDEES = 100
DEFAULT_RATE = 1.0
"""Questions per second, if the options give no rate and the questions file is not a recording (see `is_recorded`)."""


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A question to send. `at`: seconds after the start. `attendee`: number, from 0. `body`: the fields of `ask`."""

    at: float
    attendee: int
    body: dict[str, Any]


def read(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a questions file.

    Raise CannotRehearse if the file is unreadable, contains no question or contains a wrong line. The message gives
    the number of the wrong line.
    """
    try:
        rows = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotRehearse(f"{path.name} cannot be read: {problem}") from None
    lines = [_line(path.name, number, row) for number, row in enumerate(rows, 1) if row.strip()]
    if not lines:
        raise CannotRehearse(f"{path.name} has no question.")
    return lines


def _line(name: str, number: int, row: str) -> dict[str, Any]:
    try:
        line = json.loads(row)
    except ValueError:
        raise CannotRehearse(f"{name}, line {number}: not JSON.") from None
    if not isinstance(line, dict) or not isinstance(line.get("text"), str):
        raise CannotRehearse(f"{name}, line {number}: an object with a text is expected.")
    if not isinstance(line.get("t", 0), (int, float)):
        raise CannotRehearse(f"{name}, line {number}: t is a number of seconds.")
    return line


def is_recorded(lines: list[dict[str, Any]]) -> bool:
    """Return whether every line has a time (`t`) and an `author`."""
    return all("t" in line and "author" in line for line in lines)


def count_attendees(lines: list[dict[str, Any]], options: Options) -> int:
    """Return the number of simulated attendees."""
    if options.attendees:
        return options.attendees
    return len({line["author"] for line in lines}) if _replays(lines, options) else DEFAULT_ATTENDEES


def plan(lines: list[dict[str, Any]], options: Options) -> list[PlannedQuestion]:
    """Return the questions to send, ordered by time. The same seed gives the same plan."""
    if _replays(lines, options):
        return _recorded(lines, options)
    return _steady(lines, options)


def as_typed(body: dict[str, Any], session: SessionView, hint: str) -> dict[str, Any]:
    """Return the body of `ask` that the session's form would send. Remove values that the form does not offer."""
    offered = {
        "language": {language["code"] for language in session["languages"]},
        "group": {group["key"] for group in session["groups"]},
        "region": {region["key"] for region in session["regions"]},
        "topic": set() if session["chairs_set_topics"] else {topic["key"] for topic in session["topics"]},
        "to": {panellist["key"] for panellist in session["panellists"]},
    }
    return {"hint": hint} | {
        name: value
        for name, value in body.items()
        if name not in offered or (isinstance(value, str) and value in offered[name])
    }


def _replays(lines: list[dict[str, Any]], options: Options) -> bool:
    if options.speed is not None and not is_recorded(lines):
        raise CannotRehearse("With a speed, every line needs t and author.")
    return options.rate is None and is_recorded(lines)


def _recorded(lines: list[dict[str, Any]], options: Options) -> list[PlannedQuestion]:
    speed, attendees = options.speed or 1.0, count_attendees(lines, options)
    ordered = sorted(lines, key=lambda line: line["t"])
    start = ordered[0]["t"]
    numbers: dict[Any, int] = {}
    questions = [
        PlannedQuestion(
            (line["t"] - start) / speed, numbers.setdefault(line["author"], len(numbers)) % attendees, _body(line)
        )
        for line in ordered
    ]
    return [question for question in questions if options.seconds is None or question.at < options.seconds]


def _steady(lines: list[dict[str, Any]], options: Options) -> list[PlannedQuestion]:
    rate = options.rate or DEFAULT_RATE
    total = len(lines) if options.seconds is None else max(1, round(rate * options.seconds))
    turns = _turns(count_attendees(lines, options), random.Random(f"{options.seed}/turns"))
    return [PlannedQuestion(number / rate, next(turns), _body(lines[number % len(lines)])) for number in range(total)]


def _turns(attendees: int, rng: random.Random) -> Iterator[int]:
    """Yield the attendees' numbers in rounds. Each round contains every attendee once, in random order."""
    while True:
        order = list(range(attendees))
        rng.shuffle(order)
        yield from order


def _body(line: dict[str, Any]) -> dict[str, Any]:
    return {name: line[name] for name in ASK_FIELDS if line.get(name) is not None}
