"""Tests of entering a seat with a passphrase: the answers, and the waiting times after wrong passphrases."""

from __future__ import annotations

import threading

import pytest

from moderation.core.refusals import Refusal
from moderation.services import passphrase
from moderation.web.passphrases import MOST_WAIT, PassphraseAttempts
from tests.servers import Client
from tests.web.served_session import control, is_refused
from tests.web.test_seats import secret_of

RIGHT = "correct horse battery"
HASH = passphrase.hash_of(RIGHT)


class Desk:
    """PassphraseAttempts with a fake clock. A simple comparison replaces argon2."""

    def __init__(self, monkeypatch):
        self.now, self.during = 0.0, None
        monkeypatch.setattr(passphrase, "is_right", lambda hashed, given: hashed == given)
        self._attempts = PassphraseAttempts(self, lambda: self.now)

    def in_thread(self, function, *arguments):
        if self.during:
            self.during()
        return function(*arguments)

    def answer(self, given, seat="1:chair.a"):
        """Return (the refusal's code, the seconds to wait). Return ("ok", 0) if the passphrase is accepted."""
        try:
            self._attempts.check(seat, "right", given)
        except Refusal as refusal:
            return refusal.code.removeprefix("passphrase."), refusal.data.get("retry_after", 0)
        return "ok", 0


@pytest.fixture
def desk(monkeypatch):
    return Desk(monkeypatch)


def test_the_waiting_time_begins_at_the_third_wrong_passphrase_and_grows_to_a_minute(desk):
    waits = []
    for _ in range(10):
        code, seconds = desk.answer("wrong")
        waits.append(seconds)
        assert code == "wrong" and (not seconds or desk.answer("right") == ("wait", seconds))
        desk.now += seconds
    assert waits == [0, 0, 2, 4, 8, 16, 32, MOST_WAIT, MOST_WAIT, MOST_WAIT]
    assert desk.answer("right") == ("ok", 0)
    assert [desk.answer("wrong") for _ in range(2)] == [("wrong", 0)] * 2, "a right passphrase resets the count"


def test_the_waiting_time_belongs_to_the_seat(desk):
    for _ in range(3):
        desk.answer("wrong")
    assert desk.answer("right") == ("wait", 2)
    assert desk.answer("right", "1:chair.b") == desk.answer("right", "2:chair.a") == ("ok", 0)
    assert desk.answer(None) == desk.answer("") == ("needed", 0)


def test_attempts_at_the_same_time_do_not_avoid_the_waiting_time(desk):
    answers = []
    desk.during = lambda: answers.append(desk.answer("right"))
    assert desk.answer("wrong") == ("wrong", 0)
    assert answers == [("wait", 5)]


def enter(served, seat, given=None, secret=None):
    body = {"secret": secret or secret_of(served, seat)} | ({} if given is None else {"passphrase": given})
    person = Client(served, seat)
    return person, person.request("POST", f"/api/s/{served.code}/{seat}/enter", body)


def test_a_seat_with_a_passphrase_needs_the_link_and_the_passphrase(served):
    seated = served["chair/a"]
    control(served.server, "passphrase", {"code": served.code, "seat": "chair.a", "hash": HASH})
    is_refused(seated.read("snapshot"), 401, "seat.unknown")
    is_refused(enter(served, "chair/a")[1], 401, "passphrase.needed")
    is_refused(enter(served, "chair/a", RIGHT, "x" * 32)[1], 401, "seat.unknown")
    is_refused(enter(served, "chair/a", 7)[1], 400, "request.field", field="passphrase")
    person, (status, _) = enter(served, "chair/a", f" {RIGHT} ")
    assert status == 204 and person.read("snapshot")[0] == 200
    assert enter(served, "chair/b")[1][0] == 204, "only the named seat has the passphrase"


def test_wrong_attempts_make_newcomers_wait_but_not_the_person_in_the_seat(served):
    control(served.server, "passphrase", {"code": served.code, "seat": "booth", "hash": HASH})
    person, _ = enter(served, "booth", RIGHT)
    for _ in range(2):
        is_refused(enter(served, "booth", "a wrong one")[1], 401, "passphrase.wrong")
    is_refused(enter(served, "booth", "a wrong one")[1], 401, "passphrase.wrong", retry_after=2)
    is_refused(enter(served, "booth", RIGHT)[1], 429, "passphrase.wait", retry_after=2)
    assert person.read("snapshot")[0] == 200
    is_refused(enter(served, "booth")[1], 401, "passphrase.needed")


def test_a_comparison_does_not_block_the_server(served):
    costly = HASH.replace("m=19456,t=2", "m=131072,t=3")
    control(served.server, "passphrase", {"code": served.code, "seat": "booth", "hash": costly})
    answers = []
    attempt = threading.Thread(target=lambda: answers.append(enter(served, "booth", "a wrong one")[1]))
    attempt.start()
    reads = 0
    while attempt.is_alive():
        assert served["ana"].raw("GET", "/healthz")[0] == 200
        reads += 1
    is_refused(answers[0], 401, "passphrase.wrong")
    assert reads > 3
