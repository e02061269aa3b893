"""The choice of a language for a reader, from an `Accept-Language` header (RFC 9110) and the offered languages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

MOST_RANGES = 32
"""Maximum number of language ranges that are read from a header. Browsers send fewer than ten."""
_RENAMED = {"cmn": "zh", "in": "id", "iw": "he", "ji": "yi"}
"""{earlier or longer code of a language: its primary subtag} (IANA registry of language subtags)."""
_TRADITIONAL_REGIONS = frozenset({"hk", "mo", "tw"})
"""The regions in which Chinese is usually written with traditional characters (Unicode CLDR, likely subtags)."""


@lru_cache(maxsize=256)
def accepted(header: str) -> tuple[str, ...]:
    """Return the language ranges of an `Accept-Language` header, the most wanted first.

    Ranges of equal weight keep the order of the header. Omit `*`, ranges with the weight 0, and ranges that are not
    valid. Read at most `MOST_RANGES` ranges.
    """
    weighted = []
    for item in header.split(",", MOST_RANGES)[:MOST_RANGES]:
        tag, _, parameter = item.partition(";")
        weight = _weight(parameter)
        if weight and _is_range(tag.strip()):
            weighted.append((weight, tag.strip()))
    weighted.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(tag for _, tag in weighted)


def nearest(wanted: Iterable[str], offered: Iterable[str]) -> str | None:
    """Return the offered language that fits a reader best, unchanged; None if no offered language fits.

    `wanted`: the reader's languages, the most wanted first. An offered language fits a wanted language if both have the
    same primary subtag. The first wanted language for which an offered language fits decides. If several offered
    languages fit it, return the one with the most equal subtags at its start. If several have equally many, return the
    shortest of them, then the first.

    Examples: for `pt-BR`, the result is `pt`. For `zh-TW`, it is `zh-Hant` if this language is offered, otherwise `zh`.
    """
    subtags = [(tag, subtags_of(tag)) for tag in offered]
    for range_subtags in map(subtags_of, wanted):
        fitting = [
            (_equal(range_subtags, parts), -len(parts), tag) for tag, parts in subtags if range_subtags[:1] == parts[:1]
        ]
        if fitting:
            return max(fitting, key=lambda candidate: candidate[:2])[2]
    return None


def _weight(parameter: str) -> float:
    """Return the weight (0 to 1) in a range's parameter, such as `q=0.8`. If the parameter is empty, return 1. If it is
    not a weight from 0 to 1, return 0.
    """
    name, _, value = parameter.replace(" ", "").partition("=")
    if not name:
        return 1.0
    if name.lower() != "q" or len(value) > 5 or not value.isascii() or not value.replace(".", "", 1).isdigit():
        return 0.0
    weight = float(value)
    return weight if weight <= 1 else 0.0


def _is_range(tag: str) -> bool:
    primary, *others = tag.split("-")
    is_well_formed = all(len(part) <= 8 and part.isalnum() for part in (primary, *others))
    return tag.isascii() and primary.isalpha() and is_well_formed


@lru_cache(maxsize=256)
def subtags_of(tag: str) -> tuple[str, ...]:
    """Return the subtags in lower case. If a tag of Chinese names only a region, insert the script of this region."""
    primary, *others = tag.lower().split("-")
    primary = _RENAMED.get(primary, primary)
    if primary == "zh" and others and len(others[0]) != len("hans"):
        others.insert(0, "hant" if others[0] in _TRADITIONAL_REGIONS else "hans")
    return (primary, *others)


def _equal(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """Return the number of equal subtags at the start of both tags."""
    pairs = list(zip(first, second, strict=False))
    return next((index for index, (left, right) in enumerate(pairs) if left != right), len(pairs))
