"""When an engine is left alone and when it is tried again, by a clock that the test turns."""

from __future__ import annotations

from moderation.services.translation.breaker import CircuitBreaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def broken(clock: Clock) -> CircuitBreaker:
    breaker = CircuitBreaker(clock)
    for _ in range(5):
        assert breaker.begin()
        breaker.failed()
    return breaker


def test_opens_after_five_failures_in_a_row():
    breaker = CircuitBreaker(Clock())
    for _ in range(4):
        breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    assert breaker.allowed_in() == 30.0


def test_a_success_starts_the_count_anew():
    breaker = CircuitBreaker(Clock())
    for _ in range(3):
        for _ in range(4):
            breaker.failed()
        breaker.succeeded()
    assert breaker.allows()


def test_half_open_lets_one_try_through():
    clock = Clock()
    breaker = broken(clock)
    clock.now += 29.9
    assert not breaker.begin()
    clock.now += 0.1
    assert breaker.allows() and breaker.allows()
    assert [breaker.begin(), breaker.begin()] == [True, False]


def test_the_try_decides():
    clock = Clock()
    breaker = broken(clock)
    clock.now += 30
    breaker.begin()
    breaker.failed()
    assert breaker.allowed_in() == 30.0
    clock.now += 30
    breaker.begin()
    breaker.succeeded()
    assert [breaker.begin(), breaker.begin()] == [True, True]
    breaker.failed()
    assert breaker.allows()


def test_a_try_that_never_reports_back_is_forgotten():
    clock = Clock()
    breaker = broken(clock)
    clock.now += 30
    assert breaker.begin()
    clock.now += 30
    assert breaker.begin()


def test_a_time_that_the_service_named_is_kept():
    clock = Clock()
    breaker = CircuitBreaker(clock)
    breaker.failed(retry_after=7)
    assert breaker.allowed_in() == 7.0
    clock.now += 7
    assert breaker.begin()
