"""Tests of the snapshot cache. The cache renders and compresses a snapshot once per sequence number.

The memory of the cache is limited.
"""

from __future__ import annotations

import gzip
import json

import pytest

from moderation.web.snapshots import SMALLEST, Snapshots

LONG = {"put": ["¿Quién?" * 200]}


@pytest.fixture
def rendered():
    """Return a list to which each rendering appends (session, stream, sequence number)."""
    return []


def get(snapshots, rendered, seq, stream="floor.en", session=1, change=LONG):
    return snapshots.get(
        session, stream, ("e", seq), lambda: rendered.append((session, stream, seq)) or change | {"seq": seq}
    )


def test_a_seq_is_rendered_and_compressed_once(rendered):
    snapshots = Snapshots()
    first = get(snapshots, rendered, 1)
    assert json.loads(first.plain) == LONG | {"seq": 1} == json.loads(gzip.decompress(first.zipped()))
    assert get(snapshots, rendered, 1).zipped() is first.zipped()
    assert json.loads(get(snapshots, rendered, 2).plain)["seq"] == 2
    assert rendered == [(1, "floor.en", 1), (1, "floor.en", 2)]


def test_another_epoch_is_rendered_anew(rendered):
    snapshots = Snapshots()
    get(snapshots, rendered, 1)
    assert snapshots.get(1, "floor.en", ("f", 1), lambda: {"epoch": "f"}).plain == b'{"epoch":"f"}'


def test_a_small_snapshot_is_not_compressed(rendered):
    assert get(Snapshots(), rendered, 1, change={"put": ["x" * (SMALLEST // 2)]}).zipped() is None


def test_the_least_recently_used_snapshot_is_deleted_first(rendered):
    snapshots = Snapshots(most_bytes=3 * len(json.dumps(LONG, ensure_ascii=False).encode()))
    for stream in ("a", "b", "a", "c"):
        get(snapshots, rendered, 1, stream)
    rendered.clear()
    for stream in ("a", "c", "b"):
        get(snapshots, rendered, 1, stream)
    assert rendered == [(1, "b", 1)]


def test_a_snapshot_larger_than_the_cache_is_cached_alone(rendered):
    snapshots = Snapshots(most_bytes=10)
    get(snapshots, rendered, 1, "a")
    get(snapshots, rendered, 1, "b")
    get(snapshots, rendered, 1, "b")
    get(snapshots, rendered, 1, "a")
    assert [stream for _, stream, _ in rendered] == ["a", "b", "a"]


def test_all_snapshots_of_a_session_are_deleted(rendered):
    snapshots = Snapshots()
    for session, stream in ((1, "a"), (1, "b"), (2, "a")):
        get(snapshots, rendered, 1, stream, session)
    snapshots.forget(1)
    rendered.clear()
    for session, stream in ((1, "a"), (1, "b"), (2, "a")):
        get(snapshots, rendered, 1, stream, session)
    assert rendered == [(1, "a", 1), (1, "b", 1)]


def test_clear_deletes_all_snapshots(rendered):
    snapshots = Snapshots()
    for session in (1, 2):
        get(snapshots, rendered, 1, session=session)
    snapshots.clear()
    rendered.clear()
    for session in (1, 2):
        get(snapshots, rendered, 1, session=session)
    assert rendered == [(1, "floor.en", 1), (2, "floor.en", 1)]
