"""The pool of workers: every fault of a worker is an error in time, and the next text finds a good one. In both modes."""

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
def told(request, tmp_path_factory) -> dict:
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


def test_workers_get_the_settings_and_little_else(told):
    assert told["about"] == {
        "label": "Fake",
        "pairs": [["en", "es"]],
        "settings": {"note": told["about"]["settings"]["note"], "key": "¿secreto?"},
    }
    assert set(told["environment"]) <= {
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


def test_every_fault_is_an_error_and_the_next_text_is_translated(told):
    assert told["answers"] == [
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


def test_one_that_died_while_idle_costs_no_text(told):
    assert told["after it died idle"] == "cba"


def test_a_worker_is_kept(told):
    assert told["same worker"]


def test_one_that_hangs_is_killed_with_its_children(told):
    assert told["hang"] == TIMEOUT and told["child"] == TIMEOUT
    assert told["hang took"] < 3
    assert told["killed"] and told["child killed"]
    assert told["after"] == "cba"


def test_closed_is_closed(told):
    assert told["closed"] == [DEAD, False]
    assert told["closed while busy"] == DEAD


def test_workers_that_never_start(told):
    assert {way: told[way] for way in ("dead", "mute", "refusing", "missing program")} == {
        "dead": DEAD,
        "mute": TIMEOUT,
        "refusing": ["refused", None],
        "missing program": DEAD,
    }


def test_a_crowd_of_callers_is_served_without_a_deadlock(told):
    assert told["crowd"]
    assert told["crowd results"] == sorted(
        [["abc", "cba"]] * 3 + [["die", DEAD]] * 3 + [["hang", TIMEOUT]] * 3 + [["pid", "pid"]] * 3, key=str
    )


def test_nothing_is_left_open(told):
    assert told["descriptors left"] == 0


def test_the_loop_goes_on_turning(told):
    assert told["longest stall"] < 1.0
