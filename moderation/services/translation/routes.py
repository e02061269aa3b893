"""Routes from one language to another through the language pairs of an engine. The module has no I/O."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from itertools import pairwise

LONGEST = 3
"""Maximum number of languages on a route, including source and target. Each step loses meaning, so at most one
intermediate language is allowed."""


def route(pairs: Iterable[tuple[str, str]], source: str, target: str, longest: int = LONGEST) -> tuple[str, ...] | None:
    """Return the shortest route, including source and target: ("en", "es", "fr"). Return None if there is no route.

    If several routes have the same length, return the first in alphabetical order.
    """
    if source == target:
        return None
    targets_of: dict[str, list[str]] = {}
    for start, end in sorted(set(pairs)):
        targets_of.setdefault(start, []).append(end)
    routes: deque[tuple[str, ...]] = deque([(source,)])
    while routes:
        way = routes.popleft()
        if way[-1] == target:
            return way
        if len(way) < longest:
            routes.extend((*way, end) for end in targets_of.get(way[-1], ()) if end not in way)
    return None


def reachable(pairs: Iterable[tuple[str, str]], languages: Iterable[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return {(source, target): route} for every pair of these languages that has a route."""
    languages, pairs = list(languages), list(pairs)
    routes = {(start, end): route(pairs, start, end) for start in languages for end in languages}
    return {ends: way for ends, way in routes.items() if way}


def translate_along(way: tuple[str, ...], text: str, translate: Callable[[str, str, str], str]) -> str:
    """Translate the text along a route. Raise the exceptions of `translate(text, source, target)`."""
    for start, end in pairwise(way):
        text = translate(text, start, end)
    return text
