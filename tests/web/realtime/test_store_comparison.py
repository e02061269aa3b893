"""Tests of the comparison of a process's memory with the store: the times at which the comparison runs, and its effect
on a stream whose sequence number has become lower.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from moderation.web.realtime.rooms import stream_room
from moderation.web.realtime.store_comparison import StoreComparison
from moderation.web.realtime.stream_position import StreamPosition
from tests.running_store import RunningStore


@pytest.fixture
def comparison(monkeypatch):
    """Return a `StoreComparison` that is created when the clock shows 100 seconds.

    Its three steps are replaced: each only adds a word to the list `done`. The words are "compare", "forget" (clear the
    caches) and "heartbeat".
    """
    monkeypatch.setattr("moderation.web.realtime.store_comparison.time.monotonic", lambda: 100.0)
    done = []
    fan_out = SimpleNamespace(is_receiving=True)
    watch = StoreComparison(fan_out, SimpleNamespace(clear_caches=lambda: done.append("forget")))
    watch.fan_out, watch.done = fan_out, done
    monkeypatch.setattr(watch, "compare", lambda: done.append("compare"))
    monkeypatch.setattr(watch, "_send_heartbeats", lambda: done.append("heartbeat"))
    return watch


def work_at(comparison, *times):
    """Return the steps that the comparison executes at each of these times."""
    work = []
    for now in times:
        comparison.done.clear()
        comparison.compare_if_due(now)
        work.append(list(comparison.done))
    return work


def test_with_redis_every_ten_seconds_and_once_after_requests(comparison):
    assert work_at(comparison, 100, 101, 109.9) == [["compare"], [], []]
    assert work_at(comparison, 110, 111, 120) == [["compare", "heartbeat"], [], ["compare", "heartbeat"]]
    comparison.is_due = True
    assert work_at(comparison, 120.25, 120.5) == [["compare"], []]


def test_without_redis_every_second_and_texts_are_forgotten_every_ten(comparison):
    comparison.fan_out.is_receiving = False
    assert work_at(comparison, 100, 100.5, 101, 102) == [["compare"], [], ["compare"], ["compare"]]
    assert work_at(comparison, 110, 111) == [["compare", "forget", "heartbeat"], ["compare"]]


def test_a_failed_comparison_is_repeated(comparison, monkeypatch):
    def fail():
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(comparison, "compare", fail)
        with pytest.raises(RuntimeError):
            comparison.compare_if_due(100)
    assert work_at(comparison, 101) == [["compare"]]


ROOM = stream_room(1, "chairs")


@pytest.fixture
def store(tmp_path):
    running_store = RunningStore(tmp_path / "db", durable=False)
    yield running_store
    running_store.close()


def process(store, seq):
    """Return the `StoreComparison` of a process that has sent the chairs' stream up to `seq`.

    The stream's epoch is the one that the session has in the store at this moment. Two lists record what the comparison
    does. `read`: the rooms that it has brought up to date. `cleared`: one item for each time it cleared the caches.
    """
    read, cleared = [], []
    position = StreamPosition(store.session().epoch, seq)
    streams = SimpleNamespace(positions={ROOM: position}, bring_up_to_date=read.append)
    context = SimpleNamespace(
        reader=store.reader,
        writer=store.writer,
        runtime=SimpleNamespace(sleep=lambda seconds: None),
        clear_caches=lambda: cleared.append(True),
    )
    comparison = StoreComparison(SimpleNamespace(streams=streams, links={}), context)
    comparison.read, comparison.cleared = read, cleared
    return comparison


def test_a_stream_that_went_back_starts_one_new_epoch_whichever_process_finds_it(store):
    first, second = process(store, 3), process(store, 3)
    before = store.session().epoch
    first.compare()
    epoch = store.session().epoch
    assert epoch != before
    assert (first.read, first.cleared) == ([ROOM], [True])
    second.compare()
    second._start_epochs({1: before})
    assert store.session().epoch == epoch
    assert second.read == [ROOM]


@pytest.mark.parametrize(("seq", "read"), [(0, []), (-1, [ROOM])])
def test_a_stream_that_did_not_go_back_keeps_its_epoch(store, seq, read):
    comparison, before = process(store, seq), store.session().epoch
    comparison.compare()
    assert (store.session().epoch, comparison.read, comparison.cleared) == (before, read, [])
