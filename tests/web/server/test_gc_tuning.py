"""Tests of the garbage-collector tuning: full collections are rare, and the metrics contain the duration of
collections.
"""

from __future__ import annotations

import gc
import weakref

import pytest

from moderation.web import metrics
from moderation.web.server import gc_tuning


@pytest.fixture
def installed():
    thresholds, callbacks = gc.get_threshold(), list(gc.callbacks)
    gc_tuning.install()
    yield
    gc.set_threshold(*thresholds)
    gc.callbacks[:] = callbacks
    gc.unfreeze()


class Cycle:
    def __init__(self):
        self.self = self


def full_collections() -> float:
    return metrics.REGISTRY.get_sample_value("open_floor_garbage_seconds_count")


def test_present_objects_are_excluded_from_collections(installed):
    assert gc.get_freeze_count() > 10_000 and gc.get_threshold() == (2_000, 20, 1_000_000)


def test_young_cycles_are_collected_and_only_full_collections_are_timed(installed):
    before, cycle = full_collections(), weakref.ref(Cycle())
    gc.collect(0)
    assert cycle() is None and full_collections() == before
    gc.collect()
    assert full_collections() == before + 1


def test_old_cycles_are_collected_in_a_thousandth_of_the_time(installed, monkeypatch):
    cycle = Cycle()
    gc.collect(1)
    old, waits = weakref.ref(cycle), []
    del cycle
    monkeypatch.setattr(gc_tuning.time, "monotonic", iter([0.0, 0.0, 0.5, 0.5, 1.0, 1.0, 1.0, 1.0]).__next__)

    def sleep(seconds: float) -> None:
        waits.append((seconds, old() is None))
        if len(waits) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        gc_tuning.run(sleep)
    assert waits[0] == (30, False) and waits[1][1] and waits[1][0] >= 500
