"""Tests of a busy server: requests of attendees wait, requests of staff do not wait."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

import pytest

from moderation.store.reader import IS_URGENT
from moderation.web.crowding import WAITING
from moderation.web.server.staff_first import COMMANDS, ROUND, Rounds, is_of_attendee, staff_first


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/s/CYB421", True),
        ("/s/CYB421/ledger", True),
        ("//s//CYB421/own", True),
        ("/api/s/CYB421/attendee/ask/key", True),
        ("/s/CYB421/chairs", True),
        ("/s/CYB421/chair/a", False),
        ("/api/s/CYB421/chair/a/approve/key", False),
        ("/api/s/CYB421/organiser/state", False),
        ("/s/CYB421/stage", False),
        ("/api/s/CYB421/panel/socco/snapshot", False),
        ("/api/s/CYB421/booth/enter", False),
        ("/socket.io/", False),
        ("/healthz", False),
        ("/static/floor.js", False),
        ("/", False),
        ("", False),
    ],
)
def test_only_requests_of_attendees_wait(path, expected):
    assert is_of_attendee(path) is expected


class Recorder:
    """A stand-in for `Rounds` in which no request waits. `calls`: the recorded calls, in order."""

    def __init__(self):
        self.calls: list[str] = []

    def wait(self, *, is_read):
        self.calls.append("read" if is_read else "command")

    def waiting(self):
        return 7

    def end_command(self):
        self.calls.append("end")


class FakeLoop:
    """A fake event loop. `task`: the name of the current task. `begun`: the tasks that began in this round.

    `begins`: {task: function to call when the task begins}. `now`: the time in seconds.
    """

    def __init__(self):
        self.now, self.task = 0.0, ""
        self.begun: list[str] = []
        self.begins: dict[str, Callable[[], None]] = {}
        self.later: list[Callable[[], None]] = []

    def call_later(self, function):
        self.later.append(function)

    def current(self):
        loop, task = self, self.task

        class Parked:
            def switch(self):
                loop.begun.append(task)
                loop.begins.pop(task)()

        return Parked()

    def wait(self):
        """Return at once: a fake task does not stop here. `switch` calls the task's function in `begins`."""

    def run(self) -> list[str]:
        """Run one round. Return the tasks that began in this round."""
        self.begun = []
        functions, self.later = self.later, []
        for function in functions:
            function()
        return self.begun


@pytest.fixture
def loop():
    return FakeLoop()


@pytest.fixture
def rounds(loop):
    return Rounds(loop, lambda: loop.now)


def arrive(loop, rounds, *tasks, is_read=True, seconds=0.0):
    """Let requests wait, one in each of the tasks. Each request uses `seconds` of processor time when it begins."""

    def use() -> None:
        loop.now += seconds

    for task in tasks:
        loop.task = task
        loop.begins[task] = use
        rounds.wait(is_read=is_read)


def test_short_requests_begin_in_one_round_a_read_and_a_command_in_turn(loop, rounds):
    arrive(loop, rounds, "a", "b", "c", seconds=ROUND / 100)
    arrive(loop, rounds, "x", "y", is_read=False, seconds=ROUND / 100)
    assert rounds.waiting() == 5
    assert loop.run() == ["a", "x", "b", "y", "c"]
    assert loop.run() == [] and loop.later == []


def test_further_requests_wait_for_the_next_round_when_the_time_is_used(loop, rounds):
    arrive(loop, rounds, "a", "b", "c", seconds=0.6 * ROUND)
    assert [loop.run(), loop.run(), loop.run()] == [["a", "b"], ["c"], []]


def test_a_long_request_is_alone_in_its_round(loop, rounds):
    arrive(loop, rounds, "a", "b", seconds=2 * ROUND)
    assert [loop.run(), loop.run()] == [["a"], ["b"]]


def test_a_limited_number_of_commands_is_under_way(loop, rounds):
    commands = [f"x{number}" for number in range(COMMANDS)]
    arrive(loop, rounds, *commands, is_read=False)
    assert loop.run() == commands
    arrive(loop, rounds, "one more", is_read=False)
    assert loop.later == []
    arrive(loop, rounds, "a")
    assert loop.run() == ["a"] and loop.later == []
    rounds.end_command()
    assert loop.run() == ["one more"]


def test_a_connection_that_ends_while_it_waits_leaves_the_queue(loop, rounds, monkeypatch):
    def end() -> None:
        raise GeneratorExit

    with monkeypatch.context() as patched:
        patched.setattr(loop, "wait", end)
        for is_read in (True, False):
            with pytest.raises(GeneratorExit):
                arrive(loop, rounds, "gone", is_read=is_read)
    arrive(loop, rounds, "a")
    arrive(loop, rounds, "x", is_read=False)
    assert loop.run() == ["a", "x"]


@pytest.mark.parametrize(
    ("path", "is_staff"),
    [
        ("/s/CYB421/chair/a", True),
        ("/api/s/CYB421/organiser/state", True),
        ("/admin/new", True),
        ("/api/admin/enter", True),
        ("/s/CYB421", False),
        ("/s/CYB421/own", False),
        ("/api/s/CYB421/attendee/ask/key", False),
        ("/socket.io/", False),
        ("/e/SPRING", False),
        ("/", False),
    ],
)
def test_only_reads_of_staff_come_first_at_the_database(path, is_staff):
    seen = []
    app = staff_first(lambda environ, start_response: seen.append(IS_URGENT.get()) or [], Recorder())
    app({"PATH_INFO": path, "REQUEST_METHOD": "GET"}, None)
    assert (seen, IS_URGENT.get()) == ([is_staff], False)


@pytest.mark.parametrize("fails", [False, True])
def test_each_request_of_an_attendee_waits_and_each_command_ends_once(fails):
    rounds = Recorder()
    calls = rounds.calls

    def app(environ, start_response):
        calls.append(environ["REQUEST_METHOD"])
        assert environ.get(WAITING, 7) == 7
        if fails:
            raise ValueError("a fault")
        return [b""]

    ordered = staff_first(app, rounds)
    for method, path in (
        ("GET", "/s/CYB421"),
        ("HEAD", "/s/CYB421"),
        ("PUT", "/api/s/CYB421/attendee/vote/key"),
        ("POST", "/api/s/CYB421/chair/a/enter"),
    ):
        with pytest.raises(ValueError, match="a fault") if fails else nullcontext():
            ordered({"REQUEST_METHOD": method, "PATH_INFO": path}, None)
    assert calls == ["read", "GET", "read", "HEAD", "command", "PUT", "end", "POST"]
