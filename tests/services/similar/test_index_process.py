"""Tests of the index process. It answers, is killed if its answer is late, and restarts with empty indexes."""

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
def index_process(runtime):
    process = IndexProcess(runtime)
    yield process
    process.close()


def test_process_keeps_the_questions(index_process):
    assert not index_process.runs
    index_process.start()
    assert index_process.runs and index_process.generation == 1
    assert index_process.call(PUT, 5) == {"found": {"1": []}}
    [[number, score]] = index_process.call(ASKED, 5)["best"]
    assert number == 1 and score > 0.6


def test_new_process_after_a_kill_is_empty(index_process):
    index_process.call(PUT, 5)
    os.kill(index_process._pipe._pid, signal.SIGKILL)
    with pytest.raises(IndexUnavailable):
        index_process.call(ASKED, 5)
    assert not index_process.runs
    assert index_process.call(ASKED, 5) == {"best": []} and index_process.generation == 2


def test_silent_process_is_killed_in_time(runtime, monkeypatch):
    monkeypatch.setattr("moderation.services.similar.index_process.STARTS_WITHIN", 0.1)
    mute = IndexProcess(runtime, [sys.executable, "-c", "import time; time.sleep(60)"])
    start = time.monotonic()
    with pytest.raises(IndexUnavailable):
        mute.call(ASKED, 0.1)
    assert time.monotonic() - start < 30 and not mute.runs
    mute.close()


def test_closed_process_gives_no_answer(runtime):
    index_process = IndexProcess(runtime)
    index_process.close()
    with pytest.raises(IndexUnavailable):
        index_process.call(ASKED, 1)
