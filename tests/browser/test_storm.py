"""A test of conflicts. Two chairs perform 500 random acts each at the same time, while the stage is open.

The test checks that the log contains every accepted act, and that the stored state is allowed. At the end, every page
must show the state of a new snapshot. If an act is refused because the chair's state is out of date, the refusal must
contain the current state. If the act concerns one question, the refusal must also name the seat that changed this
question. The test prints its seed; STORM_SEED=seed repeats the acts. tests/cluster/test_pages.py does the same with two
chairs on different processes.
"""

from __future__ import annotations

import os
import random
import threading
from collections import Counter

import pytest

from tests.browser.storm_checks import ask, check_answers, check_log, check_pages, check_state, rows, run_storm

pytestmark = pytest.mark.browser

ACTS = 500
BEFORE = 40


@pytest.fixture
def server(fresh_server):
    """Return a server that no other test uses, because the checks read whole tables."""
    return fresh_server


@pytest.mark.long
def test_log_state_and_pages_agree_after_random_acts_of_two_chairs(watched, server):
    seed = int(os.environ.get("STORM_SEED") or random.randrange(1_000_000))
    print(f"STORM_SEED={seed}")
    ask(server, BEFORE)
    pages = {
        seat: watched.enter(f"chair/{seat}", lang, allow=(r"status of 40[349]",))
        for seat, lang in (("a", "fr"), ("b", "es"))
    }
    stage = watched.enter("stage", viewport={"width": 1920, "height": 1080})
    asking = threading.Thread(target=ask, args=(server, BEFORE))
    asking.start()
    done = run_storm(pages, server.code, seed, ACTS)
    asking.join()

    for seat, acts in done.items():
        check_answers(acts)
        refused = Counter(act["answer"]["code"] for act in acts if not act["answer"]["ok"])
        print(f"chair {seat}: {ACTS - refused.total()} accepted, refused {dict(refused)}")

    def read(sql: str) -> list[tuple]:
        return rows(server, sql.replace(":session", "1"))

    assert read("PRAGMA integrity_check") == [("ok",)]
    check_log(read, done)
    check_state(read)
    check_pages(server, pages, stage)
