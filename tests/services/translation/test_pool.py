"""Tests of the worker pool in both concurrency modes.

After each fault of a worker, the caller gets an error in time, and the pool translates the next text.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
DEAD, MALFORMED, TIMEOUT = ["unavailable", None], ["malformed", None], ["timeout", None]


@pytest.fixture(scope="module", params=["eventlet", "threading"])
def results(request, tmp_path_factory) -> dict:
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            str(Path(__file__).with_name("pool_scenario.py")),
            request.param,
            str(tmp_path_factory.mktemp("pool")),
        ],
        capture_output=True,
        text=True,
        timeout=180,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPEN_FLOOR_TRANSLATION_KEY": "k"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_workers_get_the_settings_and_the_listed_environment(results):
    assert results["about"] == {
        "label": "Fake",
        "pairs": [["en", "es"]],
        "settings": {"note": results["about"]["settings"]["note"], "key": "¿secreto?"},
    }
    assert set(results["environment"]) <= {
        "PATH",
        "HOME",
        "LANG",
        "LC_ALL",
        "LC_CTYPE",
        "TMPDIR",
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
        "PYTHONPATH",
        "PYTHONUNBUFFERED",
        "PYTHONUTF8",
    }


def test_every_fault_is_an_error_and_the_next_text_is_translated(results):
    assert results["answers"] == [
        ["abc", "cba"],
        ["no", ["throttled", 7.0]],
        ["abc", "cba"],
        ["odd", MALFORMED],
        ["die", DEAD],
        ["abc", "cba"],
        ["lie", MALFORMED],
        ["abc", "cba"],
        ["babble", MALFORMED],
        ["abc", "cba"],
        ["number", MALFORMED],
        ["flood", DEAD],
        ["abc", "cba"],
        ["ñ" * 4000, "ñ" * 4000],
    ]


def test_worker_that_died_while_idle_loses_no_text(results):
    assert results["after it died idle"] == "cba"


def test_worker_is_reused(results):
    assert results["same worker"]


def test_hanging_worker_is_killed_with_its_children(results):
    assert results["hang"] == TIMEOUT and results["child"] == TIMEOUT
    assert results["hang took"] < 3
    assert results["killed"] and results["child killed"]
    assert results["after"] == "cba"


def test_closed_pool_answers_unavailable(results):
    assert results["closed"] == [DEAD, False]
    assert results["closed while busy"] == DEAD


def test_worker_that_does_not_start_is_an_error(results):
    assert {way: results[way] for way in ("dead", "mute", "refusing", "missing program")} == {
        "dead": DEAD,
        "mute": TIMEOUT,
        "refusing": ["refused", None],
        "missing program": DEAD,
    }


def test_twelve_callers_are_served_without_a_deadlock(results):
    assert results["crowd"]
    assert results["crowd results"] == sorted(
        [["abc", "cba"]] * 3 + [["die", DEAD]] * 3 + [["hang", TIMEOUT]] * 3 + [["pid", "pid"]] * 3, key=str
    )


def test_no_descriptor_is_left_open(results):
    assert results["descriptors left"] == 0


def test_loop_does_not_block(results):
    assert results["longest stall"] < 1.0
