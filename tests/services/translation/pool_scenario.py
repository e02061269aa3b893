"""What `test_pool` runs in a process of its own, patched by eventlet or not: `python pool_story.py MODE FOLDER`.

Prints a JSON object {what happened: result}.
"""

from __future__ import annotations

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
told: dict = {}
pause = lambda: runtime.real("threading").Event().wait(0.01)


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
    """True as soon as it is; nobody waits for a grandchild, so the kernel needs a moment."""
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        pause()
    return not alive(pid)


def faults() -> None:
    workers = pool(note=str(note), key="¿secreto?")
    about = workers.about(20)
    told["about"] = {name: about[name] for name in ("label", "pairs", "settings")}
    told["environment"] = about["environment"]
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
        told.setdefault("answers", []).append([text, ask(workers, text)])
    ending = int(ask(workers, "pid"))
    ask(workers, "die after")
    told["ended"] = gone(ending)
    told["after it died idle"] = ask(workers, "abc")
    first = ask(workers, "pid")
    told["same worker"] = ask(workers, "pid") == first
    started = time.monotonic()
    told["hang"] = ask(workers, "hang", 0.5)
    told["hang took"] = time.monotonic() - started
    told["killed"] = not alive(int(first))
    told["child"] = ask(workers, "child", 2.0)
    told["child killed"] = gone(int(note.read_text()))
    told["after"] = ask(workers, "abc")
    last = int(ask(workers, "pid"))
    workers.close()
    workers.close()
    told["closed"] = [ask(workers, "abc"), alive(last)]
    for way in ("dead", "mute", "refusing"):
        told[way] = ask(pool(way), "abc", 1.0 if way == "mute" else 20.0)
    told["missing program"] = ask(Pool(runtime, ["/nowhere/worker"], 1), "abc")


def crowd() -> None:
    """Twelve callers, two workers, every fault: each caller hears, no more than two processes live at once."""
    Condition = runtime.real("threading").Condition
    done, results, workers = Condition(), [], pool(size=2)

    def call(number: int) -> None:
        text = ("abc", "die", "hang", "pid")[number % 4]
        result = ask(workers, text, 3.0 if text == "hang" else 20.0)
        with done:
            results.append([text, result if text != "pid" else "pid"])
            done.notify()

    for number in range(12):
        runtime.start_thread(lambda number=number: call(number))
    with done:
        told["crowd"] = done.wait_for(lambda: len(results) == 12, 60)
    told["crowd results"] = sorted(results, key=str)
    busy = runtime.start_thread(lambda: results.append(ask(workers, "hang", 60.0)))
    while not workers._all or len(workers._idle) == len(workers._all):
        pause()
    workers.close()
    busy.join(20)
    told["closed while busy"] = results[-1]


def work() -> None:
    before = len(os.listdir("/proc/self/fd"))
    faults()
    crowd()
    told["descriptors left"] = len(os.listdir("/proc/self/fd")) - before


ticks = []
if sys.argv[1] == "eventlet":
    # The loop must go on turning while real threads wait for workers.
    def tick() -> None:
        while True:
            ticks.append(time.monotonic())
            runtime.sleep(0.02)

    runtime.spawn(tick)
    runtime.sleep(0.1)
runtime.in_thread(work)
told["longest stall"] = max((after - before for before, after in zip(ticks, ticks[1:])), default=0.0)
print(json.dumps(told))
