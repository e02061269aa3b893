"""The indexes of all sessions in a process of their own: `python -m moderation.services.similar.worker`.

Scoring is a few milliseconds of Python for each question; here they are nobody else's. A line in, a line out (JSON), ends with its input:
{op: "load", session, questions: [[number, language, texts], …]} → {}: add without looking for anything
{op: "put", session, number, language, texts, again: [number, …]} → {found: {number: [[number, score], …]}}: add or replace, then what it,
  those after it that are close to it, and those of `again` offer
{op: "remove", session, number, again} → {found}
{op: "best", session, language, texts, among: [number, …]} → {best: [[number, score], …]}: for a text that is not kept
{op: "forget", session} → {}
Nothing here is written anywhere.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable

from ..translation import hosts
from .index import Index

NICENESS = 5
"""On a busy machine the server comes first: an offer may come a moment later."""


class Indexes:
    """One for each session, by what the server calls it."""

    def __init__(self):
        self._indexes: dict[int, Index] = {}

    def answer(self, message: dict) -> dict:
        """What goes out for what came in."""
        index = self._indexes.setdefault(message["session"], Index())
        if message["op"] == "load":
            for number, language, texts in message["questions"]:
                index.add(number, language, texts)
        elif message["op"] == "put":
            index.add(message["number"], message["language"], message["texts"])
            return {"found": _offers(index, [message["number"], *index.later(message["number"]), *message["again"]])}
        elif message["op"] == "remove":
            index.remove(message["number"])
            return {"found": _offers(index, message["again"])}
        elif message["op"] == "best":
            among = frozenset(message["among"])
            return {"best": index.best(message["language"], message["texts"], allowed=among.__contains__)}
        elif message["op"] == "forget":
            del self._indexes[message["session"]]
        return {}


def _offers(index: Index, numbers: Iterable[int]) -> dict[int, list[tuple[int, float]]]:
    return {number: index.earlier(number) for number in dict.fromkeys(numbers) if number in index}


def main() -> None:
    hosts.guard(())
    os.nice(NICENESS)
    indexes = Indexes()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(indexes.answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
