"""The way from one language to another through the pairs that an engine has. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

LONGEST = 3
"""Languages on a route: one between the two. Each step loses meaning; two in between are no translation."""


def route(pairs: Iterable[tuple[str, str]], source: str, target: str, longest: int = LONGEST) -> tuple[str, ...] | None:
    """The shortest way, both ends included: ("en", "es", "fr"). Of equally short ones the first by alphabet; None without."""
    if source == target:
        return None
    onward: dict[str, list[str]] = {}
    for start, end in sorted(set(pairs)):
        onward.setdefault(start, []).append(end)
    ways = deque([(source,)])
    while ways:
        way = ways.popleft()
        if way[-1] == target:
            return way
        if len(way) < longest:
            ways.extend((*way, end) for end in onward.get(way[-1], ()) if end not in way)
    return None


def reachable(pairs: Iterable[tuple[str, str]], languages: Iterable[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The route of every ordered pair of these languages that has one."""
    languages, pairs = list(languages), list(pairs)
    found = {(start, end): route(pairs, start, end) for start in languages for end in languages}
    return {ends: way for ends, way in found.items() if way}


def translate_along(way: tuple[str, ...], text: str, translate: Callable[[str, str, str], str]) -> str:
    """The text taken step by step: `translate(text, source, target)` for each; its errors pass through."""
    for start, end in zip(way, way[1:]):
        text = translate(text, start, end)
    return text
