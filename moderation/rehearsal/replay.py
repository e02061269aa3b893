"""The input file, and who asks what when. No network, no clock."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from .options import CannotRehearse, Options

ASK_FIELDS = ("text", "language", "group", "region", "to")
DEFAULT_ATTENDEES = 100
DEFAULT_RATE = 1.0


@dataclass(frozen=True, slots=True)
class Asking:
    """One question to be asked: `at` seconds after the start, by the phone `phone` (from 0); `body` has `text` and the line's other fields."""

    at: float
    phone: int
    body: dict


def read(path: Path) -> list[dict]:
    """The lines of a questions file. CannotRehearse names the line and what is wrong with it."""
    try:
        rows = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotRehearse(f"{path.name} cannot be read: {problem}") from None
    lines = [_line(path.name, number, row) for number, row in enumerate(rows, 1) if row.strip()]
    if not lines:
        raise CannotRehearse(f"{path.name} has no question.")
    return lines


def _line(name: str, number: int, row: str) -> dict:
    try:
        line = json.loads(row)
    except ValueError:
        raise CannotRehearse(f"{name}, line {number}: not JSON.") from None
    if not isinstance(line, dict) or not isinstance(line.get("text"), str):
        raise CannotRehearse(f"{name}, line {number}: an object with a text is expected.")
    if not isinstance(line.get("t", 0), (int, float)):
        raise CannotRehearse(f"{name}, line {number}: t is a number of seconds.")
    return line


def is_recorded(lines: list[dict]) -> bool:
    """True if every line says when it was asked and by whom."""
    return all("t" in line and "author" in line for line in lines)


def attendees(lines: list[dict], options: Options) -> int:
    """How many phones take part."""
    if options.attendees:
        return options.attendees
    return len({line["author"] for line in lines}) if _replays(lines, options) else DEFAULT_ATTENDEES


def plan(lines: list[dict], options: Options) -> list[Asking]:
    """Every question to be asked, in order of time; the same for the same seed."""
    if _replays(lines, options):
        return _recorded(lines, options)
    return _steady(lines, options)


def as_typed(body: dict, session: dict, hint: str) -> dict:
    """The `ask` body as the form of this session sends it: what the form does not offer is left out."""
    offered = {
        "language": {language["code"] for language in session["languages"]},
        "group": {group["key"] for group in session["groups"]},
        "region": {region["key"] for region in session["regions"]},
        "to": {panellist["key"] for panellist in session["panellists"]},
    }
    return {"hint": hint} | {
        name: value for name, value in body.items() if name not in offered or _hashable(value) in offered[name]
    }


def _hashable(value) -> str | None:
    return value if isinstance(value, str) else None


def _replays(lines: list[dict], options: Options) -> bool:
    if options.speed is not None and not is_recorded(lines):
        raise CannotRehearse("With a speed, every line needs t and author.")
    return options.rate is None and is_recorded(lines)


def _recorded(lines: list[dict], options: Options) -> list[Asking]:
    speed, phones = options.speed or 1.0, attendees(lines, options)
    ordered = sorted(lines, key=lambda line: line["t"])
    first = ordered[0]["t"]
    numbers: dict = {}
    askings = [
        Asking((line["t"] - first) / speed, numbers.setdefault(line["author"], len(numbers)) % phones, _body(line))
        for line in ordered
    ]
    return [asking for asking in askings if options.seconds is None or asking.at < options.seconds]


def _steady(lines: list[dict], options: Options) -> list[Asking]:
    rate = options.rate or DEFAULT_RATE
    total = len(lines) if options.seconds is None else max(1, round(rate * options.seconds))
    turns = _turns(attendees(lines, options), random.Random(f"{options.seed}/turns"))
    return [Asking(number / rate, next(turns), _body(lines[number % len(lines)])) for number in range(total)]


def _turns(phones: int, rng: random.Random) -> Iterator[int]:
    """Phones in turn, shuffled anew each round: nobody asks twice before everybody has asked once."""
    for _ in count():
        order = list(range(phones))
        rng.shuffle(order)
        yield from order


def _body(line: dict) -> dict:
    return {name: line[name] for name in ASK_FIELDS if line.get(name) is not None}
