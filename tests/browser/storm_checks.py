"""Random acts of two chairs at the same time, and checks of the answers, the log and the stored state."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.servers import Server
from tests.web.served_session import ServedSession

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
Read = Callable[[str], list[tuple[Any, ...]]]
"""A function that executes an SQL query and returns the rows. It replaces `:session` by the session's id."""


def ask(server: Server | ServedSession, count: int) -> None:
    """Ask `count` questions, each from a new attendee, because the number of questions per attendee is limited."""
    for index in range(count):
        text = f"Who answers for measure {index}?"
        assert server.client().command("ask", {"text": text, "group": ("media", "academia")[index % 2]})[0] == 201


def rows(server: Server, sql: str) -> list[tuple[Any, ...]]:
    """Execute a query in the database of a server on SQLite. Return the rows."""
    with closing(sqlite3.connect(f"file:{server.data_dir / 'open-floor.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def run_storm(pages: dict[str, Page], code: str, seed: int, acts: int) -> dict[str, list[dict]]:
    """Run storm.js in both pages. Return {seat: acts and answers} in the form that storm.js describes."""
    for place, (seat, page) in enumerate(pages.items()):
        page.evaluate(
            f"(options) => {{ const storm = {SCRIPT} storm(options).then(finish);"
            " function finish(log) { window.storm = log; document.documentElement.dataset.storm = ''; } }",
            {"code": code, "seat": f"chair/{seat}", "seed": seed + place, "acts": acts},
        )
    done = {}
    for seat, page in pages.items():
        page.wait_for_selector("html[data-storm]", timeout=240_000)
        done[seat] = page.evaluate("window.storm")
        assert len(done[seat]) == acts
    return done


def check_answers(done: list[dict]) -> None:
    """Check that each refusal has a known code and a message.

    If the chair's state was out of date, the refusal must also contain the seat and the time of the last change. For a
    refused `advance`, the refusal must contain the current live and next question instead.
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


def check_log(read: Read, done: dict[str, list[dict]]) -> None:
    """Compare, for each seat and act, the number of log rows with the number of accepted acts that caused a change.
    Both must be equal.
    """
    for seat, acts in done.items():
        accepted = Counter(
            act["act"] for act in acts if act["status"] in (200, 201) and not act["answer"].get("already")
        )
        logged = read(f"SELECT act, count(*) FROM log WHERE session = :session AND seat = 'chair.{seat}' GROUP BY act")
        assert Counter(dict(logged)) == accepted


def check_state(read: Read) -> None:
    """Check that the stored state is allowed. Check that the last log row of each question has the question's stored
    status.
    """
    shown = read(
        "SELECT status, count(*) FROM questions WHERE session = :session AND status IN ('live', 'next') GROUP BY status"
    )
    assert max(dict(shown).values(), default=0) <= 1
    assert (
        read(
            "SELECT number FROM questions AS q WHERE q.session = :session AND lead IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM questions AS l WHERE l.session = q.session AND l.number = q.lead"
            " AND l.status NOT IN ('merged', 'withdrawn'))"
        )
        == []
    )
    places = read("SELECT place FROM questions WHERE session = :session AND status = 'approved'")
    assert len(places) == len(set(places))
    logged = "(SELECT status_after FROM log_questions WHERE question = questions.id ORDER BY log DESC LIMIT 1)"
    assert read(f"SELECT number FROM questions WHERE session = :session AND status <> {logged}") == []


def check_pages(served: Server | ServedSession, pages: dict[str, Page], stage: Page) -> None:
    """Check that every page shows the state of a new snapshot."""
    snapshot = served.client("chair/a").read("snapshot")[1]
    on_stage = served.client("stage").read("snapshot")[1]
    pending = [view["number"] for view in snapshot["put"] if view["status"] == "pending"]
    now = {
        status: next((view["number"] for view in snapshot["put"] if view["status"] == status), None)
        for status in ("live", "next")
    }
    for page in pages.values():
        expect(page.locator(f"html[data-seq='{snapshot['seq']}']")).to_have_count(1)
        if page.locator("[data-act=show_new]").count():
            page.locator("[data-act=show_new]").click()
        assert sorted(shown_numbers(page, "incoming")) == sorted(pending)
        assert shown_numbers(page, "queue") == snapshot["queue"]
        for status in ("live", "next"):
            assert single_number(page, f"[data-list={status}]") == now[status]
    expect(stage.locator(f"html[data-seq='{on_stage['seq']}']")).to_have_count(1)
    assert {view["number"] for view in on_stage["put"]} == {
        *snapshot["queue"],
        *(number for number in now.values() if number),
    }


def shown_numbers(page: Page, name: str) -> list[int]:
    """Return the question numbers in a list of the dashboard, from top to bottom."""
    return page.eval_on_selector_all(
        f"[data-list={name}] [data-row]", "rows => rows.map(row => Number(row.dataset.number))"
    )


def single_number(page: Page, selector: str) -> int | None:
    """Return the number of the question in the element, or None."""
    number = page.locator(selector).get_attribute("data-number") if page.locator(selector).count() else None
    return int(number) if number else None
