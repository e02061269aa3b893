"""A test with a hundred real questions. One chair uses the keyboard; the second chair uses the mouse.

The chairs decide on all questions, then undo every act.
"""

from __future__ import annotations

import copy
import json
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_driver import REASONS, DashboardDriver
from tests.browser.keyboard_driver import KeyboardDriver
from tests.browser.mouse_driver import MouseDriver
from tests.browser.storm_checks import shown_numbers, single_number
from tests.browser.workflow_model import WorkflowModel
from tests.servers import ROOT, Server

pytestmark = [pytest.mark.browser, pytest.mark.long]

COUNT = 100
GIVEN_BACK = (
    "status",
    "place",
    "reason",
    "reason_number",
    "language",
    "language_source",
    "unsure",
    "looks_like",
    "live_at",
    "wording",
    "hides",
    "lead",
    "former_status",
    "former_place",
    "votes",
    "muted",
)
"""The fields that undo must restore.

The test does not use the product's own list, because that list could omit a field.
"""
ONE_ASKER = {"a": (90, 92, 94), "b": (91, 93, 95)}
CHOSEN = {35: "es"}
"""{question number: language that the asker chose}. The asker of No. 35 chose the wrong language.

The text of No. 35 is French, so a chair corrects the language. A chair also sets the language of No. 36, because its
text is too short for reliable detection.
"""
VOTES = {3: 4, 4: 3, 18: 2, 22: 1}
LOGGED = {
    "approve_top": "approve",
    "approve_after": "approve",
    "decline_several": "decline",
    "to_top": "move",
    "move_up": "move",
    "move_down": "move",
    "move_to": "move",
}
"""{name of an act in the drivers: its name in the log}. An act is left out if its two names are the same."""


def ask(server: Server) -> None:
    """Ask the first hundred questions of the replay, then cast VOTES.

    All questions of one list in ONE_ASKER have the same asker. Each of the remaining questions has a different asker.
    """
    lines = (ROOT / "data" / "replay" / "session.jsonl").read_text("utf-8").splitlines()[:COUNT]
    people = {}
    for number, line in enumerate(map(json.loads, lines), 1):
        asker = next((numbers[0] for numbers in ONE_ASKER.values() if number in numbers), number)
        person = people.setdefault(asker, server.client())
        chosen = {"language": CHOSEN[number]} if number in CHOSEN else {}
        status, answer = person.command("ask", {"text": line["text"], "group": line["group"], "hint": "en"} | chosen)
        assert (status, answer["question"]["number"]) == (201, number)
    chair = server.client("chair/a")
    for number, count in VOTES.items():
        assert chair.command("approve", {"number": number, "version": 1})[0] == 200
        for voter in range(50, 50 + count):
            assert people[voter].command("vote", {"number": number})[0] == 200
        assert chair.command("undo")[0] == 200


def decisions(a: int, b: int, turn: int) -> list[list[tuple]]:
    """Return the steps of one turn. In most turns, chair A decides on question `a`, and chair B decides on question
    `b`.

    Within a step, chair B acts without waiting for the answer to chair A's act.
    """
    approved = [[("a", "approve", a), ("b", "approve", b)]]
    special = {
        4: [[("a", "approve_top", a), ("b", "approve_top", b)]],
        5: [[("a", "approve_after", a, 4), ("b", "approve_after", b, 3)]],
        8: [[("a", "merge", a, 4), ("b", "merge", b, 3)]],
        10: [
            [("a", "wording", a, "Who decides, and when?", True), ("b", "wording", b, "¿Quién decide?", False)],
            *approved,
        ],
        12: [[("a", "merge", a, 28), ("b", "merge", b, 27)]],
        17: [[("a", "set_language", a, "en"), ("b", "set_language", b, "fr")], *approved],
        20: [
            [("a", "decline_several", [42, 44, 46], "too_long"), ("b", "decline_several", [41, 43, 45], "no_question")]
        ],
        21: [],
        22: [],
        44: [[("a", "mute", 90, "personal_attack", (92, 94)), ("b", "approve", 89)]],
        45: [[("a", "approve", 96), ("b", "mute", 91, "off_topic", (93, 95))]],
        46: [[("a", "approve", 98), ("b", "approve", 97)]],
        47: [[("a", "approve", 100), ("b", "approve", 99)]],
        48: [],
        49: [],
    }
    if turn % 3 != 2 or turn in special:
        return special.get(turn, approved)
    reasons = {seat: REASONS[(turn // 3 + shift) % len(REASONS)] for seat, shift in (("a", 0), ("b", 3))}
    return [
        [
            (seat, "decline", number, reasons[seat], *([1] if reasons[seat] == "duplicate" else []))
            for seat, number in (("a", a), ("b", b))
        ]
    ]


BETWEEN = {
    6: [
        [("a", "set_next", 2)],
        [("b", "take", 1)],
        [("a", "advance")],
        [("b", "advance")],
        [("b", "put_back", "next")],
        [("a", "put_back", "live")],
        [("b", "bring_back", 1)],
        [("a", "answer")],
        [("a", "bring_back", 2)],
        [("b", "answer")],
    ],
    7: [
        [("a", "move_down", 4), ("b", "to_top", 3)],
        [("a", "to_top", 14), ("b", "move_up", 13)],
        [("a", "move_up", 4), ("b", "move_down", 3)],
        [("a", "move_to", 14, 13)],
        [("b", "move_to", 13, 10)],
    ],
    11: [[("a", "merge", 4, 22, "queue")], [("b", "split", 17, 3)], [("b", "approve", 17)]],
    13: [
        [("a", "split", 26, 28)],
        [("a", "approve", 26)],
        [("a", "add", "Who pays the interpreters?", "media", False)],
        [("b", "add", "And who checks?", "academia", True)],
        [("a", "clear_screen")],
    ],
    15: [[("b", "set_next", 9)], [("a", "take", 10)], [("a", "set_next", 12)]],
    18: [
        [("b", "restore_screen")],
        [("a", "translate", 34, "A translation by driver."), ("b", "translate", 35, "Another one.")],
        [("a", "original", 34), ("b", "original", 35)],
    ],
    23: [
        [("a", "decline", 26, "already_answered", None, "queue"), ("b", "decline", 27, "no_time_left", None, "queue")],
        [("b", "clear_screen")],
    ],
    27: [[("a", "reconsider", 6), ("b", "reconsider", 5)], [("a", "approve", 6), ("b", "merge", 5, 9)]],
    30: [
        [("a", "restore_screen")],
        [("b", "decline", 61, "too_long", None, "queue")],
        [("b", "undo")],
        [("a", "set_next", 62)],
        [("a", "undo")],
    ],
    34: [
        [("a", "wording", 22, "Who decides?", False, "queue"), ("b", "wording", 21, "¿Quién lo decide?", True, "queue")]
    ],
    40: [
        [("a", "decline", 12, "already_answered", None, "next")],
        [("a", "advance")],
        [("b", "advance")],
        [("b", "decline", 3, "too_long", None, "live")],
    ],
    47: [
        [("a", "unmute", 90), ("b", "unmute", 91)],
        [("a", "reconsider", 92)],
        [("a", "approve", 92), ("b", "reconsider", 93)],
        [("b", "approve", 93)],
    ],
}
"""{turn: the steps after the decisions of this turn}. In each turn, the chairs decide on two questions."""


class Hour:
    """The state of the test: both dashboards, the server's database, and the model of the expected states."""

    def __init__(self, server: Server, drivers: dict[str, DashboardDriver]):
        self.drivers, self.path = drivers, server.data_dir / "open-floor.db"
        self.model = WorkflowModel(range(1, COUNT + 1))
        # For each step that is not undone, the state before the step: (id of the last active log row, stored state,
        # model).
        self.before: list[tuple[int, dict, WorkflowModel]] = []

    def rows(self, sql: str, *values) -> list[dict]:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, values)]

    def active_acts(self, after: int = 0) -> list[dict]:
        """Return the log rows of the chairs' acts with an id above `after`, oldest first.

        Leave out undone acts and the undos themselves.
        """
        return self.rows(
            "SELECT id, seat, act FROM log WHERE seat LIKE 'chair.%' AND undoes IS NULL AND undone = 0 AND id > ?"
            " ORDER BY id",
            after,
        )

    def state(self) -> dict:
        """Return the stored data that an undo must restore. Leave out spoken questions that an undo has withdrawn."""
        stored = self.rows(
            f"SELECT number, {', '.join(GIVEN_BACK)} FROM questions LEFT JOIN attendees ON attendees.id = attendee"
            " WHERE NOT (aloud AND status = 'withdrawn') ORDER BY number"
        )
        by_hand = self.rows(
            "SELECT number, translations.language, translations.text, translations.source FROM translations"
            " JOIN questions ON questions.id = question WHERE undone = 0 ORDER BY number, translations.language"
        )
        return {"questions": stored, "by hand": by_hand, "screen": self.rows("SELECT screen_cleared FROM sessions")}

    def settle(self, *seats: str) -> None:
        """Wait until these chairs have received all answers and both pages show the stored state."""
        for seat in seats:
            self.drivers[seat].settled()
        seq = self.rows("SELECT seq FROM streams WHERE stream = 'chairs'")[0]["seq"]
        for driver in self.drivers.values():
            driver.reach(seq)

    def step(self, acts: list[tuple]) -> None:
        """Run the acts of one or both chairs.

        Check that the log has exactly these acts, and that the stored state is as expected. For an undo, check instead
        that the latest act is undone.
        """
        active = self.active_acts()
        last = active[-1]["id"] if active else 0
        self.before.append((last, self.state(), copy.deepcopy(self.model)))
        for seat, act, *args in acts:
            getattr(self.drivers[seat], act)(*args)
        self.settle(*(seat for seat, *_ in acts))
        if acts[0][1] == "undo":
            assert active[-1]["seat"] == f"chair.{acts[0][0]}"
            self.before.pop()
            self.check_undone(active[-1])
            return
        logged = [(row["seat"], row["act"]) for row in self.active_acts(last)]
        assert sorted(logged) == sorted(
            (f"chair.{seat}", LOGGED.get(act, act)) for seat, act, *_ in acts if act != "original"
        ), acts
        for seat, _ in logged:
            for chair, act, *args in acts:
                if seat == f"chair.{chair}":
                    self.model.apply(act, *args)
        self.check()

    def check(self) -> None:
        """Check that the stored questions are as the model expects."""
        stored = {row["number"]: row for row in self.state()["questions"]}
        assert {number: row["status"] for number, row in stored.items()} == self.model.status
        assert {number: row["lead"] for number, row in stored.items() if row["lead"]} == self.model.lead
        declined = {
            number: (row["reason"], row["reason_number"])
            for number, row in stored.items()
            if row["status"] == "declined"
        }
        assert declined == {
            number: reason for number, reason in self.model.reason.items() if self.model.status[number] == "declined"
        }
        assert sorted(self.model.queue, key=lambda number: stored[number]["place"]) == self.model.queue

    def check_undone(self, act: dict) -> None:
        """Check that this act is undone.

        A step (`step`) has one or more acts. If all acts of the step are now undone, also check that the stored state
        equals the state before the step.
        """
        active = self.active_acts()
        assert act["id"] not in [row["id"] for row in active]
        last = active[-1]["id"] if active else 0
        if self.before and self.before[-1][0] == last:
            _, state, self.model = self.before.pop()
            assert self.state() == state, act

    def check_screens(self, server: Server) -> None:
        """Show the hidden new questions on both dashboards. Check that both dashboards show the server's snapshot."""
        for driver in self.drivers.values():
            driver.show_new()
            snapshot = shown_snapshot(server, driver.page)
            waiting = sorted(view["number"] for view in snapshot["put"] if view["status"] == "pending")
            assert shown_numbers(driver.page, "incoming") == waiting
            assert shown_numbers(driver.page, "queue") == snapshot["queue"]
            for status in ("live", "next"):
                assert single_number(driver.page, f"[data-list={status}]") == next(
                    (view["number"] for view in snapshot["put"] if view["status"] == status), None
                )


def shown_snapshot(server: Server, page: Page) -> dict:
    """Return a snapshot with the seq that the page shows.

    Several attempts may be necessary, because a late update of totals or similar questions raises the seq.
    """
    for _ in range(20):
        snapshot = server.client("chair/a").read("snapshot")[1]
        page.wait_for_function("(seq) => Number(document.documentElement.dataset.seq) >= seq", arg=snapshot["seq"])
        if page.locator(f"html[data-seq='{snapshot['seq']}']").count():
            return snapshot
    raise AssertionError("the state does not come to rest")


@pytest.fixture
def server(fresh_server):
    """Return a server with only this session, because the checks read whole tables."""
    return fresh_server


def test_a_hundred_questions_are_decided_and_all_acts_undone(watched, server):
    ask(server)
    drivers = {"a": KeyboardDriver(watched.enter("chair/a")), "b": MouseDriver(watched.enter("chair/b"))}
    hour = Hour(server, drivers)
    state_at_start = hour.state()
    hour.check()
    for turn in range(COUNT // 2):
        for step in decisions(2 * turn + 2, 2 * turn + 1, turn) + BETWEEN.get(turn, []):
            hour.step(step)
    assert "pending" not in hour.model.status.values()
    hour.check_screens(server)

    while active := hour.active_acts():
        act = active[-1]
        seat = act["seat"][-1]
        drivers[seat].undo()
        hour.settle(seat)
        hour.check_undone(act)
    assert hour.state() == state_at_start
    hour.check_screens(server)
    for chair in drivers.values():
        expect(chair.page.locator(".undo [data-act=undo]")).to_have_count(0)
    assert (inputs := drivers["a"].inputs())["pointer"] == 0 < inputs["key"]
    assert (inputs := drivers["b"].inputs())["key"] == inputs["drag"] == 0 < inputs["pointer"]
