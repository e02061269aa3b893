"""Rate limits: questions of one attendee by time and by number waiting, and new attendees of one address."""

from __future__ import annotations

import time

from moderation.web.context import now
from moderation.web.presence import EXPIRES_AFTER, Presence
from moderation.web.rate_limits import BURST, MOST_NAMES, PER_SECOND, RateLimiter
from tests.web.served_session import is_refused, make_served_session


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_what_is_waited_for_is_counted_by_a_clock_that_does_not_jump():
    before = time.monotonic()
    assert before <= now()[1] <= time.monotonic()


def test_a_burst_of_five_and_then_one_must_wait(server):
    served = make_served_session(server, limits={})
    for _ in range(5):
        served.ask()
    before = served.everything()
    refused = served["ana"].command("ask", {"text": "A sixth?"})
    is_refused(refused, 429, "limit.rate")
    assert 1 <= refused[1]["retry_after"] <= 11
    _, headers, _ = served["ana"].raw(
        "PUT",
        f"/api/s/{served.code}/attendee/ask/a-good-key",
        b'{"text": "x"}',
        {"X-Open-Floor": "1", "Content-Type": "application/json"},
    )
    assert 1 <= int(headers["Retry-After"]) <= 11
    assert served.everything() == before
    assert served["ben"].command("ask", {"text": "I am somebody else?"})[0] == 201


def test_a_question_that_is_refused_costs_nothing(server):
    served = make_served_session(server, limits={})
    for _ in range(10):
        is_refused(served["ana"].command("ask", {"text": ""}), 400, "text.empty")
    for _ in range(5):
        served.ask()


def test_twenty_of_one_s_own_may_wait(server):
    served = make_served_session(server, limits={"burst": 100})
    for _ in range(20):
        served.ask()
    before = served.everything()
    is_refused(served["ana"].command("ask", {"text": "One more?"}), 429, "limit.waiting", limit=20)
    assert served.everything() == before
    served.act("approve", 1)
    assert served["ana"].command("ask", {"text": "One more?"})[0] == 201


def test_the_session_s_own_limit_of_what_waits(server):
    served = make_served_session(server, limits={"pending": 3})
    for who in ("ana", "ben", "cleo"):
        served.ask(who=who)
    refused = served["dora"].command("ask", {"text": "One more?"})
    is_refused(refused, 429, "limit.pending")
    assert refused[1]["retry_after"] > 0


def test_one_wi_fi_is_one_address_and_a_flood_is_stopped():
    clock = Clock()
    door = RateLimiter(BURST, PER_SECOND, clock)
    assert all(door.take("192.0.2.1") for _ in range(BURST))
    assert not door.take("192.0.2.1")
    assert door.take("192.0.2.2")
    clock.now += 0.1
    assert door.take("192.0.2.1") and not door.take("192.0.2.1")
    clock.now += 5 * 60
    assert sum(door.take("192.0.2.1") for _ in range(BURST)) in (2999, 3000)


def test_addresses_are_forgotten_and_never_kept_in_clear():
    clock = Clock()
    door = RateLimiter(BURST, PER_SECOND, clock)
    for number in range(MOST_NAMES + 2):
        clock.now += 1
        door.take(f"2001:db8::{number:x}")
    assert len(door._buckets) <= 2
    assert not any(b"2001" in name for name in door._buckets)


def test_presence_fades():
    clock = Clock()
    presence = Presence(clock)
    assert presence.mark(1, "chair.a", 12) and not presence.mark(1, "chair.a", 12)
    assert presence.mark(1, "chair.b", 12) and presence.readers(1) == [
        {"seat": "chair.a", "number": 12},
        {"seat": "chair.b", "number": 12},
    ]
    assert presence.readers(2) == [] and presence.expire() == []
    clock.now += EXPIRES_AFTER / 2
    presence.mark(1, "chair.b", 12)
    clock.now += EXPIRES_AFTER / 2
    assert presence.readers(1) == [{"seat": "chair.b", "number": 12}]
    assert presence.expire() == [1] and presence.expire() == []
    assert presence.mark(1, "chair.b", None) and not presence.mark(1, "chair.b", None)
