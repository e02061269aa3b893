"""Tests of the pages on a cluster: the main path, and two chairs whose commands go to different processes."""

from __future__ import annotations

import os
import random
import threading

import psycopg
import pytest

from tests.browser import test_main_path
from tests.browser.storm_checks import ask, check_answers, check_log, check_pages, check_state, run_storm
from tests.browser.watched_pages import WatchedPages
from tests.cluster import engines
from tests.cluster.sessions import make_session

pytestmark = pytest.mark.browser

ACTS, BEFORE = 120, 20


@pytest.fixture
def served(cluster):
    return make_session(cluster)


@pytest.fixture
def watched(browser, served):
    with WatchedPages(browser, served) as watched:
        yield watched


def test_a_question_travels_from_a_phone_to_the_screen(watched):
    test_main_path.test_a_question_travels_from_a_phone_to_the_screen(watched)


def test_two_chairs_on_different_processes(cluster, watched, served):
    seed = int(os.environ.get("STORM_SEED") or random.randrange(1_000_000))
    print(f"STORM_SEED={seed}")
    ask(served, BEFORE)
    pages = {
        seat: watched.enter(
            f"chair/{seat}", lang, allow=(r"status of 40[349]",), extra_http_headers={engines.CHOICE: str(process)}
        )
        for process, (seat, lang) in enumerate((("a", "fr"), ("b", "es")))
    }
    stage = watched.enter("stage", viewport={"width": 1920, "height": 1080})
    asking = threading.Thread(target=ask, args=(served, BEFORE))
    asking.start()
    done = run_storm(pages, served.code, seed, ACTS)
    asking.join()
    for acts in done.values():
        check_answers(acts)
    with psycopg.connect(cluster.postgres.url) as connection:
        (session_id,) = connection.execute("SELECT id FROM sessions WHERE code = %s", [served.code]).fetchone()

        def read(sql: str) -> list[tuple]:
            return connection.execute(sql.replace(":session", str(session_id))).fetchall()

        check_log(read, done)
        check_state(read)
    check_pages(served, pages, stage)
    processes = {seat: page.request.get(served.url + "/healthz").headers for seat, page in pages.items()}
    assert [int(processes[seat][engines.PROCESS.lower()].rpartition(":")[2]) for seat in "ab"] == cluster.ports[:2]
