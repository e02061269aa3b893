"""Garbage: everything is looked at seldom, and it is known for how long."""

from __future__ import annotations

import gc
import weakref

import pytest

from moderation.web import garbage, metrics


@pytest.fixture
def installed():
    thresholds, callbacks = gc.get_threshold(), list(gc.callbacks)
    garbage.install()
    yield
    gc.set_threshold(*thresholds)
    gc.callbacks[:] = callbacks
    gc.unfreeze()


class Knot:
    def __init__(self):
        self.self = self


def looks() -> float:
    return metrics.REGISTRY.get_sample_value("open_floor_garbage_seconds_count")


def test_what_was_there_is_looked_at_no_more(installed):
    assert gc.get_freeze_count() > 10_000 and gc.get_threshold() == (2_000, 20, 1_000_000)


def test_young_knots_go_and_only_looks_at_everything_are_timed(installed):
    before, knot = looks(), weakref.ref(Knot())
    gc.collect(0)
    assert knot() is None and looks() == before
    gc.collect()
    assert looks() == before + 1


def test_every_ten_minutes_the_old_ones_go_too(installed):
    knot = Knot()
    gc.collect(1)
    old, waits = weakref.ref(knot), []
    del knot

    def sleep(seconds: float) -> None:
        waits.append((seconds, old() is None))
        if len(waits) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        garbage.run(sleep)
    assert waits == [(600, False), (600, True)]
