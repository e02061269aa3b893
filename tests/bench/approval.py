"""The time until a chair's command reaches the stage while the engine is translating. Run with `make bench`.

The benchmark compares a good translation engine with three other cases: no engine, an engine that hangs, and an engine
with malformed answers. The benchmark also measures the time until a correction reaches the stage and the other chair.

In each round, each case has a real server with an empty data folder. The hanging and the malformed service are
simulated on loopback. Each question is sent to one server after another, so only one server works at a time.
Therefore other load on the machine affects all servers equally. Each ratio compares two times of the same round.
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
from tests.bench.listening import SeatListener
from tests.bench.report import merge, row, show
from tests.servers import APERTIUM, Client, Server, session_with
from tests.services.translation.loopback import FakeTranslationService

GOOD = "Apertium"
KINDS = {"no engine": None, "hanging": "hanging", "malformed": "absurd"}
"""The cases to compare with the good engine: {case: behaviour of the simulated translation service}.

tests/services/translation/loopback defines the behaviours.
"""
SEEN = {GOOD: {"done"}, "no engine": set(), "hanging": {"waiting", "failed"}, "malformed": {"failed"}}
"""{case: the states that a machine translation may have in the chairs' view at the end of a round}. `check` fails on
any other state.
"""
PATIENCE = 20
ROUNDS = 5
QUESTIONS = 40
ASKED_BEFORE_EACH = 3
ASKS_EACH = 4
"""Questions per attendee. If there were more, the rate limit would refuse some of them."""
GOAL = 1.15
LANGUAGES = ("en", "es", "fr")
SAMPLE = Path(__file__).parents[1] / "data" / "translations-sample.jsonl"
CORRECTED_WITHIN = 1000
ACTS = ("approve", "take")
SHOWS = {"approve": "approved", "take": "live"}
CORRECTIONS = {"correction to stage": "stage", "correction to the other chair": "chair/b"}


class Screen:
    """A seat's screen.

    `seen`: {(number, status or text): when the screen first received this status or text (`perf_counter`)}.
    """

    def __init__(self, server: Server, seat: str):
        self.seen: dict[tuple[int, str], float] = {}
        self._waiting: dict[int, bool] = {}
        self._arrived = threading.Condition()
        self._listener = SeatListener(server, seat, self._on_change)

    def wait_for(self, number: int, value: str) -> float:
        """Wait until the screen has received the question `number` with `value`, which is a status or the text of a
        translation.

        Return the time at which the screen received it (`perf_counter`).
        """
        self._wait(lambda: (number, value) in self.seen)
        return self.seen[number, value]

    def wait_for_translations(self, numbers: int) -> None:
        """Wait until `numbers` questions have arrived and no translation has the state `waiting`."""
        self._wait(lambda: len(self._waiting) == numbers and not any(self._waiting.values()))

    def _wait(self, condition: Callable[[], bool]) -> None:
        with self._arrived:
            if not self._arrived.wait_for(condition, PATIENCE):
                raise RuntimeError("an expected change did not reach a screen")

    def _on_change(self, change: dict) -> None:
        now = time.perf_counter()
        with self._arrived:
            for view in change["put"]:
                translations = view["translations"].values()
                for value in (view["status"], *(translation.get("text") for translation in translations)):
                    self.seen.setdefault((view["number"], value), now)
                self._waiting[view["number"]] = any(translation["state"] == "waiting" for translation in translations)
            self._arrived.notify_all()


def texts() -> list[tuple[str, str]]:
    """Return pairs (language, text). The languages alternate. No text occurs twice. Each text has at most 300
    characters.
    """
    rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    unique = {row[language]: language for row in rows for language in LANGUAGES if len(row[language]) <= 300}
    return [(language, text) for text, language in unique.items()]


class EngineServer:
    """The server of one case, with its translation engine, a chair, askers, and the screens of CORRECTIONS."""

    def __init__(self, kind: str, folder: Path, questions: int, stack: ExitStack):
        behaviour = KINDS.get(kind)
        engine = "apertium" if kind == GOOD else "libretranslate" if behaviour else "none"
        self.kind, self.service = (
            kind,
            stack.enter_context(FakeTranslationService("libretranslate", behaviour)) if behaviour else None,
        )
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
        """Ask ASKED_BEFORE_EACH questions, so that the engine has work. Then execute ACTS on question `number`, and
        correct a translation of it.

        Return {act or key of CORRECTIONS: time in ms until a screen has received the effect}. For an act, this screen
        is the stage. For a correction, it is the screen that CORRECTIONS names.
        """
        for _ in range(ASKED_BEFORE_EACH):
            language, text = next(self._todo)
            _succeed(self._askers[len(self._languages) // ASKS_EACH], "ask", {"text": text, "language": language})
            self._languages.append(language)
        durations = {}
        for version, act in enumerate(ACTS, 1):
            sent = time.perf_counter()
            _succeed(self.chair, act, {"number": number, "version": version})
            durations[act] = (self.screens["stage"].wait_for(number, SHOWS[act]) - sent) * 1000
        target, by_hand = "fr" if self._languages[number - 1] == "en" else "en", f"By hand, {number}"
        sent = time.perf_counter()
        _succeed(
            self.chair, "translate", {"number": number, "version": len(ACTS) + 1, "language": target, "text": by_hand}
        )
        for figure, seat in CORRECTIONS.items():
            durations[figure] = (self.screens[seat].wait_for(number, by_hand) - sent) * 1000
        if self.kind != "hanging":
            self.screens["chair/b"].wait_for_translations(len(self._languages))
        return durations

    def check(self) -> None:
        """Check the states of the machine translations in the chairs' view (SEEN). Raise RuntimeError if a state is
        wrong.
        """
        views = self.chair.read("snapshot")[1]["put"]
        states = {
            translation["state"]
            for view in views
            for translation in view["translations"].values()
            if translation.get("source", "machine") == "machine"
        }
        asked = self.service is None or any(path == "/translate" for _, path, *_ in self.service.asked)
        if not states <= SEEN[self.kind] or bool(states) != bool(SEEN[self.kind]) or not asked:
            raise RuntimeError(f"{self.kind}: {sorted(states)}")


def play(folder: Path, questions: int, turn: int) -> dict[str, dict[str, float]]:
    """Run one round. Return the median times in ms as {case: {act or correction: median}}."""
    kinds = [GOOD, *KINDS]
    with ExitStack() as stack:
        servers = [EngineServer(kind, folder / str(at), questions, stack) for at, kind in enumerate(kinds)]
        durations = {kind: {figure: [] for figure in (*ACTS, *CORRECTIONS)} for kind in kinds}
        for number in range(1, questions + 1):
            first = (turn + number) % len(servers)
            for server in servers[first:] + servers[:first]:
                for figure, ms in server.step(number).items():
                    durations[server.kind][figure].append(ms)
        for server in servers:
            server.check()
    return {
        kind: {figure: statistics.median(values) for figure, values in durations_of_kind.items()}
        for kind, durations_of_kind in durations.items()
    }


def rounds(count: int = ROUNDS, questions: int = QUESTIONS) -> list[dict[str, dict[str, float]]]:
    """Run `count` rounds with `questions` questions each. Return the result of `play` for each round."""
    results = []
    for turn in range(count):
        with tempfile.TemporaryDirectory() as folder:
            results.append(play(Path(folder), questions, turn))
    return results


def rows_of(results: list[dict[str, dict[str, float]]]) -> list[dict]:
    """Return the report rows: the median times with each engine in ms, and the median ratios to the good engine."""
    rows = []
    for act in ACTS:
        label = f"{act} to stage"
        times = {kind: statistics.median(medians[kind][act] for medians in results) for kind in (GOOD, *KINDS)}
        rows.append(row(f"{label}, {GOOD}", times.pop(GOOD), "ms", "", times, len(results)))
        for kind in KINDS:
            ratios = [medians[kind][act] / medians[GOOD][act] for medians in results]
            spread = {"least": min(ratios), "most": max(ratios)}
            rows.append(
                row(f"{label}, {kind} / {GOOD}", statistics.median(ratios), "x", f"<= {GOAL}", spread, len(results))
            )
    for label in CORRECTIONS:
        times = {kind: statistics.median(medians[kind][label] for medians in results) for kind in (GOOD, *KINDS)}
        rows.append(row(f"{label}, {GOOD}", times.pop(GOOD), "ms", f"<= {CORRECTED_WITHIN}", times, len(results)))
    return rows


def main() -> None:
    if not apertium.modes(APERTIUM):
        print("\nApproval to stage: skipped, Apertium is not installed (make apertium)", file=sys.stderr)
        return
    rows = rows_of(rounds())
    show(f"Approval to stage: medians of {ROUNDS} rounds, {QUESTIONS} questions each", rows)
    merge(rows)


def _succeed(client: Client, act: str, body: dict) -> None:
    status, answer = client.command(act, body)
    if status >= 300:
        raise RuntimeError(f"{act}: {status} {answer}")


if __name__ == "__main__":
    main()
