"""Tests of the rate limit for attempts to enter an entry code."""

from __future__ import annotations

import pytest

from moderation.core.refusals import Refusal
from moderation.web.entry_attempts import ALL_BURST, PHONE_BURST, EntryAttempts


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def wait(attempts, phone):
    """Return the seconds that the phone must wait before another attempt. Return 0 if this attempt is accepted."""
    try:
        attempts.take(phone)
    except Refusal as refusal:
        return refusal.data["retry_after"]
    return 0


def test_a_phone_waits_after_five_attempts_and_does_not_stop_others():
    clock = Clock()
    attempts = EntryAttempts(clock)
    assert [wait(attempts, "ana") for _ in range(PHONE_BURST + 1)] == [0, 0, 0, 0, 0, 30]
    assert wait(attempts, "ben") == 0
    clock.now = 30.0
    assert wait(attempts, "ana") == 0


def test_many_phones_share_a_limit_that_does_not_count_first_attempts():
    attempts = EntryAttempts(Clock())
    waits = [wait(attempts, f"phone {number}") for number in range(300) for _ in range(4)]
    assert waits.count(0) == 300 + ALL_BURST and max(waits) == 1
    with pytest.raises(Refusal, match=r"^limit\.entry$"):
        attempts.take("phone 0")
    assert wait(attempts, "a new phone") == 0
