"""The process that holds the indexes of all sessions: `python -m moderation.services.similar.worker [meaning]`.

With the argument `meaning`, the process loads the sentence encoder, if it is installed.

Scoring takes a few milliseconds of Python for each question. In a separate process, this work does not delay the
server. The protocol is JSON lines on standard input and output, one answer for each message. The process writes no
file. It ends when its input ends.

- {op: "load", session, questions: [[number, language, texts, asked_at], …]} → {}: add questions without comparing them
- {op: "put", session, number, language, texts, asked_at, again: [number, …]} → {found: {number: [[number, score], …]}}:
  add or replace a question
- {op: "remove", session, number, again} → {found}: remove a question
- {op: "best", session, language, texts, among: [number, …]} → {best: [[number, score], …]}: return the questions in
  `among` that are similar to a new text
- {op: "forget", session} → {}: delete the index of the session

`found` is {question number: [[number, score], …] of the earlier questions that are similar to it}. `again`: the
questions whose stored list contains the changed question; their lists are computed again. After "put", `found` contains
the changed question, the later questions that are similar to it, and the questions in `again`. After "remove", it
contains only the questions in `again`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import Any

from ..translation import hosts
from . import encoder
from .encoder import Encode
from .index import Index, Match

NICENESS = 5
"""The nice value of the process. On a busy machine, the server has priority over the search, and the results of the
search are delayed.
"""


class Indexes:
    """One search index for each session."""

    def __init__(self, encode: Encode | None = None) -> None:
        self._encode = encode
        self._indexes: dict[int, Index] = {}
        """The index of each session, by the id of the session in the store."""

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Execute a message and return its answer."""
        index = self._indexes.setdefault(message["session"], Index(self._encode))
        if message["op"] == "load":
            index.add_all(message["questions"])
        elif message["op"] == "put":
            index.add(message["number"], message["language"], message["texts"], message["asked_at"])
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
    """Forbid network connections. Then read and answer messages until the input ends."""
    hosts.guard(())
    os.nice(NICENESS)
    indexes = Indexes(encoder.load() if "meaning" in sys.argv[1:] else None)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(indexes.answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
