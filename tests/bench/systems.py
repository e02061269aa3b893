"""One interface for the product's server and the comparators: connect phones, and send one update to all of them."""

from __future__ import annotations

import json
import re
import secrets
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from moderation.core.model import Session
from moderation.rehearsal.client.packets import subscription
from moderation.services import links
from moderation.store import sessions
from moderation.store.folder import Folder
from moderation.store.reader import Reader
from tests.bench.processes import Comparator, CrowdProcess
from tests.servers import HIGH_LIMITS, Server, session_with

BURST = 50
TEXT = (
    "How will the committee make sure that what civil society says in this consultation is heard before the first draft"
    " of the convention is written, and who will answer for it to those who took the time to come, to those who wrote,"
    " and to all who could do neither of both?"
)
"""The text of the question. This text gives an update of 600 bytes, the size of the comparators' updates
(comparators/update.py).
"""
HELD = re.compile(r'open_floor_fan_out_hold_seconds_bucket\{le="([^"]+)"\} (\S+)')
COMPARATORS = ("bare", "stock", "node")


class OpenFloor:
    """The product's server with an empty data folder. `publish` approves a question as a chair."""

    name = "ours"

    def __init__(self, folder: Path):
        folder.mkdir(exist_ok=True)
        file = session_with("none", folder)
        file.write_text(file.read_text("utf-8") + HIGH_LIMITS, "utf-8")
        self.server = Server(folder / "data", mode="eventlet", session_file=file, environment={"METRICS": "1"}).start()
        self.path = f"/api/s/{self.server.code}/attendee"
        self.chair = self.server.client("chair/a")
        self._cookies = new_cookies(self.server)
        self._waiting: list[dict] = []

    @property
    def pid(self) -> int:
        return self.server.process.pid

    @property
    def port(self) -> int:
        return self.server.port

    def cookie(self) -> str:
        """Return the Cookie header of a new attendee. No request is needed, so no rate limit applies."""
        return next(self._cookies)

    def subscriptions(self, count: int) -> list[list[str]]:
        """Return [cookie, argument of the event `subscribe` as JSON] for each of `count` new phones."""
        body = json.dumps(subscription(self.server.code, "attendee", "en"))
        return [[self.cookie(), body] for _ in range(count)]

    def ask(self, count: int) -> None:
        """Ask `count` additional questions, which `publish` can then approve."""
        headers = {"X-Open-Floor": "1", "Content-Type": "application/json"}
        for number in range(count):
            if number % BURST == 0:
                cookie = self.cookie()
            body = json.dumps({"text": f"{number}. {TEXT}", "language": "en"}).encode()
            request = urllib.request.Request(
                f"{self.server.url}{self.path}/ask/{secrets.token_hex(8)}",
                body,
                headers | {"Cookie": cookie},
                method="PUT",
            )
            with urllib.request.urlopen(request, timeout=30) as answer:
                self._waiting.append(json.load(answer)["question"])

    def publish(self) -> None:
        """Approve the next question. Return after the commit."""
        if not self._waiting:
            raise RuntimeError("no question is left to approve")
        question = self._waiting.pop(0)
        status, answer = self.chair.command("approve", {"number": question["number"], "version": 1})
        if status != 200:
            raise RuntimeError(f"approve: {status} {answer}")

    def held(self) -> tuple[float, float]:
        """Return (share, longest). A fan-out works in steps, and each step blocks the event loop.

        `share`: the share (0 to 1) of the steps that took at most 5 ms. `longest`: an upper bound of the longest step
        in seconds.
        """
        with urllib.request.urlopen(f"{self.server.url}/metrics", timeout=30) as answer:
            text = answer.read().decode()
        within = {float(bound): float(count) for bound, count in HELD.findall(text)}
        return within[0.005] / within[float("inf")], min(
            bound for bound, count in within.items() if count == within[float("inf")]
        )

    def close(self) -> None:
        # Kill the server. A normal stop would first close a thousand connections, and the data folder is deleted
        # anyway.
        if self.server.process.poll() is None:
            self.server.kill()


class ComparisonSystem:
    """A comparator's server. `publish` sends a request that makes the server send one update."""

    def __init__(self, name: str, *options: str):
        self.name, self._child = name, Comparator(name, *options)
        self.pid, self.port = self._child.process.pid, self._child.port

    def subscriptions(self, count: int) -> list[list[str]]:
        # The cookie has about the length of the product's cookie, so that the requests have about the same size.
        return [["of-CYB421-attendee=" + secrets.token_urlsafe(18) + "." + secrets.token_urlsafe(32), "{}"]] * count

    def ask(self, count: int) -> None:
        pass

    def publish(self) -> None:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/publish", b"", method="POST")
        urllib.request.urlopen(request, timeout=60).close()

    def close(self) -> None:
        self._child.__exit__()


System = OpenFloor | ComparisonSystem


def new_cookies(server: Server) -> Iterator[str]:
    """Return an endless sequence of Cookie headers of new attendees of a running server."""
    folder = Folder(server.data_dir)
    with Reader(folder.database).transaction() as connection:
        session = sessions.get_by_code(connection, server.code)
    return cookies_of(session, folder.secret_key())


def cookies_of(session: Session, key: bytes) -> Iterator[str]:
    """Yield an endless sequence of Cookie headers of new attendees. `key`: the server's key."""
    while True:
        yield f"of-{session.code}-attendee={links.new_attendee_cookie(key, session, 0)}"


@contextmanager
def running_system(name: str, folder: Path, *options: str) -> Iterator[System]:
    """Start the compared server with this name. Stop the server at the end of the block."""
    with ExitStack() as stack:
        system = OpenFloor(folder) if name == OpenFloor.name else ComparisonSystem(name, *options)
        stack.callback(system.close)
        yield system


def join(crowd: CrowdProcess, system: System, count: int, group: str = "") -> float:
    """Connect `count` phones. Return the seconds until the last phone was subscribed."""
    subscriptions = system.subscriptions(count)
    return crowd.call("join", group or system.name, port=system.port, subscriptions=subscriptions)["seconds"]


def update(crowd: CrowdProcess, system: System, group: str = "", seconds: float = 60) -> dict:
    """Send one update. Return its length `bytes`, and the quantiles `p50` and `p99` of its delivery times.

    A delivery time is the time in milliseconds from the call of `publish` until a phone has received the update.

    Raise RuntimeError if a phone does not receive the update within `seconds`.
    """
    group = group or system.name
    crowd.call("watch", group)
    crowd.begin("wait", group, updates=1, seconds=seconds)
    sent = time.monotonic()
    system.publish()
    arrival = crowd.answer()
    if arrival["missing"]:
        raise RuntimeError(f"{arrival['missing']} phones of {system.name} miss an update")
    times = {name: (arrival[name] - sent) * 1000 for name in ("p50", "p99")}
    return {"bytes": arrival["bytes"]} | times
