"""Tests of the timer wheel.

The wheel runs each call once and in order, at a tick after the call is due. If the event loop is late, the wheel
catches up.
"""

from __future__ import annotations

from moderation.web.realtime.timers import TimerWheel


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def make():
    clock, done = Clock(), []
    return TimerWheel(lambda seconds: None, clock), clock, done


def test_calls_run_once_when_due():
    wheel, clock, done = make()
    wheel.after(2, done.append, "two")
    wheel.after(1, done.append, "one")
    for now, expected in (
        (100.9, []),
        (101.0, ["one"]),
        (101.5, ["one"]),
        (102.1, ["one", "two"]),
        (110.0, ["one", "two"]),
    ):
        clock.now = now
        wheel.run_due()
        assert done == expected


def test_late_loop_catches_up_in_order():
    wheel, clock, done = make()
    for seconds in (3, 1, 2):
        wheel.after(seconds, done.append, seconds)
    clock.now = 150.0
    wheel.run_due()
    assert done == [1, 2, 3]


def test_a_call_without_delay_runs_at_the_next_tick():
    wheel, clock, done = make()
    wheel.after(0, done.append, "now")
    wheel.run_due()
    assert done == []
    clock.now = 101.0
    wheel.run_due()
    assert done == ["now"]
