"""Tests with hostile input. Hypothesis creates the HTTP requests, WebSocket frames, session files and question files.

The strategies use the access table and the fields of the acts. No input may cause an answer 5xx, delay other clients or
let the memory grow without limit. The log must contain no text from an input.
"""

from __future__ import annotations

import random
import time
import tomllib
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from moderation.services.imports.problems import ImportFileError
from moderation.services.session_file import definition
from moderation.services.session_file.problems import SessionFileError
from tests.faults import fuzz_imports
from tests.faults.fuzz_files import SESSION_FILES
from tests.faults.fuzz_imports import IMPORT_FILES
from tests.faults.fuzz_messages import FRAMES
from tests.faults.fuzz_requests import BROKEN, SEATS, requests
from tests.faults.fuzzed_server import EVERY, MOST_STALL, FuzzedServer
from tests.faults.violations import Violated, require

REQUESTS = {"short": 120, "broken": 2000, "long": 1500}
SOCKETS = {"short": 24, "broken": 4, "long": 200}
FILES = {"short": 150, "long": 2000}
WARM_UP = 4
"""The number of small sets that are as large as one full set of inputs.

The test sends a small set to warm up the server, measures the memory, and sends the full set. It then closes the
session and sends a small set, and purges the session and sends a small set.
"""
KINDS_OF_FILES = {
    "session file": (SESSION_FILES, definition.parse, SessionFileError),
    "question file": (IMPORT_FILES, fuzz_imports.parse, ImportFileError),
}
"""{kind of file: (strategy, parser, the only exception that the parser may raise)}.

Add a row for each new kind of file that a person can import.
"""

pytestmark = [pytest.mark.reliability, pytest.mark.filterwarnings("ignore:Generating overly large repr")]


def fuzz(server, rng: random.Random, length: str) -> FuzzedServer:
    """Send hostile input to a session that is first open, then closed, and then purged.

    Raise Violated if the server violates an invariant.
    """
    fuzzed = FuzzedServer(server)
    http = st.integers(0, 9).flatmap(lambda chance: BROKEN if chance == 7 else requests(fuzzed.cookies, fuzzed.tokens))
    sockets = st.tuples(FRAMES, st.sampled_from((None, EVERY, EVERY, *SEATS)))

    def send(share: int) -> None:
        fuzzed.run(http, fuzzed.send, REQUESTS[length] // share, rng.getrandbits(32))
        fuzzed.run(sockets, fuzzed.send_frames, SOCKETS[length] // share, rng.getrandbits(32))

    send(WARM_UP)
    memory = fuzzed.memory()
    send(1)
    for act in ("close", "purge"):
        fuzzed.act(act)
        send(WARM_UP)
    fuzzed.judge_growth(memory)
    fuzzed.finish()
    return fuzzed


@pytest.fixture
def modes(length) -> tuple[str, ...]:
    return ("eventlet",) if length == "short" else ("eventlet", "threading")


def test_a_server_withstands_hostile_input(make_server, rng, length, modes):
    runs = [fuzz(make_server(mode=mode), rng, length) for mode in modes]
    # Check that the inputs have caused each status in `statuses`. A short run has too few inputs to cause every status.
    is_long = length == "long"
    statuses = {200, 400, 401, 403, 404} | ({201, 303, 405, 409, 413, 415} if is_long else set())
    for run in runs:
        assert statuses <= set(run.statuses), run.statuses
    received = sum((run.received for run in runs), Counter())
    assert all(received[kind] for kind in (b"101 ", b'"ok":false', *([b'"ok":true'] if is_long else []))), received


@pytest.mark.long
def test_a_server_that_fails_is_detected(make_server, broken, rng):
    with pytest.raises(Violated, match="no answer is 50"):
        fuzz(make_server(mode="eventlet", root=broken("huge_numbers")), rng, "broken")


@pytest.mark.long
def test_a_server_that_stalls_is_detected(make_server, broken, rng):
    with pytest.raises(Violated, match=r"nobody waits|every connection ends|every probe is answered"):
        fuzz(make_server(mode="eventlet", root=broken("slow_hash")), rng, "short")


@pytest.mark.long
def test_a_server_that_keeps_what_it_receives_is_detected(make_server, broken, rng):
    with pytest.raises(Violated, match="the memory is bounded"):
        fuzz(make_server(mode="eventlet", root=broken("kept_bodies")), rng, "broken")


@pytest.mark.long
def test_a_server_that_logs_what_it_receives_is_detected(make_server, broken, rng):
    with pytest.raises(Violated, match="no line of the log"):
        fuzz(make_server(mode="eventlet", root=broken("logged_body")), rng, "broken")


def parse_all(files: st.SearchStrategy[bytes], parse, refusal: type[Exception], count: int, number: int) -> set[bool]:
    """Parse `count` files, drawn with the seed `number`. Return the set of results: True for accepted, False for
    refused.
    """
    accepted = set()

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(files)
    def check(content: bytes) -> None:
        seconds = measure(content)
        if seconds >= MOST_STALL:
            # Measure again, because a garbage collection of the test process may have run during the first measurement.
            seconds = measure(content)
        require(seconds < MOST_STALL, f"a file takes a bounded time: {seconds:.2f} s")

    def measure(content: bytes) -> float:
        """Parse the file. Return the seconds of processor time."""
        began = time.thread_time()
        try:
            parse(content)
            accepted.add(True)
        except refusal:
            accepted.add(False)
        except Exception as error:
            raise Violated(f"a wrong file is refused: {type(error).__name__}") from error
        return time.thread_time() - began

    check()
    return accepted


@pytest.mark.parametrize("kind", KINDS_OF_FILES)
def test_every_file_is_accepted_or_refused(kind, rng, length, caplog):
    assert parse_all(*KINDS_OF_FILES[kind], FILES[length], rng.getrandbits(32)) == {True, False}
    assert caplog.messages == []


def test_a_parser_that_fails_is_detected(rng):
    def parse(content: bytes) -> object:
        return tomllib.loads(content.decode(errors="replace"))

    with pytest.raises(Violated, match="a wrong file is refused: ValueError"):
        parse_all(SESSION_FILES, parse, tomllib.TOMLDecodeError, FILES["long"], rng.getrandbits(32))


def test_a_parser_that_stalls_is_detected(rng):
    def parse(content: bytes) -> None:
        began = time.thread_time()
        while time.thread_time() < began + MOST_STALL:
            content.lower()

    with pytest.raises(Violated, match="a file takes a bounded time"):
        parse_all(SESSION_FILES, parse, SessionFileError, 10, rng.getrandbits(32))
