"""Ours and the comparators behind one face: phones that can join, and one update to all of them."""

from __future__ import annotations

import json
import re
import secrets
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from moderation.services import links
from moderation.store import sessions
from moderation.store.folder import Folder
from moderation.store.reader import Reader
from tests.bench.processes import Comparator, Crowd
from tests.servers import Server, session_with

LIMITS = "\n[limits]\nburst = 50\nseconds_per_question = 1\nwaiting = 200\npending = 20000\n"
"""One attendee of the bench asks for many."""
BURST = 50
TEXT = (
    "How will the committee make sure that what civil society says in this consultation is heard before the first draft of the convention is"
    " written, and who will answer for it to those who took the time to come, to those who wrote, and to all who could do neither of both?"
)
"""With its number and the view's other keys an update of 600 bytes, as the comparators send (comparators/update.py)."""
HELD = re.compile(r'open_floor_fan_out_hold_seconds_bucket\{le="([^"]+)"\} (\S+)')
COMPARATORS = ("bare", "stock", "node")


class OpenFloor:
    """The product's own server on a folder of its own; `publish` is a chair's approval."""

    name = "ours"

    def __init__(self, folder: Path):
        folder.mkdir(exist_ok=True)
        file = session_with("none", folder)
        file.write_text(file.read_text("utf-8") + LIMITS, "utf-8")
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
        """Somebody new, without a request for it: the limit of new phones from one address is not what is measured."""
        return next(self._cookies)

    def wishes(self, count: int) -> list[list[str]]:
        """What so many phones join with."""
        wish = json.dumps({"session": self.server.code, "seat": "attendee", "lang": "en"})
        return [[self.cookie(), wish] for _ in range(count)]

    def ask(self, count: int) -> None:
        """So many questions more that `publish` can approve."""
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
        """Approve the next question; returns after its commit."""
        if not self._waiting:
            raise RuntimeError("nothing is left to approve")
        question = self._waiting.pop(0)
        status, answer = self.chair.command("approve", {"number": question["number"], "version": 1})
        if status != 200:
            raise RuntimeError(f"approve: {status} {answer}")

    def held(self) -> tuple[float, float]:
        """How fan-outs held the loop so far: the share of times within 5 ms (0 to 1), and a bound of the longest, in seconds."""
        with urllib.request.urlopen(f"{self.server.url}/metrics", timeout=30) as answer:
            text = answer.read().decode()
        within = {float(bound): float(count) for bound, count in HELD.findall(text)}
        return within[0.005] / within[float("inf")], min(
            bound for bound, count in within.items() if count == within[float("inf")]
        )

    def close(self) -> None:
        # Its data go with it: nothing is to be finished, and what a thousand goodbyes cost is not measured here.
        if self.server.process.poll() is None:
            self.server.kill()


class Other:
    """A comparator; `publish` is a request that sends one update."""

    def __init__(self, name: str, *options: str):
        self.name, self._child = name, Comparator(name, *options)
        self.pid, self.port = self._child.process.pid, self._child.port

    def wishes(self, count: int) -> list[list[str]]:
        # A cookie as long as one of ours.
        return [["of-CYB421-attendee=" + secrets.token_urlsafe(18) + "." + secrets.token_urlsafe(32), "{}"]] * count

    def ask(self, count: int) -> None:
        pass

    def publish(self) -> None:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/publish", b"", method="POST")
        urllib.request.urlopen(request, timeout=60).close()

    def close(self) -> None:
        self._child.__exit__()


Stand = OpenFloor | Other


def new_cookies(server: Server) -> Iterator[str]:
    """Cookie headers of new attendees of a running server, without end."""
    folder = Folder(server.data_dir)
    with Reader(folder.database).transaction() as connection:
        session = sessions.get_by_code(connection, server.code)
    while True:
        yield f"of-{session.code}-attendee={links.new_attendee_cookie(folder.secret_key(), session)}"


@contextmanager
def stand(name: str, folder: Path, *options: str) -> Iterator[Stand]:
    """A running one."""
    with ExitStack() as stack:
        one = OpenFloor(folder) if name == OpenFloor.name else Other(name, *options)
        stack.callback(one.close)
        yield one


def join(crowd: Crowd, one: Stand, count: int, group: str = "") -> float:
    """Have so many phones join: seconds it took."""
    return crowd.call("join", group or one.name, port=one.port, wishes=one.wishes(count))["seconds"]


def update(crowd: Crowd, one: Stand, group: str = "", seconds: float = 60) -> dict:
    """Send one update: ms until the middle phone and all but 1 % had it, and its bytes. RuntimeError when a phone misses it."""
    group = group or one.name
    crowd.call("watch", group)
    crowd.begin("wait", group, updates=1, seconds=seconds)
    sent = time.monotonic()
    one.publish()
    got = crowd.answer()
    if got["missing"]:
        raise RuntimeError(f"{got['missing']} phones of {one.name} miss an update")
    return {"bytes": got["bytes"], "p50": (got["p50"] - sent) * 1000, "p99": (got["p99"] - sent) * 1000}
