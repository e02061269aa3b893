"""Tests of the index process. The process answers, is killed if an answer is late, and then restarts with empty
indexes.
"""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from moderation.runtime import use
from moderation.services.similar.index_process import COMMAND, IndexProcess, IndexUnavailable, command

ASKED = {"op": "best", "session": 1, "language": "en", "texts": {"en": "Who pays for interpretation?"}, "among": [1]}
PUT = {
    "op": "put",
    "session": 1,
    "number": 1,
    "language": "en",
    "texts": {"en": "Who pays for interpretation?"},
    "asked_at": "2026-05-14T10:00:00.000Z",
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
    monkeypatch.setattr("moderation.services.similar.index_process.EXCHANGE_WITHIN", 0.1)
    mute = IndexProcess(runtime, [sys.executable, "-c", "import time; time.sleep(60)"])
    start = time.monotonic()
    with pytest.raises(IndexUnavailable):
        mute.call(ASKED, 0.1)
    assert time.monotonic() - start < 30 and not mute.runs
    mute.close()


def test_a_message_with_little_time_left_is_not_sent_and_the_process_stays(index_process):
    index_process.start()
    times = iter([100.0, 100.95])
    index_process._clock = lambda: next(times)
    with pytest.raises(IndexUnavailable):
        index_process.call(ASKED, 1.0)
    assert index_process.runs and index_process.generation == 1


def test_a_slow_answer_to_a_short_request_does_not_end_the_process(runtime):
    slow = "import sys, time\nfor line in sys.stdin: time.sleep(0.3); print('{}', flush=True)"
    process = IndexProcess(runtime, [sys.executable, "-c", slow])
    process.start()
    try:
        assert process.call(ASKED, 0.1) == {}
        assert process.runs and process.generation == 1
    finally:
        process.close()


def test_closed_process_gives_no_answer(runtime):
    index_process = IndexProcess(runtime)
    index_process.close()
    with pytest.raises(IndexUnavailable):
        index_process.call(ASKED, 1)


def test_process_without_meaning_finds_no_question_in_another_language(index_process):
    index_process.call(PUT, 20)
    asked = ASKED | {"language": "ru", "texts": {"ru": "Кто платит за устный перевод?"}}
    assert command(with_meaning=False) == COMMAND and index_process.call(asked, 20) == {"best": []}


def test_process_finds_a_question_in_another_language_by_its_meaning(runtime):
    """Check that the search finds a stored question by its meaning alone. The searched and the stored question are in
    different languages, have no word in common, and are not translated.

    After `forget`, the search must find no question.
    """
    process = IndexProcess(runtime, command(with_meaning=True))
    asked = ASKED | {"language": "ru", "texts": {"ru": "Кто платит за устный перевод?"}}
    try:
        process.call(PUT, 20)
        [[number, _]] = process.call(asked, 20)["best"]
        process.call({"op": "forget", "session": 1}, 20)
        assert number == 1 and process.call(asked, 20)["best"] == []
    finally:
        process.close()
