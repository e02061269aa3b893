"""The process that holds the indexes of all sessions: `python -m moderation.services.similar.worker`.

Scoring takes a few milliseconds of Python for each question. A separate process keeps this work from delaying the
server. The protocol is JSON lines on standard input and output, one answer for each message. The process writes no
file. It ends when its input ends.

- {op: "load", session, questions: [[number, language, texts], …]} → {}: add questions without comparing them
- {op: "put", session, number, language, texts, again: [number, …]} → {found: {number: [[number, score], …]}}: add or
  replace a question; return the earlier similar questions of this question, of each later similar question, and of
  each question in `again`
- {op: "remove", session, number, again} → {found}: remove a question; return the earlier similar questions of each
  question in `again`
- {op: "best", session, language, texts, among: [number, …]} → {best: [[number, score], …]}: return the questions in
  `among` that are similar to a new text
- {op: "forget", session} → {}: delete the index of the session
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import Any

from ..translation import hosts
from .index import Index, Match

NICENESS = 5
"""The nice value of the process. On a busy machine, the server has priority and similar questions arrive later."""


class Indexes:
    """The indexes of all sessions, by the session's id in the store."""

    def __init__(self) -> None:
        self._indexes: dict[int, Index] = {}

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Execute a message and return its answer."""
        index = self._indexes.setdefault(message["session"], Index())
        if message["op"] == "load":
            for number, language, texts in message["questions"]:
                index.add(number, language, texts)
        elif message["op"] == "put":
            index.add(message["number"], message["language"], message["texts"])
            return {"found": _matches(index, [message["number"], *index.later(message["number"]), *message["again"]])}
        elif message["op"] == "remove":
            index.remove(message["number"])
            return {"found": _matches(index, message["again"])}
        elif message["op"] == "best":
            among = frozenset(message["among"])
            return {"best": index.best(message["language"], message["texts"], allowed=among.__contains__)}
        elif message["op"] == "forget":
            del self._indexes[message["session"]]
        return {}


def _matches(index: Index, numbers: Iterable[int]) -> dict[int, list[Match]]:
    return {number: index.earlier(number) for number in dict.fromkeys(numbers) if number in index}


def main() -> None:
    """Answer messages until the input ends. Forbid network connections."""
    hosts.guard(())
    os.nice(NICENESS)
    indexes = Indexes()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(indexes.answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
