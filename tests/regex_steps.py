"""A matcher for regular expressions that counts its steps.

Tests use the count to limit the work of regular expressions. The matcher works by backtracking on the syntax tree of
the library `regex`. A step is the comparison of one character. Real engines for regular expressions skip some of these
steps, so their work is at most proportional to the count.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import regex
from regex import _regex_core as core

POOL = [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x250))] + list(
    "\n\r\t\v\u0301\u0323\u0489\u0f73\u302e\u200b\u200c\u200d\u200e\u2028\u2029\u2066\u2069\u202a\u202e\u3000"
    "\U0001f1e6\U0001f3f4\U0001f3fd\U000e0061\U000e0031\U000e007fКд中かカ가ابت٠क„“”«»‹›《》「」’…🙂\ue000\u0600"
)
"""The characters that `Steps.alphabet` tries for each part of a pattern."""


CASES_AND_LINES = int(re.IGNORECASE | re.MULTILINE | re.DOTALL)
OTHER_PARTS = 6
"""Maximum number of parts outside a repetition for which `Steps.alphabet` returns a character."""


def _children(node: Any) -> list[Any]:
    children = [*getattr(node, "items", ()), *getattr(node, "branches", ()), getattr(node, "subpattern", None)]
    return [child for child in children if child is not None]


def _repeats(node: Any) -> Iterator[Any]:
    """Yield the parts of a pattern that repeat without a maximum."""
    if isinstance(node, core.GreedyRepeat) and node.max_count is None:
        yield node
    elif not hasattr(node, "matches"):
        yield from itertools.chain.from_iterable(map(_repeats, _children(node)))


def leaves(node: Any) -> Iterator[Any]:
    """Yield the parts of a pattern that match a single character."""
    if hasattr(node, "matches"):
        yield node
    elif isinstance(node, core.String):
        yield from (core.Character(code, True, node.case_flags) for code in node.characters)
    else:
        yield from itertools.chain.from_iterable(map(leaves, _children(node)))


class Steps:
    """A counter of the steps that a search for all matches of a pattern takes."""

    def __init__(self, pattern: re.Pattern[str] | regex.Pattern[str]):
        flags = pattern.flags if isinstance(pattern, regex.Pattern) else int(pattern.flags) & CASES_AND_LINES
        source = core.Source(pattern.pattern)
        info = core.Info(flags, source.char_type, {})
        info.guess_encoding = regex.UNICODE
        self._node = core._parse_pattern(source, info)
        self._count = 0
        self._leaves: dict[int, list[Any]] = {}
        self._accepts: dict[tuple[int, str], bool] = {}

    def alphabet(self) -> list[str]:
        """Return characters for test texts: x, and a matching character for each part of the pattern.

        Every repeated part gets a character. Of all other parts, only the first `OTHER_PARTS` get a character.
        """
        repeated = [leaf for repeat in _repeats(self._node) for leaf in leaves(repeat)]
        others = [leaf for leaf in leaves(self._node) if leaf not in repeated][:OTHER_PARTS]
        characters = (next((char for char in POOL if _accepts(leaf, char)), None) for leaf in (*repeated, *others))
        return list(dict.fromkeys(["x", *filter(None, characters)]))

    def count(self, text: str) -> int:
        """Return the number of steps that a search for all matches in the text takes."""
        self._count, start = 0, 0
        while start <= len(text):
            self._count += 1
            end = next(self._ends(self._node, text, start), None)
            start = start + 1 if end is None or end == start else end
        return self._count

    def _is(self, leaf: Any, text: str, place: int) -> bool:
        self._count += 1
        return 0 <= place < len(text) and self._takes(leaf, text[place])

    def _takes(self, leaf: Any, char: str) -> bool:
        """Return whether the leaf matches the character. Keep the result, because a search asks for it many times."""
        key = id(leaf), char
        if key not in self._accepts:
            self._accepts[key] = _accepts(leaf, char)
        return self._accepts[key]

    def _leaves_of(self, node: Any) -> list[Any]:
        if id(node) not in self._leaves:
            self._leaves[id(node)] = list(leaves(node))
        return self._leaves[id(node)]

    def _ends(self, node: Any, text: str, start: int) -> Iterator[int]:
        """Yield the end of each match of `node` that begins at `start`.

        The matches come in the order in which a real engine tries them.
        """
        if hasattr(node, "matches"):
            if self._is(node, text, start):
                yield start + 1
        elif isinstance(node, core.String):
            if all(self._is(leaf, text, start + index) for index, leaf in enumerate(self._leaves_of(node))):
                yield start + len(node.characters)
        elif isinstance(node, core.Sequence):
            yield from self._sequence(node.items, text, start)
        elif isinstance(node, core.Branch):
            yield from itertools.chain.from_iterable(self._ends(branch, text, start) for branch in node.branches)
        elif isinstance(node, core.Group):
            yield from self._ends(node.subpattern, text, start)
        elif isinstance(node, core.Atomic):
            yield from itertools.islice(self._ends(node.subpattern, text, start), 1)
        elif isinstance(node, core.LookAround):
            if self._looks(node, text, start) == node.positive:
                yield start
        elif isinstance(node, core.GreedyRepeat):
            ends = self._repeat(node, text, start)
            yield from itertools.islice(ends, 1) if isinstance(node, core.PossessiveRepeat) else ends
        elif isinstance(node, core.RefGroup):
            # Assume a reference such as `(.)\1`: its group matches one character and is directly before the reference.
            # No other references are supported.
            self._count += 1
            if 0 < start < len(text) and text[start] == text[start - 1]:
                yield start + 1
        elif isinstance(node, (core.Any, core.Grapheme)):
            self._count += 1
            if start < len(text) and (text[start] != "\n" or type(node).__name__ not in ("Any", "AnyU")):
                yield start + 1
        else:
            yield from (start for _ in range(_holds(node, text, start)))

    def _sequence(self, items: tuple[Any, ...], text: str, start: int) -> Iterator[int]:
        if not items:
            yield start
            return
        for end in self._ends(items[0], text, start):
            yield from self._sequence(items[1:], text, end)

    def _looks(self, node: Any, text: str, start: int) -> bool:
        if not node.behind:
            return next(self._ends(node.subpattern, text, start), None) is not None
        assert node.subpattern.max_width() == 1, "the matcher supports a single character behind"
        return any(self._is(part, text, start - 1) for part in self._leaves_of(node.subpattern))

    def _repeat(self, node: Any, text: str, start: int) -> Iterator[int]:
        """Yield the place after each possible number of repetitions, in the order in which a real engine tries them.

        At each place, only the first match of the repeated part is tried. This is correct only if the part is a single
        character, or can match in only one way.
        """
        ends = [start]
        most = node.max_count if node.max_count is not None else len(text) + 1
        while len(ends) <= most:
            end = next(self._ends(node.subpattern, text, ends[-1]), None)
            if end is None or end == ends[-1]:
                break
            ends.append(end)
        possible = ends[node.min_count :]
        yield from possible if isinstance(node, core.LazyRepeat) else reversed(possible)


def worst(pattern: re.Pattern[str] | regex.Pattern[str], size: int) -> tuple[float, str]:
    """Return (ratio, example). `ratio`: the steps for 2 × `size` characters divided by the steps for `size` characters.

    Each tested text repeats one or two characters of the pattern's alphabet. The returned ratio is the largest of
    all texts; the example is a short form of the text with this ratio.
    """
    steps = Steps(pattern)
    alphabet = steps.alphabet()
    shapes: list[Callable[[str, str, int], str]] = [
        lambda a, b, n: b + a * (n - 1),
        lambda a, b, n: b + a * (n - 2) + b,
        lambda a, b, n: (a + b) * (n // 2),
        lambda a, b, n: a * (n // 2) + b * (n // 2),
    ]
    # If both characters are the same, all shapes give the same text.
    texts = [(shape, a, b) for shape in shapes for a in alphabet for b in alphabet if a != b or shape is shapes[0]]
    return max(
        (steps.count(shape(a, b, 2 * size)) / steps.count(shape(a, b, size)), ascii(shape(a, b, 6)))
        for shape, a, b in texts
    )


_CASED = {True: lambda char: (char, char.lower(), char.upper()), False: lambda char: (char,)}


def _accepts(leaf: Any, char: str) -> bool:
    ignores_case = bool(getattr(leaf, "case_flags", 0))
    return any(leaf.matches(ord(variant)) for variant in _CASED[ignores_case](char) if len(variant) == 1)


def _holds(node: Any, text: str, place: int) -> bool:
    """Return whether a part of a pattern that matches no character, such as a word boundary, is true at this place."""
    kind = type(node).__name__.removesuffix("U")
    if kind in ("StartOfString", "StartOfLine"):
        return place == 0
    if kind in ("EndOfString", "EndOfStringLine", "EndOfLine"):
        return place >= len(text) - text.endswith("\n")
    assert kind in ("Boundary", "DefaultBoundary"), kind
    sides = [0 <= index < len(text) and (text[index].isalnum() or text[index] == "_") for index in (place - 1, place)]
    return (sides[0] != sides[1]) == getattr(node, "positive", True)
