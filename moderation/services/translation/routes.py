"""Routes from one language to another through the language pairs of an engine. The module has no I/O."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise, permutations

from ...core.language_ranges import nearest
from ..language_tags import script_of

LONGEST = 3
"""Maximum number of languages on a route, including source and target. Each step loses meaning, so at most one
intermediate language is allowed."""


Routes = Sequence[tuple[str, ...]]
PREFERRED: dict[str, Routes] = {
    "apertium": (("es", "ca", "fr"), ("fr", "ca", "es"), ("en", "es", "fr"), ("fr", "es", "en"))
}
"""For each engine: routes that are better than other routes between the same languages. docs/languages.md contains the
measurements.
"""


def route(
    pairs: Iterable[tuple[str, str]], source: str, target: str, preferred: Routes = (), longest: int = LONGEST
) -> tuple[str, ...] | None:
    """Return the languages of the best route, including source and target, for example ("en", "es", "fr"). Return None
    if there is no route.

    The languages of the route are the engine's. For the target `pt-BR`, the last language of the route is `pt` if the
    engine has no `pt-BR` (`engine_language`).

    The best route is the route in `preferred`, if `pairs` contains all its steps. Otherwise the shortest route is the
    best. Among routes of the same length, return the first in alphabetical order.
    """
    pairs = frozenset(pairs)
    targets_of = _targets(pairs)
    start, goal = engine_language(source, targets_of), engine_language(target, targets_of)
    if start is None or goal is None or start == goal:
        return None
    for way in preferred:
        if (way[0], way[-1]) == (start, goal) and pairs.issuperset(pairwise(way)):
            return way
    if (start, goal) in pairs:
        return start, goal
    routes: deque[tuple[str, ...]] = deque([(start,)])
    while routes:
        way = routes.popleft()
        if way[-1] == goal:
            return way
        if len(way) < longest:
            routes.extend((*way, end) for end in targets_of.get(way[-1], ()) if end not in way)
    return None


@lru_cache(maxsize=16)
def _targets(pairs: frozenset[tuple[str, str]]) -> dict[str, list[str]]:
    """Return {language: the languages into which the engine translates it}, in alphabetical order."""
    targets_of: dict[str, list[str]] = {}
    for first, second in sorted(pairs):
        targets_of.setdefault(first, []).append(second)
        targets_of.setdefault(second, [])
    return targets_of


def engine_language(language: str, known: Collection[str]) -> str | None:
    """Return the language in which the engine translates texts of `language`, a language of a session.

    This is `language` itself, if the engine knows it (`known`). Otherwise it is the nearest known language in the same
    script, for example `pt` for `pt-BR`. Return None if there is none.
    """
    if language in known:
        return language
    return nearest([language], sorted(tag for tag in known if script_of(tag) == script_of(language)))


def serving(languages: Iterable[str], between: str) -> list[str]:
    """Return the languages of a session that the engine's intermediate language `between` stands for: the language
    itself first, then its variants in alphabetical order, for example `pt-BR` for `pt` (`engine_language`).
    """
    fitting = [language for language in languages if engine_language(language, (between,))]
    return sorted(fitting, key=lambda language: (language != between, language))


def reachable(
    pairs: Iterable[tuple[str, str]], languages: Iterable[str], preferred: Routes = ()
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return {(source, target): route} for every pair of `languages` that has a route."""
    languages, pairs = list(languages), frozenset(pairs)
    routes = {(start, end): route(pairs, start, end, preferred) for start in languages for end in languages}
    return {ends: way for ends, way in routes.items() if way}


def mutual(pairs: Iterable[tuple[str, str]], languages: Sequence[str]) -> tuple[str, ...]:
    """Return the largest subset of `languages` in which each language has a route to each other language.

    If several such subsets have the same size, return the one whose languages come earliest in `languages`. Return ()
    if no such subset has two languages. The result is in the order of `languages`.
    """
    routes = reachable(pairs, languages)
    for size in range(len(languages), 1, -1):
        for chosen in combinations(languages, size):
            if all(ends in routes for ends in permutations(chosen, 2)):
                return chosen
    return ()


def translate_along(way: tuple[str, ...], text: str, translate: Callable[[str, str, str], str]) -> str:
    """Translate the text along a route. Raise the exceptions of `translate(text, source, target)`."""
    for start, end in pairwise(way):
        text = translate(text, start, end)
    return text
