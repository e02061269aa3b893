"""The process of the indexes: answers, is killed, and comes back empty."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from moderation.runtime import use
from moderation.services.similar.index_process import IndexProcess, IndexUnavailable

ASKED = {"op": "best", "session": 1, "language": "en", "texts": {"en": "Who pays for interpretation?"}, "among": [1]}
PUT = {
    "op": "put",
    "session": 1,
    "number": 1,
    "language": "en",
    "texts": {"en": "Who pays for interpretation?"},
    "again": [],
}


@pytest.fixture(scope="module")
def runtime():
    return use("threading")


@pytest.fixture
def remote(runtime):
    made = IndexProcess(runtime)
    yield made
    made.close()


def test_it_keeps_what_it_was_given(remote):
    assert not remote.runs
    remote.start()
    assert remote.runs and remote.generation == 1
    assert remote.call(PUT, 5) == {"found": {"1": []}}
    [[number, score]] = remote.call(ASKED, 5)["best"]
    assert number == 1 and score > 0.6


def test_another_after_it_was_killed_knows_nothing(remote):
    remote.call(PUT, 5)
    os.kill(remote._pipe._pid, signal.SIGKILL)
    with pytest.raises(IndexUnavailable):
        remote.call(ASKED, 5)
    assert not remote.runs
    assert remote.call(ASKED, 5) == {"best": []} and remote.generation == 2


def test_one_that_is_silent_is_killed_in_time(runtime, monkeypatch):
    monkeypatch.setattr("moderation.services.similar.index_process.STARTS_WITHIN", 0.1)
    mute = IndexProcess(runtime, [sys.executable, "-c", "import time; time.sleep(60)"])
    start = time.monotonic()
    with pytest.raises(IndexUnavailable):
        mute.call(ASKED, 0.1)
    assert time.monotonic() - start < 30 and not mute.runs
    mute.close()


def test_after_the_end_there_is_no_answer(runtime):
    remote = IndexProcess(runtime)
    remote.close()
    with pytest.raises(IndexUnavailable):
        remote.call(ASKED, 1)
