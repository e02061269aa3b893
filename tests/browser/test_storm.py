"""A test of conflicts: two chairs perform 500 random acts each at the same time, while the stage is open.

The test checks that the log contains every accepted act and that the stored state is legal. At the end, every page must
show the state of a new snapshot. Every refusal must name the current state and its author. The test prints its seed;
STORM_SEED=seed repeats the acts.
"""

from __future__ import annotations

import os
import random
import sqlite3
import threading
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.servers import Server

pytestmark = pytest.mark.browser

ACTS = 500
BEFORE = 40
SCRIPT = (Path(__file__).parent / "storm.js").read_text()
STATE_REFUSALS = {
    "question.stale",
    "act.not_allowed",
    "move.left_queue",
    "live.taken",
    "merge.not_a_lead",
    "advance.stale",
    "advance.nothing",
    "undo.nothing",
    "undo.superseded",
}
KNOWN_REFUSALS = STATE_REFUSALS | {"question.unknown"}


def ask(server: Server, count: int) -> None:
    """Ask `count` questions. Each question has a new asker because of the rate limits."""
    for index in range(count):
        assert (
            server.client().command(
                "ask", {"text": f"Who answers for measure {index}?", "group": ("media", "academia")[index % 2]}
            )[0]
            == 201
        )


def run_storm(pages: dict[str, Page], code: str, seed: int) -> dict[str, list[dict]]:
    """Start storm.js in both pages. Return the acts and answers of each seat, in the form that storm.js describes."""
    for place, (seat, page) in enumerate(pages.items()):
        page.evaluate(
            f"(options) => {{ const storm = {SCRIPT} storm(options).then(finish);"
            " function finish(log) { window.storm = log; document.documentElement.dataset.storm = ''; } }",
            {"code": code, "seat": f"chair/{seat}", "seed": seed + place, "acts": ACTS},
        )
    done = {}
    for seat, page in pages.items():
        page.wait_for_selector("html[data-storm]", timeout=240_000)
        done[seat] = page.evaluate("window.storm")
    return done


def rows(server: Server, sql: str) -> list[tuple]:
    connection = sqlite3.connect(f"file:{server.data_dir / 'open-floor.db'}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def check_answers(seat: str, done: list[dict]) -> None:
    """Check that each refusal has a known code and a message.

    The refusal of an outdated act must also name an author and a time.
    """
    for act in done:
        answer = act["answer"]
        if act["status"] in (200, 201):
            assert answer["ok"] is True, act
            continue
        assert answer["ok"] is False and answer["code"] in KNOWN_REFUSALS and answer["message"].strip(), act
        if answer["code"] in ("question.stale", "undo.superseded"):
            assert answer["by"] and answer["at"], act
        if answer["code"] in ("question.stale", "act.not_allowed", "merge.not_a_lead", "live.taken"):
            assert answer["question"]["by"] and answer["question"]["changed_at"], act
        if answer["code"] == "advance.stale":
            assert {"live", "next"} <= set(answer), act


def check_log(server: Server, done: dict[str, list[dict]]) -> None:
    """Check, for each seat and act, that the log has as many rows as there were accepted acts with an effect."""
    for seat, acts in done.items():
        accepted = Counter(
            act["act"] for act in acts if act["status"] in (200, 201) and not act["answer"].get("already")
        )
        logged = Counter(dict(rows(server, f"SELECT act, count(*) FROM log WHERE seat = 'chair.{seat}' GROUP BY act")))
        assert logged == accepted


def check_state(server: Server) -> None:
    """Check the constraints of the tables, and that each question's last log row has the question's current status."""
    assert rows(server, "PRAGMA integrity_check") == [("ok",)]
    assert (
        max(
            dict(
                rows(server, "SELECT status, count(*) FROM questions WHERE status IN ('live', 'next') GROUP BY status")
            ).values(),
            default=0,
        )
        <= 1
    )
    assert (
        rows(
            server,
            "SELECT number FROM questions AS q WHERE lead IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM questions AS l WHERE l.session = q.session AND l.number = q.lead"
            " AND l.status NOT IN ('merged', 'withdrawn'))",
        )
        == []
    )
    places = [place for (place,) in rows(server, "SELECT place FROM questions WHERE status = 'approved'")]
    assert len(places) == len(set(places))
    assert (
        rows(
            server,
            "SELECT number, status, (SELECT status_after FROM log_questions WHERE question = questions.id"
            " ORDER BY log DESC LIMIT 1) AS logged FROM questions WHERE status <> logged",
        )
        == []
    )


def shown(page: Page, name: str) -> list[int]:
    """Return the question numbers in a list of the dashboard, from top to bottom."""
    return page.eval_on_selector_all(
        f"[data-list={name}] [data-row]:not(.remain)", "rows => rows.map(row => Number(row.dataset.number))"
    )


def single(page: Page, selector: str) -> int | None:
    number = page.locator(selector).get_attribute("data-number") if page.locator(selector).count() else None
    return int(number) if number else None


@pytest.fixture
def server(fresh_server):
    """Return a server with only this session, because the checks read whole tables."""
    return fresh_server


def test_storm(watched, server):
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
    done = run_storm(pages, server.code, seed)
    asking.join()

    for seat, acts in done.items():
        assert len(acts) == ACTS
        check_answers(seat, acts)
        refused = Counter(act["answer"]["code"] for act in acts if not act["answer"]["ok"])
        print(f"chair {seat}: {ACTS - refused.total()} accepted, refused {dict(refused)}")
    check_log(server, done)
    check_state(server)

    snapshot = server.client("chair/a").read("snapshot")[1]
    on_stage = server.client("stage").read("snapshot")[1]
    pending = [view["number"] for view in snapshot["put"] if view["status"] == "pending"]
    now = {
        status: next((view["number"] for view in snapshot["put"] if view["status"] == status), None)
        for status in ("live", "next")
    }
    for page in pages.values():
        expect(page.locator(f"html[data-seq='{snapshot['seq']}']")).to_have_count(1)
        if page.locator("[data-act=show_new]").count():
            page.locator("[data-act=show_new]").click()
        assert sorted(shown(page, "incoming")) == sorted(pending)
        assert shown(page, "queue") == snapshot["queue"]
        for status in ("live", "next"):
            assert single(page, f"[data-list={status}]") == now[status]
    expect(stage.locator(f"html[data-seq='{on_stage['seq']}']")).to_have_count(1)
    assert {view["number"] for view in on_stage["put"]} == {
        *snapshot["queue"],
        *(number for number in now.values() if number),
    }
