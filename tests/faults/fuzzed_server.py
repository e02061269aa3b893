"""A server that gets hostile input. The tests check its answers, its delays, its memory and its log."""

from __future__ import annotations

import re
import secrets
import select
import socket
from collections import Counter, deque
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.bench.processes import resident_kib
from tests.faults.fuzz_messages import CLOSED
from tests.faults.fuzz_requests import KEY, SEATS
from tests.faults.fuzz_values import CANARY, HOSTILE
from tests.faults.stalls import StallWatch
from tests.faults.violations import require
from tests.servers import Server
from tests.web.html_forms import Page
from tests.web.raw_sockets import handshake

MOST_STALL = 0.25
"""Maximum seconds for which one input may delay the answers to all other clients."""
MOST_GROWTH_KIB = 20 * 1024
PATIENCE = 20
"""Maximum seconds to wait for an answer. A longer wait is a violation."""
ANSWERED, SILENCE = 0.2, 0.03
"""Maximum seconds to wait for the server's answers after frames were sent on a socket.

ANSWERED: until the first answer. SILENCE: until each further answer; if none comes, the server has answered all frames.
"""
EVERY = "every seat"
STATUS = re.compile(rb"(?:\A|(?<=\n))HTTP/1\.[01] (\d{3}) ")
ALLOWED = (b'"code":"server.busy"',)
"""The refusal codes that a correct server may send with status 503."""
REPEATABLE = 8
"""After a stall, the last REPEATABLE inputs are sent again, to find out whether one of them has caused the stall."""


class FuzzedServer:
    """A running server whose session has some questions.

    `statuses`: the number of answers by HTTP status. `received`: the number of messages on sockets by kind.
    """

    def __init__(self, server: Server):
        self.server = server.start()
        self.people = {seat: server.client(seat) for seat in SEATS}
        self.cookies = {seat: client.cookie for seat, client in self.people.items()}
        page = Page(self.people["attendee"].request("GET", f"/s/{server.code}")[1])
        self.tokens = {"attendee": page.form("/ask")["fields"]["token"]}
        self.statuses: Counter[int] = Counter()
        self.received: Counter[bytes] = Counter()
        self.violations: list[str] = []
        self._latest: deque[Callable[[], None]] = deque(maxlen=REPEATABLE)
        self._watch: StallWatch | None = None
        for number in range(1, 9):
            asked = self.people["attendee"].command("ask", {"text": f"Who pays for item {number}?", "language": "en"})
            require(asked[0] == 201, f"a question is accepted: {asked}")
            if number % 2:
                self.people["chair/a"].command("approve", {"number": number, "version": 1})

    def send(self, request: bytes) -> None:
        """Send a request and check its answer."""
        self._do(lambda: self._check(request, self._exchange(request.replace(KEY.encode(), new_key()))))

    def send_frames(self, frames: list[bytes], seat: str | None) -> None:
        """Open a WebSocket with the cookie of this seat, send the frames, and close the WebSocket after the answers.

        `seat`: EVERY for the cookies of all seats, None for no cookie.
        """
        head = handshake(self.server.port, self.cookies.get(seat, "; ".join(self.cookies.values())) if seat else "")
        self._do(lambda: self._check_socket(self._exchange(head, b"".join(frames), CLOSED)))

    def act(self, act: str) -> None:
        """Execute an act of the organiser, such as `close`."""
        status, answer = self.people["organiser"].command(act)
        require(status == 200, f"the organiser executes {act}: {answer}")

    def run(self, inputs: st.SearchStrategy, send: Callable[..., None], count: int, number: int) -> None:
        """Send `count` inputs, drawn with the seed `number`. Stop at the first violation and raise Violated."""

        @seed(number)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(inputs)
        def fuzz(drawn) -> None:
            if not self.violations:
                send(*drawn) if isinstance(drawn, tuple) else send(drawn)

        with StallWatch(self.server.port, self.server.process.pid) as self._watch:
            fuzz()
            self._watch.settle()
            self._judge_delay()
        require(not self._watch.failure, f"every probe is answered: {self._watch.failure}")
        require(not self.violations, "; ".join(self.violations[:3]))

    def memory(self) -> int:
        """Return the resident memory of the server in KiB."""
        return resident_kib(self.server.process.pid)

    def judge_growth(self, before: int) -> None:
        growth = self.memory() - before
        require(growth < MOST_GROWTH_KIB, f"the memory is bounded: {growth} KiB more")

    def finish(self) -> None:
        """Kill the server. Check that its log and output contain no traceback and no text that was sent."""
        self.server.process.kill()
        lines = (self.server.log() + self.server.process.stdout.read()).splitlines()
        self.server.kill()
        sent = [text for text in HOSTILE if len(text) > 12]
        leaks = [line for line in lines if CANARY.lower() in line.lower() or any(text in line for text in sent)]
        require(not leaks, f"no line of the log contains anything that was sent: {leaks[:2]}")
        require(not [line for line in lines if "Traceback" in line], "the log contains no traceback")

    def _do(self, exchange: Callable[[], None]) -> None:
        self._latest.append(exchange)
        exchange()
        self._judge_delay()

    def _judge_delay(self) -> None:
        """If an answer was delayed by more than MOST_STALL seconds, send the latest inputs again and measure again.

        Record a violation only if the second measurement also exceeds MOST_STALL.
        """
        if self._watch is None or self._watch.reset() <= MOST_STALL or self.violations:
            return
        for exchange in tuple(self._latest):
            exchange()
        self._watch.settle()
        if (delay := self._watch.reset()) > MOST_STALL:
            self.violations.append(f"nobody waits for the input of another: {delay:.2f} s")

    def _exchange(self, *parts: bytes) -> bytes:
        """Send the parts on a new connection and return all received bytes. Before each part except the first, wait for
        answers.
        """
        received = b""
        with socket.create_connection(("127.0.0.1", self.server.port), PATIENCE) as connection:
            try:
                for place, part in enumerate(parts):
                    wait = PATIENCE if place == 1 else ANSWERED
                    while place and select.select([connection], [], [], wait)[0] and (data := connection.recv(65536)):
                        received, wait = received + data, SILENCE
                    connection.sendall(part)
                connection.shutdown(socket.SHUT_WR)
                while data := connection.recv(65536):
                    received += data
            except TimeoutError:
                self.violations.append(f"every connection ends: {parts[-1][:200]!r}")
            except OSError:
                pass  # Ignore the error: the server may close the connection early.
        return received

    def _check(self, request: bytes, answer: bytes) -> None:
        for status in map(int, STATUS.findall(answer)):
            self.statuses[status] += 1
            is_busy = status == 503 and any(code in answer.replace(b" ", b"") for code in ALLOWED)
            if status >= 500 and not is_busy:
                self.violations.append(f"no answer is {status}: {request[:600]!r} gets {answer[-300:]!r}")

    def _check_socket(self, answer: bytes) -> None:
        for kind in (b"101 ", b'"ok":true', b'"ok":false'):
            self.received[kind] += answer.replace(b": ", b":").count(kind)
        for status in map(int, STATUS.findall(answer[:20])):
            if status >= 500:
                self.violations.append(f"no handshake is answered with {status}")


def new_key() -> bytes:
    """Return a valid idempotency key that was never used, with the length of KEY."""
    return f"{CANARY}-{secrets.token_hex(8)}".encode()
