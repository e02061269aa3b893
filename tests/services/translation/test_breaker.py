"""Tests of the circuit breaker, with a clock that the tests set."""

from __future__ import annotations

from moderation.services.translation.breaker import CircuitBreaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def open_breaker(clock: Clock) -> CircuitBreaker:
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


def test_success_resets_the_count():
    breaker = CircuitBreaker(Clock())
    for _ in range(3):
        for _ in range(4):
            breaker.failed()
        breaker.succeeded()
    assert breaker.allows()


def test_half_open_allows_one_call():
    clock = Clock()
    breaker = open_breaker(clock)
    clock.now += 29.9
    assert not breaker.begin()
    clock.now += 0.1
    assert breaker.allows() and breaker.allows()
    assert [breaker.begin(), breaker.begin()] == [True, False]


def test_result_of_the_call_opens_or_closes():
    clock = Clock()
    breaker = open_breaker(clock)
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


def test_call_without_a_result_is_forgotten():
    clock = Clock()
    breaker = open_breaker(clock)
    clock.now += 30
    assert breaker.begin()
    clock.now += 30
    assert breaker.begin()


def test_retry_after_of_the_service_is_obeyed():
    clock = Clock()
    breaker = CircuitBreaker(clock)
    breaker.failed(retry_after=7)
    assert breaker.allowed_in() == 7.0
    clock.now += 7
    assert breaker.begin()
