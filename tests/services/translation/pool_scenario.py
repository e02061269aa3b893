"""The scenario of `test_pool`: `python pool_scenario.py MODE FOLDER`.

In the mode `eventlet`, eventlet patches the process. The script prints a JSON object {name of a step: result}.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import time
from pathlib import Path

if sys.argv[1] == "eventlet":
    import eventlet

    eventlet.monkey_patch()

from moderation.runtime import use
from moderation.services.translation.engine import EngineError
from moderation.services.translation.pool import Pool

FAKE = str(Path(__file__).with_name("fake_worker.py"))
runtime = use(sys.argv[1])
note = Path(sys.argv[2]) / "child"
results: dict = {}


def pause() -> None:
    runtime.real("threading").Event().wait(0.01)


def pool(way: str = "good", size: int = 1, **settings) -> Pool:
    return Pool(runtime, [sys.executable, FAKE, way], size, settings)


def ask(workers: Pool, text: str, seconds: float = 20.0):
    try:
        return workers.translate(text, "en", "es", seconds)
    except EngineError as error:
        return [error.kind, error.retry_after]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def gone(pid: int) -> bool:
    """Wait at most 10 seconds until the process has ended. Return whether it has ended.

    The wait is necessary, because the kernel needs some time to end a killed grandchild.
    """
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        pause()
    return not alive(pid)


def faults() -> None:
    workers = pool(note=str(note), key="¿secreto?")
    about = workers.about(20)
    results["about"] = {name: about[name] for name in ("label", "pairs", "settings")}
    results["environment"] = about["environment"]
    for text in (
        "abc",
        "no",
        "abc",
        "odd",
        "die",
        "abc",
        "lie",
        "abc",
        "babble",
        "abc",
        "number",
        "flood",
        "abc",
        "ñ" * 4000,
    ):
        results.setdefault("answers", []).append([text, ask(workers, text)])
    ending = int(ask(workers, "pid"))
    ask(workers, "die after")
    results["ended"] = gone(ending)
    results["after it died idle"] = ask(workers, "abc")
    first = ask(workers, "pid")
    results["same worker"] = ask(workers, "pid") == first
    started = time.monotonic()
    results["hang"] = ask(workers, "hang", 0.5)
    results["hang took"] = time.monotonic() - started
    results["killed"] = not alive(int(first))
    results["child"] = ask(workers, "child", 2.0)
    results["child killed"] = gone(int(note.read_text()))
    results["after"] = ask(workers, "abc")
    last = int(ask(workers, "pid"))
    workers.close()
    workers.close()
    results["closed"] = [ask(workers, "abc"), alive(last)]
    for way in ("dead", "mute", "refusing"):
        results[way] = ask(pool(way), "abc", 1.0 if way == "mute" else 20.0)
    results["missing program"] = ask(Pool(runtime, ["/nowhere/worker"], 1), "abc")


def crowd() -> None:
    """Let twelve callers use two workers at the same time. Some jobs make a worker fail. Store all answers in
    `results`.
    """
    done, answers, workers = runtime.real("threading").Condition(), [], pool(size=2)

    def call(number: int) -> None:
        text = ("abc", "die", "hang", "pid")[number % 4]
        result = ask(workers, text, 3.0 if text == "hang" else 20.0)
        with done:
            answers.append([text, result if text != "pid" else "pid"])
            done.notify()

    for number in range(12):
        runtime.start_thread(lambda number=number: call(number))
    with done:
        results["crowd"] = done.wait_for(lambda: len(answers) == 12, 60)
    results["crowd results"] = sorted(answers, key=str)
    busy = runtime.start_thread(lambda: answers.append(ask(workers, "hang", 60.0)))
    while not workers._all or len(workers._idle) == len(workers._all):
        pause()
    workers.close()
    busy.join(20)
    results["closed while busy"] = answers[-1]


def work() -> None:
    before = len(os.listdir("/proc/self/fd"))
    faults()
    crowd()
    results["descriptors left"] = len(os.listdir("/proc/self/fd")) - before


ticks = []
if sys.argv[1] == "eventlet":
    # Record a time every 20 ms while the scenario runs. A long interval between two times shows that the scenario has
    # blocked the event loop. It waits for workers in a real thread, so it must not block the loop.
    def tick() -> None:
        while True:
            ticks.append(time.monotonic())
            runtime.sleep(0.02)

    runtime.spawn(tick)
    runtime.sleep(0.1)
runtime.in_thread(work)
results["longest stall"] = max((after - before for before, after in itertools.pairwise(ticks)), default=0.0)
print(json.dumps(results))
