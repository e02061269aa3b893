"""Tests of the rate limits: questions per attendee over time, pending questions per attendee, and new attendees per IP
address.
"""

from __future__ import annotations

import time

from moderation.web.context import now
from moderation.web.presence import EXPIRES_AFTER, Presence
from moderation.web.rate_limits import MOST_NAMES, NEWCOMERS, RateLimiter
from tests.web.served_session import is_refused, make_served_session


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_waiting_times_use_a_monotonic_clock():
    before = time.monotonic()
    assert before <= now()[1] <= time.monotonic()


def test_after_a_burst_of_five_an_asker_must_wait(server):
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


def test_a_refused_question_does_not_count_for_the_rate_limit(server):
    served = make_served_session(server, limits={})
    for _ in range(10):
        is_refused(served["ana"].command("ask", {"text": ""}), 400, "text.empty")
    for _ in range(5):
        served.ask()


def test_an_asker_may_have_twenty_waiting_questions(server):
    served = make_served_session(server, limits={"burst": 100})
    for _ in range(20):
        served.ask()
    before = served.everything()
    is_refused(served["ana"].command("ask", {"text": "One more?"}), 429, "limit.waiting", limit=20)
    assert served.everything() == before
    served.act("approve", 1)
    assert served["ana"].command("ask", {"text": "One more?"})[0] == 201


def test_the_sessions_limit_of_pending_questions(server):
    served = make_served_session(server, limits={"pending": 3})
    for who in ("ana", "ben", "cleo"):
        served.ask(who=who)
    refused = served["dora"].command("ask", {"text": "One more?"})
    is_refused(refused, 429, "limit.pending")
    assert refused[1]["retry_after"] > 0


def test_a_room_on_one_address_may_join_but_a_flood_is_stopped():
    clock = Clock()
    limiter = RateLimiter(*NEWCOMERS, clock)
    assert all(limiter.take("192.0.2.1") for _ in range(NEWCOMERS.burst))
    assert not limiter.take("192.0.2.1")
    assert limiter.take("192.0.2.2")
    clock.now += 0.1
    assert limiter.take("192.0.2.1") and not limiter.take("192.0.2.1")
    clock.now += 5 * 60
    assert sum(limiter.take("192.0.2.1") for _ in range(NEWCOMERS.burst)) in (2999, 3000)


def test_addresses_are_stored_as_hashes_and_forgotten():
    clock = Clock()
    limiter = RateLimiter(*NEWCOMERS, clock)
    for number in range(MOST_NAMES + 2):
        clock.now += 1
        limiter.take(f"2001:db8::{number:x}")
    assert len(limiter._buckets) <= 2
    assert not any(b"2001" in name for name in limiter._buckets)


def test_presence_expires():
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
