"""The result of one check of `doctor`."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """The verdict of a check. `UNKNOWN`: the check was not possible on this machine or at this time."""

    OK = "ok"
    WRONG = "WRONG"
    UNKNOWN = "?"


class Finding(NamedTuple):
    """The result of one check. `name`: the subject of the check. `fact`: the observed state. `advice`: what to do."""

    name: str
    verdict: Verdict
    fact: str
    advice: str = ""


def ok(name: str, fact: str) -> Finding:
    """Return a finding with the verdict `OK`."""
    return Finding(name, Verdict.OK, fact)


def wrong(name: str, fact: str, advice: str) -> Finding:
    """Return a finding with the verdict `WRONG`. `advice`: what to do."""
    return Finding(name, Verdict.WRONG, fact, advice)


def unknown(name: str, fact: str, advice: str = "") -> Finding:
    """Return a finding with the verdict `UNKNOWN`."""
    return Finding(name, Verdict.UNKNOWN, fact, advice)
