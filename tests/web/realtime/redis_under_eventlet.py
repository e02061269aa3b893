"""Two processes over Redis in one real event loop of eventlet. A test runs this module in a separate process.

Arguments: a folder, the URL of Redis, the process id of Redis. The program prints "passed" if all pages are current.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from pathlib import Path

if __name__ == "__main__":
    os.environ["EVENTLET_NO_GREENDNS"] = "yes"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import eventlet
    eventlet.monkey_patch()

from moderation import runtime
from tests.factories import ANA, caller, command
from tests.running_store import RunningStore
from tests.web.realtime.redis_processes import KEY, FanOutProcess, until


class LoopRuntime(runtime.Eventlet):
    """The runtime of the product. `run` calls the function directly, because the program itself is a green thread."""

    def run(self, function):
        return function()


def main(folder: Path, url: str, redis: int) -> None:
    store, loop = RunningStore(folder / "db", durable=False), LoopRuntime()
    sender, receiver = (FanOutProcess(store, url, KEY, loop) for _ in range(2))
    until(lambda: sender.fan_out.is_receiving and receiver.fan_out.is_receiving)
    pages = [process.phone("chairs") for process in (sender, receiver)]

    def ask(text: str) -> None:
        store.heard.clear()
        store.do(command("ask", caller("attendee", ANA), text=text, key=text))
        until(lambda: store.heard)
        sender.publish(list(store.heard))

    def all_at(seq: int) -> bool:
        return all(page.state["seq"] == seq and page.requests == 0 for page in pages)

    ask("a")
    until(lambda: all_at(1))
    os.kill(redis, signal.SIGSTOP)
    try:
        ask("b")
        until(lambda: all_at(2))
    finally:
        os.kill(redis, signal.SIGCONT)
    until(lambda: sender.fan_out.is_receiving and receiver.fan_out.is_receiving)
    ask("c")
    until(lambda: all_at(3))
    print("passed", flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
