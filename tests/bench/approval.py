"""From a chair's command to the stage while translations are wanted: with a good engine, with none, with one that hangs, and
with one whose answers are no translations; and a correction to the stage and the other chair. Run with `make bench`.

Each run is a real server with a data folder of its own, real engines' workers, and services on loopback. A round has one run
of each kind, in turn; the ratio to the good engine is taken within a round.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from moderation.services.translation.engines import apertium
from tests.bench.report import merge, row, show
from tests.servers import APERTIUM, Client, Server, session_with
from tests.services.translation.loopback import Service
from tests.web.listening import Disconnected, Listener

GOOD = "Apertium"
KINDS = {"no engine": None, "hanging": "hanging", "garbage": "absurd"}
"""What stands beside the good one: the way of its service on loopback (tests/services/translation/loopback)."""
SEEN = {GOOD: "done", "no engine": None, "hanging": "waiting", "garbage": "failed"}
"""The state of the machine's translations that the chairs see."""
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
        self._arrived = threading.Condition()
        self._listener = Listener(server.client(seat))
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
                    self._arrived.notify_all()
        except (Disconnected, OSError):
            return

    def wait_for(self, number: int, what: str) -> float:
        """When it stood there (seconds of perf_counter)."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: (number, what) in self.seen, 20):
                raise RuntimeError(f"question {number} never stood there as {what}")
            return self.seen[number, what]


def texts() -> list[tuple[str, str]]:
    """(language, text), the three languages in turn, each text once and no longer than a question may be."""
    rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    found = {row[language]: language for row in rows for language in LANGUAGES if len(row[language]) <= 300}
    return [(language, text) for text, language in found.items()]


def measure(server: Server, questions: int) -> dict[str, float]:
    """Median ms from sending the act to the stage, for `approve` and `take`, each just after more questions were asked; and for CORRECTIONS."""
    chair, screens = server.client("chair/a"), {seat: Screen(server, seat) for seat in CORRECTIONS.values()}
    todo = iter(texts())
    askers = [server.client() for _ in range(-(-questions * ASKED_BEFORE_EACH // ASKS_EACH))]
    took: dict[str, list[float]] = {what: [] for what in (*ACTS, *CORRECTIONS)}
    languages: list[str] = []
    for number in range(1, questions + 1):
        for _ in range(ASKED_BEFORE_EACH):
            language, text = next(todo)
            _succeed(askers[len(languages) // ASKS_EACH], "ask", {"text": text, "language": language})
            languages.append(language)
        for version, act in enumerate(ACTS, 1):
            sent = time.perf_counter()
            _succeed(chair, act, {"number": number, "version": version})
            took[act].append((screens["stage"].wait_for(number, SHOWS[act]) - sent) * 1000)
        into, by_hand = "fr" if languages[number - 1] == "en" else "en", f"By hand, {number}"
        sent = time.perf_counter()
        _succeed(chair, "translate", {"number": number, "version": 3, "language": into, "text": by_hand})
        for what, seat in CORRECTIONS.items():
            took[what].append((screens[seat].wait_for(number, by_hand) - sent) * 1000)
    return {act: statistics.median(values) for act, values in took.items()}


def run(kind: str, folder: Path, questions: int = QUESTIONS) -> dict[str, float]:
    """One run of this kind."""
    way = KINDS.get(kind)
    engine = "apertium" if kind == GOOD else "libretranslate" if way else "none"
    with ExitStack() as stack:
        service = stack.enter_context(Service("libretranslate", way)) if way else None
        environment = {"OPEN_FLOOR_TRANSLATION_URL": service.url} if service else {"OPEN_FLOOR_APERTIUM": str(APERTIUM)}
        server = Server(folder / "data", session_file=session_with(engine, folder), environment=environment).start()
        stack.callback(server.stop)
        took = measure(server, questions)
        check(kind, server, service)
    return took


def check(kind: str, server: Server, service: Service | None) -> None:
    """Was the engine what it is called, by what the chairs see of the machine's translations? RuntimeError when it was not."""
    chair, patience = server.client("chair/a"), time.monotonic() + PATIENCE
    states: set[str] = set()
    while time.monotonic() < patience:
        views = chair.read("snapshot")[1]["put"]
        states = {one["state"] for view in views for one in view["translations"].values() if one.get("source", "machine") == "machine"}
        if SEEN[kind] in states or not states:
            break
    allowed = {"waiting", SEEN[kind]} if SEEN[kind] else set()
    asked = service is None or any(path == "/translate" for _, path, *_ in service.asked)
    if not (SEEN[kind] in states or kind == "no engine") or states - allowed or not asked:
        raise RuntimeError(f"{kind}: {sorted(states)}")


def rounds(count: int = ROUNDS, questions: int = QUESTIONS) -> list[dict[str, dict[str, float]]]:
    """`count` rounds {kind: {act: ms}}; each begins with another kind."""
    kinds, found = [GOOD, *KINDS], []
    for number in range(count):
        found.append({})
        for kind in kinds[number % len(kinds):] + kinds[: number % len(kinds)]:
            with tempfile.TemporaryDirectory() as folder:
                found[-1][kind] = run(kind, Path(folder), questions)
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
            made.append(row(f"{label}, {kind} / {GOOD}", statistics.median(ratios), "x", f"<= {GOAL}", spread, len(found)))
    for label in CORRECTIONS:
        times = {kind: statistics.median(one[kind][label] for one in found) for kind in (GOOD, *KINDS)}
        made.append(row(f"{label}, {GOOD}", times.pop(GOOD), "ms", f"<= {CORRECTED_WITHIN}", times, len(found)))
    return made


def main() -> None:
    if not apertium.modes(APERTIUM):
        print("\nApproval to stage: no Apertium here to compare with (make apertium)", file=sys.stderr)
        return
    made = rows_of(rounds())
    show(f"Approval to stage: medians of {ROUNDS} rounds, {QUESTIONS} questions a run", made)
    merge(made)


def _succeed(client: Client, act: str, body: dict) -> None:
    status, answer = client.command(act, body)
    if status >= 300:
        raise RuntimeError(f"{act}: {status} {answer}")


if __name__ == "__main__":
    main()
