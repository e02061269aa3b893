"""From a chair's command to the stage while translations are wanted: with a good engine, with none, with one that hangs, and
with one whose answers are no translations; and a correction to the stage and the other chair. Run with `make bench`.

In a round each kind has a real server with a data folder of its own, with the engine's real workers and services on loopback.
They take turns question by question, each when the others have nothing to do, so that what else the machine does falls on all
alike; the ratio to the good engine is taken within a round.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from moderation.services.translation.engines import apertium
from tests.bench.report import merge, row, show
from tests.servers import APERTIUM, Client, Server, session_with
from tests.services.translation.loopback import Service
from tests.web.socket_client import Disconnected, SocketClient

GOOD = "Apertium"
KINDS = {"no engine": None, "hanging": "hanging", "garbage": "absurd"}
"""What stands beside the good one: the way of its service on loopback (tests/services/translation/loopback)."""
SEEN = {GOOD: {"done"}, "no engine": set(), "hanging": {"waiting", "failed"}, "garbage": {"failed"}}
"""The states of the machine's translations that the chairs may see at the end."""
PATIENCE = 20
ROUNDS = 5
QUESTIONS = 40
ASKED_BEFORE_EACH = 3
ASKS_EACH = 4
"""Fewer than one attendee may ask at once."""
GOAL = 1.15
LANGUAGES = ("en", "es", "fr")
SAMPLE = Path(__file__).parents[1] / "data" / "translations-sample.jsonl"
CORRECTED_WITHIN = 1000
ACTS = ("approve", "take")
SHOWS = {"approve": "approved", "take": "live"}
CORRECTIONS = {"correction to stage": "stage", "correction to the other chair": "chair/b"}


class Screen(threading.Thread):
    """A seat's socket, read by a thread of its own: when each question first stood there with each status and translation."""

    def __init__(self, server: Server, seat: str):
        super().__init__(daemon=True)
        self.seen: dict[tuple[int, str], float] = {}
        self._waiting: dict[int, bool] = {}
        self._arrived = threading.Condition()
        self._listener = SocketClient(server.client(seat))
        self._listener.subscribe()
        self.start()

    def run(self) -> None:
        try:
            while True:
                _, change = self._listener.wait("change")
                at = time.perf_counter()
                with self._arrived:
                    for view in change["put"]:
                        for what in (view["status"], *(one.get("text") for one in view["translations"].values())):
                            self.seen.setdefault((view["number"], what), at)
                        self._waiting[view["number"]] = any(
                            one["state"] == "waiting" for one in view["translations"].values()
                        )
                    self._arrived.notify_all()
        except (Disconnected, OSError):
            return

    def wait_for(self, number: int, what: str) -> float:
        """When it stood there (seconds of perf_counter)."""
        self._wait(lambda: (number, what) in self.seen)
        return self.seen[number, what]

    def wait_for_translations(self, numbers: int) -> None:
        """Until all the questions up to this number are there and none waits for a translation."""
        self._wait(lambda: len(self._waiting) == numbers and not any(self._waiting.values()))

    def _wait(self, condition: Callable[[], bool]) -> None:
        with self._arrived:
            if not self._arrived.wait_for(condition, PATIENCE):
                raise RuntimeError("what was expected on a screen never came")


def texts() -> list[tuple[str, str]]:
    """(language, text), the three languages in turn, each text once and no longer than a question may be."""
    rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    found = {row[language]: language for row in rows for language in LANGUAGES if len(row[language]) <= 300}
    return [(language, text) for text, language in found.items()]


class RunningStore:
    """A server of one kind, a chair and askers, and the screens that are watched."""

    def __init__(self, kind: str, folder: Path, questions: int, stack: ExitStack):
        way = KINDS.get(kind)
        engine = "apertium" if kind == GOOD else "libretranslate" if way else "none"
        self.kind, self.service = kind, stack.enter_context(Service("libretranslate", way)) if way else None
        environment = (
            {"OPEN_FLOOR_TRANSLATION_URL": self.service.url} if self.service else {"OPEN_FLOOR_APERTIUM": str(APERTIUM)}
        )
        folder.mkdir()
        self.server = Server(
            folder / "data", session_file=session_with(engine, folder), environment=environment
        ).start()
        stack.callback(self.server.stop)
        self.chair = self.server.client("chair/a")
        self.screens = {seat: Screen(self.server, seat) for seat in CORRECTIONS.values()}
        self._askers = [self.server.client() for _ in range(-(-questions * ASKED_BEFORE_EACH // ASKS_EACH))]
        self._todo, self._languages = iter(texts()), []

    def step(self, number: int) -> dict[str, float]:
        """Ask a few, then approve, take and correct this one: ms from sending each act to the screens."""
        for _ in range(ASKED_BEFORE_EACH):
            language, text = next(self._todo)
            _succeed(self._askers[len(self._languages) // ASKS_EACH], "ask", {"text": text, "language": language})
            self._languages.append(language)
        took = {}
        for version, act in enumerate(ACTS, 1):
            sent = time.perf_counter()
            _succeed(self.chair, act, {"number": number, "version": version})
            took[act] = (self.screens["stage"].wait_for(number, SHOWS[act]) - sent) * 1000
        into, by_hand = "fr" if self._languages[number - 1] == "en" else "en", f"By hand, {number}"
        sent = time.perf_counter()
        _succeed(
            self.chair, "translate", {"number": number, "version": len(ACTS) + 1, "language": into, "text": by_hand}
        )
        for what, seat in CORRECTIONS.items():
            took[what] = (self.screens[seat].wait_for(number, by_hand) - sent) * 1000
        if self.kind != "hanging":
            self.screens["chair/b"].wait_for_translations(len(self._languages))
        return took

    def check(self) -> None:
        """Was the engine what it is called, by what the chairs see of the machine's translations? RuntimeError when it was not."""
        views = self.chair.read("snapshot")[1]["put"]
        states = {
            one["state"]
            for view in views
            for one in view["translations"].values()
            if one.get("source", "machine") == "machine"
        }
        asked = self.service is None or any(path == "/translate" for _, path, *_ in self.service.asked)
        if not states <= SEEN[self.kind] or bool(states) != bool(SEEN[self.kind]) or not asked:
            raise RuntimeError(f"{self.kind}: {sorted(states)}")


def play(folder: Path, questions: int, turn: int) -> dict[str, dict[str, float]]:
    """One round: the median ms of each act {kind: {act: ms}}."""
    kinds = [GOOD, *KINDS]
    with ExitStack() as stack:
        halls = [RunningStore(kind, folder / str(at), questions, stack) for at, kind in enumerate(kinds)]
        took = {kind: {what: [] for what in (*ACTS, *CORRECTIONS)} for kind in kinds}
        for number in range(1, questions + 1):
            first = (turn + number) % len(halls)
            for running_store in halls[first:] + halls[:first]:
                for what, ms in running_store.step(number).items():
                    took[running_store.kind][what].append(ms)
        for running_store in halls:
            running_store.check()
    return {kind: {what: statistics.median(values) for what, values in some.items()} for kind, some in took.items()}


def rounds(count: int = ROUNDS, questions: int = QUESTIONS) -> list[dict[str, dict[str, float]]]:
    found = []
    for turn in range(count):
        with tempfile.TemporaryDirectory() as folder:
            found.append(play(Path(folder), questions, turn))
    return found


def rows_of(found: list[dict[str, dict[str, float]]]) -> list[dict]:
    """The good engine's time beside the others', and for each of them the median ratio within a round."""
    made = []
    for act in ACTS:
        label = f"{act} to stage"
        times = {kind: statistics.median(one[kind][act] for one in found) for kind in (GOOD, *KINDS)}
        made.append(row(f"{label}, {GOOD}", times.pop(GOOD), "ms", "", times, len(found)))
        for kind in KINDS:
            ratios = [one[kind][act] / one[GOOD][act] for one in found]
            spread = {"least": min(ratios), "most": max(ratios)}
            made.append(
                row(f"{label}, {kind} / {GOOD}", statistics.median(ratios), "x", f"<= {GOAL}", spread, len(found))
            )
    for label in CORRECTIONS:
        times = {kind: statistics.median(one[kind][label] for one in found) for kind in (GOOD, *KINDS)}
        made.append(row(f"{label}, {GOOD}", times.pop(GOOD), "ms", f"<= {CORRECTED_WITHIN}", times, len(found)))
    return made


def main() -> None:
    if not apertium.modes(APERTIUM):
        print("\nApproval to stage: no Apertium here to compare with (make apertium)", file=sys.stderr)
        return
    made = rows_of(rounds())
    show(f"Approval to stage: medians of {ROUNDS} rounds, {QUESTIONS} questions each", made)
    merge(made)


def _succeed(client: Client, act: str, body: dict) -> None:
    status, answer = client.command(act, body)
    if status >= 300:
        raise RuntimeError(f"{act}: {status} {answer}")


if __name__ == "__main__":
    main()
